"""What the team keeps for itself: who looks at what, notes, texts and the word list."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from portal.consultations.models import Consultation
from portal.kernel.work import Work
from portal.moderation.models import Claim, ModeratorNote, Reason, ReasonText, WatchList


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody is looking at a comment, until then unless it is renewed."""

    name: str
    until: datetime
    is_mine: bool


@dataclass(frozen=True, slots=True)
class NoteLine:
    name: str
    body: str
    written_at: datetime


def presences(work: Work, here: Consultation) -> dict[int, Presence]:
    """Who is looking at which comment right now, by its id."""
    rows = work.session.execute(
        select(Claim.comment_id, Claim.moderator_label, Claim.until, Claim.moderator_id).where(
            Claim.consultation_id == here.id, Claim.until > work.now
        )
    )
    return {row[0]: Presence(row[1], row[2], row[3] == work.actor.account_id) for row in rows}


def looked_at_by_others(work: Work, here: Consultation) -> Select[int]:
    """The ids of the comments somebody else is looking at."""
    live = Claim.consultation_id == here.id, Claim.until > work.now
    return select(Claim.comment_id).where(*live, Claim.moderator_id != work.actor.account_id)


def notes(work: Work, comment_id: int) -> list[NoteLine]:
    """Oldest first; for moderators who may decide on that comment only."""
    question = select(ModeratorNote.author_label, ModeratorNote.body, ModeratorNote.written_at)
    rows = work.session.execute(question.where(ModeratorNote.comment_id == comment_id).order_by(ModeratorNote.id))
    return [NoteLine(*row) for row in rows]


def reason_texts(work: Work, here: Consultation) -> dict[tuple[Reason, str], str]:
    """What the consultation has written itself, by reason and language."""
    rows = work.session.execute(
        select(ReasonText.reason, ReasonText.language, ReasonText.body).where(ReasonText.consultation_id == here.id)
    )
    return {(reason, language): body for reason, language, body in rows}


def watch_list(work: Work, here: Consultation) -> str | None:
    """One word on each line; None where the house's list holds."""
    return work.session.scalar(select(WatchList.words).where(WatchList.consultation_id == here.id))
