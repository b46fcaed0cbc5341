"""What somebody says in the demo, as its content has it."""

from typing import Any

from portal.comments.contribution import Contribution
from portal.comments.models import Stance
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.queries import Sheet
from portal.consultations.structure import ItemLine
from portal.kernel.work import Work


def contribution(work: Work, here: Consultation, written: dict[str, Any]) -> Contribution:
    """`written` has item, stance and body, and the key of a section if it speaks about one."""
    section = consultations.structure(work, here).section_by_key.get(written.get("section", ""))
    return Contribution.of(
        sheet(work, here, written["item"]), Stance(written["stance"]), written["body"], section=section
    )


def item(work: Work, here: Consultation, code: str) -> ItemLine:
    return next(line for line in consultations.structure(work, here).items if line.code == code)


def sheet(work: Work, here: Consultation, code: str) -> Sheet:
    found = consultations.sheet(work, here, item(work, here, code))
    assert found is not None, code  # noqa: S101 - every item of the demo has a text
    return found
