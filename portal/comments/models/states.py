"""What a comment says, who says it, and where it stands."""

from enum import StrEnum


class Stance(StrEnum):
    """In the order in which they are always shown."""

    SUPPORT = "support"
    SUPPORT_WITH_CHANGES = "support_with_changes"
    NO_OBJECTION = "no_objection"
    QUESTION = "question"
    OBJECT = "object"


class Voice(StrEnum):
    """Who speaks; the two are counted apart everywhere."""

    INDIVIDUAL = "individual"
    ORGANISATION = "organisation"


class CommentState(StrEnum):
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    REDACTED = "redacted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Arrival(StrEnum):
    IN_TIME = "in_time"
    LATE = "late"
    INCLUDED = "included"
