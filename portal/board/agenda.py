"""The agenda of a sitting as its page shows it: what is said about every point, and what could be decided together."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.board.contest import Voices
from portal.comments import queries as comments
from portal.comments.models import Stance
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.structure import ItemLine
from portal.decisions.models import DecisionOutcome
from portal.decisions.queries import packs
from portal.decisions.queries.decided import DecisionLine, newest
from portal.decisions.queries.packs import PackLine
from portal.decisions.queries.responses import unanswered_by_item
from portal.decisions.queries.sittings import SittingLine, agenda, has_come_to_something, on_later_agendas
from portal.kernel.work import Work


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A point with its voices; `since` counts visible comments that the newest pack does not hold, None without one."""

    item: ItemLine
    in_block: bool
    voices: Voices
    unanswered: int
    decision: DecisionLine | None
    since: int | None

    @property
    def is_undisputed(self) -> bool:
        """Nobody objects, nothing waits for an answer: fit to be adopted together with others."""
        return not self.voices.has(Stance.OBJECT) and not self.unanswered and self.decision is None


@dataclass(frozen=True, slots=True)
class AgendaPage:
    sitting: SittingLine
    rows: list[AgendaRow]
    packs: list[PackLine]
    postponed: list[ItemLine]
    has_come_to_something: bool

    @property
    def block(self) -> list[AgendaRow]:
        return [row for row in self.rows if row.in_block and row.decision is None]


def agenda_page(work: Work, consultation: Consultation, sitting: SittingLine) -> AgendaPage:
    """In a number of statements that does not grow with the points."""
    skeleton = consultations.structure(work, consultation)
    points = agenda(work, sitting.id)
    ids = [point.item_id for point in points]
    voices = _voices(work, ids)
    unanswered = unanswered_by_item(work, consultation.id)
    decided = newest(work, consultation.id)
    frozen = packs.packs(work, consultation, sitting.id)
    since = packs.count_since(work, ids, frozen[0].last_comment_id) if frozen else {}
    rows = [
        AgendaRow(
            skeleton.by_id[point.item_id],
            point.in_block,
            voices.get(point.item_id, Voices()),
            unanswered.get(point.item_id, 0),
            _here(decided.get(point.item_id), sitting),
            since.get(point.item_id, 0) if frozen else None,
        )
        for point in points
    ]
    return AgendaPage(
        sitting,
        rows,
        frozen,
        _postponed(work, consultation, sitting, decided, skeleton.items),
        has_come_to_something(work, sitting.id),
    )


def _here(decision: DecisionLine | None, sitting: SittingLine) -> DecisionLine | None:
    """What was postponed elsewhere is undecided here."""
    if decision is None or decision.outcome is not DecisionOutcome.POSTPONE:
        return decision
    return decision if decision.sitting == sitting.number else None


def _voices(work: Work, item_ids: Sequence[int]) -> dict[int, Voices]:
    found: dict[int, Voices] = {}
    for count in comments.counts(work, item_ids) if item_ids else []:
        if count.is_public:
            found.setdefault(count.item_id, Voices()).add(count.voice, count.stance, count.number)
    return found


def _postponed(
    work: Work,
    consultation: Consultation,
    sitting: SittingLine,
    decided: dict[int, DecisionLine],
    items: Sequence[ItemLine],
) -> list[ItemLine]:
    """What was put off and stands on no agenda of this sitting or a later one."""
    waiting = {one.item_id for one in decided.values() if one.outcome is DecisionOutcome.POSTPONE}
    taken = on_later_agendas(work, consultation, sitting.number) if waiting else set()
    return [item for item in items if item.id in waiting - taken and decided[item.id].sitting != sitting.number]
