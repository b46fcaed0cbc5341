"""Questions about checking comments: what waits, what was decided, and how it went altogether."""

from portal.moderation.queries.cases import (
    PER_PAGE,
    Asked,
    Case,
    Similar,
    case,
    cases,
    following,
    found,
    open_matters,
    others,
    passage,
    similar_on,
    tallies,
    waiting_on,
)
from portal.moderation.queries.decisions import DecisionLine, PastDecision, newest_decision, past, standing, trace
from portal.moderation.queries.ledger import Ledger, ledger
from portal.moderation.queries.matters import AppealLine, Matters, ReportLine, matters, may_appeal

__all__ = [
    "PER_PAGE",
    "AppealLine",
    "Asked",
    "Case",
    "DecisionLine",
    "Ledger",
    "Matters",
    "PastDecision",
    "ReportLine",
    "Similar",
    "case",
    "cases",
    "following",
    "found",
    "ledger",
    "matters",
    "may_appeal",
    "newest_decision",
    "open_matters",
    "others",
    "passage",
    "past",
    "similar_on",
    "standing",
    "tallies",
    "trace",
    "waiting_on",
]
