"""Everything a pack says about the items of an agenda, as plain data that is kept and never asked for again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from portal.comments import queries as comments
from portal.comments.models import Comment, Stance, Voice
from portal.comments.policy import is_visible
from portal.comments.queries import CommentLine, Count
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.queries import Sheet
from portal.consultations.structure import ItemLine, Structure
from portal.decisions.queries import responses
from portal.decisions.queries.sittings import SittingLine, agenda
from portal.kernel.work import Work
from portal.stakeholders import queries as stakeholders
from portal.themes import queries as themes
from portal.themes.queries import AdviceLine

MOST_QUOTES = 6
LONGEST_QUOTE = 400


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`document` is JSON; comments after `last_comment_id` are not in it."""

    document: dict[str, Any]
    last_comment_id: int


def snapshot(work: Work, consultation: Consultation, sitting: SittingLine) -> Snapshot:
    """What the board tells now of everything on the agenda; reads much, so outside the write lock."""
    skeleton = consultations.structure(work, consultation)
    points = agenda(work, sitting.id)
    items = [skeleton.by_id[point.item_id] for point in points]
    in_block = {point.item_id for point in points if point.in_block}
    sheets = {sheet.item.id: sheet for sheet in consultations.sheets(work, consultation, items)}
    counts = comments.counts(work, [item.id for item in items]) if items else []
    groups = {group.id: group.name for group in stakeholders.groups(work, consultation)}
    organisations = stakeholders.organisations(work, consultation)
    spoken = _spoken(work, [item.id for item in items])
    advice = themes.advice_released(work, [item.id for item in items])
    newest = select(func.max(Comment.id)).where(Comment.consultation_id == consultation.id)
    document = {
        "sitting": sitting.number,
        "held_on": sitting.held_on.isoformat(),
        "title": sitting.title,
        "frozen_at": work.now.isoformat(),
        "items": [
            {
                "in_block": item.id in in_block,
                **_core(skeleton, item, sheets[item.id]),
                **_figures([count for count in counts if count.item_id == item.id], groups),
                "silent": [one.name for one in organisations if (item.id, one.id) not in spoken],
                "invited": len(organisations),
                "themes": _themes(work, item),
                "quotes": [_quote(line, skeleton) for line in _said(work, item)],
                "advice": _advice(skeleton, sheets[item.id], advice.get(item.id)),
            }
            for item in items
        ],
    }
    return Snapshot(document, work.session.scalar(newest) or 0)


def _core(skeleton: Structure, item: ItemLine, sheet: Sheet) -> dict[str, Any]:
    return {
        "code": item.code,
        "title": sheet.version.title,
        "field": skeleton.field_by_id[item.field_id].title,
        "kind": item.kind,
        "origin": item.origin,
        "version": sheet.version.number,
        "sections": [
            {"key": part.section.key, "name": part.section.label, "text": part.source} for part in sheet.parts
        ],
    }


def _figures(counts: Sequence[Count], groups: dict[int, str]) -> dict[str, Any]:
    """Of every group how many organisations and how many individuals hold which stance; never added."""
    public = [count for count in counts if count.is_public and count.number]
    return {
        "waiting": sum(count.number for count in counts if count.is_waiting and not count.is_late),
        "groups": [
            {
                "name": name,
                **{
                    voice.value: {
                        stance.value: sum(
                            count.number
                            for count in public
                            if (count.group_id, count.voice, count.stance) == (group_id, voice, stance)
                        )
                        for stance in Stance
                    }
                    for voice in Voice
                },
            }
            for group_id, name in [*groups.items(), (0, "")]
            if group_id or any(count.group_id == 0 for count in public)
        ],
    }


def _spoken(work: Work, item_ids: Sequence[int]) -> set[tuple[int, int | None]]:
    """Item and organisation of everything that is visible there, “no objection” among it; silence is the rest."""
    rows = work.session.execute(
        select(Comment.item_id, Comment.organisation_id).where(Comment.item_id.in_(item_ids), is_visible()).distinct()
    )
    return {(row[0], row[1]) for row in rows}


def _themes(work: Work, item: ItemLine) -> list[dict[str, Any]]:
    return [
        {
            "title": theme.title,
            "comments": theme.comments,
            "answer": theme.response.answer if theme.response else None,
            "reason": theme.response.reason if theme.response else "",
        }
        for theme in responses.themes_on(work, item.id)
    ]


def _said(work: Work, item: ItemLine) -> list[CommentLine]:
    """Statements first, those against before those in favour, the newest first."""
    order = (Comment.voice.desc(), Comment.stance, Comment.first_submitted_at.desc(), Comment.id.desc())
    question = comments.lines(is_visible(), Comment.item_id == item.id, Comment.stance != Stance.NO_OBJECTION)
    return comments.read(work, question.order_by(*order).limit(MOST_QUOTES))


def _quote(line: CommentLine, skeleton: Structure) -> dict[str, Any]:
    section = skeleton.section_by_id.get(line.section_id or 0)
    text = line.body if len(line.body) <= LONGEST_QUOTE else f"{line.body[:LONGEST_QUOTE].rsplit(' ', 1)[0]} …"
    return {
        "number": line.number,
        "organisation": line.organisation,
        "private_number": line.private_number,
        "voice": line.voice,
        "stance": line.stance,
        "section": section.label if section else "",
        "text": text,
    }


def _advice(skeleton: Structure, sheet: Sheet, advice: AdviceLine | None) -> dict[str, Any] | None:
    if advice is None:
        return None
    return {
        "body": advice.body,
        "wordings": [
            {
                "section": skeleton.section_by_id[new.section_id].label,
                "before": sheet.source_of(new.section_id),
                "wording": new.text,
            }
            for new in advice.wordings
        ],
    }
