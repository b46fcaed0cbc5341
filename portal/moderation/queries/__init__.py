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
    others,
    passage,
    similar_on,
    tallies,
    waiting_on,
)
from portal.moderation.queries.decisions import DecisionLine, PastDecision, newest_decision, past, standing, trace
from portal.moderation.queries.ledger import Ledger, ledger

__all__ = [
    "PER_PAGE",
    "Asked",
    "Case",
    "DecisionLine",
    "Ledger",
    "PastDecision",
    "Similar",
    "case",
    "cases",
    "following",
    "found",
    "ledger",
    "newest_decision",
    "others",
    "passage",
    "past",
    "similar_on",
    "standing",
    "tallies",
    "trace",
    "waiting_on",
]
