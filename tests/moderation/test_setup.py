"""Texts and words of a consultation, the team's figures, and what everybody is told of them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.moderation.models import Outcome, ReasonText, WatchList
from portal.moderation.pipeline.patterns import HOUSE_LIST
from tests.moderation.deciding import WHY, settle_as, undo_as
from tests.moderation.test_views import field
from tests.support.world import World

PAGE = "/wir/moderation/settings"


def save(client: FlaskClient, **fields: str) -> TestResponse:
    return client.post(PAGE, data={"words": "\n".join(HOUSE_LIST)} | fields)


def test_a_text_of_ones_own_is_what_is_put_in(world: World, editor: FlaskClient, moderator: FlaskClient) -> None:
    world.comment()
    assert save(editor, insult_de="Wir reden höflich miteinander.").status_code == 303
    text = field(moderator.get("/wir/moderation/?block=insult").text, "explanation")
    assert text.startswith("Vielen Dank für Ihren Kommentar. Wir reden höflich miteinander. Bitte ändern Sie")
    assert field(editor.get(PAGE).text, "insult_de") == "Wir reden höflich miteinander."
    assert save(moderator, insult_de=" ").status_code == 303
    assert world.all(ReasonText) == []
    assert "Einige Wörter" in moderator.get("/wir/moderation/?block=insult").text


def test_a_list_of_ones_own_is_what_is_pointed_out(world: World, editor: FlaskClient, moderator: FlaskClient) -> None:
    world.comment(body="Der Idiot und die Schnarchnasen.")
    assert "<mark>Idiot</mark>" in moderator.get("/wir/moderation/").text
    assert save(editor, words="Schnarchnase\n\n  Lahme   Ente \nSchnarchnase").status_code == 303
    assert world.one(WatchList).words == "schnarchnase\nlahme ente"
    text = moderator.get("/wir/moderation/").text
    assert "<mark>Schnarchnasen</mark>" in text and "<mark>Idiot</mark>" not in text
    save(editor, words="")
    assert "Angehalten" not in moderator.get("/wir/moderation/").text
    save(editor)
    assert world.all(WatchList) == []


@pytest.mark.parametrize(
    "fields", [{"words": "x" * 61}, {"words": "\n".join(map(str, range(1001)))}, {"insult_en": "x" * 4001}]
)
def test_too_much_is_refused_and_kept(world: World, editor: FlaskClient, fields: dict[str, str]) -> None:
    answer = save(editor, **fields)
    assert answer.status_code == 422
    assert next(iter(fields.values()))[:60] in answer.text
    assert (world.all(WatchList), world.all(ReasonText)) == ([], [])


def test_the_figures_show_the_team_and_of_persons_only_oneself(
    world: World, app: Flask, moderator: FlaskClient, editor: FlaskClient
) -> None:
    settle_as(world, world.comment(), Outcome.DECLINE)
    settle_as(world, world.comment("stranger"), Outcome.APPROVE, "moderator2")
    world.comment("private")
    text = moderator.get("/wir/moderation/figures").text
    assert "<b>1</b></a>" in text
    own = text.split("Ihre eigenen Entscheidungen")[1].split("</dl>")[0]
    assert "<dt>nicht veröffentlicht</dt><dd><b>1</b>" in own and "<dt>veröffentlicht</dt><dd><b>0</b>" in own
    assert "Ihre eigenen Entscheidungen" not in editor.get("/wir/moderation/figures").text
    for page in (text, editor.get("/wir/moderation/figures").text):
        assert "Moderator2" not in page
        assert 'data-head="eingegangen">3<' in page and 'data-head="entschieden">2<' in page


def test_the_ledger_speaks_to_programs_too(world: World, app: Flask, visitor: FlaskClient, member: FlaskClient) -> None:
    declined, redacted = world.comment(key="a"), world.comment(key="b")
    settle_as(world, declined, Outcome.DECLINE)
    settle_as(world, redacted, Outcome.REDACT)
    for comment in (declined, redacted):
        member.post(f"/wir/comments/{comment.public_id}/appeal", data={"explanation": "Nein"})
    settle_as(world, declined, Outcome.DECLINE, "moderator2")
    settle_as(world, redacted, Outcome.APPROVE, "moderator2")
    third = world.comment("stranger")
    settle_as(world, third, Outcome.RETURN)
    undo_as(world, third)
    report = {"complaint": "false", "explanation": "Stimmt nicht", "email": ""}
    assert visitor.post(f"/wir/comments/{redacted.public_id}/report", data=report).status_code == 303
    answer = visitor.get("/wir/moderation/ledger.json")
    found = answer.json
    assert found is not None
    assert (found["waiting"], found["decided"], found["reversals"]) == (1, 4, 1)
    assert found["by_outcome"] == {"approve": 1, "return": 0, "redact": 1, "decline": 2}
    assert found["by_reason"] == {"insult": {"decline": 2, "redact": 1}}
    assert found["by_voice"]["individual"] == found["by_outcome"]
    assert found["appeals"] == {"number": 2, "confirmed": 1, "changed": 1}
    assert found["reports"] == {"false": 1}
    for words in ("Moderator", "Nein", "Stimmt nicht", WHY, declined.public_id):
        assert words not in answer.text
    page = visitor.get("/wir/moderation/ledger").text
    assert "2 Mal haben Verfasser*innen widersprochen." in page and "Behauptet etwas Falsches" in page
