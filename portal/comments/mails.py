"""Letters to the author of a comment, and to those who write a statement together."""

from typing import Any

from sqlalchemy import bindparam, select

from portal.accounts.models import Account
from portal.comments.models import Arrival, Comment, Draft
from portal.consultations.letterhead import letterhead
from portal.consultations.models import Consultation, Item, ItemVersion
from portal.kernel.words import N_, Words
from portal.kernel.work import Work
from portal.outbox.letters import SITE, WrittenLetter, write

NO_OBJECTION = N_("Ihr „Keine Einwände“ zu einem Eintrag ist eingegangen")
NO_OBJECTIONS = N_("Ihr „Keine Einwände“ zu %(n)s Einträgen ist eingegangen")


def receipt(work: Work, consultation: Consultation, comment: Comment) -> WrittenLetter | None:
    """What we have received, and where its way can be followed."""
    return to_author(work, consultation, comment, "receipt")


_ADDRESSED = (
    select(Account.email, Account.language, Item.code, ItemVersion.title)
    .select_from(Account)
    .join(ItemVersion, ItemVersion.id == bindparam("version"))
    .join(Item, Item.id == ItemVersion.item_id)
    .where(Account.id == bindparam("author"), Account.erased_at.is_(None))
)
"""Asked with every comment that is submitted, and therefore built once."""


def to_author(
    work: Work, consultation: Consultation, comment: Comment, template: str, **values: Any
) -> WrittenLetter | None:
    """A letter to whoever submitted the comment, in their language; None when that account is gone."""
    found = work.session.execute(_ADDRESSED, {"author": comment.author_id, "version": comment.version_id}).first()
    if found is None:
        return None
    email, language, code, title = found
    about = {
        "number": f"{comment.public_id[:4]} {comment.public_id[4:]}",
        "href": f"{SITE}/{consultation.slug}/comments/{comment.public_id}",
        "code": code,
        "title": title,
        "is_late": comment.arrival is Arrival.LATE,
        "revision": comment.newest,
    }
    return write(template, Words(language or "de"), email, letterhead(consultation) | about | values)


def no_objections(work: Work, consultation: Consultation, number: int, organisation: str) -> WrittenLetter | None:
    """To whoever gave a word on many items at once: on how many, and how it is taken back."""
    account = work.session.get(Account, work.actor.account_id)
    if account is None:
        return None
    words = Words(account.language or "de")
    about = {
        "heading": words.count(NO_OBJECTION, NO_OBJECTIONS, number),
        "organisation": organisation,
        "href": f"{SITE}/{consultation.slug}/no-objections",
        "closes_at": consultation.closes_at if consultation.closes_at and consultation.closes_at > work.now else None,
    }
    return write("no_objections", words, account.email, letterhead(consultation) | about)


def handed_over(work: Work, consultation: Consultation, draft: Draft, releaser_id: int) -> WrittenLetter:
    """A draft waits for release; it says no name, because letters outlive accounts."""
    return _about_draft(work, consultation, draft, releaser_id, "draft_handed_over")


def sent_back(work: Work, consultation: Consultation, draft: Draft, word: str) -> WrittenLetter:
    """To the author of the draft: what is still missing."""
    return _about_draft(work, consultation, draft, draft.author_id, "draft_sent_back", word=word)


def _about_draft(
    work: Work, consultation: Consultation, draft: Draft, account_id: int, template: str, **values: Any
) -> WrittenLetter:
    reader = work.session.get_one(Account, account_id)
    code, title = work.session.execute(
        select(Item.code, ItemVersion.title)
        .join(ItemVersion, ItemVersion.item_id == Item.id)
        .where(ItemVersion.id == draft.version_id)
    ).one()
    about = {
        "href": f"{SITE}/{consultation.slug}/drafts/{draft.public_id}",
        "code": code,
        "title": title,
        "closes_at": consultation.closes_at if consultation.closes_at and consultation.closes_at > work.now else None,
    }
    return write(template, Words(reader.language or "de"), reader.email, letterhead(consultation) | about | values)
