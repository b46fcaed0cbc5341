"""What the office enters for others: like every comment, in time by the day it arrived, its sender never public."""

from datetime import date, timedelta

import pytest

from portal.accounts.belongings import erase_everything
from portal.app import BELONGINGS
from portal.audit.models import AuditLine
from portal.comments import counters, on_behalf, operations
from portal.comments.models import Arrival, Attachment, Comment, CommentState, OnBehalf, Revision, Stance, Voice, Way
from portal.comments.on_behalf import Received, enter, revise_entered, withdraw_entered
from portal.comments.queries import comment_named
from portal.comments.queries.entered import count_entries, entries
from portal.comments.sent import Sent
from portal.consultations.models import Phase
from portal.kernel.city_time import day_of, first_instant_of
from portal.kernel.errors import Conflict, Invalid, Missing, Refused
from portal.kernel.work import Work
from portal.outbox.models import Letter
from portal.stakeholders.models import Organisation
from portal.stakeholders.operations import grant_extension
from tests.comments.files import PDF
from tests.support.world import World, consultation_in, contribution

BODY = "Bitte mehr Busse am Abend"


def organisation(world: World, name: str = "Elternnetz") -> int:
    return world.all(Organisation)[[row.name for row in world.all(Organisation)].index(name)].id


def letter(
    world: World,
    reference: str = "2026-1",
    *,
    name: str | None = "editor",
    arrived: int = 0,
    written: int | None = None,
    body: str = BODY,
    sender: str = "Ada Geheim",
    of: int | None = None,
    scans: tuple[Sent, ...] = (),
) -> Comment:
    """`arrived` and `written` are days before today."""
    with world.work(name) as work:
        here, today = consultation_in(work), day_of(work.now)
        received = Received(
            Way.LETTER,
            today - timedelta(days=arrived),
            reference,
            None if written is None else today - timedelta(days=written),
            sender,
        )
        said = contribution(work, here, "B 1.2", Stance.OBJECT, body)
        return enter(work, here, said, received, organisation_id=of, scans=scans)


def again(work: Work, comment: Comment, body: str) -> None:
    here = consultation_in(work)
    revise_entered(work, here, comment.public_id, contribution(work, here, "B 1.2", Stance.OBJECT, body))


def test_a_letter_becomes_a_comment_that_waits_and_is_counted(world: World) -> None:
    comment = letter(world, of=organisation(world), scans=(Sent.of("scan.pdf", PDF),), written=2)
    assert (comment.state, comment.voice, comment.arrival) == (
        CommentState.SUBMITTED,
        Voice.ORGANISATION,
        Arrival.IN_TIME,
    )
    assert (comment.author_id, comment.private_number) == (None, None)
    row = world.one(OnBehalf, comment_id=comment.id)
    assert (row.reference, row.sender, row.way, row.clerk_label) == ("2026-1", "Ada Geheim", Way.LETTER, "Editor")
    assert world.one(Attachment, comment_id=comment.id).is_internal
    assert world.one(AuditLine, event="comment.entered").subject == comment.public_id
    assert "Geheim" not in str([(line.subject, line.detail) for line in world.all(AuditLine)])
    assert world.all(Letter) == []
    with world.work() as work:
        here = consultation_in(work)
        assert counters.counted(work, here.id) == counters.recount(work, here.id) != {}


def test_the_public_reads_the_way_and_the_day_and_never_the_sender(world: World) -> None:
    comment = letter(world, arrived=1)
    assert comment.voice is Voice.INDIVIDUAL
    with world.work() as work:
        row = work.session.get_one(Comment, comment.id)
        row.visible, row.state = 1, CommentState.APPROVED
    with world.work("stranger") as work:
        line = comment_named(work, consultation_in(work), comment.public_id)
        assert line is not None and (line.way, line.body) == (Way.LETTER, BODY)
        assert line.arrived_on == day_of(work.now) - timedelta(days=1)
        assert "Geheim" not in repr(line) and "2026-1" not in repr(line)


@pytest.mark.parametrize(
    ("phase", "arrived", "expected"),
    [
        (Phase.COMMENTING, 0, Arrival.IN_TIME),
        (Phase.COMMENTING, 40, Arrival.IN_TIME),
        (Phase.REVIEW, 3, Arrival.IN_TIME),
        (Phase.REVIEW, 1, Arrival.LATE),
        (Phase.REVIEW, 0, Arrival.LATE),
    ],
)
def test_the_day_it_arrived_decides_whether_it_is_late(
    world: World, phase: Phase, arrived: int, expected: Arrival
) -> None:
    world.phase(phase)
    if phase is Phase.REVIEW:
        with world.work() as work:
            here = consultation_in(work)
            today = day_of(work.now)
            here.closes_at = first_instant_of(today - timedelta(days=1))
    assert letter(world, arrived=arrived).arrival is expected


def test_an_extension_counts_for_letters_of_its_organisation_only(world: World) -> None:
    world.phase(Phase.REVIEW)
    with world.work("editor") as work:
        here = consultation_in(work)
        here.closes_at = work.now - timedelta(days=3)
        body = work.session.get_one(Organisation, organisation(world))
        grant_extension(work, here, body, work.now + timedelta(days=2), "Sitzung")
    assert letter(world, of=organisation(world)).arrival is Arrival.IN_TIME
    assert letter(world, "2026-2", of=organisation(world, "Mieterrat")).arrival is Arrival.LATE


@pytest.mark.parametrize("phase", [Phase.PREPARATION, Phase.DECIDED, Phase.ADOPTED, Phase.ARCHIVED])
def test_outside_of_commenting_and_review_nothing_is_entered(world: World, phase: Phase) -> None:
    world.phase(phase)
    with pytest.raises(Refused):
        letter(world)


@pytest.mark.parametrize("state", [CommentState.SUBMITTED, CommentState.RETURNED, CommentState.APPROVED])
def test_what_is_entered_can_be_said_again_and_waits_once_more(world: World, state: CommentState) -> None:
    comment = letter(world)
    if state is not CommentState.SUBMITTED:
        with world.work("moderator") as work:
            operations.settle(work, consultation_in(work), work.session.get_one(Comment, comment.id), state)
    with world.work("editor") as work:
        here = consultation_in(work)
        again(work, comment, "Richtig abgeschrieben")
        assert counters.counted(work, here.id) == counters.recount(work, here.id)
    now = world.one(Comment, id=comment.id)
    assert (now.state, now.newest, now.arrival) == (CommentState.SUBMITTED, 2, Arrival.IN_TIME)
    assert [row.body for row in world.all(Revision)] == [BODY, "Richtig abgeschrieben"]
    assert world.one(AuditLine, event="comment.revised").subject == comment.public_id
    assert world.all(Letter) == []


@pytest.mark.parametrize("phase", [Phase.PREPARATION, Phase.DECIDED, Phase.ADOPTED, Phase.ARCHIVED])
def test_what_is_entered_is_not_revised_outside_of_the_loop(world: World, phase: Phase) -> None:
    comment = letter(world)
    world.phase(phase)
    with pytest.raises(Refused), world.work("editor") as work:
        again(work, comment, "Zu spät")
    assert len(world.all(Revision)) == 1


def test_the_office_revises_only_what_it_has_entered(world: World) -> None:
    comment = world.comment()
    with pytest.raises(Missing), world.work("editor") as work:
        again(work, comment, "Fremd")


@pytest.mark.parametrize("name", ["member", "releaser", "private", "moderator", "steering", "admin", "outsider"])
def test_only_editors_enter_revise_and_take_back(world: World, name: str) -> None:
    comment = letter(world)
    with pytest.raises(Refused):
        letter(world, "2026-2", name=name)
    with pytest.raises(Refused), world.work(name) as work:
        again(work, comment, "Anders")
    with pytest.raises(Refused), world.work(name) as work:
        withdraw_entered(work, consultation_in(work), comment.public_id, "Bitte")
    with world.work(name) as work:
        assert entries(work, consultation_in(work)) == []
        assert count_entries(work, consultation_in(work)) == 0


@pytest.mark.parametrize(
    ("field", "fault"),
    [
        ("reference", {"reference": "  "}),
        ("reference", {"reference": "x" * 201}),
        ("sender", {"sender": "x" * 201}),
        ("arrived_on", {"arrived": -1}),
        ("written_on", {"written": 0, "arrived": 1}),
        ("organisation", {"of": 0}),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world: World, field: str, fault: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refusal:
        letter(world, **fault)  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert world.all(Comment) == []


def test_an_organisation_of_another_consultation_is_refused(world: World) -> None:
    elsewhere = max(row.id for row in world.all(Organisation))
    with pytest.raises(Invalid):
        letter(world, of=elsewhere)


def test_a_reference_is_given_once_in_a_consultation_and_the_same_form_twice_is_one_comment(world: World) -> None:
    first = letter(world)
    assert letter(world).id == first.id
    with pytest.raises(Invalid) as refusal:
        letter(world, body="Etwas anderes")
    assert refusal.value.field == "reference"
    assert len(world.all(Comment)) == len(world.all(Revision)) == 1


def test_a_reference_taken_meanwhile_is_a_conflict(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    letter(world)
    monkeypatch.setattr(on_behalf, "_entered_before", lambda *_: None)
    with pytest.raises(Conflict):
        letter(world, body="Etwas anderes")


def test_the_office_takes_back_with_a_reason_what_it_has_entered_and_nothing_else(world: World) -> None:
    entered, own = letter(world), world.comment()
    with world.work("editor") as work:
        here = consultation_in(work)
        with pytest.raises(Invalid):
            withdraw_entered(work, here, entered.public_id, "  ")
        with pytest.raises(Missing):
            withdraw_entered(work, here, own.public_id, "Bitte der Absenderin")
        withdraw_entered(work, here, entered.public_id, "Bitte der Absenderin")
    assert world.one(Comment, id=entered.id).state is CommentState.WITHDRAWN
    assert world.one(AuditLine, event="comment.withdrawn").detail == "Bitte der Absenderin"
    with pytest.raises(Invalid):
        letter(world)
    with world.work() as work:
        here = consultation_in(work)
        assert counters.counted(work, here.id) == counters.recount(work, here.id)


def test_once_decisions_are_published_a_letter_stays(world: World) -> None:
    entered = letter(world)
    world.phase(Phase.DECIDED)
    with pytest.raises(Refused), world.work("editor") as work:
        withdraw_entered(work, consultation_in(work), entered.public_id, "Bitte")


def test_entries_are_found_by_reference_sender_organisation_and_code(world: World) -> None:
    letter(world, "2026-1", sender="Ünal Öz")
    letter(world, "AZ 100%", of=organisation(world))
    with world.work("editor") as work:
        here = consultation_in(work)
        for text, found in (
            ("", ["AZ 100%", "2026-1"]),
            ("ünal", ["2026-1"]),
            ("0%", ["AZ 100%"]),
            ("elternnetz", ["AZ 100%"]),
            ("b 1.2", ["AZ 100%", "2026-1"]),
            ("nichts", []),
        ):
            assert [entry.reference for entry in entries(work, here, text)] == found, text
            assert count_entries(work, here, text) == len(found)


def test_erasing_a_clerk_forgets_who_entered(world: World) -> None:
    comment = letter(world)
    with world.work("editor") as work:
        erase_everything(work, BELONGINGS)
    row = world.one(OnBehalf, comment_id=comment.id)
    assert (row.clerk_id, row.clerk_label, row.sender) == (None, "", "Ada Geheim")
    assert world.one(Revision, comment_id=comment.id).submitter_id is None


def test_invisible_signs_are_taken_out_of_what_the_office_types() -> None:
    received = Received(Way.FAX, date(2026, 1, 1), " 2026\u200b-1 \n", None, "Ada\u202e  B\r\nX: y")
    assert received.tidied() == Received(Way.FAX, date(2026, 1, 1), "2026-1", None, "Ada B X: y")
