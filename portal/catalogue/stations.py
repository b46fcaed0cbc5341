"""The five stations of the phase bar, in words."""

from dataclasses import dataclass
from datetime import datetime

from portal.consultations.models import Consultation, Phase
from portal.kernel.words import N_, Words

ORDER = (Phase.PREPARATION, Phase.COMMENTING, Phase.REVIEW, Phase.DECIDED, Phase.ADOPTED)
NAMES = {
    Phase.PREPARATION: N_("Vorbereitung"),
    Phase.COMMENTING: N_("Kommentieren"),
    Phase.REVIEW: N_("Beratung"),
    Phase.DECIDED: N_("Entscheidung"),
    Phase.ADOPTED: N_("Ratsbeschluss"),
}


@dataclass(frozen=True, slots=True)
class Station:
    """`state` is done, now or next."""

    name: str
    detail: str
    state: str


def stations(here: Consultation, now: datetime, words: Words) -> list[Station]:
    present = here.phase(now)
    reached = len(ORDER) if present is Phase.ARCHIVED else ORDER.index(present)
    return [
        Station(words.say(NAMES[phase]), _detail(here, phase, present, words), _state(place, reached))
        for place, phase in enumerate(ORDER)
    ]


def _state(place: int, reached: int) -> str:
    if place < reached:
        return "done"
    return "now" if place == reached else "next"


def _detail(here: Consultation, phase: Phase, present: Phase, words: Words) -> str:
    if phase is Phase.COMMENTING and here.closes_at is not None:
        if present is Phase.COMMENTING:
            return words.say(N_("jetzt, bis %(end)s"), end=words.end(here.closes_at))
        return words.say(N_("bis %(end)s"), end=words.end(here.closes_at))
    if phase is Phase.PREPARATION and present is not Phase.PREPARATION:
        return words.say(N_("abgeschlossen"))
    notes = {
        Phase.REVIEW: here.review_note,
        Phase.DECIDED: here.decided_note,
        Phase.ADOPTED: here.council_resolution or here.adopted_note,
    }
    return notes.get(phase, "")
