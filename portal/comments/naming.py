"""How stances, voices, states and filters are called, outside of templates."""

from dataclasses import dataclass
from typing import Protocol

from portal.comments.filters import FURTHER, NOBODY, OUTSIDE, CommentFilter
from portal.comments.models import CommentState, Stance, Voice, Way
from portal.comments.queries import CommentLine
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, Phase
from portal.kernel.words import N_, Words
from portal.kernel.work import Work
from portal.stakeholders import queries as stakeholders

STANCES = {
    Stance.SUPPORT: N_("Dafür"),
    Stance.SUPPORT_WITH_CHANGES: N_("Dafür mit Änderung"),
    Stance.NO_OBJECTION: N_("Keine Einwände"),
    Stance.QUESTION: N_("Frage"),
    Stance.OBJECT: N_("Dagegen"),
}
VOICES = {Voice.ORGANISATION: N_("Organisation"), Voice.INDIVIDUAL: N_("Einzelperson")}
STATES = {CommentState.APPROVED: N_("veröffentlicht"), CommentState.REDACTED: N_("mit Schwärzung veröffentlicht")}
WAYS = {
    Way.LETTER: N_("Brief"),
    Way.EMAIL: N_("E-Mail"),
    Way.FAX: N_("Fax"),
    Way.IN_PERSON: N_("persönlich"),
    Way.PHONE: N_("Telefon"),
}
PHASES = {
    Phase.PREPARATION: N_("Vorbereitung"),
    Phase.COMMENTING: N_("Kommentieren"),
    Phase.REVIEW: N_("Beratung"),
    Phase.DECIDED: N_("Entscheidung"),
    Phase.ADOPTED: N_("Ratsbeschluss"),
    Phase.ARCHIVED: N_("Abgeschlossen"),
}
OUTSIDERS = N_("ohne Akteursgruppe")
PRIVATE = N_("Personen ohne Organisation")


@dataclass(frozen=True, slots=True)
class Wish:
    """One value of a filter in words: “Handlungsfeld: B Bildung”; `part` is the filter's own name for it."""

    part: str
    value: str | int
    label: str
    name: str


class Spoken(Protocol):
    """What tells who speaks."""

    @property
    def is_statement(self) -> bool: ...
    @property
    def organisation(self) -> str: ...
    @property
    def private_number(self) -> int | None: ...


def speaker(line: Spoken, words: Words) -> str:
    """Whoever speaks, as the public may know it: an organisation by its name, a person never."""
    if line.is_statement:
        return line.organisation
    if line.organisation:
        return words.say(N_("Mitglied von %(organisation)s"), organisation=line.organisation)
    if line.private_number is None:
        return words.say(N_("Privatperson"))
    return words.say(N_("Privatperson %(number)s"), number=line.private_number)


def shown_state(line: CommentLine) -> CommentState:
    """How the text that is visible came to be so, whatever becomes of a newer revision."""
    return CommentState.REDACTED if line.is_redacted else CommentState.APPROVED


def group_names(work: Work, consultation: Consultation, words: Words) -> dict[int, str]:
    """Names of the stakeholder groups by id; 0 stands for those outside all groups and has an empty name."""
    known = stakeholders.groups(work, consultation)
    return {0: ""} | {group.id: group.title(words.language) for group in known}


def wishes(work: Work, consultation: Consultation, asked: CommentFilter, words: Words) -> list[Wish]:
    """A filter in words, one line for each value, in the order of its parts."""
    skeleton = consultations.structure(work, consultation)
    fields = {field.code: f"{field.code} {field.title}" for field in skeleton.fields}
    items = {item.code: f"{item.code} {item.title}" for item in skeleton.items}
    sections = {section.key: section.name(words.language) for section in skeleton.sections}
    groups: dict[str, str] = {OUTSIDE: words.say(OUTSIDERS)}
    if asked.groups:
        groups |= {line.key: line.title(words.language) for line in stakeholders.groups(work, consultation)}
    organisations: dict[int, str] = {NOBODY: words.say(PRIVATE)}
    if asked.organisations or asked.without:
        organisations |= {line.id: line.name for line in stakeholders.organisations(work, consultation)}
    found = [
        *(Wish("fields", code, N_("Handlungsfeld"), fields.get(code, code)) for code in asked.fields),
        *(Wish("items", code, N_("Maßnahme oder Ziel"), items.get(code, code)) for code in asked.items),
        *(Wish("groups", key, N_("Akteursgruppe"), groups.get(key, key)) for key in asked.groups),
        *(Wish("organisations", one, N_("Organisation"), organisations.get(one, "?")) for one in asked.organisations),
        *(Wish("stances", stance, N_("Haltung"), words.say(STANCES[stance])) for stance in asked.stances),
        *(Wish("voices", voice, N_("Wer spricht"), words.say(VOICES[voice])) for voice in asked.voices),
        *(Wish("sections", key, N_("Abschnitt"), sections.get(key, key)) for key in asked.sections),
        *(
            Wish(part, value, FURTHER[part].label, FURTHER[part].name(work, consultation, value, words))
            for part in ("themes", "answered")
            for value in getattr(asked, part)
        ),
        *(Wish("without", one, N_("Ohne"), organisations.get(one, "?")) for one in asked.without),
        *(
            (Wish("since", asked.since.isoformat(), N_("Veröffentlicht seit"), words.day(asked.since)),)
            if asked.since
            else ()
        ),
        *((Wish("text", asked.text, N_("Text"), words.quoted(asked.text)),) if asked.text else ()),
    ]
    return [Wish(wish.part, wish.value, words.say(wish.label), wish.name) for wish in found]
