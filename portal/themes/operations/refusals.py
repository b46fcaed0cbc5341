"""What is refused alike in several operations, and the row a form names, locked so that two never both change it."""

from sqlalchemy import select

from portal.audit import operations as audit
from portal.consultations.models import Consultation
from portal.kernel.errors import Conflict, Missing, require
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.themes import policy
from portal.themes.models import Theme, ThemeChange, ThemeVerb

NOT_YOU = N_("Themen ordnen nur Prüfteam und Geschäftsstelle dieses Verfahrens.")
ARCHIVED = N_("Dieses Verfahren ist abgeschlossen und wird nicht mehr geändert.")
MERGED = N_("Dieses Thema ist inzwischen in einem anderen aufgegangen. Bitte laden Sie die Seite neu.")
CLOSED = N_("Dieses Thema ist geschlossen. Öffnen Sie es wieder, um weiter daran zu arbeiten.")


def require_coder(work: Work, consultation: Consultation) -> None:
    require(policy.may_code(work.actor, consultation), NOT_YOU)
    require(policy.takes_work(consultation, work.now), ARCHIVED)


def standing(work: Work, consultation: Consultation, public_id: str) -> Theme:
    """The theme, for somebody who may change it; raise `Missing` for none and `Conflict` for one merged away."""
    theme = work.session.scalar(
        select(Theme)
        .where(Theme.public_id == public_id, Theme.consultation_id == consultation.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if theme is None:
        raise Missing
    require_coder(work, consultation)
    if theme.merged_into_id is not None:
        raise Conflict(MERGED)
    return theme


def require_open(theme: Theme) -> None:
    require(theme.closed_at is None, CLOSED)


def note_change(work: Work, theme: Theme, verb: ThemeVerb, detail: str = "") -> None:
    """A line of the theme's own history, and one of the audit log, which names no theme by its words."""
    work.session.add(
        ThemeChange(
            theme_id=theme.id,
            verb=verb,
            detail=detail,
            changed_at=work.now,
            changer_id=work.actor.account_id,
            changer_label=work.actor.name,
        )
    )
    audit.record(work, f"theme.{verb}", theme.public_id, consultation_id=theme.consultation_id)
