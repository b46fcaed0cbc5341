"""What a moderator asks the queue for, as a query string and as conditions."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.comments.filters import OUTSIDE
from portal.comments.models import Comment, CommentState, Revision
from portal.consultations.models import Consultation, Field, Item
from portal.kernel.wordsearch import holds, words_asked
from portal.kernel.work import Work
from portal.moderation.policy import Occasion
from portal.moderation.queries.matters import is_open
from portal.moderation.queries.speakers import is_from, speaker_of
from portal.stakeholders.models import Organisation, StakeholderGroup


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


def in_tab(here: Consultation, asked: Asked) -> ColumnElement[bool]:
    """The rows of the chosen tab, whatever else they are narrowed to."""
    if asked.occasion is Occasion.ARRIVAL:
        return Comment.state == asked.state
    return is_open(asked.occasion, here)


def conditions(work: Work, here: Consultation, asked: Asked) -> list[ColumnElement[bool]]:
    """Everything the rows are narrowed to beside the tab; for questions that join `Revision`."""
    narrowed = [Comment.consultation_id == here.id, *within(here, asked, Comment.item_id, Comment.group_id)]
    if asked.by:
        speaker = speaker_of(work, here, asked.by)
        narrowed.append(is_from(speaker) if speaker is not None else false())
    if asked.q:
        narrowed.append(_mentions(here, asked.q))
    return narrowed


def within(
    here: Consultation, asked: Asked, item: InstrumentedAttribute[int], group: InstrumentedAttribute[int]
) -> list[ColumnElement[bool]]:
    """On the items of the chosen field, from the chosen group; for any table that counts by both."""
    chosen: list[ColumnElement[bool]] = []
    if asked.field:
        items = select(Item.id).join(Field, Field.id == Item.field_id)
        chosen.append(item.in_(items.where(Field.consultation_id == here.id, Field.code == asked.field)))
    if asked.group:
        chosen.append(group == (0 if asked.group == OUTSIDE else _group(here, asked.group)))
    return chosen


def _group(here: Consultation, key: str) -> ScalarSelect[int]:
    question = select(StakeholderGroup.id).where(StakeholderGroup.consultation_id == here.id)
    return question.where(StakeholderGroup.key == key).scalar_subquery()


def _mentions(here: Consultation, q: str) -> ColumnElement[bool]:
    """The comment of that number, or every word somewhere in the text or in the name of the organisation."""
    named = select(Organisation.id).where(Organisation.consultation_id == here.id)
    words = [
        or_(holds(Revision.body, word), Comment.organisation_id.in_(named.where(holds(Organisation.name, word))))
        for word in words_asked(q)
    ]
    return or_(Comment.public_id == "".join(q.split()).upper(), and_(*words))
