"""One measure or goal with everything that was said about it, group by group, statements first."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select

from portal.board.answers import answered_themes
from portal.board.contest import Voices
from portal.board.narrowing import NO_THEME
from portal.board.partiality import Partiality, partiality
from portal.board.remarks import Remark, remarks
from portal.board.silence import Coverage, coverage, spoken
from portal.comments import filters
from portal.comments import queries as comments
from portal.comments.filters import OUTSIDE, CommentFilter
from portal.comments.models import Comment, Revision
from portal.comments.policy import is_visible
from portal.comments.queries import Count
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.queries import Sheet, VersionLine
from portal.consultations.rewording import SectionChange, changes
from portal.consultations.structure import FieldLine, ItemLine, SectionLine
from portal.kernel.marking import Quoted, mark_passages
from portal.kernel.work import Work
from portal.stakeholders import queries as stakeholders
from portal.stakeholders.queries import GroupLine
from portal.themes import queries as themes
from portal.themes.queries import AdviceLine, NoteLine, ThemeLine

FIRST = 4
"""Remarks shown under each theme."""


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
class MarkedPart:
    section: SectionLine
    html: Markup


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
    advised: list[SectionChange]
    notes: list[NoteLine]
    neighbours: tuple[ItemLine | None, ItemLine | None]


def feedback(work: Work, consultation: Consultation, item: ItemLine) -> Feedback:
    """In a number of statements that does not grow with the comments."""
    skeleton = consultations.structure(work, consultation)
    sheet = consultations.sheet(work, consultation, item)
    if sheet is None:
        raise LookupError(f"{item.code} has no version {item.version}")
    counts = comments.counts(work, [item.id])
    voices = _voices(counts)
    organisations = stakeholders.organisations(work, consultation)
    speakers = spoken(work, item)
    read = remarks(work, skeleton, sheet)
    advice = themes.advice(work, consultation, item.id)
    return Feedback(
        item=item,
        field=skeleton.field_by_id[item.field_id],
        goals=skeleton.goals_of(item),
        sheet=sheet,
        parts=_parts(work, item, sheet),
        voices=voices,
        waiting=sum(count.number for count in counts if count.is_waiting and not count.is_late),
        groups=_groups(counts, stakeholders.groups(work, consultation), read),
        themes=_themes(work, consultation, item, read),
        unthemed=filters.number(work, consultation, CommentFilter(items=(item.code,), themes=(NO_THEME,))),
        coverage=coverage(work, item, voices, organisations, speakers),
        versions=consultations.versions(work, item.id),
        partiality=partiality(work, consultation, sheet, speakers, voices),
        advice=advice,
        advised=changes(skeleton, sheet, advice.wordings) if advice else [],
        notes=themes.notes(work, consultation, item.id),
        neighbours=skeleton.neighbours(item),
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
