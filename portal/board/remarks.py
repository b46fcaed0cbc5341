"""Comments on an item as those who decide read them: beside the wording of today, whichever version they hang on."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.comments import queries as comments
from portal.comments.models import Comment
from portal.comments.policy import is_visible
from portal.comments.queries import CommentLine, PassageFate
from portal.consultations.models import ItemVersion, Passage
from portal.consultations.queries import Sheet
from portal.consultations.structure import SectionLine, Structure
from portal.kernel.differences import Run, word_diff
from portal.kernel.work import Work

MOST = 200
"""Remarks that are read; the others are behind the figures."""


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


def remarks(work: Work, skeleton: Structure, sheet: Sheet) -> list[Remark]:
    """Statements before individuals, the newest first."""
    said = _said(work, sheet)
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


def _said(work: Work, sheet: Sheet) -> list[CommentLine]:
    question = comments.lines(is_visible(), Comment.item_id == sheet.item.id)
    newest = (Comment.first_submitted_at.desc(), Comment.id.desc())
    return comments.read(work, question.order_by(Comment.voice.desc(), *newest).limit(MOST))
