"""Speaking about a passage without marking it by mouse, and what becomes of it in a new version."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal.comments.models import Comment, CommentState, Draft, Revision
from portal.comments.operations import settle
from portal.comments.queries import passages_across
from portal.consultations.models import Item
from portal.consultations.operations import Rendered, add_version
from portal.kernel.passages import Fate, sentences
from tests.support.statements import counted
from tests.support.world import DESCRIPTION, World, consultation_in, item_named

PAGE = "/wir/measures/B 1.2"
FIRST, SECOND = sentences(DESCRIPTION)
SENT = {"stance": "support", "body": "Mehr Eichen", "submission_key": "k", "section": "description", "save": "submit"}


def test_a_section_offers_its_sentences(member: FlaskClient) -> None:
    page = member.get(f"{PAGE}?section=description").text
    assert re.findall(r'name="sentence" value="([^"]*)"', page) == ["", FIRST, SECOND]
    assert 'name="sentence"' not in member.get(PAGE).text


def test_choosing_a_section_stores_nothing_and_loses_nothing(member: FlaskClient, world: World) -> None:
    answer = member.post(f"{PAGE}/comments", data=SENT | {"save": "passages"})
    assert answer.status_code == 200
    assert "Mehr Eichen" in answer.text and f'value="{SECOND}"' in answer.text and 'value="k"' in answer.text
    assert (world.all(Comment), world.all(Draft)) == ([], [])


@pytest.mark.parametrize("quote", ["", "Eltern"])
def test_the_sentence_chosen_is_the_passage(member: FlaskClient, world: World, quote: str) -> None:
    member.post(f"{PAGE}/comments", data=SENT | {"sentence": SECOND, "quote": quote})
    assert world.one(Revision).quote == SECOND


def test_a_sentence_of_another_section_is_none(member: FlaskClient, world: World) -> None:
    member.post(f"{PAGE}/comments", data=SENT | {"sentence": "Das steht nirgends.", "quote": "Eltern"})
    assert world.one(Revision).quote == "Eltern"


def test_a_draft_comes_back_with_its_sentence_chosen(member: FlaskClient, world: World) -> None:
    member.post(f"{PAGE}/comments", data=SENT | {"sentence": SECOND, "save": "draft"})
    page = member.get(f"{PAGE}?draft={world.one(Draft).public_id}").text
    assert re.search(rf'value="{SECOND}" checked', page)


def test_a_preview_shows_what_is_written_and_stores_nothing(member: FlaskClient, world: World) -> None:
    written = {"body": "Mehr *Eichen*", "sentence": FIRST, "proposed_wording": "Großeltern werden ausgebildet."}
    answer = member.post(f"{PAGE}/comments", data=SENT | written | {"save": "preview"})
    assert answer.status_code == 200
    assert "Mehr <em>Eichen</em>" in answer.text
    assert "<ins>Großeltern</ins>" in answer.text and "<del>" in answer.text
    assert "Mehr *Eichen*</textarea>" in answer.text and 'value="k"' in answer.text
    assert (world.all(Comment), world.all(Draft)) == ([], [])


def test_a_preview_shows_no_markup_of_its_own(member: FlaskClient) -> None:
    written = {"body": "<script>alert(1)</script>", "quote": "<img src=x>", "stance": "nonsense"}
    page = member.post(f"{PAGE}/comments", data=SENT | written | {"save": "preview"}).text
    assert "<script>alert" not in page and "<img" not in page


def test_everybody_reads_a_proposed_wording_as_a_word_diff(
    member: FlaskClient, visitor: FlaskClient, world: World
) -> None:
    member.post(f"{PAGE}/comments", data=SENT | {"proposed_wording": DESCRIPTION.replace("neue", "alle")})
    assert "<ins>alle</ins>" in member.get("/wir/mine").text
    assert "<ins>alle</ins>" not in visitor.get(PAGE).text
    _approve(world)
    page = visitor.get(PAGE).text
    assert "<del>neue</del>" in page and "<ins>alle</ins>" in page


CHANGES = {
    DESCRIPTION + " Und mehr.": (Fate.KEPT, ""),
    DESCRIPTION.replace("neue Familien", "alle Familien"): (Fate.CHANGED, "Die Stelle wurde bis Fassung 2 geändert."),
    FIRST: (Fate.GONE, "Die Stelle gibt es in Fassung 2 nicht mehr."),
}


@pytest.mark.parametrize("text", CHANGES, ids=["kept", "changed", "gone"])
def test_after_a_new_version_a_comment_says_what_became_of_its_passage(
    member: FlaskClient, visitor: FlaskClient, world: World, text: str
) -> None:
    member.post(f"{PAGE}/comments", data=SENT | {"sentence": SECOND})
    _approve(world)
    _new_version(world, text)
    fate, words = CHANGES[text]
    item_id = item_named(world).id
    with world.work() as work:
        (across,) = passages_across(work, item_id).values()
    assert (across.fate, across.then, across.now) == (fate, 1, 2)
    page = visitor.get(PAGE).text
    assert ("Die Stelle" in page) == bool(words)
    assert words in page
    if words:
        assert "compare=1&amp;version=2" in page
        assert visitor.get(f"{PAGE}?compare=1&version=2").status_code == 200


def test_only_visible_comments_of_earlier_versions_are_looked_at(member: FlaskClient, world: World) -> None:
    member.post(f"{PAGE}/comments", data=SENT | {"sentence": SECOND})
    _new_version(world, FIRST)
    member.post(f"{PAGE}/comments", data=SENT | {"sentence": FIRST, "submission_key": "another"})
    newest = world.all(Comment)[-1]
    with world.work() as work:
        settle(work, consultation_in(work), work.session.get_one(Comment, newest.id), CommentState.APPROVED)
    item_id = item_named(world).id
    with world.work() as work:
        assert passages_across(work, item_id) == {}


def test_more_comments_need_no_more_statements(engine: Engine, member: FlaskClient, world: World) -> None:
    numbers, item_id = [], item_named(world).id
    for more in (1, 6):
        for place in range(more):
            member.post(f"{PAGE}/comments", data=SENT | {"sentence": SECOND, "submission_key": f"{more} {place}"})
        _approve(world)
        if more == 1:
            _new_version(world, FIRST)
        with world.work() as work, counted(engine) as sent:
            passages_across(work, item_id)
        numbers.append(len(sent))
    assert numbers[0] == numbers[1]


def _approve(world: World) -> None:
    for comment in world.all(Comment):
        with world.work() as work:
            settle(work, consultation_in(work), work.session.get_one(Comment, comment.id), CommentState.APPROVED)


def _new_version(world: World, text: str) -> None:
    item_id = item_named(world).id
    rendered = Rendered.of("Sprachbrücken an Grundschulen", {"description": text})
    with world.work("editor") as work:
        item = work.session.get_one(Item, item_id)
        add_version(work, consultation_in(work), item, rendered, note="Neu gefasst")


def test_a_passage_without_a_section_finds_its_own(member: FlaskClient, world: World) -> None:
    assert member.post(f"{PAGE}/comments", data=SENT | {"section": "", "quote": "Sprachpat*innen"}).status_code == 303
    revision = world.one(Revision)
    assert (revision.quote, revision.section_id is None) == ("Sprachpat*innen", False)


@pytest.mark.parametrize(
    ("written", "field"),
    [({"quote": "Das steht nirgends."}, "quote"), ({"proposed_wording": "Eltern begleiten Eltern."}, "section")],
)
def test_a_passage_found_nowhere_and_a_wording_for_no_section_are_kept_and_asked_about(
    member: FlaskClient, world: World, written: dict[str, str], field: str
) -> None:
    answer = member.post(f"{PAGE}/comments", data=SENT | {"section": ""} | written)
    assert answer.status_code == 422
    assert all(text in answer.text for text in written.values())
    assert f'href="#{field}"' in answer.text
    assert world.all(Revision) == []


@pytest.mark.parametrize("section", ["description", ""])
def test_a_wording_nobody_has_changed_is_not_something_said(member: FlaskClient, world: World, section: str) -> None:
    sent = SENT | {"section": section, "body": "", "proposed_wording": DESCRIPTION}
    answer = member.post(f"{PAGE}/comments", data=sent)
    assert answer.status_code == 422
    assert 'href="#body"' in answer.text
    assert world.all(Revision) == []
