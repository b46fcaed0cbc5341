"""What stands at the head and the foot of every letter about a consultation, or about the portal itself."""

from sqlalchemy import select

from portal.consultations.models import Consultation
from portal.kernel.words import N_, Words
from portal.kernel.work import Work
from portal.outbox.letters import SITE

PORTAL = N_("Beteiligungsportal")


def letterhead(consultation: Consultation) -> dict[str, str]:
    return {
        "plan_name": consultation.plan_name or consultation.title,
        "city": consultation.city,
        "contact_name": consultation.contact_name,
        "contact_phone": consultation.contact_phone,
        "privacy_href": f"{SITE}/pages/privacy",
    }


def site_letterhead(work: Work, words: Words) -> dict[str, str]:
    """The newest consultation's office answers for the portal; beside others it does not give its plan's name."""
    newest = work.session.scalars(select(Consultation).order_by(Consultation.id.desc()).limit(2)).all()
    if len(newest) == 1:
        return letterhead(newest[0])
    portal = words.say(PORTAL)
    if not newest:
        return letterhead(Consultation(plan_name=portal, city="", contact_name=portal, contact_phone=""))
    return letterhead(newest[0]) | {"plan_name": portal}
