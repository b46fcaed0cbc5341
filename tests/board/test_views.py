"""The pages of those who decide: who reads them, what they tell, and at what cost."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, update

from portal.comments.models import Stance, Voice
from portal.consultations import operations as consultations
from portal.consultations.models import Phase
from portal.consultations.operations import Rendered
from portal.kernel.actor import Role
from portal.stakeholders.models import MembershipRow, Organisation, StakeholderGroup
from tests.board.voices import QUOTE, Wish, crowd, say
from tests.support.statements import counted
from tests.support.world import EVERYBODY, World, consultation_in, item_named

READERS = ("steering", "chair", "editor")
PAGES = ("", "?view=comments", "?view=organisations", "measures/B 1.2", "goals/B 1", "exports", "synopsis.csv")


def text(answer: str) -> str:
    """What people read: without tags, blanks made one."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.partition("<main")[2]).split())


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_steering_group_and_editors_read_the_board(app: Flask, world: World, name: str) -> None:
    client = world.client(app, name)
    expected = 303 if name == "visitor" else 200 if name in READERS else 404
    for page in PAGES:
        assert client.get(f"/wir/board/{page}").status_code == expected, page
    if expected != 200:
        sent = client.post("/wir/board/exports", data={"form": "docx"})
        assert sent.status_code == (401 if name == "visitor" else 404)


@pytest.mark.parametrize(
    "page", ["measures/B 9", "measures/B 1", "goals/B 1.2", "synopsis.odt", "synopsis.exe", "exports/7"]
)
def test_what_there_is_not_is_a_404(steering: FlaskClient, page: str) -> None:
    assert steering.get(f"/wir/board/{page}").status_code == 404


def test_the_head_line_counts_the_whole_consultation(world: World, steering: FlaskClient) -> None:
    say(world, Wish("releaser", voice=Voice.ORGANISATION))
    say(world, Wish("private", body="Gut so"))
    say(world, Wish("stranger", body="Noch nicht geprüft"), "submitted")
    for query in ("", "?view=comments&stance=object", "?view=organisations&field=B"):
        said = text(steering.get(f"/wir/board/{query}").text)
        assert "2 Maßnahmen , 2 Kommentare von 1 der 2 eingeladenen Organisationen ." in said
        assert "1 Maßnahme ist ohne Kommentar, 1 Kommentar wird noch geprüft." in said


def test_numbers_that_cannot_be_opened_are_no_links(world: World, steering: FlaskClient) -> None:
    say(world, Wish(), "submitted")
    page = steering.get("/wir/board/").text
    assert "1 Kommentar wird noch geprüft" in page
    assert "1 Kommentar wird noch geprüft</a>" not in page


def test_rows_stand_where_opinions_put_them(world: World, steering: FlaskClient) -> None:
    say(world, Wish("member", stance=Stance.SUPPORT))
    say(world, Wish("stranger", stance=Stance.OBJECT))
    page = steering.get("/wir/board/").text
    assert text(page).index("Umstritten: 1 Maßnahme") < text(page).index("B 1.2 Sprachbrücken an Grundschulen")
    assert text(page).index("Still: 1 Maßnahme") < text(page).index("B 1.10 Deutschkurse am Vormittag")
    assert "Organisationen zählen dabei doppelt" in page
    assert 'aria-label="Einzelne: 1 dafür, 1 dagegen"' in page


def test_the_most_divided_row_stands_first(world: World, steering: FlaskClient) -> None:
    def first() -> str:
        page = text(steering.get("/wir/board/").text).partition("Umstritten: 2 Maßnahmen")[2]
        return "B 1.2" if page.index("B 1.2 Sprach") < page.index("B 1.10 Deutsch") else "B 1.10"

    def say_both(code: str, *numbers: int) -> None:
        for number in numbers:
            for stance in (Stance.SUPPORT, Stance.OBJECT):
                say(world, Wish("releaser", f"{number}", stance, code, Voice.ORGANISATION))

    say_both("B 1.2", 1)
    say_both("B 1.10", 1, 2)
    assert first() == "B 1.10"
    say_both("B 1.2", 2, 3, 4)
    assert first() == "B 1.2"


def test_one_group_of_rows_can_be_looked_at_alone(world: World, steering: FlaskClient) -> None:
    say(world, Wish(stance=Stance.OBJECT))
    alone = text(steering.get("/wir/board/?standing=silent").text)
    assert "B 1.10" in alone
    assert "Sprachbrücken" not in alone
    taken = steering.get("/wir/board/?standing=contested").text
    assert "synopsis.csv?item=B+1.2&amp;edition=public" in taken
    assert "synopsis.csv" not in steering.get("/wir/board/?standing=silent").text


def test_silence_is_shown_and_what_was_not_asked_for_is_no_silence(world: World, steering: FlaskClient) -> None:
    say(world, Wish(stance=Stance.SUPPORT))
    say(world, Wish("private", body="Nein", stance=Stance.OBJECT))
    assert steering.get("/wir/board/").text.count('<span class="silence">noch still</span>') == 4
    asked = steering.get("/wir/board/?stance=object").text
    assert asked.count("noch still") == 1
    assert "nichts in dieser Auswahl" in asked
    assert "zu dieser Auswahl gesagt hat: 1 Maßnahme." in text(asked)
    assert "zu dieser Auswahl gesagt hat: 2 Maßnahmen." in text(steering.get("/wir/board/?stance=question").text)
    world.phase(Phase.REVIEW)
    assert "noch still" not in steering.get("/wir/board/").text
    assert '<span class="silence">still</span>' in steering.get("/wir/board/").text


def test_persons_outside_all_groups_have_a_column_only_if_they_spoke(world: World, steering: FlaskClient) -> None:
    assert "ohne Akteursgruppe" not in steering.get("/wir/board/").text.partition("<table")[2]
    say(world, Wish("private"))
    assert "ohne Akteursgruppe" in steering.get("/wir/board/").text.partition("<table")[2]


def test_catalogue_order_puts_rows_under_their_fields(world: World, steering: FlaskClient) -> None:
    say(world, Wish(code="B 1.10", stance=Stance.OBJECT))
    page = text(steering.get("/wir/board/?sort=catalogue").text)
    assert page.index("B 1.2 ") < page.index("B 1.10 ")
    assert "Bildung: 2 Maßnahmen" in page
    assert "Umstritten ist" not in page


def test_comments_are_shown_whole_and_sorted(world: World, steering: FlaskClient) -> None:
    wish = Wish("releaser", voice=Voice.ORGANISATION, section="description", quote=QUOTE, wording="Alles anders.")
    first = say(world, wish)
    second = say(world, Wish("private", body="Danach", code="B 1.10", stance=Stance.OBJECT))
    page = steering.get("/wir/board/?view=comments").text
    assert page.index(second) < page.index(first)
    for expected in (QUOTE, "Alles anders.", "Zu „Beschreibung“", "Privatperson 7", "Elternnetz"):
        assert expected in page
    for sort in ("oldest", "measure", "speaker", "stance"):
        sorted_page = steering.get(f"/wir/board/?view=comments&sort={sort}").text
        assert sorted_page.index(first) < sorted_page.index(second), sort


def test_fifty_comments_fit_on_a_page(world: World, steering: FlaskClient) -> None:
    for number in range(51):
        say(world, Wish(body=f"Nummer {number}"))
    first, second, beyond = (steering.get(f"/wir/board/?view=comments&page={page}").text for page in (1, 2, 99))
    assert "51 Kommentare , Seite 1 von 2" in text(first)
    assert "Nummer 50" in first
    assert "Nummer 0<" in second
    assert "Nummer 0<" not in first
    assert "Dazu gibt es keinen Kommentar" in beyond


def test_organisations_are_heard_or_silent(world: World, steering: FlaskClient) -> None:
    say(world, Wish("releaser", voice=Voice.ORGANISATION))
    say(world, Wish("member", body="Ich auch"))
    say(world, Wish("private", body="Und ich"))
    page = text(steering.get("/wir/board/?view=organisations").text)
    assert "Haben sich geäußert: 1 Organisation Elternnetz" in page
    assert "Still: 1 Organisation" in page
    assert page.index("Still:") < page.index("Mieterrat")
    assert "Personen ohne Organisation: 1 Kommentar" in page


def test_a_measure_shows_text_feedback_and_who_was_silent(world: World, steering: FlaskClient) -> None:
    wish = Wish("releaser", body="So nicht", stance=Stance.OBJECT, voice=Voice.ORGANISATION, section="description")
    say(world, Wish(**{**wish.__dict__, "quote": QUOTE}))
    say(world, Wish("private", body="", stance=Stance.NO_OBJECTION))
    say(world, Wish("stranger", body="Wartet noch"), "submitted")
    page = steering.get("/wir/board/measures/B 1.2").text
    assert f"<mark>{QUOTE}" in page
    said = text(page)
    assert (
        said.index("Politik noch still")
        < said.index("Zivilgesellschaft 1 Organisation")
        < said.index("ohne Akteursgruppe")
    )
    assert "2 Kommentare , 1 weiterer wird noch geprüft" in said
    assert "Keine Einwände: 1 Privatperson 7" in said
    assert "Still: 1 von 2 Organisationen Schweigen ist keine Zustimmung. Mieterrat" in said
    assert "Wartet noch" not in page


def test_statements_stand_before_individuals(world: World, steering: FlaskClient) -> None:
    statement = say(world, Wish("releaser", body="Wir", voice=Voice.ORGANISATION))
    personal = say(world, Wish("member", body="Ich"))
    page = steering.get("/wir/board/measures/B 1.2").text
    assert page.index(statement) < page.index(personal)


def test_a_proposal_is_a_diff_against_the_version_it_was_made_on(world: World, steering: FlaskClient) -> None:
    changed = "Eltern werden zu Lotsinnen ausgebildet. Sie begleiten neue Familien im ersten Schuljahr."
    say(world, Wish(section="description", wording=changed))
    item = item_named(world)
    with world.work("editor") as work:
        here = consultation_in(work)
        text_now = Rendered.of("Sprachbrücken an Grundschulen", {"description": "Ganz neu gefasst."})
        consultations.add_version(work, here, work.session.merge(item), text_now, "Nach den Rückmeldungen gekürzt")
    page = steering.get("/wir/board/measures/B 1.2").text
    assert "<ins>Lotsinnen</ins>" in page
    assert "zu Fassung 1" in page
    assert "Ganz neu gefasst." in page
    assert "Nach den Rückmeldungen gekürzt" in page
    assert "Die Stelle wurde bis Fassung 2 geändert." in page


def test_whose_organisation_has_spoken_is_told_to_be_partial(app: Flask, world: World) -> None:
    elternnetz = world.one(Organisation, name="Elternnetz", consultation_id=1)
    chair = world.one(MembershipRow, chair=True, consultation_id=1)
    world.add(
        MembershipRow(
            account_id=chair.account_id,
            consultation_id=1,
            role=Role.STEERING,
            organisation_id=elternnetz.id,
            began_at=chair.began_at,
        )
    )
    client = world.client(app, "chair")
    say(world, Wish("stranger"))
    assert "befangen" not in client.get("/wir/board/measures/B 1.2").text
    say(world, Wish("member", body="Noch nicht geprüft"), "submitted")
    assert "befangen" not in client.get("/wir/board/measures/B 1.2").text
    say(world, Wish("member", body="Schon geprüft"))
    assert "Ihre Organisation, Elternnetz, hat sich hierzu geäußert." in client.get("/wir/board/measures/B 1.2").text
    others = world.client(app, "steering").get("/wir/board/measures/B 1.2").text
    assert "Ihre Organisation, Elternnetz," not in others
    assert "Befangen: 1" in text(others)


def test_a_former_code_leads_to_the_new_one(world: World, steering: FlaskClient) -> None:
    before = item_named(world)
    with world.work("editor") as work:
        here, item = consultation_in(work), work.session.merge(before)
        consultations.change_core(
            work,
            here,
            item,
            code="B 7",
            field_id=item.field_id,
            kind=item.kind,
            recommended_to="",
            origin_id=None,
            goal_ids=(),
        )
    answer = steering.get("/wir/board/measures/B 1.2")
    assert (answer.status_code, answer.location) == (301, "/wir/board/measures/B%207")


def test_groups_have_their_names_in_the_reader_s_language(world: World, steering: FlaskClient) -> None:
    with world.work() as work:
        work.session.execute(update(StakeholderGroup).values(name_en="Civic groups"))
    say(world, Wish())
    for page in ("", "?view=comments", "?view=organisations", "measures/B 1.2"):
        content = steering.get(f"/wir/board/{page}{'&' if '?' in page else '?'}lang=en").text
        assert "Civic groups" in content
        assert "Zivilgesellschaft" not in content


def test_the_language_is_carried_along(world: World, steering: FlaskClient) -> None:
    say(world, Wish())
    page = steering.get("/wir/board/?lang=en").text
    addresses = re.findall(r'href="(/wir/board/[^"]*)"', page)
    assert addresses
    assert [address for address in addresses if "lang=" not in address] == []


@pytest.mark.parametrize(
    ("page", "statements"),
    [
        ("", 8),
        ("?view=themes", 10),
        ("?rows=fields&stance=object&sort=catalogue", 7),
        ("?view=comments", 10),
        ("?view=comments&group=civil-society&organisation=1&q=eltern&section=description", 12),
        ("?view=organisations", 8),
        ("measures/B 1.2", 20),
    ],
)
def test_statements_do_not_grow_with_the_comments(
    world: World, steering: FlaskClient, engine: Engine, page: str, statements: int
) -> None:
    crowd(world, 8)
    numbers = []
    for seed in (1, 2):
        steering.get(f"/wir/board/{page}")
        with counted(engine) as sent:
            assert steering.get(f"/wir/board/{page}").status_code == 200
        numbers.append(len(sent))
        if seed == 1:
            for number in range(9):
                say(world, Wish(body=f"Eltern {number}", section="description"))
    assert numbers == [statements, statements], "\n".join(sent)


def test_the_matrix_never_reads_comments(world: World, steering: FlaskClient, engine: Engine) -> None:
    crowd(world, 8)
    with counted(engine) as sent:
        steering.get("/wir/board/?stance=object&group=civil-society&field=B")
    assert not [one for one in sent if "FROM comment" in one and "min(comment.arrival)" not in one]
