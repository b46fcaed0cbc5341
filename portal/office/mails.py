"""The letter that reminds an organisation of the deadline."""

from datetime import datetime
from urllib.parse import quote, urlencode

from portal.accounts.models import Account
from portal.consultations.letterhead import letterhead
from portal.consultations.models import Consultation
from portal.kernel.words import Words
from portal.office.queries.reach import Scope
from portal.outbox.letters import SITE, WrittenLetter, write


def reminder(
    consultation: Consultation, account: Account, organisation: str, until: datetime, scope: Scope, *, has_drafts: bool
) -> WrittenLetter:
    """Until when, on what nothing has come yet, and that “no objections” is an answer too."""
    about = {
        "organisation": organisation,
        "until": until,
        "place": _place(scope),
        "has_drafts": has_drafts,
        "href": SITE + _address(consultation, scope),
    }
    return write("reminder", Words(account.language or "de"), account.email, letterhead(consultation) | about)


def _place(scope: Scope) -> str:
    if scope.item is not None:
        return f"{scope.item.code} {scope.item.title}"
    return f"{scope.field.code} {scope.field.title}" if scope.field is not None else ""


def _address(consultation: Consultation, scope: Scope) -> str:
    if scope.item is not None:
        kind = "measures" if scope.item.is_measure else "goals"
        return f"/{consultation.slug}/{kind}/{quote(scope.item.code, safe='')}"
    query = f"?{urlencode({'field': scope.field.code})}" if scope.field is not None else ""
    return f"/{consultation.slug}/measures/{query}"
