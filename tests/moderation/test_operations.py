"""Deciding on comments and taking decisions back: what is shown, counted, written and told."""

import pytest
from sqlalchemy import select

from portal.audit.models import AuditLine
from portal.comments import counters
from portal.comments.models import CommentState, Redaction, Stance, Voice
from portal.comments.operations import withdraw_comment
from portal.comments.queries import visible_on
from portal.consultations.models import Phase
from portal.kernel.actor import Role
from portal.kernel.errors import Conflict, Refused
from portal.moderation.models import ModerationDecision, Outcome
from portal.outbox.models import Letter
from tests.moderation.deciding import WHY, join, now_is, revise, row, settle_as, undo_as
from tests.support.world import World, consultation_in


def public(world: World) -> list[str]:
    """The texts everybody reads."""
    with world.work() as work:
        here = consultation_in(work)
        assert counters.counted(work, here.id) == counters.recount(work, here.id)
        return [line.body for item in (2, 3) for line in visible_on(work, item)]


def letters(world: World) -> list[Letter]:
    """Without the receipts."""
    return [letter for letter in world.all(Letter) if "eingegangen" not in letter.subject]


@pytest.mark.parametrize(
    ("outcome", "state", "shown", "subject"),
    [
        (Outcome.APPROVE, CommentState.APPROVED, ["Mehr Zeit"], "ist veröffentlicht"),
        (Outcome.REDACT, CommentState.REDACTED, ["█ehr Zeit"], "ist veröffentlicht, mit einer Schwärzung"),
        (Outcome.RETURN, CommentState.RETURNED, [], ": bitte noch einmal ansehen"),
        (Outcome.DECLINE, CommentState.DECLINED, [], " wird nicht veröffentlicht"),
    ],
)
def test_a_decision_shows_counts_and_tells(
    world: World, outcome: Outcome, state: CommentState, shown: list[str], subject: str
) -> None:
    comment = world.comment(body="Mehr Zeit")
    decision = settle_as(world, comment, outcome)
    assert now_is(world, comment).state is state
    assert public(world) == shown
    (letter,) = letters(world)
    assert letter.address == "member@example.org"
    assert letter.subject.endswith(subject)
    assert f"portal:/wir/comments/{comment.public_id}" in letter.text
    assert (WHY in letter.text) is (WHY in letter.html) is (outcome is not Outcome.APPROVE)
    assert "Moderator" not in letter.text + letter.html
    (line,) = [line for line in world.all(AuditLine) if line.event == "comment.moderated"]
    assert (line.subject, line.detail.split()[0]) == (comment.public_id, outcome)
    assert (decision.moderator_label, decision.explanation) == (
        "Moderator",
        "" if outcome is Outcome.APPROVE else WHY,
    )


def test_a_returned_letter_says_how_to_go_on_only_while_that_is_possible(world: World) -> None:
    first, second = world.comment(key="a"), world.comment(key="b")
    settle_as(world, first, Outcome.RETURN)
    world.phase(Phase.DECIDED)
    settle_as(world, second, Outcome.RETURN)
    during, after = letters(world)
    assert "senden Sie ihn noch einmal" in during.text
    assert "senden Sie ihn noch einmal" not in after.text


def test_a_late_comment_is_not_said_to_be_visible(world: World) -> None:
    world.phase(Phase.REVIEW)
    settle_as(world, world.comment(), Outcome.APPROVE)
    assert public(world) == []
    assert letters(world)[0].subject.endswith("ist geprüft")
    assert "für alle sichtbar" in letters(world)[0].text


def test_a_decision_never_changes(world: World) -> None:
    settle_as(world, world.comment(), Outcome.DECLINE)
    with pytest.raises(TypeError, match="never changes"), world.work() as work:
        work.session.scalars(select(ModerationDecision)).one().explanation = "Anders"
        work.session.flush()


def test_a_decided_revision_is_a_conflict(world: World) -> None:
    comment = world.comment()
    settle_as(world, comment, Outcome.APPROVE)
    with pytest.raises(Conflict):
        settle_as(world, comment, Outcome.DECLINE, "moderator2")
    assert len(world.all(ModerationDecision)) == 1
    assert public(world) != []


def test_a_withdrawn_comment_is_a_conflict(world: World) -> None:
    comment = world.comment()
    with world.work("member") as work:
        here = consultation_in(work)
        withdraw_comment(work, here, row(work, here, comment))
    with pytest.raises(Conflict):
        settle_as(world, comment, Outcome.APPROVE)
    assert public(world) == []


def test_nobody_decides_on_their_own_comment(world: World) -> None:
    comment = world.comment("private")
    join(world, "private")
    with pytest.raises(Refused):
        settle_as(world, comment, Outcome.APPROVE, "private")


def test_nobody_decides_on_what_their_organisation_says(world: World) -> None:
    comments = [world.comment(), world.comment("releaser", voice=Voice.ORGANISATION)]
    join(world, "releaser")
    for comment in comments:
        with pytest.raises(Refused):
            settle_as(world, comment, Outcome.APPROVE, "releaser")
    settle_as(world, world.comment("stranger"), Outcome.APPROVE, "releaser")


@pytest.mark.parametrize("name", ["member", "editor", "steering", "chair", "admin", "outsider"])
def test_only_moderators_decide(world: World, name: str) -> None:
    comment = world.comment("stranger")
    join(world, name, Role.EDITOR)
    with pytest.raises(Refused):
        settle_as(world, comment, Outcome.APPROVE, name)


def test_an_undone_decision_lets_the_comment_wait_again(world: World) -> None:
    comment = world.comment()
    decision = settle_as(world, comment, Outcome.REDACT)
    undoing = undo_as(world, comment)
    assert (undoing.undoes_id, undoing.outcome, undoing.explanation) == (decision.id, Outcome.REDACT, "")
    here = now_is(world, comment)
    assert (here.state, here.visible, here.published_at) == (CommentState.SUBMITTED, None, None)
    assert (public(world), world.all(Redaction)) == ([], [])
    assert letters(world)[-1].subject.endswith("wir sehen noch einmal hin")
    assert [line.subject for line in world.all(AuditLine) if line.event == "moderation.undone"] == [comment.public_id]
    settle_as(world, comment, Outcome.APPROVE, "moderator2")
    assert public(world) == ["Mehr Sprachpat*innen bitte"]


@pytest.mark.parametrize("outcome", list(Outcome))
def test_undoing_shows_what_was_visible_before(world: World, outcome: Outcome) -> None:
    comment = world.comment(body="Mehr Zeit")
    settle_as(world, comment, Outcome.APPROVE)
    since = now_is(world, comment).published_at
    revise(world, comment)
    assert public(world) == ["Mehr Zeit"]
    settle_as(world, comment, outcome)
    undo_as(world, comment)
    here = now_is(world, comment)
    assert public(world) == ["Mehr Zeit"]
    assert (here.state, here.visible, here.stance, here.published_at) == (
        CommentState.SUBMITTED,
        1,
        Stance.SUPPORT,
        since,
    )


def test_undoing_does_not_show_what_had_been_taken_away(world: World) -> None:
    comment = world.comment(body="Mehr Zeit")
    settle_as(world, comment, Outcome.APPROVE)
    revise(world, comment)
    settle_as(world, comment, Outcome.RETURN)
    revise(world, comment, "Noch einmal")
    settle_as(world, comment, Outcome.APPROVE)
    undo_as(world, comment)
    assert public(world) == []


def test_a_decision_taken_back_does_not_count_when_the_next_one_is_taken_back(world: World) -> None:
    comment = world.comment(body="Mehr Zeit")
    settle_as(world, comment, Outcome.APPROVE)
    revise(world, comment)
    for outcome in (Outcome.RETURN, Outcome.APPROVE):
        settle_as(world, comment, outcome)
        undo_as(world, comment)
        assert public(world) == ["Mehr Zeit"]


def test_undoing_an_earlier_undo_is_not_possible(world: World) -> None:
    comment = world.comment()
    settle_as(world, comment, Outcome.DECLINE)
    undo_as(world, comment)
    with pytest.raises(Conflict):
        undo_as(world, comment)


def test_only_who_decided_takes_it_back(world: World) -> None:
    comment = world.comment()
    settle_as(world, comment, Outcome.DECLINE)
    with pytest.raises(Refused):
        undo_as(world, comment, "moderator2")


def test_a_decision_the_author_has_answered_stays(world: World) -> None:
    comment = world.comment()
    settle_as(world, comment, Outcome.RETURN)
    revise(world, comment)
    with pytest.raises(Conflict):
        undo_as(world, comment)
    assert now_is(world, comment).newest == 2
