"""The list of everything that has been said: who finds what in it, and that its numbers open what they count."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal.comments.models import Comment, CommentState, Stance, Voice
from portal.comments.operations import settle
from portal.themes.models import Theme
from tests.support.statements import counted
from tests.support.world import World, consultation_in

LIST = "/wir/comments/"
SAID = re.compile(r'<article class="comment[^"]*" id="comment-(\w{8})"')


def publish(world: World, *comments: Comment) -> None:
    with world.work() as work:
        for comment in comments:
            row = work.session.get_one(Comment, comment.id)
            settle(work, consultation_in(work), row, CommentState.APPROVED)


@pytest.fixture
def three(world: World) -> dict[str, str]:
    """An organisation objects, a member supports, a private person asks about another measure; their numbers."""
    comments = {
        "organisation": world.comment("releaser", "Zu teuer.", stance=Stance.OBJECT, voice=Voice.ORGANISATION),
        "member": world.comment("stranger", "Endlich Sprachbrücken!"),
        "private": world.comment("private", "Wer bezahlt das?", stance=Stance.QUESTION, code="B 1.10"),
    }
    publish(world, *comments.values())
    return {comment.public_id: name for name, comment in comments.items()}


def found(client: FlaskClient, query: str, names: dict[str, str]) -> set[str]:
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200
    shown = {names[one] for one in SAID.findall(answer.text)}
    assert f"<strong>{len(shown)} Kommentar" in answer.text
    return shown


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"organisation", "member", "private"}),
        ("field=B", {"organisation", "member", "private"}),
        ("field=X", set()),
        ("item=B+1.10", {"private"}),
        ("voice=individual", {"member", "private"}),
        ("stance=object&stance=question", {"organisation", "private"}),
        ("group=civil-society", {"organisation", "member"}),
        ("group=-", {"private"}),
        ("q=sprachbrücken", {"member"}),
        ("q=sprachbrücken&voice=organisation", set()),
        ("stance=nonsense&page=nonsense&sort=nonsense", {"organisation", "member", "private"}),
    ],
)
def test_the_list_has_what_is_asked_for(
    visitor: FlaskClient, three: dict[str, str], query: str, expected: set[str]
) -> None:
    assert found(visitor, query, three) == expected


def test_a_number_on_the_overview_opens_exactly_its_comments(visitor: FlaskClient, three: dict[str, str]) -> None:
    overview = visitor.get("/wir/").text
    links = re.findall(r'<a href="(/wir/comments/[^"]*)">(?:<b>)?(\d+)', overview)
    assert len(links) == 2
    for address, number in links:
        assert len(SAID.findall(visitor.get(address).text)) == int(number) == 3


def test_nobody_finds_in_it_what_is_not_visible(app: Flask, world: World, three: dict[str, str]) -> None:
    world.comment("member", "Noch ungeprüft.")
    for name in ("visitor", "member", "moderator", "steering"):
        assert set(three) == set(SAID.findall(world.client(app, name).get(LIST).text))


def test_themes_cannot_be_asked_for(visitor: FlaskClient, world: World, three: dict[str, str]) -> None:
    """They are the steering group's until decisions are published; that one was coded must not show by asking."""
    with world.work() as work:
        theme = Theme(consultation_id=consultation_in(work).id, title="Geld", created_at=work.now)
        work.session.add(theme)
    answers = {
        found(visitor, query, three) == set(three.values())
        for query in (f"theme={theme.public_id}", "theme=-", "answered=no")
    }
    assert answers == {True}


def test_a_wish_can_be_taken_back_alone(visitor: FlaskClient, three: dict[str, str]) -> None:
    page = visitor.get(f"{LIST}?field=B&stance=object&q=teuer&sort=measure&lang=en").text
    chosen = page[page.index('<p class="chosen">') :].split("</p>")[0]
    asked = [parse_qs(urlsplit(unescape(href)).query) for href in re.findall(r'<a href="([^"]*)"', chosen)]
    whole = {"field": ["B"], "stance": ["object"], "q": ["teuer"], "sort": ["measure"], "lang": ["en"]}
    assert asked == [
        {name: value for name, value in whole.items() if name != less} for less in ("field", "stance", "q")
    ]


def test_comments_come_in_the_order_asked_for(visitor: FlaskClient, three: dict[str, str]) -> None:
    def order(sort: str) -> list[str]:
        return [three[one] for one in SAID.findall(visitor.get(f"{LIST}?sort={sort}").text)]

    assert order("newest") == ["private", "member", "organisation"]
    assert order("oldest") == ["organisation", "member", "private"]
    assert order("measure") == ["organisation", "member", "private"]


def test_fifty_stand_on_a_page(visitor: FlaskClient, world: World) -> None:
    publish(world, *(world.comment(body=f"Nummer {number}") for number in range(51)))
    first, second, third = (SAID.findall(visitor.get(f"{LIST}?page={page}").text) for page in (1, 2, 3))
    assert (len(first), len(second), third) == (50, 1, [])
    assert not set(first) & set(second)
    assert "page=2" in visitor.get(LIST).text


def test_statements_do_not_grow_with_what_was_said(visitor: FlaskClient, world: World, engine: Engine) -> None:
    numbers = []
    for turn in range(3):
        comments = [world.comment("releaser", f"{turn} {n}", voice=Voice.ORGANISATION) for n in range(3)]
        publish(world, *comments)
        with counted(engine) as sent:
            assert len(SAID.findall(visitor.get(LIST).text)) == 3 * (turn + 1)
        numbers.append(len(sent))
    assert numbers[1:] == [3, 3]
    with counted(engine) as sent:
        visitor.get(LIST)
    assert sent == []


def test_an_empty_list_says_so(visitor: FlaskClient) -> None:
    assert "Noch ist kein Kommentar veröffentlicht." in visitor.get(LIST).text
    assert "Vielleicht hilft ein anderes Wort" in visitor.get(f"{LIST}?q=Eichen").text
