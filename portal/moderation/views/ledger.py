"""How checking went altogether, for everybody."""

from dataclasses import asdict

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.consultations.models import Consultation
from portal.kernel.words import N_
from portal.moderation import policy, queries, texts
from portal.moderation.models import Outcome
from portal.moderation.views.blueprint import PLACE, bp
from portal.web.access import anyone
from portal.web.languages import current_words
from portal.web.moment import current_work

SAID = (
    (Outcome.APPROVE, N_("Ohne Änderung veröffentlicht")),
    (Outcome.REDACT, N_("Mit Schwärzung veröffentlicht")),
    (Outcome.RETURN, N_("Mit der Bitte um Änderung zurückgegeben")),
    (Outcome.DECLINE, N_("Nicht veröffentlicht")),
)


@bp.get(f"{PLACE}/ledger", access=anyone)
def ledger(consultation: Consultation) -> ResponseReturnValue:
    words = current_words()
    found = queries.ledger(current_work(), consultation)
    return render_template(
        "moderation/ledger.html",
        ledger=found,
        reasons=texts.REASONS,
        outcomes=SAID,
        held_back=(Outcome.RETURN, Outcome.REDACT, Outcome.DECLINE),
        names={outcome: texts.TABS[state] for outcome, state in policy.STATES.items()},
        typical=texts.span(words, found.median) if found.median is not None else "",
        complaints=texts.COMPLAINTS,
    )


@bp.get(f"{PLACE}/ledger.json", access=anyone)
def ledger_json(consultation: Consultation) -> ResponseReturnValue:
    """The same figures for programs: no persons, no texts."""
    found = queries.ledger(current_work(), consultation)
    return {
        "consultation": consultation.slug,
        "waiting": found.waiting,
        "decided": found.decided,
        "by_outcome": {outcome.value: number for outcome, number in found.by_outcome.items()},
        "by_voice": {
            voice.value: {outcome.value: number for outcome, number in by_outcome.items()}
            for voice, by_outcome in found.by_voice.items()
        },
        "by_reason": {
            reason.value: {outcome.value: number for outcome, number in by_outcome.items()}
            for reason, by_outcome in found.by_reason.items()
        },
        "median_seconds": found.median,
        "reversals": found.reversals,
        "appeals": asdict(found.appeals),
        "reports": {complaint.value: number for complaint, number in found.reports.items()},
    }
