"""Drafts, comments and their revisions, what came with them, and the counters that are kept beside them."""

from portal.comments.models.comments import Comment, Redaction, Revision
from portal.comments.models.counters import Counter
from portal.comments.models.drafts import Draft, DraftNote, DraftState
from portal.comments.models.enclosed import Attachment, OnBehalf, Way
from portal.comments.models.states import Arrival, CommentState, Stance, Voice

__all__ = [
    "Arrival",
    "Attachment",
    "Comment",
    "CommentState",
    "Counter",
    "Draft",
    "DraftNote",
    "DraftState",
    "OnBehalf",
    "Redaction",
    "Revision",
    "Stance",
    "Voice",
    "Way",
]
