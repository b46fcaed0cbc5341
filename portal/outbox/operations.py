"""Posting letters and long work, in the transaction that causes them."""

from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import make_msgid
from typing import Any

from sqlalchemy import delete, select, update

from portal.kernel.errors import Conflict, Invalid
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.outbox.letters import WrittenLetter
from portal.outbox.models import Job, Letter, LetterState

NO_ADDRESS = N_("%(address)s ist keine E-Mail-Adresse.")
ERASED = N_("Das Konto ist gelöscht.")
HAS_LEFT = N_("Dieser Brief ist schon verschickt.")
NO_TEXT = N_("Der Text dieses Briefs ist gelöscht. Bitte lassen Sie einen neuen schreiben, etwa eine neue Einladung.")
RECALLED = N_("Zurückgezogen, bevor er verschickt war.")


def post(work: Work, written: WrittenLetter) -> Letter:
    """Put a letter into the outbox; the worker sends it after the commit."""
    letter = Letter(
        message_id=make_msgid(domain="portal.invalid"),
        address=checked_address(written.address),
        subject=written.subject,
        text=written.text,
        html=written.html,
        is_secret=written.is_secret,
        posted_at=work.now,
        next_attempt_at=work.now,
    )
    work.session.add(letter)
    work.session.flush()
    return letter


def recall(work: Work, letter_id: int | None) -> None:
    """Keep a letter from leaving whose link is dead by now; one that is leaving at this moment is left alone."""
    waiting = select(Letter).where(Letter.id == letter_id, Letter.state == LetterState.WAITING)
    letter = work.session.scalar(waiting.with_for_update(skip_locked=True))
    if letter is not None:
        letter.state, letter.problem = LetterState.REFUSED, RECALLED
        letter.text = letter.html = ""


def retry(work: Work, letter: Letter) -> None:
    """Let the worker try again at once; a letter that has left, or whose text is forgotten, is a conflict."""
    if letter.state is LetterState.SENT:
        raise Conflict(HAS_LEFT)
    if not letter.text:
        raise Conflict(NO_TEXT)
    letter.state, letter.next_attempt_at = LetterState.WAITING, work.now


def forget(work: Work, address: str) -> None:
    """Overwrite the address and the text of every letter to it; what still waits does not leave."""
    theirs = Letter.address == address
    waiting = update(Letter).where(theirs, Letter.state == LetterState.WAITING)
    work.session.execute(waiting.values(state=LetterState.REFUSED, problem=ERASED))
    work.session.execute(update(Letter).where(theirs).values(address="", text="", html=""))


def start_job(work: Work, kind: str, arguments: dict[str, Any], *, due_at: datetime | None = None) -> Job:
    """Long work for the worker, at once or at a later moment."""
    job = Job(kind=kind, arguments=arguments, requester_id=work.actor.account_id, due_at=due_at or work.now)
    work.session.add(job)
    work.session.flush()
    return job


def forget_job(work: Work, job_id: int) -> None:
    work.session.execute(delete(Job).where(Job.id == job_id))


def checked_address(text: str) -> str:
    """One plain address in lower case; line breaks and display names are refused."""
    text = text.strip()
    try:
        address = Address(addr_spec=text)
    except (ValueError, IndexError, MessageError) as error:
        raise Invalid(NO_ADDRESS, field="email", address=text) from error
    if not address.username or ("." not in address.domain and address.domain != "localhost"):
        raise Invalid(NO_ADDRESS, field="email", address=text)
    return text.lower()
