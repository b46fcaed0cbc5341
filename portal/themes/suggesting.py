"""Which other comments may belong under a theme, by the words they share with what stands there. People decide.

Nothing is ever put under a theme by this. Words are compared without the most frequent ones and without their endings:
a comment is as near as it is to the nearest one under the theme, or to the theme's own name and explanation.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, func, select

from portal.comments.models import Comment, Redaction, Revision
from portal.comments.queries import CommentLine, lines, read
from portal.consultations.models import Consultation
from portal.kernel.codes import fold
from portal.kernel.work import Work
from portal.themes import policy
from portal.themes.models import ThemeMark
from portal.themes.queries import ThemeLine

NEAR = 50
"""Percent from which on a comment is suggested."""
MOST = 6
CANDIDATES, EXAMPLES = 300, 20
COMPARED = 1000
"""Characters at the beginning of each text that are compared."""
STEM = 7
"""Letters by which words are told apart: “Familie” and “Familien” are one."""
FREQUENT = frozenset(
    fold(
        "aber alle allem allen aller alles also auch beim bitte dann dass dein dem den denn der des dies diese dieser "
        "doch dort durch eben eine einem einen einer eines einmal etwas fuer für gibt haben hier hier ihre immer "
        "ist jede jeder jedes kann keine können mehr mit muss müssen nach nicht noch nur oder ohne schon sehr sein "
        "sich sind soll sollen sollte sollten über und uns unser unsere vom von vor wenn wer werden wie wir wird "
        "wäre würde zum zur zwischen maßnahme"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    line: CommentLine
    alike: int


def suggestions(work: Work, consultation: Consultation, theme: ThemeLine) -> list[Suggestion]:
    """The nearest of what may be coded and does not stand under the theme yet, the nearest first."""
    if not policy.may_code(work.actor, consultation) or not theme.is_open:
        return []
    there = select(ThemeMark.comment_id).where(ThemeMark.theme_id == theme.id)
    among = [policy.codable_by(work.actor, consultation), Comment.id.not_in(there)]
    if theme.item_id is not None:
        among.append(Comment.item_id == theme.item_id)
    examples = [_words(theme.title), _words(f"{theme.title} {theme.summary}")]
    examples += [_words(text) for _, text in _texts(work, [Comment.id.in_(there)], EXAMPLES)]
    near = []
    for comment_id, text in _texts(work, among, CANDIDATES):
        words = _words(text)
        alike = max((_likeness(words, example) for example in examples), default=0)
        if alike >= NEAR:
            near.append((alike, comment_id))
    best = sorted(near, reverse=True)[:MOST]
    found = {line.id: line for line in read(work, lines(Comment.id.in_([one for _, one in best])))} if best else {}
    return [Suggestion(found[comment_id], int(alike)) for alike, comment_id in best]


def _texts(work: Work, conditions: Sequence[ColumnElement[bool]], most: int) -> list[tuple[int, str]]:
    """What is read of the newest of these comments, cut for comparing."""
    body = func.substr(func.coalesce(Redaction.body, Revision.body), 1, COMPARED)
    shown = func.coalesce(Comment.visible, Comment.newest)
    rows = work.session.execute(
        select(Comment.id, body)
        .join(Revision, (Revision.comment_id == Comment.id) & (Revision.number == shown))
        .outerjoin(Redaction, Redaction.revision_id == Revision.id)
        .where(*conditions, Revision.body != "")
        .order_by(Comment.id.desc())
        .limit(most)
    )
    return [(row[0], row[1]) for row in rows]


def _words(text: str) -> str:
    return " ".join(word[:STEM] for word in re.findall(r"\w{4,}", fold(text)) if word not in FREQUENT)


def _likeness(words: str, example: str) -> float:
    """Percent; few words are alike by chance, so one that lies wholly in the other is not enough."""
    if not words or not example:
        return 0.0
    return 0.6 * fuzz.token_set_ratio(words, example) + 0.4 * fuzz.token_sort_ratio(words, example)
