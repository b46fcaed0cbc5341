"""Hands for tests that check comments."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.comments.models import Comment, Revision, Stance
from portal.comments.operations import revise_comment
from portal.comments.queries import comment_to_change
from portal.consultations.models import Consultation
from portal.kernel.actor import Role
from portal.kernel.errors import Missing
from portal.kernel.work import Work
from portal.moderation.models import ModerationDecision, Outcome, Reason
from portal.moderation.operations import decide, undo
from portal.moderation.redaction import cover
from portal.moderation.verdict import Verdict
from portal.stakeholders.models import MembershipRow
from tests.support.world import PEOPLE, World, consultation_in, contribution

WHY = "Bitte sehen Sie noch einmal auf den Ton."


def row(work: Work, here: Consultation, comment: Comment) -> Comment:
    found = comment_to_change(work, here, comment.public_id)
    if found is None:
        raise Missing
    return found


def settle_as(world: World, comment: Comment, outcome: Outcome, name: str = "moderator") -> ModerationDecision:
    """That person decides on the newest revision; a redaction blackens the first character."""
    with world.work(name) as work:
        here = consultation_in(work)
        locked = row(work, here, comment)
        body = text_of(world, comment)
        verdict = Verdict.of(locked.newest, body, outcome, Reason.INSULT, WHY, cover(body, [(0, 1)]))
        return decide(work, here, locked, verdict)


def undo_as(world: World, comment: Comment, name: str = "moderator") -> ModerationDecision:
    with world.work(name) as work:
        here = consultation_in(work)
        return undo(work, here, row(work, here, comment))


def revise(world: World, comment: Comment, body: str = "Doch anders", stance: Stance = Stance.OBJECT) -> None:
    with world.work("member") as work:
        here = consultation_in(work)
        revise_comment(work, here, row(work, here, comment), contribution(work, here, "B 1.2", stance, body))


def now_is(world: World, comment: Comment) -> Comment:
    return world.one(Comment, id=comment.id)


def text_of(world: World, comment: Comment) -> str:
    return world.one(Revision, comment_id=comment.id, number=now_is(world, comment).newest).body


def join(world: World, name: str, role: Role = Role.MODERATOR) -> None:
    """That person takes part in one more role, for no organisation."""
    with world.work() as work:
        here = consultation_in(work)
        account_id = PEOPLE.index(name) + 1
        work.session.add(MembershipRow(account_id=account_id, consultation_id=here.id, role=role, began_at=work.now))


def send(client: FlaskClient, comment: Comment, action: str, **fields: str) -> TestResponse:
    """Post a complete decision; `fields` replace or add to it."""
    sent = {"action": action, "revision": "1", "reason": "insult", "explanation": WHY, "redacted_body": ""}
    return client.post(f"/wir/moderation/{comment.public_id}", data=sent | fields)
