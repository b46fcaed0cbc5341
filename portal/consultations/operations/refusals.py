"""Who may change a catalogue and when, and what a code may look like: asked by every operation on it."""

from sqlalchemy import select

from portal.consultations import policy
from portal.consultations.models import Consultation, FormerCode, Item
from portal.kernel.actor import SYSTEM
from portal.kernel.codes import is_code, normal_code
from portal.kernel.errors import Invalid, require
from portal.kernel.markup import plain
from portal.kernel.words import N_
from portal.kernel.work import Work

NOT_YOU = N_("Nur die Geschäftsstelle kann den Katalog bearbeiten.")
ARCHIVED = N_("Dieses Verfahren ist abgeschlossen und wird nicht mehr geändert.")
BAD_CODE = N_("Ein Code hat höchstens 40 Zeichen und enthält weder / noch ? # oder \\.")
TAKEN = N_("Den Code %(code)s gibt es schon, oder es gab ihn früher.")
NO_TITLE = N_("Bitte geben Sie einen Titel an.")


def require_editor(work: Work, consultation: Consultation, *, archived: bool = False) -> None:
    """`archived` says that it may be done to an archived consultation too."""
    require(work.actor == SYSTEM or policy.may_edit(work.actor, consultation), NOT_YOU)
    require(archived or policy.takes_edits(consultation, work.now), ARCHIVED)


def hold(work: Work, consultation: Consultation) -> None:
    """Nobody else changes this catalogue until the transaction ends."""
    work.session.refresh(consultation, with_for_update=True)


def one_line(text: str, otherwise: str, field: str) -> str:
    """The words on one line; raise `Invalid` with the sentence when there are none."""
    words = " ".join(plain(text).split())
    if not words:
        raise Invalid(otherwise, field=field)
    return words


def checked_code(code: str) -> str:
    code = normal_code(code)
    if not is_code(code):
        raise Invalid(BAD_CODE, field="code")
    return code


def require_free(work: Work, consultation: Consultation, code: str, *, but: Item | None = None) -> None:
    """Codes are never re-used, except that an item may take back one of its own."""
    former = work.session.get(FormerCode, (consultation.id, code))
    taken = work.session.scalar(select(Item.id).where(Item.consultation_id == consultation.id, Item.code == code))
    if taken is not None or (former is not None and (but is None or former.item_id != but.id)):
        raise Invalid(TAKEN, field="code", code=code)
