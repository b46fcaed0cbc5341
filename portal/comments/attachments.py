"""PDFs and pictures that belong to a draft or a comment: checked when they are sent, read only as a download."""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, false, or_, select, true, update
from sqlalchemy.orm import InstrumentedAttribute, undefer

from portal.accounts.belongings import Belongings, Person
from portal.audit import operations as audit
from portal.comments import policy
from portal.comments.models import Attachment, Comment, Draft, Redaction, Revision, Voice
from portal.consultations.models import Consultation
from portal.kernel.actor import Actor, Role
from portal.kernel.errors import Invalid, Missing
from portal.kernel.markup import plain
from portal.kernel.words import N_
from portal.kernel.work import Work

LARGEST = 10 * 2**20
MOST = 5
"""Files of one draft or comment."""
LONGEST_NAME = 100
LARGEST_FORM = MOST * LARGEST + 2**20
"""Bytes of a form that may bring as many; a file that is a little too large is told so kindly."""
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
SUFFIXES = {".pdf": PDF, ".png": PNG, ".jpg": JPEG, ".jpeg": JPEG}
ACCEPT = ",".join(SUFFIXES)
"""What the file field of a form offers."""
MARKUP = (b"<!doctype", b"<html", b"<script", b"<svg", b"<body", b"<iframe")
"""Nothing of this stands at the beginning of a picture or a PDF; where it does, the file is two things at once."""
LOOK = 1024
ZIP_END, ZIP_LOOK = b"PK\x05\x06", 66_000

UNKNOWN_KIND = N_("„%(name)s“ ist kein PDF, PNG oder JPEG. Bitte wählen Sie eine solche Datei.")
OTHER_KIND = N_("„%(name)s“ ist innen etwas anderes, als der Name sagt. Bitte speichern Sie die Datei neu.")
BROKEN = N_("„%(name)s“ ist unvollständig, oder es steckt noch etwas anderes darin. Bitte speichern Sie die Datei neu.")
TOO_LARGE = N_("„%(name)s“ ist größer als 10 MB. Bitte verkleinern Sie die Datei.")
EMPTY = N_("„%(name)s“ ist leer. Bitte wählen Sie die Datei noch einmal.")
TOO_MANY = N_("Mehr als fünf Dateien gehen nicht. Bitte fassen Sie sie zusammen.")


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that has been looked at: what it is, and a name that can stand in a header and on a page."""

    name: str
    media_type: str
    content: bytes
    digest: str

    @classmethod
    def of(cls, name: str, content: bytes, *, field: str = "files") -> "Sent":
        """Raise `Invalid` for anything but a whole PDF, PNG or JPEG of at most 10 MB whose name says so too."""
        name = clean_name(name)
        media_type = SUFFIXES.get(_suffix(name))
        if not content:
            raise Invalid(EMPTY, field=field, name=name)
        if len(content) > LARGEST:
            raise Invalid(TOO_LARGE, field=field, name=name)
        if media_type is None:
            raise Invalid(UNKNOWN_KIND, field=field, name=name)
        if media_type != _kind(content):
            raise Invalid(OTHER_KIND, field=field, name=name)
        if not _is_whole(media_type, content) or _is_something_else_too(content):
            raise Invalid(BROKEN, field=field, name=name)
        return cls(name, media_type, content, hashlib.sha256(content).hexdigest())


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


def clean_name(name: str) -> str:
    """The last part of a path, in one line, without invisible or steering characters and quotes; never empty."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(sign for sign in plain(last) if sign.isprintable() and sign not in '"<>|?*:;')
    tidy = " ".join(printable.split()).strip(" .")
    suffix = _suffix(tidy)
    return (tidy[: len(tidy) - len(suffix)][: LONGEST_NAME - len(suffix)].strip() or "datei") + suffix


def attach(
    work: Work,
    consultation: Consultation,
    sent: Sent,
    *,
    draft: Draft | None = None,
    comment: Comment | None = None,
    is_internal: bool = False,
) -> Attachment:
    """Add a file to a draft or a comment that the caller has found by its permission; the same one twice is once.

    Raise `Invalid` for a sixth.
    """
    draft_id, comment_id = draft.id if draft else None, comment.id if comment else None
    place = Attachment.draft_id == draft_id if draft_id is not None else Attachment.comment_id == comment_id
    there = work.session.scalars(select(Attachment).where(place).order_by(Attachment.id)).all()
    for known in there:
        if (known.digest, known.name, known.is_internal) == (sent.digest, sent.name, is_internal):
            return known
    if len(there) >= MOST:
        raise Invalid(TOO_MANY, field="files")
    made = Attachment(
        consultation_id=consultation.id,
        draft_id=draft_id,
        comment_id=comment_id,
        is_internal=is_internal,
        name=sent.name,
        media_type=sent.media_type,
        size=len(sent.content),
        digest=sent.digest,
        content=sent.content,
        sent_at=work.now,
        sender_id=work.actor.account_id,
    )
    work.session.add(made)
    work.session.flush()
    audit.record(work, "attachment.added", made.public_id, detail=sent.digest, consultation_id=consultation.id)
    return made


def submit_with(work: Work, draft: Draft, comment: Comment) -> None:
    """The files of a draft go along with the comment it becomes; to be done before the draft is discarded."""
    work.session.execute(
        update(Attachment).where(Attachment.draft_id == draft.id).values(draft_id=None, comment_id=comment.id)
    )


def drop_with(work: Work, draft: Draft) -> None:
    """The files of a draft that is thrown away."""
    work.session.execute(delete(Attachment).where(Attachment.draft_id == draft.id))


def detach(work: Work, consultation: Consultation, public_id: str) -> None:
    """Take a file off a draft again; one that was submitted stays. Raise `Missing` for what is not the actor's."""
    found = work.session.scalar(
        select(Attachment).where(Attachment.public_id == public_id, _of_own_draft(work.actor, consultation))
    )
    if found is None:
        raise Missing
    work.session.delete(found)
    audit.record(work, "attachment.removed", public_id, consultation_id=consultation.id)


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
    return and_(Attachment.consultation_id == consultation.id, or_(submitted, _of_own_draft(actor, consultation)))


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


def _of_own_draft(actor: Actor, consultation: Consultation) -> ColumnElement[bool]:
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


def _suffix(name: str) -> str:
    before, dot, last = name.rpartition(".")
    return f".{last}".lower() if dot and before and f".{last}".lower() in SUFFIXES else ""


def _kind(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    return JPEG if content.startswith(b"\xff\xd8\xff") else ""


def _is_whole(media_type: str, content: bytes) -> bool:
    """Ends as its kind ends; cameras pad a JPEG with zeros."""
    if media_type == PDF:
        return b"%%EOF" in content[-LOOK:]
    if media_type == PNG:
        return content.endswith(b"IEND\xaeB`\x82")
    return content.rstrip(b"\0").endswith(b"\xff\xd9")


def _is_something_else_too(content: bytes) -> bool:
    begin, end = content[:LOOK].lower(), content[-ZIP_LOOK:]
    return ZIP_END in end or any(tag in begin for tag in MARKUP)


def _tell(work: Work, person: Person) -> Any:
    rows = work.session.execute(
        select(Attachment.name, Attachment.media_type, Attachment.size, Attachment.sent_at)
        .where(Attachment.sender_id == person.account_id)
        .order_by(Attachment.id)
    )
    return [
        {"name": row.name, "type": row.media_type, "bytes": row.size, "sent": row.sent_at.isoformat()} for row in rows
    ]


def _forget(work: Work, person: Person) -> None:
    """Files of what was never shown and of private drafts are deleted; the others lose their sender."""
    unseen = select(Comment.id).where(
        Comment.author_id == person.account_id, Comment.voice == Voice.INDIVIDUAL, Comment.published_at.is_(None)
    )
    private = select(Draft.id).where(Draft.author_id == person.account_id, Draft.is_shared.is_(False))
    theirs = or_(Attachment.comment_id.in_(unseen), Attachment.draft_id.in_(private))
    work.session.execute(delete(Attachment).where(theirs))
    sent = update(Attachment).where(Attachment.sender_id == person.account_id)
    work.session.execute(sent.values(sender_id=None))


BELONGINGS = Belongings("attachments", _tell, _forget)
