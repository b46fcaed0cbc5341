"""What stands at the head and the foot of every letter about a consultation."""

from portal.consultations.models import Consultation
from portal.outbox.letters import SITE


def letterhead(consultation: Consultation) -> dict[str, str]:
    return {
        "plan_name": consultation.plan_name or consultation.title,
        "city": consultation.city,
        "contact_name": consultation.contact_name,
        "contact_phone": consultation.contact_phone,
        "privacy_href": f"{SITE}/pages/privacy",
    }
