"""Sections that comments speak about: what has become of a passage, and the wording somebody proposes instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select

from portal.comments import policy
from portal.comments.models import (
    Comment,
    Revision,
)
from portal.comments.queries.lines import CommentLine
from portal.consultations.models import Item, ItemVersion, Passage
from portal.kernel.differences import Run, word_diff
from portal.kernel.kept import Kept
from portal.kernel.passages import Across, Fate
from portal.kernel.work import Work


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
