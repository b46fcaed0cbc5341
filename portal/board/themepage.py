"""One theme with everything under it: the comments, those that wait, its history, and what may belong here too."""

from dataclasses import dataclass, replace

from portal.board.answers import answered_themes
from portal.board.contest import Voices
from portal.comments import filters
from portal.comments.filters import CommentFilter
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.structure import ItemLine
from portal.decisions.policy import may_decide
from portal.decisions.queries.responses import ResponseLine, left_behind
from portal.kernel.work import Work
from portal.themes import queries as themes
from portal.themes.queries import ChangeLine, Coded, ThemeLine
from portal.themes.suggesting import Suggestion, suggestions

MOST = 200
"""Comments shown on the page."""


@dataclass(frozen=True, slots=True)
class ThemePage:
    """`voices` are those asked for; `more` comments are not shown here. `waiting` is for those who code."""

    line: ThemeLine
    item: ItemLine | None
    above: ThemeLine | None
    beneath: list[ThemeLine]
    voices: Voices
    comments: list[Coded]
    more: int
    waiting: list[Coded]
    history: list[ChangeLine]
    suggestions: list[Suggestion]
    is_answered: bool
    left_answers: list[tuple[str, ResponseLine]]


def theme_page(work: Work, consultation: Consultation, public_id: str, asked: CommentFilter) -> ThemePage | None:
    """The theme with the comments `asked` for, if the actor may read it.

    Answers that stayed with themes merged into it are for those who answer: they may not be published yet.
    """
    line = themes.theme_named(work, consultation, public_id)
    if line is None:
        return None
    here = replace(asked, themes=(public_id,), answered=())
    voices = Voices()
    for tally in filters.counted(work, consultation, here):
        voices.add(tally.voice, tally.stance, tally.number)
    known = themes.themes(work, consultation)
    shown = themes.comments_under(work, filters.conditions(work, consultation, here), most=MOST)
    return ThemePage(
        line=line,
        item=consultations.structure(work, consultation).by_id.get(line.item_id or 0),
        above=next((one for one in known if one.id == line.parent_id), None),
        beneath=[one for one in known if one.parent_id == line.id],
        voices=voices,
        comments=shown,
        more=voices.number - len(shown),
        waiting=themes.waiting_under(work, consultation, public_id, most=MOST),
        history=themes.history(work, line.id),
        suggestions=suggestions(work, consultation, line),
        is_answered=line.id in answered_themes(work, consultation),
        left_answers=left_behind(work, line.id) if may_decide(work.actor, consultation) else [],
    )
