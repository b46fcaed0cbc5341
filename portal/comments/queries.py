"""Questions about comments: what this actor may read of them, by the conditions in `policy`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, bindparam, case, func, select, true, union_all

from portal.comments import policy
from portal.comments.models import (
    Arrival,
    Comment,
    CommentState,
    Counter,
    Draft,
    DraftState,
    OnBehalf,
    Redaction,
    Revision,
    Stance,
    Voice,
    Way,
)
from portal.consultations.models import Consultation, Item, ItemVersion, Passage
from portal.kernel.differences import Run, word_diff
from portal.kernel.kept import Kept
from portal.kernel.passages import Across, Fate
from portal.kernel.work import Work
from portal.stakeholders.models import Organisation

PER_PAGE = 200


@dataclass(frozen=True, slots=True)
class CommentLine:
    """One comment as it may be read: the visible revision, or the newest while none is visible.

    `body` and `html` are the redacted ones where a redaction covers the revision.
    """

    id: int
    public_id: str
    item_id: int
    version_id: int
    voice: Voice
    organisation_id: int | None
    organisation: str
    private_number: int | None
    group_id: int
    stance: Stance
    state: CommentState
    arrival: Arrival
    included_reason: str
    submitted_at: datetime
    first_submitted_at: datetime
    published_at: datetime | None
    revision: int
    newest: int
    is_visible: bool
    body: str
    html: Markup
    is_redacted: bool
    section_id: int | None
    quote: str
    proposed_wording: str
    language: str
    resolved_by: str = ""
    resolved_on: date | None = None
    minority_vote: str = ""
    way: Way | None = None
    """How it came in if the office entered it, and on what day."""
    arrived_on: date | None = None

    @property
    def number(self) -> str:
        """As people read it out: “K7QF 2M4X”."""
        return f"{self.public_id[:4]} {self.public_id[4:]}"

    @property
    def is_statement(self) -> bool:
        return self.voice is Voice.ORGANISATION

    @property
    def was_changed(self) -> bool:
        return self.revision > 1


@dataclass(frozen=True, slots=True)
class RevisionLine:
    id: int
    number: int
    stance: Stance
    body: str
    html: Markup
    section_id: int | None
    quote: str
    proposed_wording: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class DraftLine:
    public_id: str
    item_id: int
    stance: Stance | None
    body: str
    changed_at: datetime
    is_shared: bool
    is_mine: bool
    lock: int
    state: DraftState
    organisation_id: int | None
    may_release: bool

    @property
    def waits_for_me(self) -> bool:
        return self.state is DraftState.HANDED_OVER and self.may_release

    @property
    def waits_for_others(self) -> bool:
        return self.state is DraftState.HANDED_OVER and not self.may_release

    @property
    def was_sent_back(self) -> bool:
        return self.state is DraftState.SENT_BACK


@dataclass(frozen=True, slots=True)
class Count:
    """One row of the counters."""

    item_id: int
    group_id: int
    stance: Stance
    state: CommentState
    voice: Voice
    is_late: bool
    is_shown: bool
    number: int

    @property
    def is_public(self) -> bool:
        """The same condition as `policy.is_visible`, on a counted row."""
        return self.is_shown and not self.is_late

    @property
    def is_waiting(self) -> bool:
        return self.state is CommentState.SUBMITTED


@dataclass(frozen=True, slots=True)
class Sum:
    """Of one item, stance and voice: how many the public reads, and how many that came in time still wait."""

    item_id: int
    stance: Stance
    voice: Voice
    number: int
    waiting: int


def lines(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The one way to read comments; columns in the order of `CommentLine`."""
    shown = func.coalesce(Comment.visible, Comment.newest)
    return (
        select(
            Comment.id,
            Comment.public_id,
            Comment.item_id,
            Comment.version_id,
            Comment.voice,
            Comment.organisation_id,
            func.coalesce(Organisation.name, ""),
            Comment.private_number,
            Comment.group_id,
            Revision.stance,
            Comment.state,
            Comment.arrival,
            Comment.included_reason,
            Comment.submitted_at,
            Comment.first_submitted_at,
            Comment.published_at,
            Revision.number,
            Comment.newest,
            policy.is_visible(),
            func.coalesce(Redaction.body, Revision.body),
            func.coalesce(Redaction.html, Revision.html),
            Redaction.revision_id.is_not(None),
            Revision.section_id,
            func.coalesce(Redaction.quote, Revision.quote),
            func.coalesce(Redaction.proposed_wording, Revision.proposed_wording),
            Revision.language,
            Revision.resolved_by,
            Revision.resolved_on,
            func.coalesce(Redaction.minority_vote, Revision.minority_vote),
            OnBehalf.way,
            OnBehalf.arrived_on,
        )
        .join(Revision, (Revision.comment_id == Comment.id) & (Revision.number == shown))
        .outerjoin(Redaction, Redaction.revision_id == Revision.id)
        .outerjoin(Organisation, Organisation.id == Comment.organisation_id)
        .outerjoin(OnBehalf, OnBehalf.comment_id == Comment.id)
        .where(*conditions)
    )


def read(work: Work, question: Select[*tuple[Any, ...]]) -> list[CommentLine]:
    return [CommentLine(*row) for row in work.session.execute(question)]


def stream(work: Work, question: Select[*tuple[Any, ...]]) -> Iterator[CommentLine]:
    """Like `read`, a thousand rows at a time, for exports that never hold the list."""
    rows = work.session.execute(question, execution_options={"yield_per": 1000})
    for row in rows:
        yield CommentLine(*row)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Which of an item's visible comments to show, in what order."""

    voice: Voice | None = None
    stance: Stance | None = None
    by_stance: bool = False
    page: int = 1


def visible_on(work: Work, item_id: int, excerpt: Excerpt = Excerpt()) -> list[CommentLine]:
    """What the public reads on an item, newest first or by stance, up to 200 a page."""
    chosen = [policy.is_visible(), Comment.item_id == item_id]
    if excerpt.voice is not None:
        chosen.append(Comment.voice == excerpt.voice)
    if excerpt.stance is not None:
        chosen.append(Comment.stance == excerpt.stance)
    newest_first = (Comment.first_submitted_at.desc(), Comment.id.desc())
    order = (_stance_order(), *newest_first) if excerpt.by_stance else newest_first
    question = lines(*chosen).order_by(*order)
    return read(work, question.limit(PER_PAGE).offset(PER_PAGE * (excerpt.page - 1)))


_BEGUN = union_all(
    select(Comment.id).where(
        Comment.item_id == bindparam("item"),
        policy.said_by(bindparam("account"), bindparam("bodies", expanding=True)),
        ~policy.is_visible(),
    ),
    select(Draft.id).where(
        Draft.item_id == bindparam("item"), policy.drafted_by(bindparam("account"), bindparam("bodies", expanding=True))
    ),
).limit(1)
"""Asked with every page somebody reads who takes part, and therefore built once."""


def has_begun(work: Work, consultation: Consultation, item_id: int) -> bool:
    """Whether the actor or the actor's organisations have a draft here, or a comment the public does not see."""
    bodies = policy.bodies_of(work.actor, consultation.id)
    values = {"item": item_id, "account": work.actor.account_id, "bodies": bodies}
    return work.session.execute(_BEGUN, values).first() is not None


def own_on(work: Work, consultation: Consultation, item_id: int) -> list[CommentLine]:
    """The actor's and the actor's organisations' comments on an item that the public does not see."""
    own = select(Comment.id).where(Comment.item_id == item_id, policy.is_own(work.actor, consultation.id))
    ids = work.session.scalars(own.where(~policy.is_visible())).all()
    return read(work, lines(Comment.id.in_(ids)).order_by(Comment.id.desc())) if ids else []


def mine(work: Work, consultation: Consultation) -> list[CommentLine]:
    """Everything the actor and the actor's organisations have submitted, newest first."""
    question = lines(policy.is_own(work.actor, consultation.id), Comment.consultation_id == consultation.id).order_by(
        Comment.submitted_at.desc(), Comment.id.desc()
    )
    return read(work, question)


def items_commented(work: Work, consultation: Consultation) -> frozenset[int]:
    """The items on which the actor or the actor's organisations have said something that stands."""
    rows = work.session.scalars(
        select(Comment.item_id)
        .where(
            Comment.consultation_id == consultation.id,
            policy.is_own(work.actor, consultation.id),
            Comment.state != CommentState.WITHDRAWN,
        )
        .distinct()
    )
    return frozenset(rows)


def comment_named(work: Work, consultation: Consultation, public_id: str) -> CommentLine | None:
    """The comment if the actor may read it."""
    question = lines(
        Comment.public_id == public_id,
        Comment.consultation_id == consultation.id,
        policy.readable_by(work.actor, consultation),
    )
    return next(iter(read(work, question)), None)


def comment_to_change(work: Work, consultation: Consultation, public_id: str) -> Comment | None:
    """The row itself if the actor may read it, locked so that two people never both change it."""
    return work.session.scalar(
        select(Comment)
        .where(
            Comment.public_id == public_id,
            Comment.consultation_id == consultation.id,
            policy.readable_by(work.actor, consultation),
        )
        .with_for_update(of=Comment)
        .execution_options(populate_existing=True)
    )


def speaks_for(work: Work, line: CommentLine) -> bool:
    """Whether the actor submitted this comment, or releases for the organisation whose statement it is."""
    comment = work.session.get(Comment, line.id)
    return comment is not None and policy.speaks_for(work.actor, comment)


def may_revise(work: Work, here: Consultation, line: CommentLine) -> bool:
    """Whether its author may add a revision now."""
    return line.state in policy.REVISABLE and policy.arrival(here, work.now) is not None


def withdrawn_at(work: Work, comment_id: int) -> datetime | None:
    """When its author took it back."""
    return work.session.scalar(select(Comment.withdrawn_at).where(Comment.id == comment_id))


def revisions(work: Work, comment_id: int) -> list[RevisionLine]:
    """All revisions as they were submitted, oldest first; for those who may read the comment before the public."""
    rows = work.session.execute(
        select(
            Revision.id,
            Revision.number,
            Revision.stance,
            Revision.body,
            Revision.html,
            Revision.section_id,
            Revision.quote,
            Revision.proposed_wording,
            Revision.submitted_at,
        )
        .where(Revision.comment_id == comment_id)
        .order_by(Revision.number)
    )
    return [RevisionLine(*row) for row in rows]


def drafts(work: Work, consultation: Consultation, item_id: int | None = None) -> list[DraftLine]:
    """The actor's drafts and those shared in the actor's organisations, the last changed first."""
    rows = work.session.execute(
        select(
            Draft.public_id,
            Draft.item_id,
            Draft.stance,
            Draft.body,
            Draft.changed_at,
            Draft.is_shared,
            Draft.author_id == work.actor.account_id,
            Draft.lock,
            Draft.state,
            Draft.organisation_id,
        )
        .where(policy.own_drafts(work.actor, consultation), Draft.item_id == item_id if item_id else true())
        .order_by(Draft.changed_at.desc())
    )
    releasing = {membership.organisation_id for membership in policy.releasing(work.actor, consultation.id)}
    return [DraftLine(*row[:10], row.organisation_id in releasing) for row in rows]


def counts(work: Work, item_ids: Sequence[int] | None = None, *, consultation_id: int | None = None) -> list[Count]:
    """The counters of some items, or of a whole consultation."""
    question = select(
        Counter.item_id,
        Counter.group_id,
        Counter.stance,
        Counter.state,
        Counter.voice,
        Counter.is_late,
        Counter.is_shown,
        Counter.number,
    ).where(Counter.number != 0)
    if item_ids is not None:
        question = question.where(Counter.item_id.in_(item_ids))
    if consultation_id is not None:
        question = question.join(Item, Item.id == Counter.item_id).where(Item.consultation_id == consultation_id)
    return [Count(*row) for row in work.session.execute(question)]


def sums(work: Work, item_id: int | None = None, *, consultation_id: int | None = None) -> list[Sum]:
    """The counters of an item, or of a whole consultation, as far as the public is told."""
    public = Counter.is_shown & ~Counter.is_late
    waiting = (Counter.state == CommentState.SUBMITTED) & ~Counter.is_late
    shown, waits = (func.sum(case((condition, Counter.number), else_=0)) for condition in (public, waiting))
    place = (Counter.item_id, Counter.stance, Counter.voice)
    question = select(*place, shown, waits).where(public | waiting, Counter.number != 0).group_by(*place)
    if item_id is not None:
        question = question.where(Counter.item_id == item_id)
    if consultation_id is not None:
        question = question.join(Item, Item.id == Counter.item_id).where(Item.consultation_id == consultation_id)
    rows = work.session.execute(question)
    return [Sum(item, stance, voice, int(number), int(waits)) for item, stance, voice, number, waits in rows]


def _stance_order() -> ColumnElement[int]:
    return case({stance: place for place, stance in enumerate(Stance)}, value=Comment.stance, else_=9)


@dataclass(frozen=True, slots=True)
class PassageFate:
    """What has become of the passage a comment speaks about, from the version it hangs on to the present one."""

    fate: Fate
    then: int
    now: int


def passages_across(work: Work, item_id: int) -> dict[int, PassageFate]:
    """Comment id → fate, for the visible comments on a section of an earlier version. Two statements, or one."""
    present = select(ItemVersion.id).join(Item, (Item.id == ItemVersion.item_id) & (Item.version == ItemVersion.number))
    now_id = present.where(Item.id == item_id).scalar_subquery()
    spoken = work.session.execute(
        select(
            Comment.id,
            Comment.version_id,
            Revision.section_id,
            Revision.quote,
            Revision.quote_before,
            ItemVersion.number,
            Item.version,
            now_id,
        )
        .join(Revision, (Revision.comment_id == Comment.id) & (Revision.number == Comment.visible))
        .join(ItemVersion, ItemVersion.id == Comment.version_id)
        .join(Item, Item.id == Comment.item_id)
        .where(
            Comment.item_id == item_id,
            policy.is_visible(),
            Revision.section_id.is_not(None),
            ItemVersion.number != Item.version,
        )
    ).all()
    if not spoken:
        return {}
    versions = {row.version_id for row in spoken} | {spoken[0][-1]}
    texts = _texts(work, versions)
    across: dict[tuple[int, int], Across] = {}
    found = {}
    for comment, version, section, quote, before, then, now, now_version in spoken:
        if (version, section) not in across:
            pair = texts.get((version, section), ""), texts.get((now_version, section), "")
            across[version, section] = Across(*pair)
        found[comment] = PassageFate(across[version, section].fate(quote, before), then, now)
    return found


def wordings(work: Work, said: Sequence[CommentLine]) -> dict[int, list[Run]]:
    """Comment id → the proposed wording against the section as its author read it, word by word. One statement."""
    proposing = [line for line in said if line.proposed_wording and line.section_id is not None]
    if not proposing:
        return {}
    versions = {line.version_id for line in proposing}
    texts = _texts(work, versions)
    found = {}
    for line in proposing:
        text = texts.get((line.version_id, line.section_id or 0), "")
        key = (line.version_id, line.section_id, line.proposed_wording)
        found[line.id] = _compared.find(work.session, key, partial(word_diff, text, line.proposed_wording))
    return found


_compared: Kept[list[Run]] = Kept(1000)
"""Long texts take long to compare, and neither of the two ever changes."""


def _texts(work: Work, version_ids: set[int]) -> dict[tuple[int, int], str]:
    """(version, section) → source."""
    rows = work.session.execute(
        select(Passage.version_id, Passage.section_id, Passage.source).where(Passage.version_id.in_(version_ids))
    )
    return {(version, section): source for version, section, source in rows}
