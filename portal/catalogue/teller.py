"""What every form of the exported catalogue says about its items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.comments.filters import EVERYTHING, CommentFilter, Tally
from portal.comments.models import Stance, Voice
from portal.comments.report import Layout, Scribe, comment_table
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, Kind
from portal.consultations.queries import Sheet
from portal.consultations.structure import ItemLine, Structure
from portal.decisions.policy import shows_decisions
from portal.kernel.words import N_, Words
from portal.kernel.work import Work
from portal.reports.model import Table

KINDS = {
    Kind.ADMINISTRATION: N_("Aufgabe der Verwaltung"),
    Kind.LIGHTHOUSE: N_("Leuchtturmprojekt"),
    Kind.RECOMMENDATION: N_("Empfehlung"),
}
VOICES = {Voice.ORGANISATION: N_("Organisationen"), Voice.INDIVIDUAL: N_("Einzelne")}

Figures = Mapping[tuple[int, Voice, Stance], int]


@dataclass(frozen=True, slots=True)
class Teller:
    work: Work
    consultation: Consultation
    scribe: Scribe
    every: Sequence[Tally]
    figures: Figures
    layout: Layout

    @property
    def words(self) -> Words:
        return self.scribe.words

    @property
    def skeleton(self) -> Structure:
        return self.scribe.skeleton

    @property
    def shows_decisions(self) -> bool:
        return shows_decisions(self.consultation, self.work.now)

    def comments(self, item: ItemLine | None = None) -> Table:
        """All comments, or those on one item."""
        asked = CommentFilter(items=(item.code,)) if item else EVERYTHING
        key = f"comments on {item.code}" if item else "comments"
        return comment_table(
            self.work, self.consultation, asked, self.scribe, layout=self.layout, key=key, known=self.every
        )

    def sheets(self, lines: Sequence[ItemLine]) -> dict[int, Sheet]:
        return {sheet.item.id: sheet for sheet in consultations.sheets(self.work, self.consultation, list(lines))}

    def number(self, item: ItemLine, voice: Voice, stance: Stance) -> int:
        return self.figures.get((item.id, voice, stance), 0)

    def field(self, item: ItemLine) -> str:
        field = self.skeleton.field_by_id[item.field_id]
        return field.code if self.scribe.is_coded else f"{field.code} {field.title}"

    def kind(self, item: ItemLine) -> str:
        if item.kind is None:
            return ""
        return item.kind if self.scribe.is_coded else self.words.say(KINDS[item.kind])


def figures_of(every: Sequence[Tally]) -> Figures:
    """Visible comments by item, voice and stance, over all groups."""
    figures: dict[tuple[int, Voice, Stance], int] = {}
    for tally in every:
        key = (tally.item_id, tally.voice, tally.stance)
        figures[key] = figures.get(key, 0) + tally.number
    return figures
