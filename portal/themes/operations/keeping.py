"""Opening a theme, naming it, moving it under another, closing it."""

from sqlalchemy import select

from portal.consultations.models import Consultation
from portal.consultations.structure import ItemLine
from portal.kernel.errors import Invalid
from portal.kernel.markup import plain
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.themes.models import Theme, ThemeVerb
from portal.themes.operations.refusals import note_change, require_coder, require_open, standing

LONGEST_TITLE = 120
LONGEST_SUMMARY = 600

NO_TITLE = N_("Bitte geben Sie dem Thema einen Namen.")
TOO_LONG = N_("Ein Name hat höchstens %(most)s Zeichen.")
SUMMARY_TOO_LONG = N_("Eine Erläuterung hat höchstens %(most)s Zeichen.")
TAKEN = N_("„%(title)s“ gibt es hier schon.")
TOO_DEEP = N_("Themen haben höchstens zwei Ebenen.")
ELSEWHERE = N_("Das Oberthema gehört zu einer anderen Maßnahme.")


def create_theme(
    work: Work,
    consultation: Consultation,
    title: str,
    *,
    item: ItemLine | None = None,
    parent: str = "",
    summary: str = "",
) -> Theme:
    """A theme on one item or, without one, across items; beneath the one with the public id `parent`."""
    require_coder(work, consultation)
    item_id = item.id if item is not None else None
    above = _parent(work, consultation, parent, item_id) if parent else None
    theme = Theme(
        consultation_id=consultation.id,
        item_id=item_id,
        parent_id=above.id if above else None,
        title=_free(work, consultation, title, item_id),
        summary=checked_summary(summary),
        created_at=work.now,
    )
    work.session.add(theme)
    work.session.flush()
    note_change(work, theme, ThemeVerb.CREATED, theme.title)
    return theme


def rename_theme(
    work: Work, consultation: Consultation, public_id: str, title: str, summary: str | None = None
) -> Theme:
    """Give it another name, and another explanation unless that is None."""
    theme = standing(work, consultation, public_id)
    if summary is not None:
        theme.summary = checked_summary(summary)
    if " ".join(plain(title).split()) != theme.title:
        before, theme.title = theme.title, _free(work, consultation, title, theme.item_id, but=theme.id)
        note_change(work, theme, ThemeVerb.RENAMED, f"{before} → {theme.title}")
    return theme


def move_theme(work: Work, consultation: Consultation, public_id: str, parent: str) -> Theme:
    """Beneath the theme with the public id `parent`, or to the top when it is empty."""
    theme = standing(work, consultation, public_id)
    above = _parent(work, consultation, parent, theme.item_id) if parent else None
    if above is not None and (above.id == theme.id or beneath(work, theme)):
        raise Invalid(TOO_DEEP, field="parent")
    if theme.parent_id != (above.id if above else None):
        theme.parent_id = above.id if above else None
        note_change(work, theme, ThemeVerb.MOVED, above.title if above else "")
    return theme


def close_theme(work: Work, consultation: Consultation, public_id: str) -> Theme:
    """It stays with its comments and takes no more."""
    theme = standing(work, consultation, public_id)
    if theme.closed_at is None:
        theme.closed_at = work.now
        note_change(work, theme, ThemeVerb.CLOSED)
    return theme


def reopen_theme(work: Work, consultation: Consultation, public_id: str) -> Theme:
    theme = standing(work, consultation, public_id)
    if theme.closed_at is not None:
        theme.closed_at = None
        note_change(work, theme, ThemeVerb.REOPENED)
    return theme


def beneath(work: Work, theme: Theme) -> list[Theme]:
    """The themes one level below that stand."""
    found = select(Theme).where(Theme.parent_id == theme.id, Theme.merged_into_id.is_(None))
    return list(work.session.scalars(found.with_for_update()))


def checked_title(title: str) -> str:
    kept = " ".join(plain(title).split())
    if not kept:
        raise Invalid(NO_TITLE, field="title")
    if len(kept) > LONGEST_TITLE:
        raise Invalid(TOO_LONG, field="title", most=LONGEST_TITLE)
    return kept


def checked_summary(summary: str) -> str:
    kept = plain(summary).strip()
    if len(kept) > LONGEST_SUMMARY:
        raise Invalid(SUMMARY_TOO_LONG, field="summary", most=LONGEST_SUMMARY)
    return kept


def _free(work: Work, consultation: Consultation, title: str, item_id: int | None, *, but: int = 0) -> str:
    """The title, unless another theme of the same item, or another one across items, has it already."""
    kept = checked_title(title)
    place = Theme.item_id == item_id if item_id is not None else Theme.item_id.is_(None)
    others = select(Theme.title).where(
        Theme.consultation_id == consultation.id, place, Theme.merged_into_id.is_(None), Theme.id != but
    )
    if kept.casefold() in {other.casefold() for other in work.session.scalars(others)}:
        raise Invalid(TAKEN, field="title", title=kept)
    return kept


def _parent(work: Work, consultation: Consultation, public_id: str, item_id: int | None) -> Theme:
    parent = standing(work, consultation, public_id)
    require_open(parent)
    if parent.parent_id is not None:
        raise Invalid(TOO_DEEP, field="parent")
    if parent.item_id is not None and parent.item_id != item_id:
        raise Invalid(ELSEWHERE, field="parent")
    return parent
