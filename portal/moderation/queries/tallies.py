"""How many comments there are of what a moderator asks for."""

from dataclasses import replace

from sqlalchemy import func, select

from portal.comments.models import Comment, CommentState, Counter, Revision
from portal.consultations.models import Consultation, Item
from portal.kernel.work import Work
from portal.moderation.policy import Occasion
from portal.moderation.queries.asked import Asked, conditions, in_tab, within
from portal.moderation.queries.cases import Case
from portal.moderation.queries.matters import is_open
from portal.moderation.queries.speakers import Speaker, by_state, is_from, speaker_of


def tallies(work: Work, here: Consultation, asked: Asked) -> dict[CommentState, int]:
    """How many comments stand in each state, of those that were asked for; words searched for are left aside."""
    if asked.by:
        speaker = speaker_of(work, here, asked.by)
        counted = within(here, asked, Comment.item_id, Comment.group_id)
        return by_state(work, *counted, is_from(speaker)) if speaker is not None else {}
    question = (
        select(Counter.state, func.sum(Counter.number))
        .join(Item, Item.id == Counter.item_id)
        .where(Item.consultation_id == here.id, *within(here, asked, Counter.item_id, Counter.group_id))
        .group_by(Counter.state)
    )
    return {state: int(number) for state, number in work.session.execute(question)}


def found(work: Work, here: Consultation, asked: Asked) -> int:
    """How many comments `cases` has on all its pages."""
    question = (
        select(func.count())
        .select_from(Comment)
        .join(Revision, (Revision.comment_id == Comment.id) & (Revision.number == Comment.newest))
        .where(in_tab(here, asked), *conditions(work, here, asked))
    )
    return work.session.scalar(question) or 0


def open_matters(work: Work, here: Consultation, asked: Asked) -> dict[Occasion, int]:
    """How many comments have an open appeal, and how many an open report; words searched for are left aside."""
    narrowed = conditions(work, here, replace(asked, q="", by=""))
    counts = {
        occasion: select(func.count()).where(is_open(occasion, here), *narrowed).scalar_subquery()
        for occasion in (Occasion.APPEAL, Occasion.REPORT)
    }
    row = work.session.execute(select(*counts.values())).one()
    return dict(zip(counts, row, strict=True))


def others(work: Work, here: Consultation, one: Case) -> dict[CommentState, int]:
    """How many other comments came from the same speaker, by state."""
    speaker = Speaker(one.id, here.id, one.voice, one.author_id, one.organisation_id)
    return by_state(work, is_from(speaker))
