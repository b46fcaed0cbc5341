"""Everything the public reads on one item, what changed in it, and what is new on any."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.catalogue.figures import Figures, together
from portal.comments import queries as comments
from portal.comments.models import Comment
from portal.comments.policy import is_visible
from portal.comments.queries import CommentLine, Excerpt, PassageFate
from portal.comments.queries.attachments import AttachmentLine, of_comments
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.queries import PartDifference, Sheet, VersionLine
from portal.consultations.structure import FieldLine, ItemLine, SectionLine
from portal.kernel.actor import VISITOR
from portal.kernel.differences import Run
from portal.kernel.marking import Quoted, letters, mark_passages
from portal.kernel.work import Work
from portal.stakeholders import queries as stakeholders

SHORTEST_MARK = 12


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
            Work(work.session, VISITOR, work.now),
            here,
            [comment.id for comment in said if comment.is_statement and comment.has_files],
        ),
    )


def difference(work: Work, here: Consultation, line: ItemLine, older: int, newer: int) -> Difference | None:
    """What changed word by word from one version to another; None when one of them is missing."""
    first, second = (consultations.sheet(work, here, line, number) for number in (older, newer))
    if first is None or second is None:
        return None
    return Difference(first.version, second.version, consultations.differences(work, here, first, second))


def latest(work: Work, here: Consultation, number: int) -> list[CommentLine]:
    """The visible comments published last, for the feed."""
    question = comments.lines(is_visible(), Comment.consultation_id == here.id)
    return comments.read(work, question.order_by(Comment.published_at.desc(), Comment.id.desc()).limit(number))


def _marked(section: SectionLine, html: Markup, said: Sequence[CommentLine]) -> MarkedPart:
    about = [comment for comment in said if comment.section_id == section.id]
    quotes = [comment.quote for comment in about if len(comment.quote) >= SHORTEST_MARK]
    text = letters(html.striptags())
    clear = [Quoted(quote) for quote in dict.fromkeys(quotes) if text.count(letters(quote)) == 1]
    marked = mark_passages(html, clear)
    return MarkedPart(section, marked, len(about), len(quotes))
