"""How a decision changes the text of an item, section by section and word by word."""

from dataclasses import dataclass

from portal.consultations.queries import Sheet
from portal.consultations.structure import SectionLine, Structure
from portal.decisions.queries.decided import DecisionLine
from portal.kernel.differences import Run, word_diff


@dataclass(frozen=True, slots=True)
class SectionChange:
    section: SectionLine
    runs: list[Run]


def changes(skeleton: Structure, sheet: Sheet, line: DecisionLine) -> list[SectionChange]:
    """Against the text of `sheet`, in its order."""
    return [
        SectionChange(skeleton.section_by_id[new.section_id], word_diff(sheet.source_of(new.section_id), new.text))
        for new in line.wordings
        if new.section_id in skeleton.section_by_id
    ]


def spelt_out(skeleton: Structure, line: DecisionLine, language: str) -> str:
    """The new wordings in one text, each after the name of its section."""
    named = ((skeleton.section_by_id.get(new.section_id), new.text) for new in line.wordings)
    return "\n\n".join(f"{section.name(language)}: {text}" if section else text for section, text in named)
