"""Raising the revisions by which everybody sees that something has changed."""

from sqlalchemy import update

from portal.consultations.models import Consultation, Item, SiteState
from portal.kernel.work import Work


def touch(work: Work, consultation: Consultation) -> None:
    """Something the public sees has changed: raise the revision, whoever else raises it meanwhile."""
    work.session.flush()
    work.session.execute(
        update(Consultation).where(Consultation.id == consultation.id).values(revision=Consultation.revision + 1)
    )
    work.session.refresh(consultation, ["revision"])


def touch_catalogue(work: Work, consultation: Consultation) -> None:
    """Fields, sections or items have changed."""
    consultation.catalogue_revision = Consultation.catalogue_revision + 1
    touch(work, consultation)
    work.session.refresh(consultation, ["catalogue_revision"])


def touch_item(work: Work, item_id: int) -> None:
    work.session.execute(update(Item).where(Item.id == item_id).values(revision=Item.revision + 1))


def touch_site(work: Work) -> None:
    work.session.execute(update(SiteState).values(revision=SiteState.revision + 1))
