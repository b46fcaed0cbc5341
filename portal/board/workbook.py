"""The sheets beside the comments in the workbook of the synopsis: measures, themes, decisions, and who was heard."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.board.queries import hearing
from portal.board.sequel import DECISION, RESPONSE, THEME, Sequel
from portal.comments import filters, naming
from portal.comments.filters import CommentFilter
from portal.comments.imprint import Edition
from portal.comments.models import Stance, Voice
from portal.comments.report import Scribe
from portal.consultations.models import Consultation
from portal.consultations.rewording import spelt_out
from portal.decisions.texts import OUTCOMES
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.reports.model import Column, Kind, Row, Table
from portal.stakeholders import queries as stakeholders
from portal.themes import queries as themes

VOICES = {Voice.ORGANISATION: N_("Organisationen"), Voice.INDIVIDUAL: N_("Einzelne")}
ITEM = N_("Maßnahme oder Ziel")
NUMBER = N_("Kommentare")


@dataclass(frozen=True, slots=True)
class Binder:
    """Counts what the filter asks for, and tells of themes and decisions what the edition may say."""

    work: Work
    consultation: Consultation
    asked: CommentFilter
    scribe: Scribe
    sequel: Sequel

    def measures(self) -> Table:
        """Each item the filter is about, with how many say what, organisations and persons apart."""
        figures: Counter[tuple[int, Voice, Stance]] = Counter()
        for tally in filters.counted(self.work, self.consultation, self.asked):
            figures[tally.item_id, tally.voice, tally.stance] += tally.number
        among = filters.meant(self.work, self.consultation, self.asked).items
        say = self.scribe.words.say
        columns = [
            *self._columns(("code", N_("Code"), 10), ("title", N_("Titel"), 44), ("field", N_("Handlungsfeld"), 24)),
            *(
                Column(f"{voice}_{stance}", f"{say(name)}: {say(naming.STANCES[stance])}", 16, "integer")
                for voice, name in VOICES.items()
                for stance in Stance
            ),
        ]
        skeleton = self.scribe.skeleton
        rows: list[Row] = []
        for item in skeleton.items:
            if among is None or item.id in among:
                field = skeleton.field_by_id[item.field_id]
                counts = (figures[item.id, voice, stance] for voice in VOICES for stance in Stance)
                rows.append((item.code, item.title, f"{field.code} {field.title}", *counts))
        return self._table("measures", N_("Maßnahmen und Ziele"), columns, rows)

    def themes(self) -> Table:
        """Each theme with how many of all visible comments stand under it, and its answer."""
        conditions = filters.conditions(self.work, self.consultation, self.asked)
        numbers: Counter[int] = Counter()
        for tally in themes.tallies(self.work, self.consultation, conditions):
            numbers[tally.theme_id] += tally.number
        is_internal = self.sequel.edition is Edition.INTERNAL
        rows: list[Row] = [
            (theme.path, self._item(theme.item_id), numbers[theme.id], self.sequel.answer_to(theme.id))
            for theme in themes.themes(self.work, self.consultation)
            if is_internal or theme.id in self.sequel.to_themes
        ]
        columns = self._columns(("theme", THEME, 40), ("item", ITEM, 40))
        columns += self._columns(("comments", NUMBER, 12), kind="integer")
        columns += self._columns(("response", RESPONSE, 60))
        return self._table("themes", N_("Themen"), columns, rows)

    def decisions(self) -> Table:
        lines = self.sequel.decisions
        skeleton = self.scribe.skeleton
        rows: list[Row] = [
            (
                item.code,
                item.title,
                lines[item.id].version,
                self.scribe.words.say(OUTCOMES[lines[item.id].outcome]),
                lines[item.id].recommended_to,
                lines[item.id].reason,
                spelt_out(skeleton, lines[item.id].wordings, self.scribe.words.language),
                lines[item.id].held_on,
            )
            for item in skeleton.items
            if item.id in lines
        ]
        columns = self._columns(("code", N_("Code"), 10), ("title", N_("Titel"), 40))
        columns += self._columns(("version", N_("Fassung"), 10), kind="integer")
        columns += self._columns(
            ("outcome", DECISION, 26),
            ("recommended_to", N_("Empfehlung an"), 20),
            ("reason", N_("Begründung"), 60),
            ("wording", N_("Wortlaut"), 60),
        )
        columns += self._columns(("held_on", N_("Sitzung am"), 12), kind="date")
        return self._table("decisions", N_("Beschlüsse"), columns, rows)

    def coverage(self) -> Table:
        """Every invited organisation, heard or not."""
        language = self.scribe.words.language
        groups = stakeholders.groups(self.work, self.consultation)
        heard = hearing(self.work, self.consultation, self.asked, groups)
        rows: list[Row] = [
            (one.group.title(language), one.organisation.name, one.statements, one.individuals)
            for one in (*heard.heard, *heard.silent)
        ]
        if heard.private:
            rows.append(("", self.scribe.words.say(naming.PRIVATE), 0, heard.private))
        columns = self._columns(("group", N_("Akteursgruppe"), 24), ("organisation", N_("Organisation"), 44))
        columns += self._columns(
            ("statements", N_("Stellungnahmen"), 16), ("individuals", N_("Kommentare Einzelner"), 16), kind="integer"
        )
        return self._table("coverage", N_("Rücklauf"), columns, rows)

    def _item(self, item_id: int | None) -> str:
        item = self.scribe.skeleton.by_id.get(item_id or 0)
        return f"{item.code} {item.title}" if item else ""

    def _columns(self, *entries: tuple[str, str, int], kind: Kind = "text") -> list[Column]:
        return [Column(key, self.scribe.words.say(label), width, kind) for key, label, width in entries]

    def _table(self, key: str, title: str, columns: Sequence[Column], rows: list[Row]) -> Table:
        def each() -> Iterator[Row]:
            yield from rows

        return Table(key, self.scribe.words.say(title), tuple(columns), each)
