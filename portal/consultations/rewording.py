"""New wordings for sections of a sheet, whoever proposes or decides them: what differs, and how, word by word."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from portal.consultations.models import Section
from portal.consultations.queries import Sheet
from portal.consultations.structure import SectionLine, Structure
from portal.kernel.differences import Run, word_diff
from portal.kernel.errors import Invalid
from portal.kernel.markup import plain
from portal.kernel.words import N_
from portal.kernel.work import Work

LONGEST = 20_000
WORDING = "wording_"
"""Before the key of its section the name of the field that holds a wording."""

NO_WORDING = N_("Bitte schreiben Sie den neuen Wortlaut.")
TOO_LONG = N_("Das sind mehr als %(most)s Zeichen.")


@dataclass(frozen=True, slots=True)
class NewWording:
    """What a whole section reads from now on."""

    section_id: int
    text: str


@dataclass(frozen=True, slots=True)
class SectionChange:
    section: SectionLine
    runs: list[Run]


def differs(sheet: Sheet, section_id: int, text: str) -> bool:
    """Whether a section would read differently."""
    return plain(text).strip() != sheet.source_of(section_id).strip()


def reworded(sheet: Sheet, texts: Mapping[str, str]) -> tuple[NewWording, ...]:
    """Of the texts by section key those that differ, in the order of the sheet.

    Raise `Invalid` naming the field for one that is too long, or empty: nobody knows whether that was meant so.
    """
    new = []
    for section in sheet.sections:
        text, field = texts.get(section.key), f"{WORDING}{section.key}"
        if text is None or not differs(sheet, section.id, text):
            continue
        text = plain(text).strip()
        if not text:
            raise Invalid(NO_WORDING, field=field)
        if len(text) > LONGEST:
            raise Invalid(TOO_LONG, field=field, most=LONGEST)
        new.append(NewWording(section.id, text))
    return tuple(new)


def kept_wordings(
    work: Work,
    owner: InstrumentedAttribute[int],
    section: InstrumentedAttribute[int],
    wording: InstrumentedAttribute[str],
    among: Collection[int],
) -> dict[int, tuple[NewWording, ...]]:
    """Owner → its wordings in the order of the sheet, from the table that has these columns."""
    if not among:
        return {}
    found: dict[int, tuple[NewWording, ...]] = {}
    for owner_id, section_id, text in work.session.execute(
        select(owner, section, wording)
        .join(Section, Section.id == section)
        .where(owner.in_(among))
        .order_by(Section.position, Section.id)
    ):
        found[owner_id] = (*found.get(owner_id, ()), NewWording(section_id, text))
    return found


def changes(skeleton: Structure, sheet: Sheet, wordings: Sequence[NewWording]) -> list[SectionChange]:
    """Against the text of `sheet`."""
    return [
        SectionChange(skeleton.section_by_id[new.section_id], word_diff(sheet.source_of(new.section_id), new.text))
        for new in wordings
        if new.section_id in skeleton.section_by_id
    ]


def spelt_out(skeleton: Structure, wordings: Sequence[NewWording], language: str) -> str:
    """The new wordings in one text, each after the name of its section."""
    named = ((skeleton.section_by_id.get(new.section_id), new.text) for new in wordings)
    return "\n\n".join(f"{section.name(language)}: {text}" if section else text for section, text in named)
