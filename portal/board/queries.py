"""What the board tells: its head line, and which organisations have been heard."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import case, func, select

from portal.board.models import SavedView
from portal.comments import filters
from portal.comments.filters import CommentFilter, Tally
from portal.comments.models import Comment, CommentState, Counter, Voice
from portal.comments.policy import has_visible
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, Item
from portal.decisions.models import Sitting
from portal.kernel.city_time import day_of
from portal.kernel.kept import Kept
from portal.kernel.work import Work
from portal.stakeholders import queries as stakeholders
from portal.stakeholders.models import Organisation
from portal.stakeholders.queries import GroupLine, OrganisationLine


@dataclass(frozen=True, slots=True)
class Headline:
    """Of the whole consultation. `heard` organisations have a visible comment, theirs or a member's."""

    measures: int
    silent: int
    comments: int
    waiting: int
    heard: int
    invited: int


@dataclass(frozen=True, slots=True)
class Heard:
    """How often an organisation, and how often its members for themselves, have spoken in what is asked for."""

    organisation: OrganisationLine
    group: GroupLine
    statements: int
    individuals: int

    @property
    def number(self) -> int:
        return self.statements + self.individuals


@dataclass(frozen=True, slots=True)
class Hearing:
    """Every invited organisation, heard or not, by group and name; `private` are comments of persons without one."""

    heard: list[Heard]
    silent: list[Heard]
    private: int


@dataclass(frozen=True, slots=True)
class ViewLine:
    """A view of the board the actor has kept; `query` is its query string."""

    id: int
    name: str
    query: str


def saved_views(work: Work, consultation: Consultation) -> list[ViewLine]:
    """The actor's own, by name."""
    rows = work.session.execute(
        select(SavedView.id, SavedView.name, SavedView.query)
        .where(SavedView.account_id == work.actor.account_id, SavedView.consultation_id == consultation.id)
        .order_by(func.lower(SavedView.name), SavedView.id)
    )
    return [ViewLine(*row) for row in rows]


def last_sitting(work: Work, consultation: Consultation) -> date | None:
    """The day of the steering group's last sitting so far."""
    today = day_of(work.now)
    held = (Sitting.consultation_id == consultation.id, Sitting.held_on <= today)
    return work.session.scalar(select(func.max(Sitting.held_on)).where(*held))


_shown: Kept[list[Tally]] = Kept(16)


def shown_tallies(work: Work, consultation: Consultation) -> list[Tally]:
    """Everything visible, counted; what is visible changes with the revision of the consultation and not without it.

    What waits for moderation is left out: it changes by itself.
    """
    key = ("tallies", consultation.id, consultation.revision)
    return _shown.find(work.session, key, lambda: _visible(filters.tallies(work, consultation)))


def _visible(every: Sequence[Tally]) -> list[Tally]:
    return [replace(tally, waiting=0) for tally in every if tally.number]


def _waiting(work: Work, consultation: Consultation) -> int:
    """How many comments that came in time wait for moderation."""
    return (
        work.session.scalar(
            select(func.coalesce(func.sum(Counter.number), 0))
            .join(Item, Item.id == Counter.item_id)
            .where(
                Item.consultation_id == consultation.id,
                Counter.state == CommentState.SUBMITTED,
                Counter.is_late.is_(False),
            )
        )
        or 0
    )


def headline(work: Work, consultation: Consultation, every: Sequence[Tally]) -> Headline:
    """`every` are all visible tallies. Who was heard is asked of an index, organisation by organisation."""
    measures = {item.id for item in consultations.structure(work, consultation).measures}
    spoken_on = {tally.item_id for tally in every if tally.number}
    has_spoken = has_visible(Comment.organisation_id == Organisation.id)
    invited, heard = work.session.execute(
        select(func.count(), func.coalesce(func.sum(case((has_spoken, 1), else_=0)), 0))
        .select_from(Organisation)
        .where(Organisation.consultation_id == consultation.id)
    ).one()
    return Headline(
        measures=len(measures),
        silent=len(measures - spoken_on),
        comments=sum(tally.number for tally in every),
        waiting=_waiting(work, consultation),
        heard=heard,
        invited=invited,
    )


def hearing(work: Work, consultation: Consultation, asked: CommentFilter, known_groups: Sequence[GroupLine]) -> Hearing:
    counts = [func.sum(case((Comment.voice == voice, 1), else_=0)) for voice in Voice]
    rows = work.session.execute(
        select(Comment.organisation_id, *counts)
        .where(*filters.conditions(work, consultation, asked, by_time=False))
        .group_by(Comment.organisation_id)
    )
    spoken = {(row[0], voice): int(number) for row in rows for voice, number in zip(Voice, row[1:], strict=True)}
    groups = {group.id: group for group in known_groups}
    places = list(groups)
    every = [
        Heard(
            one,
            groups[one.group_id],
            spoken.get((one.id, Voice.ORGANISATION), 0),
            spoken.get((one.id, Voice.INDIVIDUAL), 0),
        )
        for one in stakeholders.organisations(work, consultation)
    ]
    every.sort(key=lambda heard: places.index(heard.group.id))
    private = spoken.get((None, Voice.INDIVIDUAL), 0)
    return Hearing([one for one in every if one.number], [one for one in every if not one.number], private)
