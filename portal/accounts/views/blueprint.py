"""The blueprint of everything about accounts, and what its pages share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, current_app, make_response
from flask.typing import ResponseReturnValue

from portal.accounts import operations, passwords, queries, throttle
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.web.forms import Form
from portal.web.languages import current_words
from portal.web.moment import current_work, reading

bp = Blueprint("accounts", __name__)

WRONG = N_("Das Passwort stimmt nicht.")
TOO_OFTEN = N_("Das Passwort war zu oft falsch. In %(minutes)s Minuten geht es weiter.")
TOO_OFTEN_SOON = N_("Das Passwort war zu oft falsch. In einer Minute geht es weiter.")


@dataclass(frozen=True, slots=True)
class Proof:
    """How a question for one's own password went: the status to answer with, and whose it is."""

    status: int
    email: str


bp.record_once(lambda _: passwords.prepare())


def letterhead(work: Work) -> Mapping[str, str]:
    """What stands at the head of a letter about an account; consultations live on a floor above."""
    head: Mapping[str, str] = current_app.extensions["find_letterhead"](work, current_words())
    return head


def pause_sentence(pause: timedelta) -> str:
    minutes = -(-int(pause.total_seconds()) // 60)
    return current_words().say(TOO_OFTEN, minutes=minutes) if minutes > 1 else current_words().say(TOO_OFTEN_SOON)


def refused(page: str, status: int, pause: timedelta | None = None) -> ResponseReturnValue:
    """The page again with what was refused; 429 says when to come back."""
    answer = make_response(page, status)
    if pause is not None:
        answer.headers["Retry-After"] = str(int(pause.total_seconds()) + 1)
    return answer


def prove(form: Form, name: str) -> Proof:
    """Whether that field holds the password of whoever is signed in; if not, the field says so.

    Takes no write lock while it hashes, and counts a wrong one as signing in does.
    """
    with reading() as look:
        mine = queries.own_credentials(look)
        keys = [throttle.account_key(mine.email)]
        pause = throttle.wait(look, keys)
    if pause:
        form.complain(name, pause_sentence(pause))
        return Proof(429, mine.email)
    if passwords.verify(mine.password_hash, form[name].data):
        return Proof(200, mine.email)
    operations.count_failure(current_work(), mine, keys)
    form.complain(name, WRONG)
    return Proof(422, mine.email)
