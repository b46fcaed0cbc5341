"""Who explicitly has nothing to add to an item, and who says nothing at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from portal.board.contest import Voices
from portal.comments import queries as comments
from portal.comments.models import Comment, Stance, Voice
from portal.comments.policy import is_visible
from portal.comments.queries import CommentLine
from portal.consultations.structure import ItemLine
from portal.kernel.work import Work
from portal.stakeholders.queries import OrganisationLine

MOST_NAMED = 12
"""Comments without objections named at once."""
MOST_SILENT = 4
"""Silent organisations that stand open on the page; more of them unfold together."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who said what is on everybody's mind, and who said nothing. Silence is nobody's consent."""

    content: list[CommentLine]
    contents: int
    by_members: list[OrganisationLine]
    silent: list[OrganisationLine]
    invited: int


def spoken(work: Work, item: ItemLine) -> dict[int, bool]:
    """Organisations with a visible comment here, and whether one of them is a statement."""
    rows = work.session.execute(
        select(Comment.organisation_id, Comment.voice).where(Comment.item_id == item.id, is_visible()).distinct()
    )
    found: dict[int, bool] = {}
    for organisation_id, voice in rows:
        if organisation_id is not None:
            found[organisation_id] = found.get(organisation_id, False) or voice is Voice.ORGANISATION
    return found


def coverage(
    work: Work, item: ItemLine, voices: Voices, organisations: Sequence[OrganisationLine], spoken: Mapping[int, bool]
) -> Coverage:
    question = comments.lines(is_visible(), Comment.item_id == item.id, Comment.stance == Stance.NO_OBJECTION)
    content = comments.read(work, question.order_by(Comment.voice.desc(), Comment.id).limit(MOST_NAMED))
    return Coverage(
        content=content,
        contents=sum(voices.of(voice).get(Stance.NO_OBJECTION, 0) for voice in Voice),
        by_members=[one for one in organisations if spoken.get(one.id) is False],
        silent=[one for one in organisations if one.id not in spoken],
        invited=len(organisations),
    )
