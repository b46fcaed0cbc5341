"""Comments as those who check them see them: the newest revision, word for word."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, false, func, or_, select, tuple_
from sqlalchemy import case as choose
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal.comments.filters import OUTSIDE
from portal.comments.models import (
    Arrival,
    Attachment,
    Comment,
    CommentState,
    Counter,
    OnBehalf,
    Revision,
    Stance,
    Voice,
    Way,
)
from portal.consultations.models import Consultation, Field, Item, ItemVersion, Passage
from portal.kernel.plans import without_index
from portal.kernel.work import Work
from portal.moderation import policy
from portal.moderation.policy import Occasion
from portal.moderation.queries.matters import first_moderator, is_open
from portal.moderation.queries.team import looked_at_by_others
from portal.moderation.redaction import Texts
from portal.stakeholders.models import Organisation, StakeholderGroup

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What the query string asks for; empty means everything. `by` names a comment: others of the same speaker.

    With an appeal or a report as its occasion, the state is left aside.
    """

    state: CommentState = CommentState.SUBMITTED
    occasion: Occasion = Occasion.ARRIVAL
    field: str = ""
    group: str = ""
    q: str = ""
    by: str = ""
    page: int = 1

    @property
    def is_to_do(self) -> bool:
        """Whether the rows asked for are waiting for somebody."""
        return self.occasion is not Occasion.ARRIVAL or self.state is CommentState.SUBMITTED

    @property
    def is_narrowed(self) -> bool:
        return bool(self.field or self.group or self.q or self.by)

    def address(self, **changes: Any) -> dict[str, Any]:
        """The query string that asks for this, with changes; a change turns back to the first page."""
        changed = replace(self, **{"page": 1, **changes} if changes else {})
        plain = {name: getattr(changed, name) for name in ("field", "group", "q", "by")}
        if changed.occasion != Occasion.ARRIVAL:
            plain["about"] = str(changed.occasion)
        elif changed.state != CommentState.SUBMITTED:
            plain["state"] = str(changed.state)
        if changed.page > 1:
            plain["page"] = changed.page
        return {name: value for name, value in plain.items() if value}


@dataclass(frozen=True, slots=True)
class Case:
    """The newest revision of a comment. `is_first`: nothing came from the same speaker before. `files` came with it.

    `way`, `arrived_on` and `reference` are those of a letter the office has entered.
    """

    id: int
    public_id: str
    item_id: int
    version_id: int
    author_id: int | None
    private_number: int | None
    organisation_id: int | None
    organisation: str
    group_id: int
    voice: Voice
    state: CommentState
    arrival: Arrival
    newest: int
    visible: int | None
    submitted_at: datetime
    withdrawn_at: datetime | None
    stance: Stance
    body: str
    html: Markup
    section_id: int | None
    quote: str
    proposed_wording: str
    language: str
    resolved_by: str
    minority_vote: str
    way: Way | None
    arrived_on: date | None
    reference: str
    is_first: bool
    files: int

    @property
    def number(self) -> str:
        """As people read it out: “K7QF 2M4X”."""
        return f"{self.public_id[:4]} {self.public_id[4:]}"

    @property
    def is_statement(self) -> bool:
        return self.voice is Voice.ORGANISATION

    @property
    def is_waiting(self) -> bool:
        return self.state is CommentState.SUBMITTED

    @property
    def texts(self) -> Texts:
        return Texts(self.body, self.quote, self.proposed_wording, self.minority_vote)


@dataclass(frozen=True, slots=True)
class Speaker:
    """One individual, or one organisation with its statements; `id` is a comment that came from there."""

    id: int
    consultation_id: int
    voice: Voice
    author_id: int | None
    organisation_id: int | None


@dataclass(frozen=True, slots=True)
class Similar:
    """The beginning of another comment's text, to compare with."""

    id: int
    item_id: int
    text: str


def cases(work: Work, here: Consultation, asked: Asked) -> list[Case]:
    """One page of what was asked for: what waits oldest first, what is decided newest first."""
    oldest = (Comment.submitted_at, Comment.id)
    order = oldest if asked.is_to_do else tuple(column.desc() for column in oldest)
    question = _cases(_in_tab(here, asked), *_conditions(work, here, asked)).order_by(*order)
    rows = work.session.execute(question.limit(PER_PAGE).offset(PER_PAGE * (asked.page - 1)))
    return [Case(*row) for row in rows]


def case(work: Work, here: Consultation, public_id: str) -> Case | None:
    question = _cases(Comment.public_id == public_id, Comment.consultation_id == here.id)
    row = work.session.execute(question).one_or_none()
    return Case(*row) if row is not None else None


def following(work: Work, here: Consultation, asked: Asked, before: Case) -> str | None:
    """Which comment that this moderator may check comes after one, else the first of those that wait.

    Those somebody else is looking at are left to them.
    """
    comes_after = tuple_(Comment.submitted_at, Comment.id) > tuple_(before.submitted_at, before.id)
    question = (
        select(Comment.public_id)
        .join(Revision, (Revision.comment_id == Comment.id) & (Revision.number == Comment.newest))
        .where(
            _in_tab(here, asked if asked.occasion is not Occasion.ARRIVAL else Asked()),
            Comment.id != before.id,
            policy.is_for(work.actor, here.id),
            _is_second(work),
            Comment.id.not_in(looked_at_by_others(work, here)),
            *_conditions(work, here, asked),
        )
        .order_by(choose((comes_after, 0), else_=1), Comment.submitted_at, Comment.id)
        .limit(1)
    )
    return work.session.scalar(question)


def tallies(work: Work, here: Consultation, asked: Asked) -> dict[CommentState, int]:
    """How many comments stand in each state, of those that were asked for; words searched for are left aside."""
    if asked.by:
        speaker = _speaker_of(work, here, asked.by)
        counted = _about(here, asked, Comment.item_id, Comment.group_id)
        return _by_state(work, *counted, _is_from(speaker)) if speaker is not None else {}
    question = (
        select(Counter.state, func.sum(Counter.number))
        .join(Item, Item.id == Counter.item_id)
        .where(Item.consultation_id == here.id, *_about(here, asked, Counter.item_id, Counter.group_id))
        .group_by(Counter.state)
    )
    return {state: int(number) for state, number in work.session.execute(question)}


def found(work: Work, here: Consultation, asked: Asked) -> int:
    """How many comments `cases` has on all its pages."""
    question = (
        select(func.count())
        .select_from(Comment)
        .join(Revision, (Revision.comment_id == Comment.id) & (Revision.number == Comment.newest))
        .where(_in_tab(here, asked), *_conditions(work, here, asked))
    )
    return work.session.scalar(question) or 0


def open_matters(work: Work, here: Consultation, asked: Asked) -> dict[Occasion, int]:
    """How many comments have an open appeal, and how many an open report; words searched for are left aside."""
    conditions = _conditions(work, here, replace(asked, q="", by=""))
    counts = {
        occasion: select(func.count()).where(is_open(occasion, here), *conditions).scalar_subquery()
        for occasion in (Occasion.APPEAL, Occasion.REPORT)
    }
    row = work.session.execute(select(*counts.values())).one()
    return dict(zip(counts, row, strict=True))


def others(work: Work, here: Consultation, about: Case) -> dict[CommentState, int]:
    """How many other comments came from the same speaker, by state."""
    speaker = Speaker(about.id, here.id, about.voice, about.author_id, about.organisation_id)
    return _by_state(work, _is_from(speaker))


def passage(work: Work, about: Case) -> tuple[int, str]:
    """The number of the version a comment is about, and what stands in the section it speaks about."""
    row = work.session.execute(
        select(ItemVersion.number, Passage.source)
        .outerjoin(Passage, (Passage.version_id == ItemVersion.id) & (Passage.section_id == about.section_id))
        .where(ItemVersion.id == about.version_id)
    ).one()
    return row.number, row.source or ""


def similar_on(work: Work, about: Case, *, lengths: tuple[int, int], most: int, longest: int) -> list[Similar]:
    """The newest waiting and visible comments on the same item whose texts have such a length, itself among them."""
    question = _beginnings(longest).where(
        Comment.item_id == about.item_id,
        or_(Comment.state == CommentState.SUBMITTED, Comment.visible.is_not(None)),
        func.length(Revision.body).between(*lengths),
    )
    return [Similar(*row) for row in work.session.execute(question.order_by(Comment.id.desc()).limit(most))]


def waiting_on(work: Work, here: Consultation, item_ids: Collection[int], *, most: int, longest: int) -> list[Similar]:
    """The newest waiting comments on some items."""
    question = _beginnings(longest).where(
        Comment.consultation_id == here.id,
        Comment.state == CommentState.SUBMITTED,
        Comment.item_id.in_(item_ids),
    )
    newest = question.order_by(Comment.submitted_at.desc(), Comment.id.desc()).limit(most)
    return [Similar(*row) for row in work.session.execute(newest)]


def _cases(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Comment.id,
            Comment.public_id,
            Comment.item_id,
            Comment.version_id,
            Comment.author_id,
            Comment.private_number,
            Comment.organisation_id,
            func.coalesce(Organisation.name, ""),
            Comment.group_id,
            Comment.voice,
            Comment.state,
            Comment.arrival,
            Comment.newest,
            Comment.visible,
            Comment.submitted_at,
            Comment.withdrawn_at,
            Revision.stance,
            Revision.body,
            Revision.html,
            Revision.section_id,
            Revision.quote,
            Revision.proposed_wording,
            Revision.language,
            Revision.resolved_by,
            Revision.minority_vote,
            OnBehalf.way,
            OnBehalf.arrived_on,
            func.coalesce(OnBehalf.reference, ""),
            _is_first(),
            _files(),
        )
        .join(Revision, (Revision.comment_id == Comment.id) & (Revision.number == Comment.newest))
        .outerjoin(Organisation, Organisation.id == Comment.organisation_id)
        .outerjoin(OnBehalf, OnBehalf.comment_id == Comment.id)
        .where(*conditions)
    )


def _beginnings(longest: int) -> Select[int, int, str]:
    return select(Comment.id, Comment.item_id, func.substr(Revision.body, 1, longest)).join(
        Revision, (Revision.comment_id == Comment.id) & (Revision.number == Comment.newest)
    )


def _files() -> ScalarSelect[int]:
    return select(func.count(Attachment.id)).where(Attachment.comment_id == Comment.id).scalar_subquery()


def _is_first() -> ColumnElement[bool]:
    earlier = aliased(Comment)
    before = exists().where(
        without_index(earlier.consultation_id) == Comment.consultation_id,
        earlier.voice == Comment.voice,
        earlier.id < Comment.id,
    )
    statement = before.where(earlier.organisation_id == Comment.organisation_id)
    own = before.where(earlier.author_id == Comment.author_id)
    return and_(Comment.author_id.is_not(None), choose((Comment.voice == Voice.ORGANISATION, ~statement), else_=~own))


def _speaker_of(work: Work, here: Consultation, public_id: str) -> Speaker | None:
    question = select(
        Comment.id, Comment.consultation_id, Comment.voice, Comment.author_id, Comment.organisation_id
    ).where(Comment.public_id == public_id, Comment.consultation_id == here.id)
    row = work.session.execute(question).one_or_none()
    return Speaker(*row) if row is not None else None


def _is_from(speaker: Speaker) -> ColumnElement[bool]:
    """What else came from a speaker; from an erased account nothing."""
    if speaker.author_id is None:
        return false()
    is_statement = speaker.voice is Voice.ORGANISATION
    return and_(
        Comment.organisation_id == speaker.organisation_id if is_statement else Comment.author_id == speaker.author_id,
        without_index(Comment.consultation_id) == speaker.consultation_id,
        Comment.voice == speaker.voice,
        Comment.id != speaker.id,
    )


def _by_state(work: Work, *conditions: ColumnElement[bool]) -> dict[CommentState, int]:
    question = select(Comment.state, func.count()).where(*conditions).group_by(Comment.state)
    return dict(work.session.execute(question).all())


def _conditions(work: Work, here: Consultation, asked: Asked) -> list[ColumnElement[bool]]:
    conditions = [Comment.consultation_id == here.id, *_about(here, asked, Comment.item_id, Comment.group_id)]
    if asked.by:
        speaker = _speaker_of(work, here, asked.by)
        conditions.append(_is_from(speaker) if speaker is not None else false())
    if asked.q:
        conditions.append(_mentions(here, asked.q))
    return conditions


def _in_tab(here: Consultation, asked: Asked) -> ColumnElement[bool]:
    """The rows of the chosen tab, whatever else they are narrowed to."""
    if asked.occasion is Occasion.ARRIVAL:
        return Comment.state == asked.state
    return is_open(asked.occasion, here)


def _is_second(work: Work) -> ColumnElement[bool]:
    """Not appealed against what this moderator decided."""
    first = first_moderator()
    return or_(first.is_(None), first != work.actor.account_id)


def _about(
    here: Consultation, asked: Asked, item: InstrumentedAttribute[int], group: InstrumentedAttribute[int]
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if asked.field:
        items = select(Item.id).join(Field, Field.id == Item.field_id)
        conditions.append(item.in_(items.where(Field.consultation_id == here.id, Field.code == asked.field)))
    if asked.group:
        conditions.append(group == (0 if asked.group == OUTSIDE else _group(here, asked.group)))
    return conditions


def _group(here: Consultation, key: str) -> ScalarSelect[int]:
    question = select(StakeholderGroup.id).where(StakeholderGroup.consultation_id == here.id)
    return question.where(StakeholderGroup.key == key).scalar_subquery()


def _mentions(here: Consultation, q: str) -> ColumnElement[bool]:
    """The comment of that number, or every word somewhere in the text or in the name of the organisation."""
    named = select(Organisation.id).where(Organisation.consultation_id == here.id)
    words = [
        or_(_has(Revision.body, word), Comment.organisation_id.in_(named.where(_has(Organisation.name, word))))
        for word in q.split()
    ]
    return or_(Comment.public_id == "".join(q.split()).upper(), and_(*words))


def _has(column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    """SQLite knows upper and lower case of a to z only, so a first letter such as Ü is asked for in both."""
    spellings = (word,) if word[0].isascii() else (word.lower(), word.capitalize())
    return or_(*(column.icontains(spelling, autoescape=True) for spelling in spellings))
