"""Which body resolved on a statement: read before it is published, searched, and blackened like the rest."""

from dataclasses import replace
from html import unescape

from flask.testing import FlaskClient

from portal.comments.mandate import Mandate
from portal.comments.models import Comment, CommentState, Redaction, Stance, Voice
from portal.comments.operations import submit_comment
from tests.moderation.deciding import now_is, send
from tests.moderation.test_views import field
from tests.support.world import World, consultation_in, contribution

BY = "Vorstand um Frau Sommer"
COVERED = "Vorstand um ███████████"
MINORITY = "Zwei sind dagegen."


def resolved(world: World, stance: Stance = Stance.NO_OBJECTION, minority: str = "", by: str = BY) -> Comment:
    with world.work("releaser") as work:
        here = consultation_in(work)
        said = contribution(work, here, "B 1.2", stance, "" if stance is Stance.NO_OBJECTION else "Mehr Zeit")
        said = replace(said, mandate=Mandate(by, None, minority))
        return submit_comment(work, here, said, voice=Voice.ORGANISATION, submission_key=f"{stance} {by}")


def test_the_moderator_reads_who_resolved_before_the_public_does(world: World, moderator: FlaskClient) -> None:
    resolved(world, minority=MINORITY)
    case = moderator.get("/wir/moderation/").text.split('id="case"')[1]
    assert f"Beschlossen von {BY}" in case
    assert "Angehalten: Name nach einer Anrede oder einem Titel. Gefunden bei „Wer hat das beschlossen?“." in case


def test_nothing_is_approved_with_others_unread(world: World, moderator: FlaskClient) -> None:
    """Minority vote and body that resolved stand in the preview; neither lets a statement pass as one without text."""
    world.comment("releaser", voice=Voice.ORGANISATION, code="B 1.10")
    resolved(world, by="Der Beirat")
    resolved(world, Stance.OBJECT, minority=MINORITY)
    listed = moderator.get("/wir/moderation/bulk").text.split('class="many"')[1].split("</ul>")[0]
    assert "Beschlossen von Der Beirat" in listed
    assert MINORITY in listed
    assert listed.count('name="chosen"') == 3
    assert " checked" not in listed


def test_who_resolved_is_blackened(world: World, moderator: FlaskClient, visitor: FlaskClient) -> None:
    comment = resolved(world, Stance.OBJECT)
    page = moderator.get("/wir/moderation/").text
    assert field(page, "redacted_resolved") == COVERED
    sent = {"redacted_body": "Mehr Zeit"}
    assert send(moderator, comment, "redact", **sent, redacted_resolved="Vorstand").status_code == 422
    assert send(moderator, comment, "redact", **sent, redacted_resolved=COVERED).status_code == 303
    assert now_is(world, comment).state is CommentState.REDACTED
    (redaction,) = world.all(Redaction)
    assert (redaction.body, redaction.resolved_by) == ("Mehr Zeit", COVERED)
    for address in (f"/wir/comments/{comment.public_id}", "/wir/measures/B 1.2", "/wir/catalogue.json"):
        text = unescape(visitor.get(address).text)
        assert "Sommer" not in text
        assert COVERED in text or address.endswith(".json")
