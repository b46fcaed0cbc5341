"""Words of a text: those a returned comment is about, and those nobody but the team may read."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from portal.comments.contribution import Contribution
from portal.comments.models import Comment, CommentState, Redaction, Stance, Voice
from portal.comments.operations import submit_comment
from portal.consultations.models import ItemType
from portal.consultations.queries import item, sheet, structure
from portal.moderation.models import ModerationDecision
from portal.outbox.models import Letter
from tests.moderation.deciding import now_is, revise, send
from tests.support.world import World, consultation_in

BODY = "Der Chef ist faul. Wir brauchen mehr Zeit."
QUOTE = "Eltern werden zu Sprachpat*innen ausgebildet."
WORDING = "Frau Beispiel bildet Eltern aus."


def field(text: str, name: str) -> str:
    found = re.search(rf'<textarea[^>]* name="{name}"[^>]*>\r?\n?([^<]*)', text)
    assert found is not None, name
    return unescape(found[1]).replace("\r\n", "\n")


def with_quote(world: World) -> Comment:
    with world.work("member") as work:
        here = consultation_in(work)
        line = item(work, here, ItemType.MEASURE, "B 1.2")
        found = sheet(work, here, line) if line else None
        assert found is not None
        section = structure(work, here).section_by_key["description"]
        said = Contribution.of(found, Stance.OBJECT, BODY, section=section, quote=QUOTE, proposed_wording=WORDING)
        return submit_comment(work, here, said, voice=Voice.INDIVIDUAL, submission_key="quote")


def test_the_author_sees_the_words_and_takes_the_suggestion(
    world: World, moderator: FlaskClient, member: FlaskClient
) -> None:
    comment = world.comment(body=BODY)
    answer = send(moderator, comment, "return", marked="Der Chef ist faul.", suggestion="Der Chef handelt zu langsam.")
    assert answer.status_code == 303
    page = member.get(f"/wir/comments/{comment.public_id}").text
    assert "<mark>Der Chef ist faul.</mark>" in page
    assert "<del>ist faul</del> <ins>handelt zu langsam</ins>" in page
    assert field(page, "body") == BODY
    taken = member.get(f"/wir/comments/{comment.public_id}?take=suggestion").text
    assert field(taken, "body") == "Der Chef handelt zu langsam. Wir brauchen mehr Zeit."
    letter = world.all(Letter)[-1]
    assert "„Der Chef ist faul.“" in letter.text and "„Der Chef handelt zu langsam.“" in letter.text
    assert "<del>ist faul</del> <ins>handelt zu langsam</ins>" in letter.html
    revise(world, comment, "Der Chef handelt zu langsam.")
    assert "<mark>" not in member.get(f"/wir/comments/{comment.public_id}").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"marked": "Der Chef ist fleißig."}, "Diese Stelle steht so nicht im Text."),
        ({"suggestion": "Anders"}, "Bitte nennen Sie auch die Stelle"),
        ({"marked": "Der Chef", "suggestion": "x" * 4001}, "länger als 4.000 Zeichen"),
    ],
)
def test_words_that_are_not_in_the_text_are_refused_and_kept(
    world: World, moderator: FlaskClient, fields: dict[str, str], sentence: str
) -> None:
    comment = world.comment(body=BODY)
    answer = send(moderator, comment, "return", **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    for name, text in fields.items():
        assert field(answer.text, name) == text
    assert now_is(world, comment).state is CommentState.SUBMITTED


def test_words_are_kept_for_a_return_only(world: World, moderator: FlaskClient) -> None:
    comment = world.comment(body=BODY)
    assert send(moderator, comment, "decline", marked="Der Chef", suggestion="Sie").status_code == 303
    (decision,) = world.all(ModerationDecision)
    assert (decision.marked, decision.suggestion) == ("", "")


def test_quote_and_wording_are_blackened_like_the_text(
    world: World, moderator: FlaskClient, visitor: FlaskClient
) -> None:
    comment = with_quote(world)
    page = moderator.get("/wir/moderation/").text
    assert (field(page, "redacted_quote"), field(page, "redacted_wording")) == (
        QUOTE,
        WORDING.replace("Frau Beispiel", "█" * 13),
    )
    covered = {
        "redacted_body": BODY,
        "redacted_quote": QUOTE.replace("Eltern", "██████"),
        "redacted_wording": WORDING.replace("Frau Beispiel", "████ ████████"),
    }
    assert send(moderator, comment, "redact", **covered | {"redacted_wording": "Frau"}).status_code == 422
    assert send(moderator, comment, "redact", **covered).status_code == 303
    (redaction,) = world.all(Redaction)
    assert (redaction.quote, redaction.minority_vote) == (covered["redacted_quote"], None)
    for address in (f"/wir/comments/{comment.public_id}", "/wir/measures/B 1.2", "/wir/catalogue.json"):
        text = visitor.get(address).text
        assert "Frau Beispiel" not in text
    assert "████ ████████" in visitor.get(f"/wir/comments/{comment.public_id}").text
    assert "████ ████████" in unescape(visitor.get("/wir/catalogue.csv").text)


def test_named_words_are_blackened_wherever_they_stand(world: World, moderator: FlaskClient) -> None:
    comment = with_quote(world)
    sent = {"redacted_body": BODY, "redacted_quote": QUOTE, "redacted_wording": WORDING}
    answer = send(moderator, comment, "redact", cover="words", words="Eltern\nFrau Beispiel\nfaul", **sent)
    assert answer.status_code == 200
    assert field(answer.text, "redacted_body") == BODY.replace("faul", "████")
    assert field(answer.text, "redacted_quote") == QUOTE.replace("Eltern", "██████")
    assert field(answer.text, "redacted_wording") == "█████████████ bildet ██████ aus."
