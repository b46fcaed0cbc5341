"""Publication: everything at once, by the chair alone, once; and what then stands where."""

import threading
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.accounts.models import Account
from portal.comments.models import Comment, Stance, Voice
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, Item, ItemVersion, Kind, Phase
from portal.consultations.operations import Rendered, add_version
from portal.decisions.models import Answer, Decision, DecisionOutcome, Publication
from portal.decisions.operations.publishing import prepare, publish
from portal.decisions.queries import decided, pending, responses
from portal.kernel.errors import Conflict, Refused
from portal.outbox.models import Letter
from tests.board.voices import Wish, say
from tests.decisions.sayings import answered, decide, spoken, theme
from tests.support.world import SLUG, World, consultation_in, item_named

Outcome = DecisionOutcome
TAKEN = {
    Phase.COMMENTING: Phase.DECIDED,
    Phase.REVIEW: Phase.DECIDED,
    Phase.DECIDED: Phase.DECIDED,
    Phase.ADOPTED: None,
    Phase.ARCHIVED: None,
}


def announce(world: World, name: str = "chair") -> Publication:
    with world.work(name) as work:
        here = consultation_in(work)
        return publish(work, here, prepare(work, here))


def published(world: World, code: str = "B 1.2") -> list[Outcome]:
    item = item_named(world, code)
    with world.work() as work:
        return [one.line.outcome for one in decided.published(work, consultation_in(work), item.id)]


@pytest.mark.parametrize("name", ["member", "releaser", "moderator", "steering", "editor", "admin", "outsider"])
def test_nobody_but_the_chair_publishes(world: World, name: str) -> None:
    decide(world)
    with pytest.raises(Refused):
        announce(world, name)
    assert world.all(Publication) == []


@pytest.mark.parametrize("phase", TAKEN)
def test_publishing_makes_the_phase_decided_and_ends_with_the_council(world: World, phase: Phase) -> None:
    decide(world)
    world.phase(phase)
    if TAKEN[phase] is None:
        with pytest.raises(Refused):
            announce(world)
        return
    announce(world)
    assert world.one(Consultation, slug=SLUG).phase(datetime.now(UTC)) is TAKEN[phase]


def test_without_a_decision_or_anything_new_there_is_nothing_to_publish(world: World) -> None:
    with pytest.raises(Conflict):
        announce(world)
    decide(world)
    announce(world)
    with pytest.raises(Conflict):
        announce(world)
    assert len(world.all(Publication)) == 1


def test_nothing_is_public_before_and_the_newest_of_each_item_after(world: World) -> None:
    decide(world, Outcome.REJECT, reason="Aus Versehen")
    decide(world, Outcome.ADOPT)
    decide(world, Outcome.POSTPONE, "B 1.10", reason="Keine Zeit")
    assert published(world) == []
    announce(world)
    assert (published(world), published(world, "B 1.10")) == ([Outcome.ADOPT], [Outcome.POSTPONE])


def test_a_correction_is_public_with_the_next_publication_and_the_earlier_stays_readable(world: World) -> None:
    decide(world, Outcome.ADOPT)
    announce(world)
    decide(world, Outcome.REJECT, reason="Der Haushalt fehlt")
    assert published(world) == [Outcome.ADOPT]
    announce(world)
    assert published(world) == [Outcome.REJECT, Outcome.ADOPT]


def test_internal_words_are_not_among_what_is_public(world: World) -> None:
    decide(world, conflicts="Elternnetz", unanswered_reason="Keine Zeit")
    announce(world)
    with world.work() as work:
        (one,) = decided.published(work, consultation_in(work))
    assert (one.line.conflicts, one.line.unanswered_reason, one.line.recorder) == ("", "", "")


def test_putting_the_phase_back_takes_decisions_from_the_pages(world: World) -> None:
    decide(world)
    announce(world)
    world.phase(Phase.REVIEW)
    assert published(world) == []


def test_a_decided_wording_becomes_the_text_with_a_note(world: World) -> None:
    decide(world, Outcome.ADOPT_WITH_CHANGES, reason="Gut", wordings={"situation": "Zeit gibt es genug."})
    announce(world)
    item = item_named(world)
    assert item.version == 2
    version = world.one(ItemVersion, item_id=item.id, number=2)
    assert (version.note, version.title) == ("Beschluss der Lenkungsgruppe", "Sprachbrücken an Grundschulen")
    with world.work() as work:
        here = consultation_in(work)
        line = consultations.structure(work, here).by_id[item.id]
        sheet = consultations.sheet(work, here, line)
    assert sheet is not None
    texts = {part.section.key: part.source for part in sheet.parts}
    assert texts["situation"] == "Zeit gibt es genug."
    assert texts["description"].startswith("Eltern werden")


def test_one_new_version_holds_every_section_that_was_decided(world: World) -> None:
    new = {"situation": "Zeit gibt es genug.", "description": "Eltern werden begleitet."}
    decide(world, Outcome.ADOPT_WITH_CHANGES, reason="Gut", wordings=new)
    announce(world)
    item = item_named(world)
    assert item.version == 2
    with world.work() as work:
        here = consultation_in(work)
        sheet = consultations.sheet(work, here, consultations.structure(work, here).by_id[item.id])
    assert sheet is not None
    assert {part.section.key: part.source for part in sheet.parts} == new


def test_a_wording_that_stands_there_already_makes_no_further_version(world: World) -> None:
    decide(world, Outcome.ADOPT_WITH_CHANGES, reason="Gut", wordings={"situation": "Neu."})
    with world.work() as work:
        here = consultation_in(work)
        row = work.session.scalars(select(Item).filter_by(code="B 1.2", consultation_id=here.id)).one()
        add_version(work, here, row, Rendered.of("Sprachbrücken", {"situation": "Neu."}), "Vorab")
    announce(world)
    assert item_named(world).version == 2


def test_what_becomes_a_recommendation_is_called_so(world: World) -> None:
    decide(world, Outcome.RECOMMEND, "B 1.10", reason="Land", recommended_to="das Land")
    announce(world)
    item = item_named(world, "B 1.10")
    assert (item.kind, item.recommended_to) == (Kind.RECOMMENDATION, "das Land")


def test_every_item_spoken_about_and_the_consultation_are_seen_to_have_changed(world: World) -> None:
    public_id = spoken(world, code="B 1.10")
    answered(world, public_id)
    decide(world)
    before = [item_named(world, code).revision for code in ("B 1.2", "B 1.10", "B 1")]
    here = world.one(Consultation, slug=SLUG).revision
    announce(world)
    after = [item_named(world, code).revision for code in ("B 1.2", "B 1.10", "B 1")]
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1, 0]
    assert world.one(Consultation, slug=SLUG).revision > here


def test_answers_to_a_theme_and_to_one_comment_reach_its_author_and_only_when_published(world: World) -> None:
    public_id, other = spoken(world), spoken(world, "stranger", "Etwas anderes")
    answered(world, theme(world, "Dauer", public_id), Answer.PARTLY_FOLLOWED, "Zum Teil.")
    answered(world, public_id, Answer.NOTED, "Danke.")
    decide(world)

    def read(of: str) -> list[tuple[str, str]]:
        with world.work() as work:
            comment_id = work.session.scalars(select(Comment.id).filter_by(public_id=of)).one()
            found = responses.published_for(work, consultation_in(work), comment_id)
            return [(title, line.reason) for title, line in found]

    assert read(public_id) == []
    announce(world)
    assert read(public_id) == [("Dauer", "Zum Teil."), ("", "Danke.")]
    assert read(other) == []


def test_letters_go_once_to_everybody_whose_visible_comment_is_concerned(world: World) -> None:
    for number in range(3):
        spoken(world, "member", f"Noch etwas {number}")
    spoken(world, "releaser", "Für uns", voice=Voice.ORGANISATION)
    spoken(world, "private", "Für mich", stance=Stance.QUESTION)
    spoken(world, "stranger", "Zu etwas anderem", code="B 1.10")
    world.comment("stranger", "Noch nicht geprüft")
    before = len(world.all(Letter))
    decide(world)
    with world.work() as work:
        found = pending.concerned(work, consultation_in(work).id, pending.pending(work, consultation_in(work).id))
    announce(world)
    posted = world.all(Letter)[before:]
    assert sorted(letter.address.partition("@")[0] for letter in posted) == ["member", "private", "releaser"]
    assert len({one.account_id for one in found}) == len(posted)
    letter = next(letter for letter in posted if letter.address.startswith("member"))
    assert letter.text.count("/comments/") == letter.html.count("/comments/") == 3
    assert "Angenommen" in letter.text


def test_the_letter_and_the_way_of_a_comment_say_to_whom_it_is_recommended(world: World, app: Flask) -> None:
    public_id = say(world, Wish("member"))
    decide(world, Outcome.RECOMMEND, reason="Sache des Landes", recommended_to="das Land")
    announce(world)
    said = "Als Empfehlung weitergegeben (an das Land)"
    assert said in world.all(Letter)[-1].text
    assert said in world.client(app, "visitor").get(f"/wir/comments/{public_id}").text


def test_an_erased_account_gets_no_letter(world: World) -> None:
    spoken(world, "member")
    spoken(world, "releaser", "Für uns", voice=Voice.ORGANISATION)
    with world.work() as work:
        account = work.session.scalars(select(Account).filter_by(email="member@example.org")).one()
        account.erased_at = work.now
    before = len(world.all(Letter))
    decide(world)
    announce(world)
    assert [letter.address for letter in world.all(Letter)[before:]] == ["releaser@example.org"]


def test_what_was_recorded_since_the_list_was_read_is_a_conflict(world: World) -> None:
    decide(world)
    with world.work("chair") as work:
        ready = prepare(work, consultation_in(work))
    decide(world, Outcome.REJECT, reason="Doch nicht")
    with pytest.raises(Conflict), world.work("chair") as work:
        publish(work, consultation_in(work), ready)
    assert world.all(Publication) == []


def test_a_text_that_changed_since_the_list_was_read_is_a_conflict(world: World) -> None:
    decide(world, Outcome.ADOPT_WITH_CHANGES, reason="Gut", wordings={"description": "Neu."})
    with world.work("chair") as work:
        ready = prepare(work, consultation_in(work))
    with world.work() as work:
        here = consultation_in(work)
        row = work.session.scalars(select(Item).filter_by(code="B 1.2", consultation_id=here.id)).one()
        add_version(work, here, row, Rendered.of("Sprachbrücken", {"situation": "Anders."}), "Vorab")
    with pytest.raises(Conflict), world.work("chair") as work:
        publish(work, consultation_in(work), ready)
    assert world.all(Publication) == []
    assert item_named(world).version == 2


def test_of_two_who_publish_at_once_one_does(world: World) -> None:
    spoken(world)
    decide(world, Outcome.ADOPT_WITH_CHANGES, reason="Gut", wordings={"description": "Neu."})
    before = len(world.all(Letter))
    ready, results = threading.Barrier(4), []

    def go() -> None:
        try:
            with world.work("chair") as work:
                made = prepare(work, consultation_in(work))
            ready.wait(20)
            with world.work("chair") as work:
                publish(work, consultation_in(work), made)
            results.append("published")
        except Conflict:
            results.append("conflict")

    threads = [threading.Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["conflict"] * 3 + ["published"]
    assert len(world.all(Publication)) == 1
    assert len(world.all(Letter)) == before + 1
    assert item_named(world).version == 2


def test_figures_agree_with_a_recount(world: World) -> None:
    for code, outcome in (("B 1.2", Outcome.REJECT), ("B 1.10", Outcome.POSTPONE), ("B 1", Outcome.NEW_TOPIC)):
        decide(world, Outcome.ADOPT, code)
        decide(world, outcome, code, reason="Neu")
    announce(world)
    with world.work() as work:
        standing = decided.standing(work, consultation_in(work))
        last = select(func.max(Decision.id)).group_by(Decision.item_id)
        assert {one.line.id for one in standing.values()} == set(work.session.scalars(last))
