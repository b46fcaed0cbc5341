"""What the public and the stakeholders' pages show, as one frozen answer per page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from portal.catalogue.figures import Figures, by_item, together
from portal.comments import queries as comments
from portal.comments.attachments import AttachmentLine, of_comments
from portal.comments.models import Comment, Voice
from portal.comments.no_objection import silence
from portal.comments.policy import is_visible, release_membership
from portal.comments.queries import CommentLine, DraftLine, Excerpt, PassageFate
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, Phase
from portal.consultations.queries import PartDifference, Sheet, VersionLine
from portal.consultations.structure import FieldLine, ItemLine, SectionLine, Structure
from portal.kernel.actor import VISITOR
from portal.kernel.differences import Run
from portal.kernel.work import Work
from portal.search import queries as search
from portal.search.models import Subject
from portal.stakeholders import queries as stakeholders

PER_PAGE = 100
SHORTEST_MARK = 12


@dataclass(frozen=True, slots=True)
class FieldCard:
    field: FieldLine
    goals: int
    measures: int
    comments: int


@dataclass(frozen=True, slots=True)
class Overview:
    phase: Phase
    days_left: int | None
    fields: list[FieldCard]
    measures: int
    organisations: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to filter by: its value in the address, its name, and how many measures it has."""

    value: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class MeasureFilter:
    """What the query string asks for; empty means everything."""

    q: str = ""
    fields: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    stances: tuple[str, ...] = ()
    silent: bool = False
    sort: str = "code"
    page: int = 1


@dataclass(frozen=True, slots=True)
class MeasureRow:
    item: ItemLine
    figures: Figures


@dataclass(frozen=True, slots=True)
class GoalRows:
    """Measures under their first goal; no goal where the list is sorted otherwise or a measure has none."""

    goal: ItemLine | None
    rows: list[MeasureRow]


@dataclass(frozen=True, slots=True)
class MeasureList:
    number: int
    groups: list[GoalRows]
    pages: int


@dataclass(frozen=True, slots=True)
class MarkedPart:
    """A section with the passages marked that visible comments speak about."""

    section: SectionLine
    html: Markup
    comments: int
    quotes: int


@dataclass(frozen=True, slots=True)
class ItemPage:
    """Everything the public reads on one item."""

    item: ItemLine
    field: FieldLine
    goals: tuple[ItemLine, ...]
    measures: tuple[ItemLine, ...]
    sheet: Sheet
    parts: list[MarkedPart]
    figures: Figures
    comments: list[CommentLine]
    sections: dict[int, SectionLine]
    groups: dict[int, stakeholders.GroupLine]
    neighbours: tuple[ItemLine | None, ItemLine | None]
    pages: int
    wordings: dict[int, list[Run]]
    fates: dict[int, PassageFate]
    files: Mapping[int, list[AttachmentLine]]


@dataclass(frozen=True, slots=True)
class Difference:
    older: VersionLine
    newer: VersionLine
    parts: list[PartDifference]


@dataclass(frozen=True, slots=True)
class FieldSilence:
    """How many items of a field somebody has said nothing about, and to how many a click said “no objection”."""

    field: FieldLine
    open: int
    clicked: int


@dataclass(frozen=True, slots=True)
class Unsaid:
    """The same for one voice: field by field and together. `speaker` is the organisation, "" for oneself."""

    voice: Voice
    speaker: str
    fields: list[FieldSilence]

    @property
    def open(self) -> int:
        return sum(line.open for line in self.fields)

    @property
    def clicked(self) -> int:
        return sum(line.clicked for line in self.fields)


@dataclass(frozen=True, slots=True)
class Mine:
    drafts: list[DraftLine]
    comments: list[CommentLine]
    wordings: dict[int, list[Run]]


def overview(work: Work, here: Consultation) -> Overview:
    skeleton = consultations.structure(work, here)
    sums = comments.sums(work, consultation_id=here.id)
    per_item = by_item(sums)
    cards = [
        FieldCard(
            field,
            sum(goal.field_id == field.id for goal in skeleton.goals),
            sum(measure.field_id == field.id for measure in skeleton.measures),
            sum(per_item[i.id].total for i in skeleton.items if i.field_id == field.id and i.id in per_item),
        )
        for field in skeleton.fields
    ]
    return Overview(
        here.phase(work.now),
        _days_left(here, work.now),
        cards,
        len(skeleton.measures),
        sum(group.organisations for group in stakeholders.groups(work, here)),
        together(sums),
    )


def measures(work: Work, here: Consultation, asked: MeasureFilter) -> MeasureList:
    """The measures that match, in catalogue order under their goals, or by comments."""
    skeleton = consultations.structure(work, here)
    figures = by_item(comments.sums(work, consultation_id=here.id))
    found = [MeasureRow(m, figures.get(m.id, Figures())) for m in skeleton.measures]
    found = [row for row in found if _matches(row, skeleton, asked)]
    if asked.q:
        ids = frozenset(work.session.scalars(search.found(work, Subject.ITEM, here.id, asked.q)))
        found = [row for row in found if row.item.id in ids]
    if asked.silent:
        said = comments.items_commented(work, here)
        found = [row for row in found if row.item.id not in said]
    if asked.sort == "comments":
        found.sort(key=lambda row: -row.figures.total)
    if asked.sort == "contested":
        found.sort(key=lambda row: (-row.figures.dispute, -row.figures.total))
    shown = found[(asked.page - 1) * PER_PAGE : asked.page * PER_PAGE]
    grouped = [GoalRows(None, shown)] if asked.sort in ("comments", "contested") else _under_goals(shown, skeleton)
    return MeasureList(len(found), grouped if shown else [], max(1, -(-len(found) // PER_PAGE)))


def choices(work: Work, here: Consultation) -> dict[str, list[Choice]]:
    """What the list can be filtered by."""
    skeleton = consultations.structure(work, here)
    every = skeleton.measures

    return {
        "field": [Choice(f.code, f.title, sum(m.field_id == f.id for m in every)) for f in skeleton.fields],
        "kind": [
            Choice(kind, kind, number)
            for kind in ("administration", "lighthouse", "recommendation")
            if (number := sum(m.kind == kind for m in every))
        ],
        "origin": [
            Choice(str(origin_id), name, number)
            for origin_id, name in skeleton.origins
            if (number := sum(m.origin_id == origin_id for m in every))
        ],
    }


def item_page(
    work: Work, here: Consultation, line: ItemLine, excerpt: Excerpt, version: int | None = None
) -> ItemPage | None:
    """None when there is no such version."""
    skeleton = consultations.structure(work, here)
    sheet = consultations.sheet(work, here, line, version)
    if sheet is None:
        return None
    figures = together(comments.sums(work, line.id))
    said = comments.visible_on(work, line.id, excerpt)
    return ItemPage(
        line,
        skeleton.field_by_id[line.field_id],
        skeleton.goals_of(line),
        skeleton.measures_of(line),
        sheet,
        [_marked(part.section, part.html, said) for part in sheet.parts],
        figures,
        said,
        skeleton.section_by_id,
        {group.id: group for group in stakeholders.groups(work, here)},
        skeleton.neighbours(line),
        max(1, -(-figures.of(excerpt.voice, excerpt.stance) // comments.PER_PAGE)),
        comments.wordings(work, said),
        comments.passages_across(work, line.id) if line.version > 1 else {},
        of_comments(
            Work(work.session, VISITOR, work.now), here, [comment.id for comment in said if comment.is_statement]
        ),
    )


def difference(work: Work, here: Consultation, line: ItemLine, older: int, newer: int) -> Difference | None:
    """What changed word by word from one version to another; None when one of them is missing."""
    first, second = (consultations.sheet(work, here, line, number) for number in (older, newer))
    if first is None or second is None:
        return None
    return Difference(first.version, second.version, consultations.differences(work, here, first, second))


def mine(work: Work, here: Consultation) -> Mine:
    said = comments.mine(work, here)
    return Mine(comments.drafts(work, here), said, comments.wordings(work, said))


def unsaid(work: Work, here: Consultation) -> list[Unsaid]:
    """Where the actor could still say “no objection”: for the organisation if it is theirs to say, and for oneself."""
    skeleton = consultations.structure(work, here)
    release = release_membership(work.actor, here)
    voices = [(Voice.ORGANISATION, release.organisation_name)] if release else []
    found = []
    for voice, speaker in [*voices, (Voice.INDIVIDUAL, "")]:
        silent = silence(work, here, skeleton.items, voice)
        fields = []
        for field in skeleton.fields:
            items = {item.id for item in skeleton.items if item.field_id == field.id}
            fields.append(FieldSilence(field, len(items & silent.open), len(items & silent.clicked)))
        found.append(Unsaid(voice, speaker, fields))
    return found


def latest(work: Work, here: Consultation, number: int) -> list[CommentLine]:
    """The visible comments published last, for the feed."""
    question = comments.lines(is_visible(), Comment.consultation_id == here.id)
    return comments.read(work, question.order_by(Comment.published_at.desc(), Comment.id.desc()).limit(number))


def _days_left(here: Consultation, now: datetime) -> int | None:
    if here.closes_at is None or here.phase(now) is not Phase.COMMENTING:
        return None
    return max(0, (here.closes_at - now).days)


def _matches(row: MeasureRow, skeleton: Structure, asked: MeasureFilter) -> bool:
    item = row.item
    goals = {goal.code for goal in skeleton.goals_of(item)}
    return (
        (not asked.fields or skeleton.field_by_id[item.field_id].code in asked.fields)
        and (not asked.goals or bool(goals & set(asked.goals)))
        and (not asked.kinds or item.kind in asked.kinds)
        and (not asked.origins or str(item.origin_id) in asked.origins)
        and (not asked.stances or any(row.figures.has(stance) for stance in asked.stances))
    )


def _under_goals(rows: Sequence[MeasureRow], skeleton: Structure) -> list[GoalRows]:
    groups: list[GoalRows] = []
    for row in rows:
        goal = next(iter(skeleton.goals_of(row.item)), None)
        if not groups or groups[-1].goal != goal:
            groups.append(GoalRows(goal, []))
        groups[-1].rows.append(row)
    return groups


def _marked(section: SectionLine, html: Markup, said: Sequence[CommentLine]) -> MarkedPart:
    about = [comment for comment in said if comment.section_id == section.id]
    quotes = [comment.quote for comment in about if len(comment.quote) >= SHORTEST_MARK]
    marked = str(html)
    for quote in sorted(set(quotes), key=len, reverse=True):
        text = str(escape(quote)).replace("&#34;", '"').replace("&#39;", "'")
        if marked.count(text) == 1 and "<mark>" not in text:
            marked = marked.replace(text, f"<mark>{text}</mark>")
    return MarkedPart(section, Markup(marked), len(about), len(quotes))  # noqa: S704 - stored HTML and <mark> only
