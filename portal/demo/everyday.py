"""What is under way in the demo today: drafts, comments that wait or came back, a report, an appeal, a request."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Account
from portal.comments import drafts, no_objection, statements
from portal.comments.models import Comment, Revision, Stance, Voice
from portal.comments.operations import submit_comment
from portal.comments.queries import comment_named
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.demo import days, saying
from portal.demo.cast import MODERATION
from portal.demo.decisions import OFFICE, acting_as
from portal.kernel.work import Work
from portal.moderation.models import Complaint, Outcome, Reason
from portal.moderation.operations import decide
from portal.moderation.operations.appealing import appeal
from portal.moderation.operations.reporting import report
from portal.moderation.redaction import Texts
from portal.moderation.verdict import Said, Verdict
from portal.stakeholders.models import Organisation
from portal.stakeholders.operations.applications import ask
from portal.stakeholders.operations.organisations import grant_extension

CONTENT = Path(__file__).parent / "content" / "everyday.json"
CHECKED = timedelta(hours=9)
"""After something was submitted."""


def begin_everyday(work: Work, here: Consultation, organisations: Mapping[str, Organisation]) -> None:
    """So that nobody's list of what to do is empty; everything goes through the operations that the pages call."""
    content = json.loads(CONTENT.read_text("utf-8"))
    today = _Today(work, here)
    for written in content["drafts"]:
        today.draft(written)
    for written in content["returned"]:
        today.submit_and_return(written)
    for written in content["waiting"]:
        today.submit(written, timedelta(hours=written["hours"]))
    for written in content["no_objection"]:
        today.declare(written)
    for written in content["reports"]:
        today.report(written)
    for written in content["appeals"]:
        today.appeal(written)
    for written in content["applications"]:
        ask(today.at(written), here, *(written[part] for part in ("organisation", "name", "email", "message")))
    for written in content["extensions"]:
        until = days.closes(work.now) + timedelta(days=written["days"])
        grant_extension(acting_as(work, OFFICE), here, organisations[written["organisation"]], until, written["reason"])


@dataclass(frozen=True, slots=True)
class _Today:
    """Acts in the demo as those who are named, `days` ago."""

    work: Work
    here: Consultation

    def at(self, written: dict[str, Any]) -> Work:
        return replace(self.work, now=self.work.now - timedelta(days=written["days"]))

    def by(self, written: dict[str, Any], ago: timedelta) -> Work:
        return replace(acting_as(self.work, written["by"]), now=self.work.now - ago)

    def draft(self, written: dict[str, Any]) -> None:
        work = self.by(written, timedelta(days=written["days"]))
        section = consultations.structure(work, self.here).section_by_key.get(written.get("section", ""))
        writing = drafts.Writing(
            saying.item(work, self.here, written["item"]).id,
            saying.sheet(work, self.here, written["item"]).version.id,
            Stance(written["stance"]),
            written["body"],
            section.id if section else None,
        )
        draft = drafts.save_draft(work, self.here, writing, is_shared=written["shared"])
        if "note" in written:
            statements.add_note(work, self.here, draft.public_id, written["note"])
        if written.get("handed_over"):
            statements.hand_over(work, self.here, draft.public_id)

    def submit(self, written: dict[str, Any], ago: timedelta) -> Comment:
        said = saying.contribution(self.work, self.here, written)
        key = f"demo {written['by']} {written['item']}"
        return submit_comment(self.by(written, ago), self.here, said, voice=Voice.INDIVIDUAL, submission_key=key)

    def submit_and_return(self, written: dict[str, Any]) -> None:
        ago = timedelta(days=written["days"])
        comment = self.submit(written, ago)
        said = Said(
            Reason.PERSONAL_DATA,
            written["explanation"],
            marked=written["marked"],
            suggestion=written["suggestion"],
        )
        verdict = Verdict.on(comment.newest, Texts(written["body"]), Outcome.RETURN, said)
        decide(self._moderating(ago - CHECKED), self.here, comment, verdict)

    def declare(self, written: dict[str, Any]) -> None:
        """“No objection” of an organisation, published by a moderator like every comment."""
        ago = timedelta(days=written["days"])
        work = self.by(written, ago)
        lines = [saying.item(work, self.here, code) for code in written["items"]]
        no_objection.declare(work, self.here, lines, Voice.ORGANISATION)
        clicked = select(Comment).where(
            Comment.consultation_id == self.here.id,
            Comment.author_id == work.actor.account_id,
            Comment.stance == Stance.NO_OBJECTION,
        )
        for comment in work.session.scalars(clicked).all():
            verdict = Verdict.on(comment.newest, Texts(""), Outcome.APPROVE, Said(None, ""))
            decide(self._moderating(ago - CHECKED), self.here, comment, verdict)

    def report(self, written: dict[str, Any]) -> None:
        """By a visitor, who leaves no address."""
        work = self.at(written)
        line = comment_named(work, self.here, self._comment(written).public_id)
        assert line is not None, written  # noqa: S101 - the content names a comment that is there
        report(work, self.here, line, Complaint(written["complaint"]), written["explanation"])

    def appeal(self, written: dict[str, Any]) -> None:
        comment = self._comment(written)
        author = self.work.session.scalars(select(Account.email).where(Account.id == comment.author_id)).one()
        work = self.by({"by": author}, timedelta(days=written["days"]))
        appeal(work, self.here, comment, written["explanation"])

    def _moderating(self, ago: timedelta) -> Work:
        return replace(acting_as(self.work, MODERATION), now=self.work.now - ago)

    def _comment(self, written: dict[str, Any]) -> Comment:
        """The one that begins with these words."""
        begins = Revision.body.startswith(written["body"], autoescape=True)
        here = Comment.consultation_id == self.here.id
        return self.work.session.scalars(select(Comment).join(Revision).where(begins, here)).one()
