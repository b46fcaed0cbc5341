"""What the answers look like; the document that describes the interface is made of these."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.comments.models import Stance, Voice
from portal.consultations.models import ItemType, Kind, Phase
from portal.decisions.models import DecisionOutcome


@dataclass(frozen=True, slots=True)
class Consultation:
    """One comment loop on one catalogue; `closes_at` is the exclusive instant at which commenting ends."""

    slug: str
    title: str
    city: str
    question: str
    phase: Phase
    opens_at: datetime | None
    closes_at: datetime | None
    council_resolution: str
    council_number: str
    council_on: date | None
    page: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of action."""

    code: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class Item:
    """A goal or a measure without its texts; `goals` are codes, and `version` is the number of its newest text."""

    type: ItemType
    code: str
    title: str
    field: str
    goals: tuple[str, ...]
    kind: Kind | None
    recommended_to: str
    origin: str
    version: int
    page: str


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a sheet, in Markdown."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A goal or a measure with its newest text."""

    item: Item
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A text as it stood from one moment on; it never changes."""

    number: int
    title: str
    note: str
    created_at: datetime
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as everybody may read it.

    With the voice `individual` a member of the organisation speaks, who is never named; without an organisation a
    private person, who has a number. `text` is plain; blackened places read █.
    """

    id: str
    type: ItemType
    item: str
    field: str
    version: int
    section: str
    quote: str
    stance: Stance
    voice: Voice
    organisation: Organisation | None
    private_number: int | None
    group: str
    text: str
    proposed_wording: str
    language: str
    revision: int
    is_redacted: bool
    is_late: bool
    submitted_at: datetime
    page: str


@dataclass(frozen=True, slots=True)
class Wording:
    """What a section reads from a decision on."""

    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A published decision that counts; `version` is the text it was taken on, `sitting` the number of the sitting."""

    type: ItemType
    item: str
    version: int
    outcome: DecisionOutcome
    reason: str
    wordings: tuple[Wording, ...]
    recommended_to: str
    sitting: int | None
    held_on: date | None
    votes_for: int | None
    votes_against: int | None
    votes_abstained: int | None
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Figure:
    """How many visible comments of one item, group, stance and voice there are; organisations and persons apart."""

    type: ItemType
    item: str
    group: str
    stance: Stance
    voice: Voice
    number: int


@dataclass(frozen=True, slots=True)
class Group:
    """A stakeholder group; comments of those outside all groups have an empty one."""

    key: str
    name: str
    organisations: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All visible comments, counted; figures of nought are left out."""

    comments: int
    groups: tuple[Group, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Consultations:
    """A page of a list; `next` is the cursor of the following one, null on the last."""

    items: tuple[Consultation, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Fields:
    items: tuple[Field, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple[Item, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Versions:
    items: tuple[Version, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Comments:
    items: tuple[Comment, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Decisions:
    items: tuple[Decision, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, as in RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
