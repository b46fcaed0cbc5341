"""Letters to those whose comments were decided on."""

from collections.abc import Iterable
from itertools import groupby
from urllib.parse import quote

from portal.consultations import queries as consultations
from portal.consultations.letterhead import letterhead
from portal.consultations.models import Consultation
from portal.consultations.structure import ItemLine
from portal.decisions.queries.addressees import Addressee
from portal.decisions.queries.decided import DecisionLine
from portal.decisions.texts import named
from portal.kernel.words import Words
from portal.kernel.work import Work
from portal.outbox.letters import SITE, WrittenLetter, write


def published(
    work: Work, consultation: Consultation, among: Iterable[Addressee], decisions: dict[int, DecisionLine]
) -> list[WrittenLetter]:
    """One letter to each account about all of its comments; `among` is in the order of accounts."""
    letters = []
    items = consultations.structure(work, consultation).by_id
    for _, theirs in groupby(among, lambda one: one.account_id):
        own = list(theirs)
        words = Words(own[0].language)
        lines = [
            {
                "code": items[one.item_id].code,
                "title": items[one.item_id].title,
                "outcome": _outcome(decisions.get(one.item_id), words),
                "organisation": one.organisation,
                "href": f"{SITE}/{consultation.slug}/comments/{one.public_id}",
            }
            for one in own
        ]
        letters.append(write("decided", words, own[0].email, letterhead(consultation) | {"lines": lines}))
    return letters


def question(consultation: Consultation, item: ItemLine, among: Iterable[Addressee]) -> list[WrittenLetter]:
    """One letter to each account: does the new version settle the points of its comments?"""
    letters = []
    for _, theirs in groupby(among, lambda one: one.account_id):
        own = list(theirs)
        asked = [
            {
                "href": f"{SITE}/{consultation.slug}/comments/{one.public_id}#question",
                "number": f"{one.public_id[:4]} {one.public_id[4:]}",
            }
            for one in own
        ]
        kind = "measures" if item.is_measure else "goals"
        values = {
            "code": item.code,
            "title": item.title,
            "asked": asked,
            "text_href": f"{SITE}/{consultation.slug}/{kind}/{quote(item.code)}",
        }
        words = Words(own[0].language)
        letters.append(write("question", words, own[0].email, letterhead(consultation) | values))
    return letters


def _outcome(line: DecisionLine | None, words: Words) -> str:
    return named(line.outcome, line.recommended_to, words) if line else ""
