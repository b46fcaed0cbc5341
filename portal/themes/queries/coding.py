"""Comments as those see them who put them under themes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from portal.comments.models import Comment, Redaction, Revision
from portal.comments.policy import is_visible
from portal.comments.queries import CommentLine, lines, read
from portal.consultations.models import Consultation
from portal.kernel.wordsearch import holds, words_asked
from portal.kernel.work import Work
from portal.themes import policy
from portal.themes.queries.themes import ThemeLine, of_comments, under, without_theme

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Coded:
    """A comment with the themes it stands under."""

    line: CommentLine
    themes: list[ThemeLine]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to code: an item or all, only what has no theme yet, words that have to be in the text."""

    item_id: int | None = None
    is_open: bool = False
    text: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class CodingPage:
    rows: list[Coded]
    number: int
    left: int
    """How many of the item or of all have no theme yet."""
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.number // PER_PAGE))


def coding_page(work: Work, consultation: Consultation, wanted: Wanted) -> CodingPage:
    """Fifty of what may be coded, the oldest first, so that new ones come at the end."""
    among = [policy.codable_by(work.actor, consultation)]
    if wanted.item_id is not None:
        among.append(Comment.item_id == wanted.item_id)
    narrowed = [*among, *_having(wanted.text)]
    if wanted.is_open:
        narrowed.append(without_theme())
    ids = select(Comment.id).where(*narrowed).order_by(Comment.first_submitted_at, Comment.id)
    shown = list(work.session.scalars(ids.limit(PER_PAGE).offset(PER_PAGE * (wanted.page - 1))))
    return CodingPage(
        coded(work, lines(Comment.id.in_(shown)).order_by(Comment.first_submitted_at, Comment.id)) if shown else [],
        _number(work, narrowed),
        _number(work, [*among, without_theme()]),
        wanted.page,
    )


def comments_under(work: Work, conditions: Sequence[ColumnElement[bool]], *, most: int) -> list[Coded]:
    """The visible comments for which these hold, statements before individuals, the newest first."""
    order = (Comment.voice.desc(), Comment.first_submitted_at.desc(), Comment.id.desc())
    return coded(work, lines(is_visible(), *conditions).order_by(*order).limit(most))


def waiting_under(work: Work, consultation: Consultation, public_id: str, *, most: int) -> list[Coded]:
    """What stands under a theme or beneath and is not visible, as far as those may read it who code."""
    if not policy.may_code(work.actor, consultation):
        return []
    hidden = (policy.codable_by(work.actor, consultation), ~is_visible(), under(consultation.id, [public_id]))
    return coded(work, lines(*hidden).order_by(Comment.id).limit(most))


def coded(work: Work, question: Select[*tuple[Any, ...]]) -> list[Coded]:
    found = read(work, question)
    known = of_comments(work, [line.id for line in found])
    return [Coded(line, known.get(line.id, [])) for line in found]


def _having(text: str) -> list[ColumnElement[bool]]:
    """Each word somewhere in what is read of the comment, great and small letters alike."""
    shown = func.coalesce(Comment.visible, Comment.newest)
    read_text = func.coalesce(Redaction.body, Revision.body)
    matches = [
        select(Revision.comment_id)
        .outerjoin(Redaction, Redaction.revision_id == Revision.id)
        .where(Revision.comment_id == Comment.id, Revision.number == shown)
        .where(holds(read_text, word))
        .exists()
        for word in words_asked(text)
    ]
    return list(matches)


def _number(work: Work, conditions: Sequence[ColumnElement[bool]]) -> int:
    return work.session.scalar(select(func.count(Comment.id)).where(*conditions)) or 0
