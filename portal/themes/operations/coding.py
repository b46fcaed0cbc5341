"""Putting comments under themes and taking them out again."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, select

from portal.comments.models import Comment, Redaction, Revision
from portal.consultations.models import Consultation
from portal.kernel.errors import Invalid, Missing
from portal.kernel.markup import plain
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.themes import policy
from portal.themes.models import Theme, ThemeMark, ThemeVerb
from portal.themes.operations.refusals import note_change, require_open, standing

NOT_IN_IT = N_("Diese Stelle steht nicht im Kommentar. Bitte übernehmen Sie sie wörtlich.")
ONE_AT_A_TIME = N_("Eine Stelle gehört zu einem Kommentar. Bitte wählen Sie genau einen aus.")
OF_ANOTHER_ITEM = N_("„%(title)s“ gehört zu einer anderen Maßnahme als ein Kommentar, den Sie gewählt haben.")
NOTHING_CHOSEN = N_("Bitte wählen Sie mindestens einen Kommentar aus.")


def assign(work: Work, consultation: Consultation, theme: str, comment: str, quote: str = "") -> ThemeMark:
    """Put a comment, or the part of it that is quoted, under a theme. Done twice it stands there once."""
    return assign_many(work, consultation, theme, [comment], quote)[0]


def assign_many(
    work: Work, consultation: Consultation, theme: str, comments: Sequence[str], quote: str = ""
) -> list[ThemeMark]:
    """Several at once, all or none; raise `Missing` when the actor may not code one of them."""
    found = standing(work, consultation, theme)
    require_open(found)
    chosen = _codable(work, consultation, comments)
    part = plain(quote).strip()
    if part:
        _require_said(work, chosen, part)
    if found.item_id is not None and any(comment.item_id != found.item_id for comment in chosen):
        raise Invalid(OF_ANOTHER_ITEM, field="theme", title=found.title)
    marks = _marks(work, found, part)
    new = [comment for comment in chosen if comment.id not in marks]
    for comment in new:
        marks[comment.id] = ThemeMark(
            theme_id=found.id,
            comment_id=comment.id,
            quote=part,
            marked_at=work.now,
            marker_id=work.actor.account_id,
            marker_label=work.actor.name,
        )
        work.session.add(marks[comment.id])
        _note(work, found, comment, ThemeVerb.MARKED)
    work.session.flush()
    return [marks[comment.id] for comment in chosen]


def unassign(work: Work, consultation: Consultation, theme: str, comment: str) -> None:
    """Take a comment and every quoted part of it out of a theme; the theme's history keeps that."""
    found = standing(work, consultation, theme)
    row = work.session.scalar(
        select(Comment).where(Comment.public_id == comment, Comment.consultation_id == consultation.id)
    )
    if row is None:
        raise Missing
    theirs = (ThemeMark.theme_id == found.id, ThemeMark.comment_id == row.id)
    if work.session.scalar(select(func.count()).select_from(ThemeMark).where(*theirs)):
        work.session.execute(delete(ThemeMark).where(*theirs))
        _note(work, found, row, ThemeVerb.UNMARKED)


def _note(work: Work, theme: Theme, comment: Comment, verb: ThemeVerb) -> None:
    note_change(work, theme, verb, comment.public_id)


def _codable(work: Work, consultation: Consultation, public_ids: Collection[str]) -> list[Comment]:
    wanted = list(dict.fromkeys(public_ids))
    if not wanted:
        raise Invalid(NOTHING_CHOSEN, field="comment")
    codable = policy.codable_by(work.actor, consultation)
    found = list(work.session.scalars(select(Comment).where(Comment.public_id.in_(wanted), codable)))
    if len(found) != len(wanted):
        raise Missing
    return sorted(found, key=lambda comment: wanted.index(comment.public_id))


def _marks(work: Work, theme: Theme, quote: str) -> dict[int, ThemeMark]:
    rows = work.session.scalars(select(ThemeMark).where(ThemeMark.theme_id == theme.id, ThemeMark.quote == quote))
    return {row.comment_id: row for row in rows}


def _require_said(work: Work, chosen: Sequence[Comment], part: str) -> None:
    if len(chosen) != 1:
        raise Invalid(ONE_AT_A_TIME, field="quote")
    comment = chosen[0]
    body = work.session.scalar(
        select(func.coalesce(Redaction.body, Revision.body))
        .outerjoin(Redaction, Redaction.revision_id == Revision.id)
        .where(Revision.comment_id == comment.id, Revision.number == (comment.visible or comment.newest))
        .select_from(Revision)
    )
    if " ".join(part.split()) not in " ".join((body or "").split()):
        raise Invalid(NOT_IN_IT, field="quote")
