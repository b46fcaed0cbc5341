"""What the demo's office and steering group have prepared so far: themes, advice, two sittings, first decisions."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Account
from portal.comments.models import Comment, Revision
from portal.comments.policy import is_visible
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.structure import ItemLine
from portal.decisions.models import Answer, DecisionOutcome
from portal.decisions.operations.deciding import record_decision
from portal.decisions.operations.planning import plan_sitting, put_on_agenda
from portal.decisions.operations.responding import answer_theme, keep_text
from portal.decisions.queries.sittings import sitting_numbered
from portal.decisions.resolution import Resolution, Votes
from portal.kernel.city_time import day_of
from portal.kernel.work import Work
from portal.stakeholders.queries import account_actor
from portal.themes import operations as themes
from portal.themes.proposal import Proposal

CONTENT = Path(__file__).parent / "content" / "decisions.json"
OFFICE, CHAIR = "office@example.org", "chair@example.org"


def prepare_decisions(work: Work, here: Consultation) -> None:
    """Nothing of it is published: the demo takes comments."""
    content = json.loads(CONTENT.read_text("utf-8"))
    office, chair = acting_as(work, OFFICE), acting_as(work, CHAIR)
    items = {item.code: item for item in consultations.structure(work, here).items}
    for written in content["themes"]:
        _theme(office, here, written, items.get(written["item"]))
    for written in content["advice"]:
        _advise(office, here, written, items[written["item"]])
    today = day_of(work.now)
    fields = {field.code: field.id for field in consultations.structure(work, here).fields}
    for written in content["sittings"]:
        made = plan_sitting(office, here, today + timedelta(days=written["in_days"]), title=written["title"])
        line = sitting_numbered(office, here, made.number)
        points = [one for one in items.values() if one.is_measure and one.field_id == fields[written["field"]]]
        if line is not None:
            put_on_agenda(office, here, line, points)
    for written in content["decisions"]:
        _decide(chair, here, written, items[written["item"]])
    keep_text(office, here, Answer.NOTED, "Danke für den Hinweis. Wir berücksichtigen ihn bei der Umsetzung.")


def acting_as(work: Work, email: str) -> Work:
    account_id = work.session.scalars(select(Account.id).where(Account.email == email)).one()
    return replace(work, actor=account_actor(work.session, account_id))


def _theme(work: Work, here: Consultation, written: dict[str, Any], item: ItemLine | None) -> None:
    theme = themes.create_theme(work, here, written["title"], item=item)
    found = [one for beginning in written["comments"] if (one := _comment(work, here, beginning))]
    themes.assign_many(work, here, theme.public_id, found)
    if "answer" in written:
        answer_theme(work, here, theme, Answer(written["answer"]), written["reason"])


def _comment(work: Work, here: Consultation, beginning: str) -> str | None:
    """The visible comment that begins so."""
    return work.session.scalar(
        select(Comment.public_id)
        .join(Revision, (Revision.comment_id == Comment.id) & (Revision.number == Comment.visible))
        .where(Comment.consultation_id == here.id, is_visible(), Revision.body.startswith(beginning, autoescape=True))
        .limit(1)
    )


def _advise(work: Work, here: Consultation, written: dict[str, Any], item: ItemLine) -> None:
    sheet = consultations.sheet(work, here, item)
    if sheet is None:
        raise LookupError(f"{item.code} has no text")
    wordings = {part.section.key: part.source for part in sheet.parts}
    for key, changes in written["changes"].items():
        for before, after in changes:
            wordings[key] = wordings[key].replace(before, after)
    themes.write_advice(work, here, Proposal.of(sheet, written["body"], wordings), release=True)


def _decide(work: Work, here: Consultation, written: dict[str, Any], item: ItemLine) -> None:
    said = Resolution(
        DecisionOutcome(written["outcome"]),
        reason=written["reason"],
        recommended_to=written.get("to", ""),
        votes=Votes(*written["votes"]),
    )
    record_decision(work, here, item, said)
