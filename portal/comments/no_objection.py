"""“Read, nothing to add”, said with one click about an item, a field or everything one has said nothing about."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import ColumnElement, and_, case, func, insert, select, update

from portal.audit import operations as audit
from portal.comments import counters, mails
from portal.comments.models import Arrival, Comment, CommentState, Revision, Stance, Voice
from portal.comments.operations import speaker_with, taken_from
from portal.consultations import operations as consultations
from portal.consultations.models import Consultation, Item
from portal.consultations.structure import ItemLine
from portal.kernel.actor import Membership
from portal.kernel.errors import Refused
from portal.kernel.markup import VERSION
from portal.kernel.public_id import new_public_id
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.outbox import operations as outbox
from portal.search import operations as search
from portal.search.models import Subject

TOO_LATE = N_("Die Frist ist vorbei. Einzelne Kommentare können Sie noch auf ihrer eigenen Seite zurückziehen.")
OVER = (CommentState.WITHDRAWN, CommentState.DECLINED)
"""What was said so stands no more."""


@dataclass(frozen=True, slots=True)
class Silent:
    """Of the items asked for: those the speaker has said nothing about that stands, and those with a mere click."""

    open: frozenset[int]
    clicked: frozenset[int]


def declare(work: Work, consultation: Consultation, items: Sequence[ItemLine], voice: Voice) -> int:
    """One comment on each item the speaker has said nothing about that stands; how many that were. Twice is once.

    They wait for moderation like every comment. The number of statements does not depend on that of the items.
    """
    speaker = speaker_with(work, consultation, voice)
    arrival = taken_from(work, consultation, speaker)
    said, stands = _said(work, consultation, items, speaker, voice)
    rows = [
        _row(work, consultation, item, speaker, voice, arrival, said.get(item.id, 0))
        for item in items
        if item.id not in stands
    ]
    if not rows:
        return 0
    made = _insert(work, rows)
    if not made:
        return 0
    work.session.execute(insert(Revision), [_revision(work, comment_id) for comment_id, _, _ in made])
    counters.move_all(work, ((None, _key(item_id, speaker, voice, arrival)) for _, _, item_id in made))
    ids = [public_id for _, public_id, _ in made]
    audit.record_all(work, "comment.submitted", ids, detail=voice, consultation_id=consultation.id)
    organisation = speaker.organisation_name if voice is Voice.ORGANISATION else ""
    letter = mails.no_objections(work, consultation, len(made), organisation)
    if letter is not None:
        outbox.post(work, letter)
    return len(made)


def take_back(work: Work, consultation: Consultation, items: Sequence[ItemLine], voice: Voice) -> int:
    """Withdraw every mere click on these items, until the deadline; what has a text stays. How many those were."""
    speaker = speaker_with(work, consultation, voice)
    if taken_from(work, consultation, speaker) is not Arrival.IN_TIME:
        raise Refused(TOO_LATE)
    found = work.session.scalars(
        select(Comment)
        .where(*_spoken(work, consultation, items, speaker, voice), _is_click())
        .order_by(Comment.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    before = [(counters.key_of(comment), comment.visible is not None) for comment in found]
    if not found:
        return 0
    gone = {"state": CommentState.WITHDRAWN, "withdrawn_at": work.now, "visible": None}
    work.session.execute(update(Comment).where(Comment.id.in_([comment.id for comment in found])).values(gone))
    counters.move_all(work, ((key, _withdrawn(key)) for key, _ in before))
    ids = [comment.public_id for comment in found]
    audit.record_all(work, "comment.withdrawn", ids, consultation_id=consultation.id)
    shown = [comment for comment, (_, was_shown) in zip(found, before, strict=True) if was_shown]
    if shown:
        search.forget_all(work, Subject.COMMENT, [comment.id for comment in shown])
        places = Item.id.in_([comment.item_id for comment in shown])
        work.session.execute(update(Item).where(places).values(revision=Item.revision + 1))
        consultations.touch(work, consultation)
    return len(found)


def silence(work: Work, consultation: Consultation, items: Sequence[ItemLine], voice: Voice) -> Silent:
    """Where the speaker has said nothing yet, and where a click is all."""
    speaker = speaker_with(work, consultation, voice)
    _, stands = _said(work, consultation, items, speaker, voice)
    clicked = work.session.scalars(
        select(Comment.item_id).where(*_spoken(work, consultation, items, speaker, voice), _is_click())
    )
    return Silent(frozenset(item.id for item in items) - stands, frozenset(clicked))


def _said(
    work: Work, consultation: Consultation, items: Sequence[ItemLine], speaker: Membership, voice: Voice
) -> tuple[dict[int, int], frozenset[int]]:
    """How often the speaker has ever spoken on each item, and on which of them something stands."""
    stands = func.sum(case((Comment.state.in_(OVER), 0), else_=1))
    rows = work.session.execute(
        select(Comment.item_id, func.count(), stands)
        .where(*_spoken(work, consultation, items, speaker, voice))
        .group_by(Comment.item_id)
    ).all()
    return {row[0]: row[1] for row in rows}, frozenset(row[0] for row in rows if row[2])


def _spoken(
    work: Work, consultation: Consultation, items: Sequence[ItemLine], speaker: Membership, voice: Voice
) -> tuple[ColumnElement[bool], ...]:
    own = (
        Comment.organisation_id == speaker.organisation_id
        if voice is Voice.ORGANISATION
        else Comment.author_id == work.actor.account_id
    )
    places = Comment.item_id.in_([item.id for item in items])
    return (Comment.consultation_id == consultation.id, Comment.voice == voice, own, places)


def _is_click() -> ColumnElement[bool]:
    """Never revised and without a word."""
    bare = select(Revision.comment_id).where(Revision.number == 1, Revision.body == "")
    return and_(
        Comment.stance == Stance.NO_OBJECTION,
        Comment.newest == 1,
        Comment.state.not_in(OVER),
        Comment.id.in_(bare),
    )


def _row(
    work: Work,
    consultation: Consultation,
    item: ItemLine,
    speaker: Membership,
    voice: Voice,
    arrival: Arrival,
    times: int,
) -> dict[str, object]:
    """`times` the speaker has spoken here before: two clicks at once make the same key, so only one of them counts."""
    who = f"o{speaker.organisation_id}" if voice is Voice.ORGANISATION else f"a{work.actor.account_id}"
    return {
        "public_id": new_public_id(),
        "submission_key": f"no objection {who} i{item.id} {times}",
        "consultation_id": consultation.id,
        "item_id": item.id,
        "version_id": item.version_id,
        "author_id": work.actor.account_id,
        "private_number": speaker.private_number,
        "organisation_id": speaker.organisation_id,
        "group_id": speaker.group_id or 0,
        "voice": voice,
        "stance": Stance.NO_OBJECTION,
        "state": CommentState.SUBMITTED,
        "arrival": arrival,
        "included_reason": "",
        "newest": 1,
        "submitted_at": work.now,
        "first_submitted_at": work.now,
    }


def _insert(work: Work, rows: list[dict[str, object]]) -> list[tuple[int, str, int]]:
    """(id, public id, item id) of those that were not there yet."""
    new = counters.INSERTS[work.session.get_bind().dialect.name](Comment).values(rows)
    new = new.on_conflict_do_nothing(index_elements=["submission_key"])
    made = work.session.execute(new.returning(Comment.id, Comment.public_id, Comment.item_id))
    return sorted((row[0], row[1], row[2]) for row in made)


def _revision(work: Work, comment_id: int) -> dict[str, object]:
    return {
        "comment_id": comment_id,
        "number": 1,
        "stance": Stance.NO_OBJECTION,
        "body": "",
        "html": Markup(),
        "renderer": VERSION,
        "submitted_at": work.now,
        "submitter_id": work.actor.account_id,
    }


def _key(item_id: int, speaker: Membership, voice: Voice, arrival: Arrival) -> counters.Key:
    late = arrival is Arrival.LATE
    return (item_id, speaker.group_id or 0, Stance.NO_OBJECTION, CommentState.SUBMITTED, voice, late, False)


def _withdrawn(key: counters.Key) -> counters.Key:
    item_id, group_id, stance, _, voice, is_late, _ = key
    return (item_id, group_id, stance, CommentState.WITHDRAWN, voice, is_late, False)
