"""Packs as they are listed and fetched, and which of them held a comment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from portal.comments.models import Comment
from portal.comments.policy import is_visible
from portal.consultations.models import Consultation
from portal.decisions.models import AgendaPoint, Pack, Sitting
from portal.kernel.work import Work


@dataclass(frozen=True, slots=True)
class PackLine:
    """`sitting` is the number of the sitting; a digest is empty until the worker has made that file."""

    id: int
    public_id: str
    sitting_id: int
    sitting: int
    held_on: date
    number: int
    frozen_at: datetime
    last_comment_id: int
    pdf_digest: str
    docx_digest: str
    maker: str


def packs(work: Work, consultation: Consultation, sitting_id: int | None = None) -> list[PackLine]:
    """The newest first; for those who read the board."""
    of_one = () if sitting_id is None else (Sitting.id == sitting_id,)
    question = _lines().where(Sitting.consultation_id == consultation.id, *of_one)
    return [PackLine(*row) for row in work.session.execute(question.order_by(Pack.id.desc()))]


def pack_named(work: Work, consultation: Consultation, public_id: str) -> PackLine | None:
    return next((one for one in packs(work, consultation) if one.public_id == public_id), None)


def file_of(work: Work, pack: PackLine, form: str) -> bytes | None:
    """The PDF or DOCX; None while the worker has not made it."""
    column = Pack.pdf if form == "pdf" else Pack.docx
    return work.session.scalar(select(column).where(Pack.id == pack.id))


def last_pack_with(work: Work, item_id: int) -> PackLine | None:
    """The newest pack of a sitting on whose agenda an item stands."""
    row = work.session.execute(_of_item(item_id).order_by(Pack.id.desc()).limit(1)).first()
    return PackLine(*row) if row else None


def first_pack_with(work: Work, item_id: int, comment_id: int, published_at: datetime) -> PackLine | None:
    """The pack by which the steering group first had a comment before it, of those before what was published."""
    held = (Pack.last_comment_id >= comment_id, Pack.frozen_at <= published_at)
    row = work.session.execute(_of_item(item_id).where(*held).order_by(Pack.id).limit(1)).first()
    return PackLine(*row) if row else None


def since(work: Work, item_id: int, last_comment_id: int) -> list[str]:
    """The visible comments on an item that a pack does not hold, by their public ids."""
    later = (Comment.item_id == item_id, Comment.id > last_comment_id, is_visible())
    return list(work.session.scalars(select(Comment.public_id).where(*later).order_by(Comment.id)))


def count_since(work: Work, item_ids: Sequence[int], last_comment_id: int) -> dict[int, int]:
    """Item → how many visible comments came after a pack."""
    rows = work.session.execute(
        select(Comment.item_id, func.count())
        .where(Comment.item_id.in_(item_ids), Comment.id > last_comment_id, is_visible())
        .group_by(Comment.item_id)
    )
    return {row[0]: row[1] for row in rows}


def _of_item(item_id: int) -> Select[*tuple[Any, ...]]:
    on_agenda = select(AgendaPoint.sitting_id).where(AgendaPoint.item_id == item_id)
    return _lines().where(Pack.sitting_id.in_(on_agenda))


def _lines() -> Select[*tuple[Any, ...]]:
    return select(
        Pack.id,
        Pack.public_id,
        Pack.sitting_id,
        Sitting.number,
        Sitting.held_on,
        Pack.number,
        Pack.frozen_at,
        Pack.last_comment_id,
        Pack.pdf_digest,
        Pack.docx_digest,
        Pack.maker_label,
    ).join(Sitting, Sitting.id == Pack.sitting_id)
