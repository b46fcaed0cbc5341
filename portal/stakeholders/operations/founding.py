"""Beginning a consultation with everything that it needs before the first invitation."""

from portal.consultations import operations as consultations
from portal.consultations.models import Consultation
from portal.kernel.work import Work
from portal.stakeholders.models import StakeholderGroup

USUAL_GROUPS = (
    ("politics", "Politik", "Politics"),
    ("commissioners", "Beauftragte", "Commissioners"),
    ("civil-society", "Zivilgesellschaft", "Civil society"),
)
"""Key, name, English name; the office adds others."""


def found_consultation(work: Work, slug: str, title: str, *, city: str = "", plan_name: str = "") -> Consultation:
    """A consultation in preparation, with the usual stakeholder groups beside the default measure sheet."""
    made = consultations.create_consultation(work, slug, title, city=city, plan_name=plan_name)
    for position, (key, name, name_en) in enumerate(USUAL_GROUPS):
        work.session.add(
            StakeholderGroup(consultation_id=made.id, key=key, name=name, name_en=name_en, position=position)
        )
    work.session.flush()
    return made
