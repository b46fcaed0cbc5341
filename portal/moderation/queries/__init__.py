"""Questions about checking comments: what waits, what was decided, and how it went altogether."""

from portal.moderation.queries.asked import Asked
from portal.moderation.queries.cases import PER_PAGE, Case, case, cases, following, organisation_of, passage
from portal.moderation.queries.decisions import DecisionLine, PastDecision, newest_decision, past, standing, trace
from portal.moderation.queries.figures import Figures, figures
from portal.moderation.queries.ledger import Ledger, ledger
from portal.moderation.queries.matters import AppealLine, Matters, ReportLine, matters, may_appeal, spoken_against
from portal.moderation.queries.similar import Similar, similar_on, waiting_on
from portal.moderation.queries.tallies import found, open_matters, others, tallies
from portal.moderation.queries.team import (
    NoteLine,
    Presence,
    looked_at_by_others,
    notes,
    presences,
    reason_texts,
    watch_list,
)

__all__ = [
    "PER_PAGE",
    "AppealLine",
    "Asked",
    "Case",
    "DecisionLine",
    "Figures",
    "Ledger",
    "Matters",
    "NoteLine",
    "PastDecision",
    "Presence",
    "ReportLine",
    "Similar",
    "case",
    "cases",
    "figures",
    "following",
    "found",
    "ledger",
    "looked_at_by_others",
    "matters",
    "may_appeal",
    "newest_decision",
    "notes",
    "open_matters",
    "organisation_of",
    "others",
    "passage",
    "past",
    "presences",
    "reason_texts",
    "similar_on",
    "spoken_against",
    "standing",
    "tallies",
    "trace",
    "waiting_on",
    "watch_list",
]
