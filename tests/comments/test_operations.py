"""Submitting, revising, withdrawing and settling comments, and that the counters follow."""

import pytest
from sqlalchemy import select

from portal.audit.models import AuditLine
from portal.comments import counters, drafts
from portal.comments.models import Comment, CommentState, Draft, Redaction, Revision, Stance, Voice
from portal.comments.operations import reopen, revise_comment, settle, submit_comment, withdraw_comment
from portal.consultations.models import Phase
from portal.kernel.errors import Conflict, Invalid, Refused
from portal.kernel.markup import render_comment
from portal.outbox.models import Letter
from tests.support.world import World, consultation_in, contribution


def test_a_comment_comes_with_its_audit_line_and_its_letter(world: World) -> None:
    comment = world.comment()
    assert [line.subject for line in world.all(AuditLine) if line.event == "comment.submitted"] == [comment.public_id]
    letter = world.one(Letter, address="member@example.org")
    assert f"portal:/wir/comments/{comment.public_id}" in letter.text


def test_the_same_form_sent_twice_is_one_comment(world: World) -> None:
    assert world.comment(key="once").id == world.comment(key="once").id
    assert len(world.all(Comment)) == len(world.all(Letter)) == 1


def test_the_same_form_with_other_text_is_a_conflict(world: World) -> None:
    world.comment(key="once")
    with pytest.raises(Conflict):
        world.comment(key="once", body="Etwas anderes")


def test_a_member_cannot_give_the_organisations_voice(world: World) -> None:
    with pytest.raises(Refused):
        world.comment("member", voice=Voice.ORGANISATION)
    assert world.comment("releaser", voice=Voice.ORGANISATION).voice is Voice.ORGANISATION


def test_only_no_objection_needs_no_text(world: World) -> None:
    with pytest.raises(Invalid):
        world.comment(body=" ")
    assert world.comment(body="", stance=Stance.NO_OBJECTION).newest == 1


@pytest.mark.parametrize("phase", [Phase.DECIDED, Phase.ADOPTED, Phase.ARCHIVED])
def test_after_the_review_a_comment_is_refused(world: World, phase: Phase) -> None:
    world.phase(phase)
    with pytest.raises(Refused):
        world.comment()
    assert world.all(Comment) == []


def test_a_revision_never_changes(world: World) -> None:
    world.comment()
    with pytest.raises(TypeError, match="never changes"), world.work() as work:
        work.session.scalars(select(Revision)).one().body = "Weniger"
        work.session.flush()


def test_the_counters_follow_every_step(world: World) -> None:
    comment = world.comment()
    _agree(world)
    with world.work() as work:
        settle(work, consultation_in(work), _row(work, comment), CommentState.APPROVED)
    _agree(world)
    with world.work("member") as work:
        here = consultation_in(work)
        said = contribution(work, here, "B 1.2", Stance.OBJECT, "Doch nicht")
        revise_comment(work, here, _row(work, comment), said)
    row = world.all(Comment)[0]
    assert (row.state, row.visible, row.newest, row.stance) == (CommentState.SUBMITTED, 1, 2, Stance.SUPPORT)
    _agree(world)
    with world.work("member") as work:
        withdraw_comment(work, consultation_in(work), _row(work, comment))
    assert world.all(Comment)[0].visible is None
    _agree(world)


def test_a_comment_that_is_shown_no_more_counts_with_its_newest_stance(world: World) -> None:
    comment = _approved_then_revised(world)
    with world.work() as work:
        settle(work, consultation_in(work), _row(work, comment), CommentState.RETURNED)
    row = world.all(Comment)[0]
    assert (row.visible, row.stance) == (None, Stance.OBJECT)
    _agree(world)


def test_a_withdrawn_comment_counts_with_its_newest_stance(world: World) -> None:
    comment = _approved_then_revised(world)
    with world.work("member") as work:
        withdraw_comment(work, consultation_in(work), _row(work, comment))
    assert world.all(Comment)[0].stance is Stance.OBJECT
    _agree(world)


def test_a_reopened_comment_shows_again_what_was_visible_before(world: World) -> None:
    comment = _approved_then_revised(world)
    covered = ("██ch ni██t", render_comment("██ch ni██t"))
    with world.work() as work:
        settle(work, consultation_in(work), _row(work, comment), CommentState.REDACTED, redacted=covered)
    assert len(world.all(Redaction)) == 1
    with world.work() as work:
        row = _row(work, comment)
        reopen(work, consultation_in(work), row, visible=1, published_at=row.published_at)
    row = world.all(Comment)[0]
    assert (row.state, row.visible, row.stance) == (CommentState.SUBMITTED, 1, Stance.SUPPORT)
    assert world.all(Redaction) == []
    _agree(world)


def test_two_who_write_the_same_draft_notice_each_other(world: World) -> None:
    with world.work("member") as work:
        here = consultation_in(work)
        said = contribution(work, here, "B 1.2", Stance.SUPPORT, "Erster Stand")
        writing = drafts.Writing(said.item_id, said.version_id, None, "Erster Stand")
        draft = drafts.save_draft(work, here, writing, is_shared=True)
    with world.work("releaser") as work:
        drafts.save_draft(work, consultation_in(work), writing, continues=draft.public_id, lock=1, is_shared=True)
    with world.work("member") as work, pytest.raises(Conflict):
        drafts.save_draft(work, consultation_in(work), writing, continues=draft.public_id, lock=1, is_shared=True)
    assert world.one(Draft).lock == 2


def test_a_statement_can_be_submitted_again_with_another_key(world: World) -> None:
    with world.work("releaser") as work:
        here = consultation_in(work)
        said = contribution(work, here, "B 1.2", Stance.SUPPORT, "Wir sind dafür")
        first = submit_comment(work, here, said, voice=Voice.ORGANISATION, submission_key="a")
        second = submit_comment(work, here, said, voice=Voice.ORGANISATION, submission_key="b")
    assert first.id != second.id


def _approved_then_revised(world: World) -> Comment:
    comment = world.comment()
    with world.work() as work:
        settle(work, consultation_in(work), _row(work, comment), CommentState.APPROVED)
    with world.work("member") as work:
        here = consultation_in(work)
        said = contribution(work, here, "B 1.2", Stance.OBJECT, "Doch nicht")
        revise_comment(work, here, _row(work, comment), said)
    return comment


def _row(work: object, comment: Comment) -> Comment:
    return work.session.get_one(Comment, comment.id)  # type: ignore[attr-defined,no-any-return]


def _agree(world: World) -> None:
    with world.work() as work:
        here = consultation_in(work)
        assert counters.counted(work, here.id) == counters.recount(work, here.id)
