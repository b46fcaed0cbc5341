"""Many generated comments for measuring: a fixed seed, all states, stances, voices and groups."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, select

from portal.comments import counters
from portal.comments.models import Arrival, Comment, CommentState, Revision, Stance, Voice
from portal.consultations import operations as consultations
from portal.consultations.models import Consultation, Item, ItemVersion
from portal.kernel.actor import Role
from portal.kernel.markup import VERSION, render_comment
from portal.kernel.public_id import CROCKFORD
from portal.kernel.work import Work
from portal.search import engine
from portal.search.models import SearchDocument, Subject
from portal.stakeholders.models import MembershipRow

AT_ONCE = 5000
SCATTER = 662_607_015_421
"""Odd, so that multiples of it meet every number below a power of two once."""
STATES = (CommentState.APPROVED,) * 16 + (
    CommentState.SUBMITTED,
    CommentState.RETURNED,
    CommentState.DECLINED,
    CommentState.WITHDRAWN,
)
BEGINNINGS = (
    "Aus unserer Erfahrung im Stadtteil",
    "In der Beratung hören wir oft:",
    "Wir haben das im Vorstand besprochen.",
    "Als Mutter von drei Kindern sage ich:",
    "Grundsätzlich richtig, aber",
    "Bitte bedenken Sie,",
)
MIDDLES = (
    "reichen zwei Termine im Jahr nicht aus, weil viele im Schichtdienst arbeiten",
    "fehlt eine Ansprechperson, die auch am Abend erreichbar ist",
    "wird die Maßnahme ohne feste Mittel nach der Projektzeit wieder verschwinden",
    "müssen die Vereine von Anfang an mit am Tisch sitzen",
    "braucht es Sprachmittlung und Kinderbetreuung vor Ort",
    "sollte die Verwaltung jedes Jahr offen berichten, was erreicht ist",
)
ENDS = (
    "Dann tragen wir das gern mit.",
    "Sonst bleibt es bei guten Worten.",
    "Wer ist dafür zuständig, und ab wann?",
    "Wir bieten dafür unsere Räume an.",
    "Das wurde schon vor fünf Jahren versprochen.",
    "Danke für den Entwurf, er ist ein guter Anfang.",
)


def add_comments(work: Work, here: Consultation, number: int, progress: Callable[[int], None]) -> None:
    """Write `number` comments in bulk and count anew; `progress` is told how many are done."""
    chance = random.Random(number)  # noqa: S311 - the same comments every time
    places = work.session.execute(
        select(Item.id, ItemVersion.id)
        .join(ItemVersion, (ItemVersion.item_id == Item.id) & (ItemVersion.number == Item.version))
        .where(Item.consultation_id == here.id)
        .order_by(Item.id)
    ).all()
    speakers = work.session.scalars(
        select(MembershipRow)
        .where(MembershipRow.consultation_id == here.id, MembershipRow.role.in_((Role.MEMBER, Role.RELEASER)))
        .order_by(MembershipRow.id)
    ).all()
    bodies = [(body, render_comment(body)) for body in _bodies()]
    first = (work.session.scalar(select(func.max(Comment.id))) or 0) + 1
    document = (work.session.scalar(select(func.max(SearchDocument.id))) or 0) + 1
    for begin in range(0, number, AT_ONCE):
        comments: list[dict[str, Any]] = []
        revisions: list[dict[str, Any]] = []
        documents: list[dict[str, Any]] = []
        texts: list[tuple[int, str]] = []
        for comment_id in range(first + begin, first + min(begin + AT_ONCE, number)):
            comment, (body, html) = _comment(work, here, chance, comment_id, places, speakers), chance.choice(bodies)
            comments.append(comment)
            revisions.append(_revision(comment, body, html))
            if comment["visible"]:
                documents.append(
                    {"id": document, "consultation_id": here.id, "subject": Subject.COMMENT, "subject_id": comment_id}
                )
                texts.append((document, body))
                document += 1
        work.session.execute(insert(Comment), comments)
        work.session.execute(insert(Revision), revisions)
        work.session.execute(insert(SearchDocument), documents)
        engine.put_new(work.session, texts)
        progress(min(begin + AT_ONCE, number))
    engine.continue_numbers(work.session, ("comment", "revision", "search_document"))
    counters.repair(work, here.id)
    for item_id, _ in places:
        consultations.touch_item(work, item_id)
    consultations.touch(work, here)


def _public_id(comment_id: int) -> str:
    """Eight signs that look random; no two are the same, as they would be by chance among a million."""
    scattered = comment_id * SCATTER % len(CROCKFORD) ** 8
    return "".join(CROCKFORD[scattered // len(CROCKFORD) ** place % len(CROCKFORD)] for place in range(8))


def _bodies() -> Iterator[str]:
    for beginning in BEGINNINGS:
        for middle in MIDDLES:
            for end in ENDS:
                yield f"{beginning} {middle}. {end} {middle.capitalize()}."


def _comment(
    work: Work, here: Consultation, chance: random.Random, comment_id: int, places: Any, speakers: Any
) -> dict[str, Any]:
    speaker, (item_id, version_id) = chance.choice(speakers), chance.choice(places)
    state = chance.choice(STATES)
    at = work.now - timedelta(minutes=chance.uniform(60, 30_000))
    organised = speaker.role is Role.RELEASER
    return {
        "id": comment_id,
        "public_id": _public_id(comment_id),
        "submission_key": f"load {comment_id}",
        "consultation_id": here.id,
        "item_id": item_id,
        "version_id": version_id,
        "author_id": speaker.account_id,
        "private_number": speaker.private_number,
        "organisation_id": speaker.organisation_id,
        "group_id": speaker.group_id or 0,
        "voice": Voice.ORGANISATION if organised else Voice.INDIVIDUAL,
        "stance": chance.choice(tuple(Stance)),
        "state": state,
        "arrival": Arrival.LATE if chance.random() < 0.01 else Arrival.IN_TIME,
        "included_reason": "",
        "newest": 1,
        "visible": 1 if state is CommentState.APPROVED else None,
        "submitted_at": at,
        "first_submitted_at": at,
        "published_at": at if state is CommentState.APPROVED else None,
        "withdrawn_at": at if state is CommentState.WITHDRAWN else None,
    }


def _revision(comment: dict[str, Any], body: str, html: Any) -> dict[str, Any]:
    return {
        "comment_id": comment["id"],
        "number": 1,
        "stance": comment["stance"],
        "body": body,
        "html": html,
        "renderer": VERSION,
        "section_id": None,
        "quote": "",
        "quote_before": "",
        "quote_after": "",
        "proposed_wording": "",
        "language": "de",
        "submitted_at": comment["submitted_at"],
        "submitter_id": comment["author_id"],
    }
