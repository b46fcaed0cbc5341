"""What stands beside an item for those who decide on it: what was decided, what waits for an answer, and the forms."""

from dataclasses import dataclass

from portal.board.forms.deciding import DecisionForm, decision_form
from portal.consultations.models import Consultation
from portal.consultations.queries import Sheet
from portal.consultations.structure import ItemLine
from portal.decisions import policy
from portal.decisions.queries import decided, packs, responses
from portal.decisions.queries import sittings as sittings_queries
from portal.decisions.queries.decided import DecisionLine
from portal.decisions.queries.packs import PackLine
from portal.decisions.queries.responses import OpenTheme, TextLine
from portal.decisions.queries.returned import Round, return_round
from portal.decisions.queries.sittings import SittingLine
from portal.decisions.texts import OUTCOMES
from portal.kernel.work import Work
from portal.themes import queries as themes


@dataclass(frozen=True, slots=True)
class Panel:
    """`form` is None once nothing is decided any more. `since` names comments that the last `pack` does not hold."""

    form: DecisionForm | None
    sheet: Sheet
    decisions: list[DecisionLine]
    themes: list[OpenTheme]
    texts: list[TextLine]
    sittings: list[SittingLine]
    pack: PackLine | None
    since: list[str]
    round: Round | None

    @property
    def unanswered(self) -> list[OpenTheme]:
        return [theme for theme in self.themes if theme.response is None]

    def section_name(self, section_id: int, language: str) -> str:
        named = (section for section in self.sheet.sections if section.id == section_id)
        return next((section.name(language) for section in named), "…")

    @property
    def names(self) -> dict[str, str]:
        return {outcome.value: name for outcome, name in OUTCOMES.items()}


def panel(
    work: Work, consultation: Consultation, item: ItemLine, sheet: Sheet, form: DecisionForm | None = None
) -> Panel:
    """`form` is one that was sent and refused."""
    planned = sittings_queries.sittings(work, consultation)
    takes = policy.may_decide(work.actor, consultation) and policy.takes_decisions(consultation, work.now)
    on_agenda = sittings_queries.sittings_of(work, item.id)
    if takes and form is None:
        form = _prefilled(work, item, sheet, planned, on_agenda)
    pack = packs.last_pack_with(work, item.id) if on_agenda else None
    return Panel(
        form=form if takes else None,
        sheet=sheet,
        decisions=decided.on_item(work, item.id),
        themes=responses.themes_on(work, item.id),
        texts=responses.texts(work, consultation.id),
        sittings=on_agenda,
        pack=pack,
        since=packs.since(work, item.id, pack.last_comment_id) if pack else [],
        round=return_round(work, consultation, item) if item.version > 1 else None,
    )


def _prefilled(
    work: Work, item: ItemLine, sheet: Sheet, planned: list[SittingLine], on_agenda: list[SittingLine]
) -> DecisionForm:
    """With the wordings that the administration advises where it advises any."""
    advice = themes.advice_released(work, [item.id]).get(item.id)
    sitting = str(on_agenda[-1].number) if on_agenda else ""
    return decision_form(sheet, planned, advice.wordings if advice else (), sitting=sitting)
