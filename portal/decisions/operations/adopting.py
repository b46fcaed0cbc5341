"""Entering what the council has resolved: the catalogue is final from then on."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from portal.audit import operations as audit
from portal.consultations import operations as consultations
from portal.consultations.models import Consultation, Phase
from portal.decisions import policy
from portal.kernel.errors import Invalid, require
from portal.kernel.markup import plain
from portal.kernel.words import N_
from portal.kernel.work import Work

LONGEST = 300
NOT_YOU = N_("Den Ratsbeschluss trägt die Geschäftsstelle ein.")
NOT_NOW = N_("Einen Ratsbeschluss gibt es erst, wenn die Beschlüsse der Lenkungsgruppe veröffentlicht sind.")
NO_NUMBER = N_("Bitte geben Sie die Nummer der Drucksache an.")
NO_DAY = N_("Bitte geben Sie den Tag des Ratsbeschlusses an.")
BAD_LINK = N_("Bitte geben Sie eine Adresse an, die mit https:// beginnt.")
TOO_LONG = N_("Das sind mehr als %(most)s Zeichen.")


@dataclass(frozen=True, slots=True)
class CouncilResolution:
    """Number of the paper, day, and where to read it; `sentence` says in words what was resolved, or is empty."""

    number: str
    on: date
    url: str = ""
    sentence: str = ""

    @classmethod
    def of(cls, number: str, on: date | None, url: str = "", sentence: str = "") -> "CouncilResolution":
        """Raise `Invalid` naming the field."""
        number, sentence, url = (" ".join(plain(text).split()) for text in (number, sentence, url))
        if not number:
            raise Invalid(NO_NUMBER, field="number")
        if on is None:
            raise Invalid(NO_DAY, field="on")
        for name, text in (("number", number), ("url", url), ("sentence", sentence)):
            if len(text) > LONGEST:
                raise Invalid(TOO_LONG, field=name, most=LONGEST)
        if url and not _is_link(url):
            raise Invalid(BAD_LINK, field="url")
        return cls(number, on, url, sentence)


def record_adoption(work: Work, consultation: Consultation, said: CouncilResolution) -> None:
    """The phase becomes adopted. Entered again, it puts right what was mistyped."""
    require(policy.may_adopt(work.actor, consultation), NOT_YOU)
    require(policy.may_be_adopted(consultation, work.now), NOT_NOW)
    consultations.hold(work, consultation)
    consultation.council_number, consultation.council_on = said.number, said.on
    consultation.council_url, consultation.council_resolution = said.url, said.sentence
    consultation.stage = Phase.ADOPTED
    consultations.touch_catalogue(work, consultation)
    detail = f"{said.number}, {said.on.isoformat()}"
    audit.record(work, "consultation.adopted", consultation.slug, detail=detail, consultation_id=consultation.id)


def _is_link(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
