"""A draft as it lies on an organisation's desk: its text, and what its members say to each other about it."""

from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Account
from portal.comments import policy
from portal.comments.contribution import mandate_of
from portal.comments.drafts import draft_named
from portal.comments.mandate import Mandate
from portal.comments.models import Draft, DraftState
from portal.comments.queries.attachments import AttachmentLine, of_drafts
from portal.comments.queries.notes import NoteLine, notes_on_draft
from portal.consultations.models import Consultation
from portal.kernel.markup import render_comment
from portal.kernel.work import Work
from portal.stakeholders.models import Organisation


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """`organisation` is "" for a private one. The names are for members of the organisation, as is all of it."""

    draft: Draft
    html: Markup
    organisation: str
    author: str
    changer: str
    mandate: Mandate
    notes: list[NoteLine]
    files: list[AttachmentLine]
    is_mine: bool
    may_write: bool
    may_release: bool

    @property
    def is_handed_over(self) -> bool:
        return self.draft.state is DraftState.HANDED_OVER

    @property
    def was_sent_back(self) -> bool:
        return self.draft.state is DraftState.SENT_BACK


def open_draft(work: Work, consultation: Consultation, public_id: str) -> OpenDraft | None:
    """The draft with all that belongs to it, if the actor may see it."""
    draft = draft_named(work, consultation, public_id)
    if draft is None:
        return None
    author, changer = aliased(Account), aliased(Account)
    names = work.session.execute(
        select(func.coalesce(Organisation.name, ""), author.name, changer.name)
        .select_from(Draft)
        .join(author, author.id == Draft.author_id)
        .join(changer, changer.id == Draft.changer_id)
        .outerjoin(Organisation, Organisation.id == Draft.organisation_id)
        .where(Draft.id == draft.id)
    ).one()
    return OpenDraft(
        draft,
        render_comment(draft.body),
        *names,
        mandate_of(draft),
        notes_on_draft(work, consultation, draft.id),
        of_drafts(work, consultation, [draft.id]).get(draft.id, []),
        draft.author_id == work.actor.account_id,
        policy.may_write(work.actor, draft),
        policy.releases(work.actor, consultation.id, draft.organisation_id),
    )
