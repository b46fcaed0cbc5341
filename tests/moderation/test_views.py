"""The queue in the browser's eyes: what is offered, what is refused with everything kept, and who wins."""

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Barrier
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.comments.models import Comment, CommentState, Stance, Voice
from portal.kernel.actor import Role
from portal.moderation.models import ModerationDecision, Outcome
from tests.moderation.deciding import WHY, join, now_is, revise, send, settle_as
from tests.support.statements import counted
from tests.support.world import PEOPLE, World

CALL = "Rufen Sie an:\n0000 55 51 23"
COVERED = "Rufen Sie an:\n█████████████"


def page(client: FlaskClient, query: str = "") -> str:
    answer = client.get(f"/wir/moderation/{query}")
    assert answer.status_code == 200
    return answer.text


def opened(text: str) -> str:
    """The part of the page about the opened case."""
    return text.split('id="case"', 1)[1].split('id="list"')[0]


def field(text: str, name: str) -> str:
    """What stands in a text field."""
    found = re.search(rf'<textarea[^>]* name="{name}"[^>]*>\r?\n?([^<]*)', text)
    assert found is not None, name
    return unescape(found[1]).replace("\r\n", "\n")


def rows(text: str) -> list[str]:
    """The public ids of the list, from above."""
    return re.findall(r"case=(\w{8})[&#]", text.split('class="queue"')[1].split("</ul>")[0])


def test_the_oldest_is_opened_with_why_it_deserves_a_look(world: World, moderator: FlaskClient) -> None:
    first, second = world.comment(body=CALL), world.comment("stranger")
    text = page(moderator)
    assert "2 Kommentare warten auf Prüfung" in text
    assert rows(text) == [first.public_id, second.public_id]
    case = opened(text)
    assert "<strong>Angehalten: Muster einer Telefonnummer.</strong>" in case
    assert "<mark>0000 55 51 23</mark>" in case
    assert "Erster Kommentar" in case
    assert "B 1.2 Sprachbrücken an Grundschulen" in case
    assert field(case, "redacted_body") == COVERED


def test_one_is_opened_by_its_number(world: World, moderator: FlaskClient) -> None:
    world.comment()
    second = world.comment("stranger", "Die zweite")
    number = f"{second.public_id[:4].lower()}+{second.public_id[4:]}"
    assert "Die zweite" in opened(page(moderator, f"?case={number}"))
    assert moderator.get("/wir/moderation/?case=NOTHERE0").status_code == 404


def test_an_empty_queue_says_so(moderator: FlaskClient) -> None:
    assert "Alles geprüft." in page(moderator)
    assert "Hier ist nichts." in page(moderator, "?state=declined")


def test_the_text_is_compared_with_the_revision_before(world: World, moderator: FlaskClient) -> None:
    comment = world.comment(body="Das ist ein Witz")
    settle_as(world, comment, Outcome.RETURN)
    revise(world, comment, "Das ist ein Anfang", Stance.OBJECT)
    case = opened(page(moderator))
    assert "<del>Witz</del> <ins>Anfang</ins>" in case
    assert re.search(r"Haltung vorher</dt><dd>Dafür<", case)
    assert "1. Stand zurückgegeben am" in case
    assert "2. Stand" in case


def test_the_authors_other_comments_are_links_to_exactly_those(world: World, moderator: FlaskClient) -> None:
    settle_as(world, world.comment(body="Alt"), Outcome.APPROVE)
    world.comment("stranger")
    comment = world.comment(body="Neu", code="B 1.10")
    case = opened(page(moderator, f"?case={comment.public_id}"))
    (href,) = re.findall(r'href="/wir/moderation/(\?[^"]*by=[^"]*)">Veröffentlicht <b>1</b>', case)
    assert len(rows(page(moderator, unescape(href)))) == 1


def test_nobody_is_named(world: World, moderator: FlaskClient) -> None:
    for name in ("member", "private", "stranger"):
        comment = world.comment(name)
        settle_as(world, comment, Outcome.DECLINE, "moderator2")
        text = page(moderator, f"?state=declined&case={comment.public_id}") + page(moderator, "ledger")
        main = "".join(part.split("</main>")[0] for part in text.split("<main")[1:])
        for person in PEOPLE:
            assert person.capitalize() not in main.replace("Moderation", "")
            assert f"{person}@" not in text
    assert "Privatperson 7" in page(moderator, "?state=declined")


def test_deciding_leads_to_the_next_one_and_offers_to_undo(world: World, moderator: FlaskClient) -> None:
    first, second, third = (world.comment(name) for name in ("member", "stranger", "private"))
    answer = send(moderator, second, "approve")
    assert answer.status_code == 303
    query = parse_qs(urlsplit(answer.location).query)
    assert query == {"case": [third.public_id], "decided": [second.public_id]}
    text = moderator.get(answer.location).text
    number = f"{second.public_id[:4]} {second.public_id[4:]}"
    assert f"Kommentar {number} ist veröffentlicht." in text
    assert rows(text) == [first.public_id, third.public_id]
    undo = f"/wir/moderation/{second.public_id}/undo"
    assert f'action="{undo}"' in text
    answer = moderator.post(undo)
    assert (answer.status_code, now_is(world, second).state) == (303, CommentState.SUBMITTED)
    text = moderator.get(answer.location).text
    assert "Die Entscheidung ist rückgängig gemacht." in text
    assert f'action="{undo}"' not in text


def test_filters_are_carried_through_a_decision(world: World, moderator: FlaskClient) -> None:
    world.comment("private")
    first, second = world.comment("member"), world.comment("stranger")
    action = f"/wir/moderation/{first.public_id}?group=civil-society"
    assert f'action="{action}#decision"' in page(moderator, "?group=civil-society")
    answer = moderator.post(action, data={"action": "approve", "revision": "1"})
    query = parse_qs(urlsplit(answer.location).query)
    assert query == {"group": ["civil-society"], "case": [second.public_id], "decided": [first.public_id]}
    opened = moderator.get(answer.location).text.partition('id="case"')[2]
    assert answer.location.endswith("#case")
    assert (
        0 < opened.index(f"{first.public_id[:4]} {first.public_id[4:]} ist veröffentlicht") < opened.index("case__head")
    )


def test_somebody_elses_decision_is_not_announced_as_ones_own(world: World, moderator: FlaskClient) -> None:
    comment = world.comment()
    settle_as(world, comment, Outcome.APPROVE, "moderator2")
    text = page(moderator, f"?decided={comment.public_id}&case={comment.public_id}")
    assert "ist veröffentlicht." not in text
    assert "/undo" not in text


@pytest.mark.parametrize("action", ["return", "redact", "decline"])
def test_what_is_missing_is_said_and_everything_is_kept(world: World, moderator: FlaskClient, action: str) -> None:
    comment = world.comment(body=CALL)
    without_reason = send(moderator, comment, action, reason="", redacted_body=COVERED)
    assert without_reason.status_code == 422
    assert "Bitte wählen Sie einen Grund." in without_reason.text
    assert field(without_reason.text, "explanation") == WHY
    assert field(without_reason.text, "redacted_body") == COVERED
    assert re.search(rf'value="{action}" checked', without_reason.text)
    silent = send(moderator, comment, action, explanation=" ", redacted_body=COVERED)
    assert silent.status_code == 422
    assert "Bitte erklären Sie den Verfasser*innen" in silent.text
    assert '<option selected value="insult">' in silent.text
    assert now_is(world, comment).state is CommentState.SUBMITTED
    assert world.all(ModerationDecision) == []


def test_without_action_or_revision_nothing_is_decided(world: World, moderator: FlaskClient) -> None:
    comment = world.comment()
    for fields in ({"action": ""}, {"action": "delete"}, {"revision": ""}, {"revision": "x"}, {"revision": "٣" * 12}):
        answer = send(moderator, comment, **{"action": "approve"} | fields)
        assert answer.status_code == 422, fields
        assert 'role="alert"' in answer.text
    assert world.all(ModerationDecision) == []


def test_a_redaction_that_changes_anything_else_is_refused(world: World, moderator: FlaskClient) -> None:
    comment = world.comment(body=CALL)
    for text in (CALL, COVERED + "█", COVERED.replace("\n", "█"), COVERED.replace("Sie", "wir"), ""):
        answer = send(moderator, comment, "redact", redacted_body=text)
        assert answer.status_code == 422
        assert field(answer.text, "redacted_body") == text
    assert now_is(world, comment).visible is None


def test_a_browsers_line_ends_make_no_difference(world: World, moderator: FlaskClient) -> None:
    comment = world.comment(body=CALL)
    assert send(moderator, comment, "redact", redacted_body=COVERED.replace("\n", "\r\n")).status_code == 303
    assert now_is(world, comment).state is CommentState.REDACTED


def test_a_text_block_is_put_in_by_a_link(world: World, moderator: FlaskClient) -> None:
    world.comment()
    text = page(moderator, "?block=personal_data")
    assert re.search(r'value="redact" checked', text)
    assert '<option selected value="personal_data">' in text
    assert "Wir haben diese Stelle geschwärzt." in field(text, "explanation")
    assert field(page(moderator, "?block=nothing"), "explanation") == ""


def test_a_text_block_is_put_in_by_a_button_that_keeps_the_rest(world: World, moderator: FlaskClient) -> None:
    comment = world.comment(body=CALL)
    answer = send(moderator, comment, "decline", block="unclear", redacted_body=COVERED)
    assert answer.status_code == 200
    assert re.search(r'value="decline" checked', answer.text)
    assert field(answer.text, "explanation").endswith("Deshalb veröffentlichen wir Ihren Kommentar nicht.")
    assert field(answer.text, "redacted_body") == COVERED
    assert world.all(ModerationDecision) == []


def test_words_without_number_are_blackened_by_nobody(world: World, moderator: FlaskClient) -> None:
    comment, words = world.comment(body=CALL), "\n".join(f"a{number}" for number in range(501))
    answer = send(moderator, comment, "redact", cover="words", words=words, redacted_body=COVERED)
    assert (answer.status_code, field(answer.text, "redacted_body")) == (422, COVERED)
    assert "höchstens 500 Stellen" in answer.text
    assert field(answer.text, "words") == words


def test_words_are_blackened_by_a_button(world: World, moderator: FlaskClient) -> None:
    comment = world.comment(body=CALL)
    answer = send(moderator, comment, "", cover="words", words="Sie\r\nRufen\r\n", redacted_body=COVERED)
    assert answer.status_code == 200
    assert field(answer.text, "redacted_body") == COVERED.replace("Rufen Sie", "█████ ███")
    assert (field(answer.text, "words"), field(answer.text, "explanation")) == ("", WHY)
    wrong = send(moderator, comment, "redact", cover="words", words="Sie\nDu", redacted_body="verloren")
    assert wrong.status_code == 422
    assert "„Du“ steht nicht im Text." in wrong.text
    assert field(wrong.text, "redacted_body") == CALL.replace("Sie", "███")
    assert field(wrong.text, "words") == "Du"
    again = send(moderator, comment, "redact", cover="none", redacted_body=COVERED)
    assert field(again.text, "redacted_body") == CALL
    assert world.all(ModerationDecision) == []


def test_a_decision_of_somebody_else_is_shown_and_the_typed_text_kept(world: World, moderator: FlaskClient) -> None:
    comment = world.comment()
    settle_as(world, comment, Outcome.APPROVE, "moderator2")
    answer = send(moderator, comment, "decline", explanation="Mein <Text>")
    assert answer.status_code == 409
    assert "Jemand anderes aus dem Prüfteam" in answer.text
    assert "Ergebnis: veröffentlicht." in answer.text
    assert "Mein &lt;Text&gt;</textarea>" in answer.text
    assert now_is(world, comment).state is CommentState.APPROVED


def test_a_stale_revision_is_shown_and_the_typed_text_kept(world: World, moderator: FlaskClient) -> None:
    comment = world.comment()
    revise(world, comment, "Ganz neu")
    for action in ("approve", "redact"):
        answer = send(moderator, comment, action, explanation="Zum ersten Stand", reason="")
        assert answer.status_code == 409
        assert "im 2. Stand" in answer.text
        assert "Zum ersten Stand</textarea>" in answer.text
    assert send(moderator, comment, "approve", revision="3").status_code == 409
    assert send(moderator, comment, "approve", revision="2").status_code == 303


def test_what_comes_from_ones_own_organisation_is_listed_but_not_offered(world: World, app: Flask) -> None:
    own, other = world.comment("member"), world.comment("stranger")
    statement = world.comment("releaser", "Für uns", voice=Voice.ORGANISATION)
    join(world, "releaser")
    insider = world.client(app, "releaser")
    text = page(insider)
    assert rows(text) == [own.public_id, other.public_id, statement.public_id]
    assert text.count("prüft jemand anderes</em>") == 2
    assert f"/wir/moderation/{other.public_id}#decision" in text
    for comment in (own, statement):
        assert "<form" not in opened(page(insider, f"?case={comment.public_id}"))
        assert send(insider, comment, "approve").status_code == 403
        assert send(insider, comment, "approve", block="insult").status_code == 403
    assert send(insider, other, "approve").status_code == 303


def test_another_consultations_comment_is_missing(world: World, app: Flask) -> None:
    comment = world.comment()
    outsider = world.client(app, "outsider")
    path = f"/anderswo/moderation/{comment.public_id}"
    assert outsider.get(f"/anderswo/moderation/?case={comment.public_id}").status_code == 404
    assert outsider.post(path, data={"action": "approve", "revision": "1"}).status_code == 404
    assert outsider.post(f"{path}/undo").status_code == 404
    assert comment.public_id not in outsider.get("/anderswo/moderation/").text


def test_what_people_write_stays_text(world: World, moderator: FlaskClient) -> None:
    comment = world.comment(body='<script>alert(1)</script> https://x.example/"><img src=x onerror=alert(1)>')
    for text in (
        page(moderator, "?q=%3Cscript%3E"),
        page(moderator),
        send(moderator, comment, "decline", reason="", explanation="</textarea><script>1</script>").text,
        send(moderator, comment, "decline", revision="2", explanation="</textarea><script>1</script>").text,
    ):
        assert "<script>" not in text.split("<main")[1]
        assert "<img" not in text


def test_the_list_has_pages_of_fifty(world: World, moderator: FlaskClient) -> None:
    for number in range(52):
        world.comment(body=f"Text {number}", key=str(number))
    text = page(moderator)
    assert "52 Kommentare warten" in text
    assert len(rows(text)) == 50
    assert re.search(r'href="/wir/moderation/\?page=2">2 weitere</a>', text)
    last = page(moderator, "?page=2")
    assert len(rows(last)) == 2
    assert 'rel="prev" href="/wir/moderation/">Vorige Seite' in last


def test_a_search_leaves_the_tabs_alone_and_says_how_many_it_found(world: World, moderator: FlaskClient) -> None:
    world.comment(body="Mehr Busse")
    settle_as(world, world.comment("stranger", "Mehr Zeit"), Outcome.APPROVE)
    text = page(moderator, "?q=zeit")
    assert "0 Treffer" in text
    assert '<a href="/wir/moderation/" aria-current="true">Zu prüfen <b>1</b></a>' in text
    assert '<a href="/wir/moderation/?state=approved">Veröffentlicht <b>1</b></a>' in text
    assert len(rows(page(moderator, "?q=zeit&state=approved"))) == 1


def test_neighbours_are_links_for_the_keys(world: World, moderator: FlaskClient) -> None:
    first, second, third = (world.comment(name) for name in ("member", "stranger", "private"))
    text = page(moderator, f"?case={second.public_id}")
    assert re.search(rf'rel="next" href="/wir/moderation/\?case={third.public_id}#case"', text)
    assert re.search(rf'rel="prev" href="/wir/moderation/\?case={first.public_id}#case"', text)


def test_the_number_of_statements_does_not_grow_with_what_waits(
    world: World, moderator: FlaskClient, app: Flask
) -> None:
    text = "Viele von uns arbeiten im Schichtdienst und können vormittags nicht ins Rathaus kommen."
    comment = world.comment(body=text)
    page(moderator)

    def statements(path: str) -> int:
        with counted(world.engine) as sent:
            assert moderator.get(path).status_code == 200
        return len(sent)

    case = f"/wir/moderation/?case={comment.public_id}"
    few = statements(case), statements("/wir/moderation/ledger")
    for number in range(12):
        world.comment("stranger", f"{text} {number}", key=str(number))
    for _ in range(3):
        revise(world, comment, f"{text} Noch einmal")
        settle_as(world, comment, Outcome.RETURN)
    revise(world, comment, f"{text} Zuletzt")
    assert (statements(case), statements("/wir/moderation/ledger")) == few
    assert few == (18, 8)


def test_the_ledger_speaks_to_everybody(world: World, visitor: FlaskClient) -> None:
    assert "Bisher ist noch über keinen Kommentar entschieden." in visitor.get("/wir/moderation/ledger").text
    settle_as(world, world.comment(), Outcome.DECLINE)
    text = visitor.get("/wir/moderation/ledger").text
    assert "1 Entscheidung bis heute" in text
    assert "Ton verletzt die Spielregeln" in text
    assert "Bisher haben wir keine Entscheidung zurückgenommen." in text
    assert WHY not in text
    assert visitor.get("/wir/moderation/ledger").headers.get("Set-Cookie") is None


def test_the_ledger_counts_organisations_and_individuals_apart(
    world: World, visitor: FlaskClient, member: FlaskClient
) -> None:
    """One reason, two voices; and an appeal that nobody has answered yet is said to be open."""
    comment = world.comment()
    settle_as(world, comment, Outcome.DECLINE)
    for code in ("B 1.2", "B 1.10"):
        settle_as(world, world.comment("releaser", code=code, voice=Voice.ORGANISATION), Outcome.DECLINE)
    assert member.post(f"/wir/comments/{comment.public_id}/appeal", data={"explanation": "Nein"}).status_code == 303
    text = visitor.get("/wir/moderation/ledger").text
    row = text.split(">Nicht veröffentlicht</th>")[1].split("</tr>")[0]
    assert re.findall(r'data-head="(\w+)">(\d+)', row) == [
        ("Organisationen", "2"),
        ("Einzelne", "1"),
        ("Zusammen", "3"),
    ]
    assert "1 Widerspruch ist noch offen." in text
    assert "blieb es dabei" not in text
    assert 'href="/wir/moderation/ledger.json"' in text
    found = visitor.get("/wir/moderation/ledger.json").json
    assert found is not None
    assert found["by_voice"]["organisation"] == {"approve": 0, "return": 0, "redact": 0, "decline": 2}
    assert found["by_reason"] == {"insult": {"decline": 3}}


def test_of_twenty_who_decide_at_once_one_wins(world: World, app: Flask) -> None:
    names = ("moderator", "moderator2")
    for number in range(10):
        comment = world.comment(body=f"Runde {number}", key=str(number))
        start = Barrier(20)

        def vote(place: int, comment: Comment = comment, start: Barrier = start) -> int:
            client = world.client(app, names[place % 2])
            start.wait()
            return send(client, comment, "approve" if place % 3 else "decline").status_code

        with ThreadPoolExecutor(20) as threads:
            answers = sorted(threads.map(vote, range(20)))
        assert answers == [303] + [409] * 19
        decision = world.all(ModerationDecision)[-1]
        assert len(world.all(ModerationDecision)) == number + 1
        state = CommentState.APPROVED if decision.outcome is Outcome.APPROVE else CommentState.DECLINED
        assert now_is(world, comment).state is state


def test_of_an_author_who_revises_and_a_moderator_who_decides_nobody_overwrites_the_other(
    world: World, app: Flask
) -> None:
    for number in range(10):
        comment = world.comment(key=str(number))
        start = Barrier(2)

        def decide(comment: Comment = comment, start: Barrier = start) -> int:
            client = world.client(app, "moderator")
            start.wait()
            return send(client, comment, "approve").status_code

        with ThreadPoolExecutor(1) as threads:
            answer = threads.submit(decide)
            start.wait()
            revise(world, comment)
        here = now_is(world, comment)
        assert (here.newest, here.state) == (2, CommentState.SUBMITTED)
        assert here.visible == (1 if answer.result() == 303 else None)


def test_an_editor_who_also_moderates_may_decide(world: World, app: Flask) -> None:
    join(world, "editor", Role.MODERATOR)
    assert send(world.client(app, "editor"), world.comment(), "approve").status_code == 303


def test_the_opened_case_stands_before_the_list_and_a_link_leads_to_it(world: World, moderator: FlaskClient) -> None:
    """So on a phone nobody scrolls past the others, with or without scripts."""
    world.comment("member")
    text = page(moderator)
    assert text.index('href="#list"') < text.index('id="case"') < text.index('id="list"') < text.index('class="queue"')
