"""Themes, decisions and answers for tests of what becomes of them."""

from datetime import UTC, datetime
from typing import Any

from portal.comments.models import Comment
from portal.consultations import queries as consultations
from portal.consultations.models import ItemType
from portal.decisions.models import Answer, Decision, DecisionOutcome, Response
from portal.decisions.operations.deciding import record_decision
from portal.decisions.operations.responding import answer_comment, answer_theme
from portal.decisions.resolution import Resolution
from portal.kernel.work import Work
from portal.themes.models import Theme, ThemeMark
from tests.board.voices import Wish, say
from tests.support.world import World, consultation_in


def theme(world: World, title: str = "Dauer der Begleitung", *comments: str, code: str = "B 1.2") -> Theme:
    """A theme on an item with these comments in it, by their public ids."""
    now = datetime.now(UTC)
    with world.work() as work:
        here = consultation_in(work)
        item = consultations.structure(work, here).item(ItemType.MEASURE, code)
        assert item is not None
        made = Theme(consultation_id=here.id, item_id=item.id, title=title, created_at=now)
        work.session.add(made)
        work.session.flush()
        for public_id in comments:
            row = work.session.query(Comment).filter_by(public_id=public_id).one()
            mark = ThemeMark(theme_id=made.id, comment_id=row.id, marked_at=now, marker_label="Moderation")
            work.session.add(mark)
        return made


def spoken(world: World, name: str = "member", body: str = "Ein Jahr ist zu kurz", **more: Any) -> str:
    """A visible comment; its public id."""
    return say(world, Wish(name=name, body=body, **more))


def resolution(work: Work, code: str, outcome: DecisionOutcome, **said: Any) -> Resolution:
    here = consultation_in(work)
    line = consultations.structure(work, here).item(ItemType.GOAL if code == "B 1" else ItemType.MEASURE, code)
    assert line is not None
    sheet = consultations.sheet(work, here, line)
    assert sheet is not None
    return Resolution.of(sheet, outcome, **said)


def decide(
    world: World,
    outcome: DecisionOutcome = DecisionOutcome.ADOPT,
    code: str = "B 1.2",
    *,
    name: str = "steering",
    **said: Any,
) -> Decision:
    with world.work(name) as work:
        here = consultation_in(work)
        kind = ItemType.GOAL if code == "B 1" else ItemType.MEASURE
        line = consultations.structure(work, here).item(kind, code)
        assert line is not None
        return record_decision(work, here, line, resolution(work, code, outcome, **said))


def answered(
    world: World, to: Theme | str, answer: Answer = Answer.FOLLOWED, reason: str = "Das nehmen wir auf."
) -> Response:
    """By the office, to a theme or to a comment named by its public id."""
    with world.work("editor") as work:
        here = consultation_in(work)
        if isinstance(to, Theme):
            return answer_theme(work, here, work.session.get_one(Theme, to.id), answer, reason)
        comment = work.session.query(Comment).filter_by(public_id=to).one()
        return answer_comment(work, here, comment, answer, reason)
