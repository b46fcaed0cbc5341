"""Recording decisions: what they need, when they are taken, and that they are only ever added to."""

from typing import Any

import pytest

from portal.audit.models import AuditLine
from portal.consultations.models import ItemType, Phase
from portal.consultations.queries import structure
from portal.decisions.models import Answer, Decision, DecisionOutcome, DecisionWording
from portal.decisions.operations.deciding import check_version
from portal.decisions.queries import decided, responses
from portal.kernel.errors import Conflict, Invalid, Refused
from tests.decisions.sayings import answered, decide, spoken, theme
from tests.support.world import World, consultation_in, item_named

Outcome = DecisionOutcome
TAKEN = {
    Phase.PREPARATION: False,
    Phase.COMMENTING: True,
    Phase.REVIEW: True,
    Phase.DECIDED: True,
    Phase.ADOPTED: False,
    Phase.ARCHIVED: False,
}
DECIDERS = {
    "member": False,
    "releaser": False,
    "stranger": False,
    "private": False,
    "moderator": False,
    "steering": True,
    "chair": True,
    "editor": True,
    "admin": False,
    "outsider": False,
}
SITUATION = "An vielen Schulen fehlt es an Zeit."
NEEDED: list[tuple[Outcome, dict[str, Any], str | None]] = [
    (Outcome.ADOPT, {}, None),
    (Outcome.ADOPT_WITH_CHANGES, {"reason": "Gut", "wordings": {"description": "Neu"}}, None),
    (Outcome.ADOPT_WITH_CHANGES, {"reason": "Gut", "wordings": {"description": "Neu", "situation": "Neu"}}, None),
    (Outcome.ADOPT_WITH_CHANGES, {"reason": "Gut", "wordings": {"nowhere": "Neu"}}, "outcome"),
    (Outcome.ADOPT_WITH_CHANGES, {"reason": "Gut", "wordings": {"description": "  "}}, "wording_description"),
    (Outcome.ADOPT_WITH_CHANGES, {"reason": "Gut", "wordings": {"situation": "x" * 20_001}}, "wording_situation"),
    (Outcome.ADOPT_WITH_CHANGES, {"reason": "Gut", "wordings": {"situation": SITUATION}}, "outcome"),
    (Outcome.ADOPT_WITH_CHANGES, {"wordings": {"description": "Neu"}}, "reason"),
    (Outcome.RETURN_TO_EXPERTS, {"reason": "Unklar"}, None),
    (Outcome.RETURN_TO_EXPERTS, {}, "reason"),
    (Outcome.POSTPONE, {}, "reason"),
    (Outcome.POSTPONE, {"reason": "Keine Zeit"}, None),
    (Outcome.RECOMMEND, {"reason": "Land ist zuständig", "recommended_to": "Land"}, None),
    (Outcome.RECOMMEND, {"reason": "Land ist zuständig"}, "recommended_to"),
    (Outcome.REJECT, {"reason": "\x00 "}, "reason"),
    (Outcome.REJECT, {"reason": "x" * 20_001}, "reason"),
    (Outcome.NEW_TOPIC, {"reason": "Neues Thema"}, None),
]


@pytest.mark.parametrize("name", DECIDERS)
def test_the_steering_group_and_the_office_decide_and_nobody_else(world: World, name: str) -> None:
    if DECIDERS[name]:
        decide(world, name=name)
    else:
        with pytest.raises(Refused):
            decide(world, name=name)
    assert len(world.all(Decision)) == DECIDERS[name]


@pytest.mark.parametrize("phase", TAKEN)
def test_decisions_are_taken_until_the_council_has_resolved(world: World, phase: Phase) -> None:
    world.phase(phase)
    if TAKEN[phase]:
        assert decide(world).outcome is Outcome.ADOPT
    else:
        with pytest.raises(Refused):
            decide(world)


@pytest.mark.parametrize(("outcome", "said", "missing"), NEEDED)
def test_every_outcome_has_what_it_needs(
    world: World, outcome: Outcome, said: dict[str, Any], missing: str | None
) -> None:
    if missing is None:
        assert decide(world, outcome, **said).outcome is outcome
        return
    with pytest.raises(Invalid) as refusal:
        decide(world, outcome, **said)
    assert refusal.value.field == missing
    assert world.all(Decision) == []


def test_what_the_outcome_has_no_use_for_is_left_out(world: World) -> None:
    decision = decide(world, Outcome.ADOPT, wordings={"description": "Neu"}, recommended_to="Land")
    assert (decision.recommended_to, world.all(DecisionWording)) == ("", [])


def test_a_decision_names_version_moment_and_recorder_and_stands_in_the_audit_log(world: World) -> None:
    decision = decide(world, Outcome.REJECT, reason="Das gibt es schon")
    item = item_named(world)
    assert (decision.recorder_label, decision.item_id) == ("Steering", item.id)
    with world.work() as work:
        assert decided.on_item(work, item.id)[0].version == 1
    line = world.all(AuditLine)[-1]
    assert (line.event, line.subject, line.detail) == ("decision.recorded", "B 1.2", "reject")
    assert "schon" not in line.detail


def test_a_further_decision_is_added_and_counts(world: World) -> None:
    decide(world, Outcome.POSTPONE, reason="Keine Zeit")
    decide(world, Outcome.ADOPT)
    item = item_named(world)
    with world.work() as work:
        assert [line.outcome for line in decided.on_item(work, item.id)] == [Outcome.ADOPT, Outcome.POSTPONE]
        assert decided.newest(work, item.consultation_id)[item.id].outcome is Outcome.ADOPT


def test_a_decision_never_changes(world: World) -> None:
    decision = decide(world)
    with pytest.raises(TypeError), world.work() as work:
        work.session.get_one(Decision, decision.id).reason = "Anders"


def test_a_theme_without_an_answer_keeps_an_item_open_unless_a_reason_is_given(world: World) -> None:
    theme(world, "Dauer", spoken(world))
    with pytest.raises(Invalid) as refusal:
        decide(world)
    assert refusal.value.field == "unanswered_reason"
    assert "Dauer" in str(refusal.value)
    decide(world, Outcome.POSTPONE, reason="Später")
    decide(world, Outcome.RETURN_TO_EXPERTS, reason="Unklar")
    assert decide(world, unanswered_reason="Antwort folgt schriftlich").unanswered_reason


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - {Outcome.POSTPONE, Outcome.RETURN_TO_EXPERTS}))
def test_an_answered_theme_lets_every_outcome_pass(world: World, outcome: Outcome) -> None:
    made = theme(world, "Dauer", spoken(world))
    said: dict[str, Any] = {"reason": "Gut", "wordings": {"description": "Neu"}, "recommended_to": "Land"}
    with pytest.raises(Invalid):
        decide(world, outcome, **said)
    answered(world, made)
    assert decide(world, outcome, **said)


def test_themes_that_nobody_visible_speaks_about_or_on_other_items_wait_for_nothing(world: World) -> None:
    theme(world, "Leer")
    theme(world, "Anderswo", spoken(world, code="B 1.10"))
    item, other = item_named(world), item_named(world, "B 1.10")
    with world.work() as work:
        assert responses.unanswered(work, item.id) == []
        assert responses.unanswered_by_item(work, item.consultation_id) == {other.id: 1}
    decide(world)


def test_a_newer_version_is_a_conflict_for_who_has_read_the_older(world: World) -> None:
    with world.work() as work:
        line = structure(work, consultation_in(work)).item(ItemType.MEASURE, "B 1.2")
    assert line is not None
    check_version(line, None)
    check_version(line, 1)
    with pytest.raises(Conflict):
        check_version(line, 2)


def test_answers_are_added_and_the_newest_counts(world: World) -> None:
    made = theme(world, "Dauer", spoken(world))
    answered(world, made, Answer.NOTED, "Erst einmal")
    answered(world, made, Answer.PARTLY_FOLLOWED, "Ein halbes Jahr länger")
    item = item_named(world)
    with world.work() as work:
        (open_theme,) = responses.themes_on(work, item.id)
    assert open_theme.response is not None
    assert (open_theme.comments, open_theme.response.answer) == (1, Answer.PARTLY_FOLLOWED)


@pytest.mark.parametrize("reason", ["", " \n", "x" * 5001])
def test_an_answer_needs_a_reason_of_sensible_length(world: World, reason: str) -> None:
    made = theme(world, "Dauer", spoken(world))
    with pytest.raises(Invalid):
        answered(world, made, reason=reason)


def several(world: World, **wordings: str) -> list[tuple[str, str]]:
    """Adopt with these wordings; what is kept, as keys and texts in the order of the sheet."""
    decision = decide(world, Outcome.ADOPT_WITH_CHANGES, reason="Gut", wordings=wordings)
    with world.work() as work:
        by_id = structure(work, consultation_in(work)).section_by_id
        (line,) = [one for one in decided.on_item(work, decision.item_id) if one.id == decision.id]
        return [(by_id[new.section_id].key, new.text) for new in line.wordings]


def test_of_several_sections_those_that_differ_are_kept(world: World) -> None:
    situation = "An vielen Schulen fehlt es an Zeit."
    assert several(world, description="Ganz neu", situation=f"  {situation}\r\n") == [("description", "Ganz neu")]
    assert several(world, description="Ganz neu", situation="Zeit ist da.\r\nGenug.") == [
        ("situation", "Zeit ist da.\nGenug."),
        ("description", "Ganz neu"),
    ]


def test_a_section_that_is_empty_today_can_be_decided_and_stays_empty_unless_it_is(world: World) -> None:
    assert several(world, description="Neu", costs="9.000 Euro", staff=" ") == [
        ("description", "Neu"),
        ("costs", "9.000 Euro"),
    ]


@pytest.mark.parametrize(
    ("wordings", "field"),
    [
        ({}, "outcome"),
        ({"situation": "An vielen Schulen fehlt es an Zeit."}, "outcome"),
        ({"situation": "", "description": "Neu"}, "wording_situation"),
        ({"situation": "x" * 20_001}, "wording_situation"),
        ({"nowhere": "Gibt es hier nicht"}, "outcome"),
    ],
)
def test_a_change_without_a_change_an_empty_section_or_a_flood_is_refused(
    world: World, wordings: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        several(world, **wordings)
    assert refusal.value.field == field
    assert world.all(Decision) == []


def test_a_decided_wording_never_changes(world: World) -> None:
    several(world, description="Ganz neu")
    with pytest.raises(TypeError), world.work() as work:
        work.session.query(DecisionWording).one().wording = "Anders"
