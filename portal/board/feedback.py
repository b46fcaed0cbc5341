"""One measure or goal with everything that was said about it, group by group, statements first."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select

from portal.board.answers import answered_themes
from portal.board.contest import Voices
from portal.board.narrowing import NO_THEME
from portal.board.partiality import Partiality, partiality
from portal.comments import filters
from portal.comments import queries as comments
from portal.comments.filters import OUTSIDE, CommentFilter
from portal.comments.models import Comment, Revision, Stance, Voice
from portal.comments.policy import is_visible
from portal.comments.queries import CommentLine, Count, PassageFate
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, ItemVersion, Passage
from portal.consultations.queries import Sheet, VersionLine
from portal.consultations.structure import FieldLine, ItemLine, SectionLine, Structure
from portal.kernel.differences import Run, word_diff
from portal.kernel.marking import Quoted, mark_passages
from portal.kernel.work import Work
from portal.stakeholders import queries as stakeholders
from portal.stakeholders.queries import GroupLine, OrganisationLine
from portal.themes import queries as themes
from portal.themes.queries import AdviceLine, NoteLine, ThemeLine

MOST = 200
"""Remarks shown on the page; the others are behind its figures."""
FIRST = 4
"""Remarks shown under each theme."""
MOST_NAMED = 12
"""Silent organisations named at once; the others unfold."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment, what it would change in its section word by word, and the version it hangs on if that is older.

    `fate` is what has become of the passage it speaks about since then.
    """

    line: CommentLine
    section: SectionLine | None
    changes: list[Run] | None
    older_version: int | None
    fate: PassageFate | None


@dataclass(frozen=True, slots=True)
class GroupFeedback:
    """What one stakeholder group says; `group` is None for those outside all. `more` remarks are not shown here."""

    key: str
    group: GroupLine | None
    voices: Voices
    remarks: tuple[Remark, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ThemeFeedback:
    """What is said on this item under one theme; the first `remarks`, the others are behind the figure."""

    line: ThemeLine
    voices: Voices
    remarks: tuple[Remark, ...]
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A proposed wording of a section against its text today; `is_older` when it was written on an older version."""

    section: SectionLine
    runs: list[Run]
    is_older: bool


@dataclass(frozen=True, slots=True)
class MarkedPart:
    section: SectionLine
    html: Markup


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who said what is on everybody's mind, and who said nothing. Silence is nobody's consent."""

    content: list[CommentLine]
    contents: int
    by_members: list[OrganisationLine]
    silent: list[OrganisationLine]
    invited: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """`advice` is the newest the actor may read, `advised` what it would change in the text as it stands.

    `waiting` for moderation are counted and not shown; `unthemed` are visible and stand under no theme.
    """

    item: ItemLine
    field: FieldLine
    goals: tuple[ItemLine, ...]
    sheet: Sheet
    parts: list[MarkedPart]
    voices: Voices
    waiting: int
    groups: list[GroupFeedback]
    themes: list[ThemeFeedback]
    unthemed: int
    coverage: Coverage
    versions: list[VersionLine]
    partiality: Partiality
    advice: AdviceLine | None
    advised: Change | None
    notes: list[NoteLine]
    neighbours: tuple[ItemLine | None, ItemLine | None]


def feedback(work: Work, consultation: Consultation, item: ItemLine) -> Feedback:
    """In a number of statements that does not grow with the comments."""
    skeleton = consultations.structure(work, consultation)
    sheet = consultations.sheet(work, consultation, item)
    if sheet is None:
        raise LookupError(f"{item.code} has no version {item.version}")
    counts = comments.counts(work, [item.id])
    said = _said(work, item)
    voices = _voices(counts)
    organisations = stakeholders.organisations(work, consultation)
    spoken = _spoken(work, item)
    remarks = _remarks(work, skeleton, sheet, said)
    advised = themes.advice(work, consultation, item.id)
    under = _themes(work, consultation, item, remarks)
    return Feedback(
        item=item,
        field=skeleton.field_by_id[item.field_id],
        goals=skeleton.goals_of(item),
        sheet=sheet,
        parts=_parts(work, item, sheet),
        voices=voices,
        waiting=sum(count.number for count in counts if count.is_waiting and not count.is_late),
        groups=_groups(counts, stakeholders.groups(work, consultation), remarks),
        themes=under,
        unthemed=filters.number(work, consultation, CommentFilter(items=(item.code,), themes=(NO_THEME,))),
        coverage=_coverage(work, item, voices, organisations, spoken),
        versions=consultations.versions(work, item.id),
        partiality=partiality(work, consultation, sheet, spoken, voices),
        advice=advised,
        advised=change_of(skeleton, sheet, advised),
        notes=themes.notes(work, consultation, item.id),
        neighbours=skeleton.neighbours(item),
    )


def change_of(skeleton: Structure, sheet: Sheet, advice: AdviceLine | None) -> Change | None:
    """What advice would change in the text as it stands."""
    section = skeleton.section_by_id.get(advice.section_id or 0) if advice is not None else None
    if advice is None or section is None:
        return None
    return Change(
        section, word_diff(sheet.source_of(section.id), advice.wording), advice.version_id != sheet.version.id
    )


def _themes(work: Work, consultation: Consultation, item: ItemLine, remarks: Sequence[Remark]) -> list[ThemeFeedback]:
    """Themes with something visible on this item, the largest first; one beneath another stands after it."""
    voices: dict[int, Voices] = {}
    for tally in themes.tallies(work, consultation, [Comment.item_id == item.id]):
        voices.setdefault(tally.theme_id, Voices()).add(tally.voice, tally.stance, tally.number)
    if not voices:
        return []
    marked = themes.of_comments(work, [remark.line.id for remark in remarks])
    answered = answered_themes(work, consultation)
    found = []
    for line in themes.themes(work, consultation, item.id):
        if line.id in voices:
            theirs = [one for one in remarks if _stands_under(line, marked.get(one.line.id, []))]
            found.append(ThemeFeedback(line, voices[line.id], tuple(theirs[:FIRST]), line.id in answered))
    size = {one.line.id: one.voices.number for one in found}
    return sorted(found, key=lambda one: -size.get(one.line.parent_id or one.line.id, one.voices.number))


def _stands_under(line: ThemeLine, marked: Sequence[ThemeLine]) -> bool:
    return any(line.id in (one.id, one.parent_id) for one in marked)


def _said(work: Work, item: ItemLine) -> list[CommentLine]:
    """Statements before individuals, the newest first."""
    question = comments.lines(is_visible(), Comment.item_id == item.id)
    newest = (Comment.first_submitted_at.desc(), Comment.id.desc())
    return comments.read(work, question.order_by(Comment.voice.desc(), *newest).limit(MOST))


def _voices(counts: Sequence[Count]) -> Voices:
    voices = Voices()
    for count in counts:
        if count.is_public:
            voices.add(count.voice, count.stance, count.number)
    return voices


def _groups(counts: Sequence[Count], groups: Sequence[GroupLine], remarks: Sequence[Remark]) -> list[GroupFeedback]:
    """Every group in its order, also those that are silent; those outside all groups only when they have spoken."""
    found = []
    for group in (*groups, None):
        group_id = group.id if group else 0
        voices = _voices([count for count in counts if count.group_id == group_id])
        theirs = tuple(remark for remark in remarks if remark.line.group_id == group_id)
        if group or voices.number:
            key = group.key if group else OUTSIDE
            found.append(GroupFeedback(key, group, voices, theirs, voices.number - len(theirs)))
    return found


def _remarks(work: Work, skeleton: Structure, sheet: Sheet, said: Sequence[CommentLine]) -> list[Remark]:
    older = sorted({line.version_id for line in said} - {sheet.version.id})
    fates = comments.passages_across(work, sheet.item.id) if older else {}
    numbers: dict[int, int] = {}
    sources: dict[tuple[int, int], str] = {}
    if older:
        rows = work.session.execute(
            select(ItemVersion.id, ItemVersion.number, Passage.section_id, Passage.source)
            .outerjoin(Passage, Passage.version_id == ItemVersion.id)
            .where(ItemVersion.id.in_(older))
        )
        for version_id, number, section_id, source in rows:
            numbers[version_id] = number
            sources[version_id, section_id] = source
    sources |= {(sheet.version.id, part.section.id): part.source for part in sheet.parts}
    return [
        Remark(
            line,
            skeleton.section_by_id.get(line.section_id or 0),
            _changes(line, sources.get((line.version_id, line.section_id or 0), "")),
            numbers.get(line.version_id),
            fates.get(line.id),
        )
        for line in said
    ]


def _changes(line: CommentLine, before: str) -> list[Run] | None:
    return word_diff(before, line.proposed_wording) if line.proposed_wording else None


def _parts(work: Work, item: ItemLine, sheet: Sheet) -> list[MarkedPart]:
    rows = work.session.execute(
        select(Revision.section_id, Revision.quote, Revision.quote_before)
        .join(Comment, (Comment.id == Revision.comment_id) & (Comment.visible == Revision.number))
        .where(Comment.item_id == item.id, is_visible(), Revision.quote != "")
        .distinct()
    )
    quotes: dict[int | None, list[Quoted]] = {}
    for section_id, quote, before in rows:
        quotes.setdefault(section_id, []).append(Quoted(quote, before))
    return [
        MarkedPart(part.section, mark_passages(part.html, quotes[part.section.id]))
        if part.section.id in quotes
        else MarkedPart(part.section, part.html)
        for part in sheet.parts
    ]


def _spoken(work: Work, item: ItemLine) -> dict[int, bool]:
    """Organisations with a visible comment here, and whether one of them is a statement."""
    rows = work.session.execute(
        select(Comment.organisation_id, Comment.voice).where(Comment.item_id == item.id, is_visible()).distinct()
    )
    spoken: dict[int, bool] = {}
    for organisation_id, voice in rows:
        if organisation_id is not None:
            spoken[organisation_id] = spoken.get(organisation_id, False) or voice is Voice.ORGANISATION
    return spoken


def _coverage(
    work: Work, item: ItemLine, voices: Voices, organisations: Sequence[OrganisationLine], spoken: dict[int, bool]
) -> Coverage:
    question = comments.lines(is_visible(), Comment.item_id == item.id, Comment.stance == Stance.NO_OBJECTION)
    content = comments.read(work, question.order_by(Comment.voice.desc(), Comment.id).limit(MOST_NAMED))
    return Coverage(
        content=content,
        contents=sum(voices.of(voice).get(Stance.NO_OBJECTION, 0) for voice in Voice),
        by_members=[one for one in organisations if spoken.get(one.id) is False],
        silent=[one for one in organisations if one.id not in spoken],
        invited=len(organisations),
    )
