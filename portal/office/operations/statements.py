"""Entering a whole table of letters and e-mails, all of it or nothing."""

from portal.comments.on_behalf import enter
from portal.consultations.models import Consultation
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.office.queries.statements import Checked

MEANWHILE = N_("Es wurde nichts eingetragen: %(what)s Bitte prüfen Sie die Datei noch einmal.")


def enter_all(work: Work, consultation: Consultation, checked: Checked) -> int:
    """How many were entered. Raise `Conflict`, with nothing written, when one of them cannot be any more."""
    try:
        with work.session.begin_nested():
            for letter in checked.letters:
                enter(work, consultation, letter.said, letter.received, organisation_id=letter.organisation_id)
    except (Conflict, Invalid) as refusal:
        what = refusal.sentence % refusal.values if refusal.values else refusal.sentence
        raise Conflict(MEANWHILE, what=what) from refusal
    return len(checked.letters)
