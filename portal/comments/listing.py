"""Comments as pages list them, fifty at a time and in the order asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from portal.comments.filters import CommentFilter, Tally, conditions, number
from portal.comments.models import Comment, Stance
from portal.comments.queries import CommentLine, lines, read
from portal.consultations.models import Consultation, Field, Item
from portal.kernel.work import Work
from portal.stakeholders.models import Organisation

PER_PAGE = 50


class Sort(StrEnum):
    NEWEST = "newest"
    OLDEST = "oldest"
    MEASURE = "measure"
    SPEAKER = "speaker"
    STANCE = "stance"


@dataclass(frozen=True, slots=True)
class CommentPage:
    """Up to 50 of the comments asked for; `number` is how many there are altogether."""

    lines: list[CommentLine]
    number: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.number // PER_PAGE))


def comment_page(
    work: Work,
    consultation: Consultation,
    asked: CommentFilter,
    every: Sequence[Tally] | None = None,
    *,
    sort: Sort = Sort.NEWEST,
    page: int = 1,
) -> CommentPage:
    """The fifty visible ones of a page; `every` are the tallies of everything where they are known already.

    Which they are is found without their texts, so that sorting many costs little.
    """
    found = number(work, consultation, asked, every)
    chosen = select(Comment.id).where(*conditions(work, consultation, asked))
    ids = list(work.session.scalars(_sorted(chosen, sort).limit(PER_PAGE).offset(PER_PAGE * (page - 1))))
    by_id = {line.id: line for line in read(work, lines(Comment.id.in_(ids)))} if ids else {}
    return CommentPage([by_id[one] for one in ids], found, page)


def _sorted(chosen: Select[int], sort: Sort) -> Select[Any]:
    newest: tuple[ColumnElement[Any], ...] = (Comment.first_submitted_at.desc(), Comment.id.desc())
    match sort:
        case Sort.OLDEST:
            return chosen.order_by(Comment.first_submitted_at, Comment.id)
        case Sort.MEASURE:
            placed = chosen.join(Item, Item.id == Comment.item_id).join(Field, Field.id == Item.field_id)
            return placed.order_by(Field.position, Item.sort_key, Item.id, Comment.voice.desc(), *newest)
        case Sort.SPEAKER:
            named = chosen.outerjoin(Organisation, Organisation.id == Comment.organisation_id)
            unnamed = case((Organisation.id.is_(None), 1), else_=0)
            return named.order_by(unnamed, func.lower(Organisation.name), Comment.voice.desc(), *newest)
        case Sort.STANCE:
            places = {stance: place for place, stance in enumerate(Stance)}
            return chosen.order_by(case(places, value=Comment.stance), *newest)
    return chosen.order_by(*newest)
