"""Which files came with a draft or a comment, as far as the actor may read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, undefer

from portal.comments import policy
from portal.comments.models import Attachment, Comment, Draft, Redaction, Revision
from portal.consultations.models import Consultation
from portal.kernel.actor import Actor, Role
from portal.kernel.work import Work


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """A file as a page lists it; its bytes are read only for the download."""

    public_id: str
    comment_id: int | None
    draft_id: int | None
    name: str
    media_type: str
    size: int
    is_internal: bool
    sent_at: datetime


def of_comments(
    work: Work, consultation: Consultation, comment_ids: Sequence[int]
) -> Mapping[int, list[AttachmentLine]]:
    """The files of these comments that the actor may read, in the order they came; no entry for a comment without."""
    return _by(work, consultation, Attachment.comment_id, comment_ids)


def of_drafts(work: Work, consultation: Consultation, draft_ids: Sequence[int]) -> Mapping[int, list[AttachmentLine]]:
    """Likewise the files of drafts."""
    return _by(work, consultation, Attachment.draft_id, draft_ids)


def attachment_named(work: Work, consultation: Consultation, public_id: str) -> Attachment | None:
    """The file with its bytes if the actor may read it."""
    return work.session.scalar(
        select(Attachment)
        .options(undefer(Attachment.content))
        .where(Attachment.public_id == public_id, readable_by(work.actor, consultation))
    )


def readable_by(actor: Actor, consultation: Consultation) -> ColumnElement[bool]:
    """What was sent with a comment: staff and its author all, everybody else what is public; drafts: their writers."""
    own = and_(Comment.id == Attachment.comment_id, policy.is_own(actor, consultation.id))
    if actor.holds(consultation.id, Role.MODERATOR, Role.EDITOR):
        said: ColumnElement[bool] = true()
    elif actor.account_id is not None:
        said = or_(is_public(), exists().where(own))
    else:
        said = is_public()
    submitted = and_(Attachment.comment_id.is_not(None), said)
    return and_(Attachment.consultation_id == consultation.id, or_(submitted, of_own_draft(actor, consultation)))


def is_public() -> ColumnElement[bool]:
    """It came with the revision that everybody reads, or with an earlier one, and nothing there is blackened."""
    shown = and_(
        Comment.id == Attachment.comment_id,
        policy.is_visible(),
        Revision.comment_id == Comment.id,
        Revision.number == Comment.visible,
        Attachment.sent_at <= Revision.submitted_at,
        ~exists().where(Redaction.revision_id == Revision.id),
    )
    return and_(Attachment.is_internal.is_(False), exists().where(shown))


def of_own_draft(actor: Actor, consultation: Consultation) -> ColumnElement[bool]:
    """A file of a draft that the actor may go on with."""
    if actor.account_id is None:
        return false()
    own = and_(Draft.id == Attachment.draft_id, policy.own_drafts(actor, consultation))
    return and_(Attachment.comment_id.is_(None), exists().where(own))


def _by(
    work: Work, consultation: Consultation, place: InstrumentedAttribute[int | None], ids: Sequence[int]
) -> dict[int, list[AttachmentLine]]:
    found: dict[int, list[AttachmentLine]] = {}
    if ids:
        question = _lines(work.actor, consultation).where(place.in_(ids)).order_by(Attachment.id)
        for row in work.session.execute(question.add_columns(place)):
            found.setdefault(row[-1], []).append(AttachmentLine(*row[:-1]))
    return found


def _lines(actor: Actor, consultation: Consultation) -> Select[*tuple[Any, ...]]:
    return select(
        Attachment.public_id,
        Attachment.comment_id,
        Attachment.draft_id,
        Attachment.name,
        Attachment.media_type,
        Attachment.size,
        Attachment.is_internal,
        Attachment.sent_at,
    ).where(readable_by(actor, consultation))
