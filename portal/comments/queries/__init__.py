"""Questions about comments: what this actor may read of them, by the conditions in `policy`."""

from portal.comments.queries.counting import Count, Sum, counts, sums
from portal.comments.queries.drafts import DraftLine, drafts
from portal.comments.queries.lines import (
    PER_PAGE,
    CommentLine,
    Excerpt,
    comment_named,
    comment_to_change,
    lines,
    read,
    stream,
    visible_on,
)
from portal.comments.queries.own import Begun, begun_on, items_commented, may_revise, mine, own_on, speaks_for
from portal.comments.queries.revisions import RevisionLine, revisions, withdrawn_at
from portal.comments.queries.wording import PassageFate, passages_across, wordings

__all__ = [
    "PER_PAGE",
    "Begun",
    "CommentLine",
    "Count",
    "DraftLine",
    "Excerpt",
    "PassageFate",
    "RevisionLine",
    "Sum",
    "begun_on",
    "comment_named",
    "comment_to_change",
    "counts",
    "drafts",
    "items_commented",
    "lines",
    "may_revise",
    "mine",
    "own_on",
    "passages_across",
    "read",
    "revisions",
    "speaks_for",
    "stream",
    "sums",
    "visible_on",
    "withdrawn_at",
    "wordings",
]
