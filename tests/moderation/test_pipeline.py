"""Why a comment deserves a look, and where."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from portal.comments.models import Arrival, Comment, CommentState, Revision, Voice
from portal.comments.operations import settle
from portal.consultations.models import Phase
from portal.kernel.words import Words
from portal.moderation import queries
from portal.moderation.pipeline import Finding, Heed, of_case, of_list
from portal.moderation.queries import Asked
from tests.support.world import World, consultation_in

LONG = "Viele von uns arbeiten im Schichtdienst und können vormittags nicht ins Rathaus kommen."


def found(world: World, comment: Comment) -> list[Finding]:
    """In the opened case; the list says the same as long as everything waits."""
    with world.work("moderator") as work:
        here = consultation_in(work)
        case = queries.case(work, here, comment.public_id)
        assert case is not None
        findings = of_case(work, here, case)
        assert of_list(work, here, queries.cases(work, here, Asked())).get(case.id, findings) == findings
        return findings


def heeds(world: World, comment: Comment) -> list[Heed]:
    return [finding.heed for finding in found(world, comment)]


def marked(world: World, body: str) -> dict[Heed, list[str]]:
    findings = found(world, world.comment(body=body))
    return {one.heed: [body[begin:end] for begin, end in one.places] for one in findings if one.places}


@pytest.mark.parametrize(
    ("body", "heed", "passage"),
    [
        ("Erreichbar unter 0000 55 51 23.", Heed.PHONE, "0000 55 51 23"),
        ("Tel. 0511/168-45 67, abends", Heed.PHONE, "0511/168-45 67"),
        ("Ruf (0511) 1684567 an", Heed.PHONE, "(0511) 1684567"),
        ("+49 511 1684567", Heed.PHONE, "+49 511 1684567"),
        ("Mail an a.b@beispiel.example!", Heed.EMAIL, "a.b@beispiel.example"),
        ("a.b (at) beispiel.example", Heed.EMAIL, "a.b (at) beispiel.example"),
        ("Siehe HTTPS://beispiel.example/a?b=1&c=2.", Heed.LINK, "HTTPS://beispiel.example/a?b=1&c=2"),
        ("Siehe www.beispiel.example", Heed.LINK, "www.beispiel.example"),
        ("Das hat Frau Dr. med. Sommer gesagt.", Heed.NAME, "Frau Dr. med. Sommer"),
        ("Fragen Sie Herrn von Berg dazu.", Heed.NAME, "Herrn von Berg"),
        ("Prof. Dr. Anna Winter weiß es.", Heed.NAME, "Prof. Dr. Anna Winter"),
        ("Ask Mr Winter about it.", Heed.NAME, "Mr Winter"),
        ("Dr Sommer and the others know.", Heed.NAME, "Dr Sommer"),
        ("So ein vollidiot!", Heed.WATCHED, "vollidiot"),
        ("Lauter Idioten.", Heed.WATCHED, "Idioten"),
    ],
)
def test_what_stands_in_the_text_is_marked(world: World, body: str, heed: Heed, passage: str) -> None:
    assert marked(world, body) == {heed: [passage]}


@pytest.mark.parametrize(
    "body",
    [
        "Von 08.00 bis 16.30 Uhr, 2026–2030, am 01.02.2027",
        "85.000 Euro, PLZ 30159, Seite 12-15, 0,5 Stellen",
        "Der Marsch durch die Idylle, das Depot, die Trottellumme",
        "Expert*innen @ Rathaus",
        "Frau Oberbürgermeisterin, Herr Präsident, eine Frau und ein Mann, Frauen Hannover, Herren",
    ],
)
def test_ordinary_figures_and_words_are_left_alone(world: World, body: str) -> None:
    assert marked(world, body) == {}


@pytest.mark.parametrize(
    ("part", "beside", "sentence"),
    [
        ("proposed_wording", "wording", "Gefunden im Vorschlag für den Wortlaut."),
        ("minority_vote", "minority", "Gefunden im Minderheitenvotum."),
        ("resolved_by", "resolved", "Gefunden bei „Wer hat das beschlossen?“."),
    ],
)
def test_what_is_published_beside_the_text_is_searched_too(
    world: World, moderator: FlaskClient, part: str, beside: str, sentence: str
) -> None:
    """And stands blackened in the proposal for a redaction."""
    comment = world.comment(body="Dazu mehr im Anhang.")
    text = "Herr Sommer, 0511 1684567, siehe www.beispiel.example."
    with world.work() as work:
        work.session.execute(update(Revision).values({part: text}))
    by_heed = {one.heed: one for one in found(world, comment) if one.beside}
    assert set(by_heed) == {Heed.NAME, Heed.PHONE, Heed.LINK}
    assert by_heed[Heed.NAME].beside == ((beside, ((0, 11),)),)
    assert by_heed[Heed.NAME].places == ()
    assert by_heed[Heed.LINK].links == ("www.beispiel.example",)
    assert all(sentence in one.in_words(Words("de"))[0] for one in by_heed.values())
    page = moderator.get(f"/wir/moderation/?case={comment.public_id}").text
    assert sentence in page
    assert f"{'█' * 11}, {'█' * 12}, siehe www.beispiel.example." in page


def test_only_the_first_comment_from_a_hand_is_its_first(world: World) -> None:
    first, second = world.comment(key="a"), world.comment(key="b", code="B 1.10")
    own = world.comment("releaser", voice=Voice.ORGANISATION, key="c")
    assert heeds(world, first) == [Heed.FIRST]
    assert heeds(world, second) == []
    assert heeds(world, own) == [Heed.FIRST]


def test_a_late_comment_says_so(world: World) -> None:
    world.phase(Phase.REVIEW)
    comment = world.comment()
    assert comment.arrival is Arrival.LATE
    assert heeds(world, comment) == [Heed.LATE, Heed.FIRST]


def test_nearly_equal_texts_on_one_item_find_each_other(world: World) -> None:
    comment = world.comment(body=LONG)
    world.comment("stranger", LONG.replace("Rathaus", "Haus"))
    world.comment("private", LONG.upper())
    world.comment("releaser", LONG, code="B 1.10")
    alike = next(one for one in found(world, comment) if one.heed is Heed.ALIKE)
    assert (alike.alike, alike.others) == (100, 2)
    assert alike.briefly(Words()) == "100 % gleich mit 2 anderen"


def test_visible_texts_are_compared_and_declined_ones_are_not(world: World) -> None:
    comment, other = world.comment(body=LONG), world.comment("stranger", LONG)
    for state, alike in ((CommentState.APPROVED, True), (CommentState.DECLINED, False)):
        with world.work() as work:
            settle(work, consultation_in(work), work.session.get_one(Comment, other.id), state)
        with world.work("moderator") as work:
            here = consultation_in(work)
            case = queries.case(work, here, comment.public_id)
            assert case is not None
            assert (Heed.ALIKE in [one.heed for one in of_case(work, here, case)]) is alike


def test_short_texts_are_not_compared(world: World) -> None:
    world.comment("stranger", "Sehr gut.")
    assert heeds(world, world.comment(body="Sehr gut.")) == [Heed.FIRST]


def test_texts_of_other_lengths_are_not_alike(world: World) -> None:
    world.comment("stranger", LONG + LONG)
    assert heeds(world, world.comment(body=LONG)) == [Heed.FIRST]


def test_long_texts_are_compared_at_their_beginning(world: World) -> None:
    world.comment("stranger", LONG * 40)
    assert Heed.ALIKE in heeds(world, world.comment(body=LONG * 14))


def test_the_weightiest_comes_first(world: World) -> None:
    comment = world.comment(body="Idiot! www.beispiel.example 0000 55 51 23")
    assert heeds(world, comment) == [Heed.WATCHED, Heed.PHONE, Heed.LINK, Heed.FIRST]


def test_every_finding_speaks(world: World) -> None:
    world.comment()
    with world.work("moderator") as work:
        here = consultation_in(work)
        case = queries.cases(work, here, Asked())[0]
        late = replace(case, arrival=Arrival.LATE, newest=2, body="a@b.example, www.c.example")
        words = Words()
        for finding in of_case(work, here, late):
            assert all(finding.in_words(words)) and finding.briefly(words) and finding.sign
