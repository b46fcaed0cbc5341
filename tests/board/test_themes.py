"""Pages of themes over HTTP: who sees and does what, and that a refused form keeps what was written."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal.comments.models import Stance, Voice
from portal.consultations.models import Phase
from portal.themes.models import Theme, ThemeMark
from tests.board.voices import Wish, say
from tests.support.statements import counted
from tests.support.world import EVERYBODY, World
from tests.themes.coding import put, theme

CODERS = ("moderator", "moderator2", "editor")
READERS = (*CODERS, "steering", "chair")


def text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())


def titles(world: World) -> set[str]:
    return {row.title for row in world.all(Theme) if row.merged_into_id is None}


@pytest.mark.parametrize("name", EVERYBODY)
def test_pages_of_themes_are_read_by_staff_and_worked_on_by_coders(app: Flask, world: World, name: str) -> None:
    one, client = theme(world), world.client(app, name)

    def expected(allowed: tuple[str, ...]) -> int:
        return 200 if name in allowed else 303 if name == "visitor" else 404

    for page, allowed in (("", READERS), (one, READERS), ("coding", CODERS), ("coding?measure=B 1.2", CODERS)):
        assert client.get(f"/wir/board/themes/{page}").status_code == expected(allowed), page
    shown = client.get(f"/wir/board/themes/{one}").text
    assert ("Thema ändern" in shown) == (name in CODERS)


def test_a_theme_is_made_renamed_moved_and_closed_by_forms(world: World, moderator: FlaskClient) -> None:
    made = moderator.post("/wir/board/themes/", data={"title": "Geld", "item": "", "parent": ""})
    top = world.one(Theme, title="Geld").public_id
    assert (made.status_code, made.location) == (303, f"/wir/board/themes/{top}?done=added")
    moderator.post("/wir/board/themes/", data={"title": "Höhe", "item": "B 1.2", "parent": top, "summary": "Wie viel?"})
    lower = world.one(Theme, title="Höhe")
    assert (lower.parent_id, lower.summary) == (world.one(Theme, title="Geld").id, "Wie viel?")
    at = f"/wir/board/themes/{lower.public_id}"
    assert moderator.post(f"{at}/rename", data={"title": "Betrag"}).status_code == 303
    assert moderator.post(f"{at}/move", data={"parent": ""}).status_code == 303
    assert moderator.post(f"{at}/close").status_code == 303
    changed = world.one(Theme, title="Betrag")
    assert (changed.parent_id, changed.summary, changed.closed_at is None) == (None, "Wie viel?", False)
    moderator.post(f"{at}/close", data={"open": "1"})
    assert world.one(Theme, title="Betrag").closed_at is None
    shown = text(moderator.get(at).text)
    for done in ("Angelegt", "Umbenannt", "Höhe → Betrag", "Eingeordnet", "Geschlossen", "Wieder geöffnet"):
        assert done in shown


@pytest.mark.parametrize(
    ("path", "data", "kept"),
    [
        ("", {"title": "Dauer", "item": "B 1.2", "summary": "Lange erklärt"}, "Lange erklärt"),
        ("", {"title": " ", "summary": "Lange erklärt"}, "Lange erklärt"),
        ("{one}/rename", {"title": "x" * 121}, "x" * 121),
        ("{one}/move", {"parent": "{one}"}, "höchstens zwei Ebenen"),
        ("{one}/merge", {"into": ""}, "nicht in sich selbst"),
        ("{one}/split", {"title": "Neues Wort"}, "Neues Wort"),
        ("{one}/comments", {"quote": "nirgends"}, "mindestens einen Kommentar"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_written(
    world: World, editor: FlaskClient, path: str, data: dict[str, str], kept: str
) -> None:
    one = theme(world)
    put(world, one, say(world, Wish()))
    sent = {name: value.format(one=one) for name, value in data.items()}
    answer = editor.post(f"/wir/board/themes/{path.format(one=one)}", data=sent)
    assert answer.status_code == 422
    assert 'id="errors"' in answer.text
    assert kept in answer.text
    assert titles(world) == {"Dauer"}


def test_what_is_chosen_stays_chosen_when_the_new_theme_lacks_a_name(world: World, editor: FlaskClient) -> None:
    one, comment = theme(world), say(world, Wish())
    put(world, one, comment)
    answer = editor.post(f"/wir/board/themes/{one}/split", data={"title": "", "comment": [comment]})
    assert f'value="{comment}" checked' in answer.text


def test_a_merged_theme_leads_to_the_one_it_went_into(world: World, moderator: FlaskClient) -> None:
    first, second = theme(world, "Dauer"), theme(world, "Länge")
    answer = moderator.post(f"/wir/board/themes/{first}/merge", data={"into": second})
    assert answer.location == f"/wir/board/themes/{second}?done=saved"
    moved = moderator.get(f"/wir/board/themes/{first}")
    assert (moved.status_code, moved.location) == (301, f"/wir/board/themes/{second}")
    assert moderator.post(f"/wir/board/themes/{first}/rename", data={"title": "Spät"}).status_code == 409


def test_chosen_comments_get_a_new_theme_in_one_step(world: World, moderator: FlaskClient) -> None:
    chosen = [say(world, Wish(body=f"Nummer {number}")) for number in range(3)]
    data = {"comment": chosen[:2], "theme": "", "title": "Dauer"}
    answer = moderator.post("/wir/board/themes/coding?measure=B+1.2&open=1", data=data)
    one = world.one(Theme, title="Dauer")
    assert answer.status_code == 303
    assert f"theme={one.public_id}" in answer.location
    assert len(world.all(ThemeMark)) == 2
    page = moderator.get(answer.location).text
    assert "1 Kommentar ist noch ohne Thema" in page
    assert "Nummer 2" in page
    assert "Nummer 1" not in page
    assert re.search(rf'<option selected value="{one.public_id}"', page)
    assert "Dauer" in moderator.get("/wir/board/themes/coding?measure=B 1.2").text


@pytest.mark.parametrize(
    "data",
    [{"title": "Dauer"}, {"comment": ["x"]}, {"comment": ["x"], "title": "Dauer", "quote": "steht nirgends"}],
)
def test_coding_that_is_refused_leaves_no_theme_behind(
    world: World, moderator: FlaskClient, data: dict[str, str | list[str]]
) -> None:
    comment = say(world, Wish())
    sent = data | ({"comment": [comment]} if "comment" in data else {})
    answer = moderator.post("/wir/board/themes/coding?measure=B+1.2", data=sent)
    assert answer.status_code == 422
    assert world.all(Theme) == []
    if "comment" in data:
        assert f'value="{comment}" checked' in answer.text


def test_everything_on_the_page_can_be_chosen_without_a_script(world: World, moderator: FlaskClient) -> None:
    say(world, Wish(body="Eltern und Schule"))
    say(world, Wish(body="Nur Schule"))
    page = moderator.get("/wir/board/themes/coding?q=ELTERN&all=1").text
    assert page.count('name="comment"') == page.count("checked>") == 1
    assert "Nur Schule" not in page


def test_a_chip_is_taken_away_and_the_page_stays_where_it_was(world: World, moderator: FlaskClient) -> None:
    one, comment = theme(world), say(world, Wish())
    put(world, one, comment)
    remove = f"/wir/board/themes/{one}/comments/{comment}/remove"
    assert remove in moderator.get("/wir/board/themes/coding?q=mehr").text
    answer = moderator.post(remove, data={"back": "?q=mehr"})
    assert answer.location == "/wir/board/themes/coding?q=mehr"
    assert world.all(ThemeMark) == []
    away = moderator.post(remove, data={"back": "https://example.org/"})
    assert away.location == f"/wir/board/themes/{one}?done=saved"


def test_what_is_not_visible_is_shown_to_coders_and_counted_nowhere(app: Flask, world: World) -> None:
    one, seen, hidden = theme(world), say(world, Wish()), say(world, Wish(body="Wartet noch"), "submitted")
    put(world, one, seen, hidden)
    for name in READERS:
        page = world.client(app, name).get(f"/wir/board/themes/{one}").text
        assert "1 Kommentar: 1 Einzelperson" in text(page)
        assert ("Wartet noch" in page) == (name in CODERS)


def test_a_suggestion_is_taken_with_one_click_and_never_by_itself(world: World, moderator: FlaskClient) -> None:
    one = theme(world, "Dauer der Begleitung im Schuljahr")
    put(world, one, say(world, Wish(body="Ein Schuljahr Begleitung ist zu kurz für Familien")))
    near = say(world, Wish(body="Familien brauchen länger Begleitung als ein Schuljahr"))
    far = say(world, Wish(body="Der Raum hat keine Heizung"))
    page = moderator.get(f"/wir/board/themes/{one}").text
    offered = re.findall(r'<button [^>]*name="comment" value="(\w+)"', page)
    assert offered == [near]
    assert far not in page
    assert len(world.all(ThemeMark)) == 1
    moderator.post(f"/wir/board/themes/{one}/comments", data={"comment": near})
    assert len(world.all(ThemeMark)) == 2
    assert near not in re.findall(
        r'<button [^>]*name="comment" value="(\w+)"', moderator.get(f"/wir/board/themes/{one}").text
    )


def test_the_board_by_themes_tells_who_says_it_and_on_what(world: World, steering: FlaskClient) -> None:
    top = theme(world, "Geld", code="")
    lower = theme(world, "Höhe", parent=top)
    put(world, lower, say(world, Wish("releaser", voice=Voice.ORGANISATION)), say(world, Wish("private", body="Auch")))
    say(world, Wish(body="Etwas anderes", stance=Stance.OBJECT))
    page = text(steering.get("/wir/board/?view=themes").text)
    assert "Geld 2 Kommentare : 1 Organisation, 1 Einzelperson" in page
    assert "Gehört zu: Geld. 2 Kommentare" in page
    assert "B 1.2: 2" in page
    assert "ohne Antwort" in page
    assert "1 Kommentar ohne Thema" in page
    narrowed = text(steering.get("/wir/board/?view=themes&stance=object").text)
    assert "2 Themen sind nicht gezeigt" in narrowed


def test_an_archive_shows_themes_without_any_form(world: World, moderator: FlaskClient) -> None:
    one = theme(world)
    put(world, one, say(world, Wish()))
    world.phase(Phase.ARCHIVED)
    for page in ("", one, "coding"):
        shown = moderator.get(f"/wir/board/themes/{page}").text.partition("<main")[2]
        assert 'method="post"' not in shown, page


@pytest.mark.parametrize(("page", "statements"), [("", 7), ("coding", 8), ("coding?measure=B 1.2&q=eltern", 8)])
def test_statements_do_not_grow_with_comments_and_themes(
    world: World, moderator: FlaskClient, engine: Engine, page: str, statements: int
) -> None:
    numbers = []
    for seed in (1, 2):
        say(world, Wish(body=f"Eltern {seed}"))
        one = theme(world, f"Thema {seed}", code="")
        put(world, one, *(say(world, Wish(body=f"Eltern {seed} {number}")) for number in range(3)))
        moderator.get(f"/wir/board/themes/{page}")
        with counted(engine) as sent:
            assert moderator.get(f"/wir/board/themes/{page}").status_code == 200
        numbers.append(len(sent))
    assert numbers == [statements, statements], "\n".join(sent)


@pytest.mark.parametrize("asked", ["übung", "Übung", "ÜBUNG", "müll", "MÜLL", "gro%C3%9Fe", "ELTERN"])
def test_coding_finds_words_however_their_umlauts_are_written(world: World, moderator: FlaskClient, asked: str) -> None:
    for body in ("Übungen für Eltern", "ÜBUNG MACHT MÜLL", "Viel Müll, große Übungen"):
        say(world, Wish(body=body))
    bodies = {
        "übung": 3, "müll": 2, "gro%c3%9fe": 1, "eltern": 1,
    }  # fmt: skip
    page = text(moderator.get(f"/wir/board/themes/coding?q={asked}").text)
    found = sum(body in page for body in ("Übungen für Eltern", "ÜBUNG MACHT MÜLL", "Viel Müll, große Übungen"))
    assert found == bodies[asked.lower()]
