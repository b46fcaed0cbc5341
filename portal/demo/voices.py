"""What people have said in the demo, in every state, with the decisions about it and the trail of both."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Account
from portal.audit.models import AuditLine
from portal.comments.models import Arrival, Comment, CommentState, Redaction, Revision, Stance, Voice
from portal.consultations.models import Consultation
from portal.demo import days
from portal.demo.cast import MODERATION, QUIET, Cast
from portal.demo.plan import Plan
from portal.kernel.markup import VERSION, render_comment
from portal.kernel.public_id import CROCKFORD
from portal.kernel.work import Work
from portal.moderation.models import ModerationDecision, Outcome, Reason
from portal.search import operations as search
from portal.search.models import Subject
from portal.stakeholders.models import MembershipRow

SETTLED = {
    "approved": (CommentState.APPROVED, Outcome.APPROVE),
    "redacted": (CommentState.REDACTED, Outcome.REDACT),
    "returned": (CommentState.RETURNED, Outcome.RETURN),
    "declined": (CommentState.DECLINED, Outcome.DECLINE),
}


@dataclass
class Voices:
    """Writes one comment after the other; `index` makes the visible ones searchable in the end."""

    work: Work
    here: Consultation
    cast: Cast
    plan: Plan
    chance: random.Random
    searched: list[tuple[int, str]] = field(default_factory=list)

    def add(self, written: dict[str, Any]) -> None:
        if written.get("organisation") not in QUIET:
            self._comment(written)

    def index(self) -> None:
        self.work.session.flush()
        for comment_id, text in self.searched:
            search.index(self.work, Subject.COMMENT, comment_id, self.here.id, text)

    def _comment(self, written: dict[str, Any]) -> None:
        speaker = self.cast.speaker(written)
        at = self._moment(written)
        state, outcome = SETTLED.get(written["state"], (CommentState(written["state"]), None))
        shown = state in (CommentState.APPROVED, CommentState.REDACTED)
        decided = min(at + timedelta(hours=self.chance.uniform(2, 30)), self.work.now)
        stance = Stance(written["stance"])
        code = "".join(self.chance.choice(CROCKFORD) for _ in range(8))
        comment = Comment(
            public_id=code,
            submission_key=f"demo {code}",
            consultation_id=self.here.id,
            item_id=self.plan.items[written["item"]].id,
            version_id=self.plan.version_at(written["item"], at).id,
            author_id=speaker.account_id,
            private_number=speaker.private_number,
            organisation_id=speaker.organisation_id,
            group_id=speaker.group_id or 0,
            voice=Voice(written["voice"]),
            stance=stance,
            state=state,
            arrival=Arrival.IN_TIME,
            newest=1,
            visible=1 if shown else None,
            submitted_at=at,
            first_submitted_at=at,
            published_at=decided if shown else None,
            withdrawn_at=decided if state is CommentState.WITHDRAWN else None,
        )
        self.work.session.add(comment)
        self.work.session.flush()
        revision = Revision(
            comment_id=comment.id,
            number=1,
            stance=stance,
            body=written["body"],
            html=render_comment(written["body"]),
            renderer=VERSION,
            section_id=self.plan.section_ids.get(written.get("section") or ""),
            quote=written.get("quote") or "",
            proposed_wording=written.get("proposed_wording") or "",
            submitted_at=at,
            submitter_id=speaker.account_id,
        )
        self.work.session.add(revision)
        self.work.session.add_all(self._trail(comment, speaker, at, decided if outcome else None, state))
        self.work.session.flush()
        if outcome is not None:
            self._decide(comment, revision, outcome, written, decided)
        if shown:
            self.searched.append((comment.id, written.get("redacted_body") or written["body"]))

    @cached_property
    def _moderator_id(self) -> int:
        return self.work.session.scalars(select(Account.id).where(Account.email == MODERATION)).one()

    def _decide(
        self,
        comment: Comment,
        revision: Revision,
        outcome: Outcome,
        written: dict[str, Any],
        decided: datetime,
    ) -> None:
        self.work.session.add(
            ModerationDecision(
                consultation_id=self.here.id,
                comment_id=comment.id,
                revision_id=revision.id,
                outcome=outcome,
                reason=Reason(written["reason"]) if written.get("reason") else None,
                explanation=written.get("explanation") or "",
                moderator_id=self._moderator_id,
                moderator_label="Prüfteam",
                decided_at=decided,
            )
        )
        if outcome is Outcome.REDACT:
            body = written["redacted_body"]
            self.work.session.add(Redaction(revision_id=revision.id, body=body, html=render_comment(body)))

    def _trail(
        self,
        comment: Comment,
        speaker: MembershipRow,
        at: datetime,
        decided: datetime | None,
        state: CommentState,
    ) -> Iterator[AuditLine]:
        line = {"subject": comment.public_id, "consultation_id": self.here.id}
        yield AuditLine(
            at=at, actor_id=speaker.account_id, actor_label="Mitwirkende", event="comment.submitted", **line
        )
        if decided is not None:
            yield AuditLine(at=decided, actor_label="Prüfteam", event=f"comment.{state}", **line)

    def _moment(self, written: dict[str, Any]) -> datetime:
        """In the weeks since commenting began; a waiting comment came in the last two days."""
        now, opened = self.work.now, days.opened(self.work.now)
        if written["state"] == "submitted":
            return now - timedelta(hours=self.chance.uniform(1, 44))
        latest = days.revised(now) if written.get("quote") else now - timedelta(hours=30)
        return opened + (latest - opened) * self.chance.uniform(0.02, 0.98)
