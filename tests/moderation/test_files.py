"""Files that came with a comment lie before whoever decides on it, and before its author."""

import re

from flask.testing import FlaskClient

from portal.comments.attachments import attach
from portal.comments.models import Comment, Stance
from portal.comments.sent import Sent
from portal.moderation.models import Outcome
from tests.moderation.deciding import settle_as
from tests.support.world import SLUG, World, consultation_in

PDF = b"%PDF-1.4 Beschluss\n%%EOF\n"


def attached(world: World, comment: Comment, *, is_internal: bool = False) -> str:
    with world.work("member") as work:
        row = work.session.get_one(Comment, comment.id)
        return attach(
            work, consultation_in(work), Sent.of("Beschluss.pdf", PDF), comment=row, is_internal=is_internal
        ).public_id


def test_the_moderator_is_told_of_a_file_and_can_open_it(world: World, moderator: FlaskClient) -> None:
    comment = world.comment()
    assert "Datei: " not in moderator.get(f"/{SLUG}/moderation/?case={comment.public_id}").text
    public_id = attached(world, comment)
    page = moderator.get(f"/{SLUG}/moderation/?case={comment.public_id}").text
    assert "Es kam eine Datei mit." in page
    (address,) = re.findall(r'href="([^"]+)">Datei: Beschluss\.pdf', page)
    assert address == f"/{SLUG}/attachments/{public_id}"
    assert moderator.get(address).data == PDF


def test_a_scan_is_named_as_one(world: World, moderator: FlaskClient) -> None:
    comment = world.comment()
    attached(world, comment, is_internal=True)
    assert "Scan, nicht öffentlich" in moderator.get(f"/{SLUG}/moderation/?case={comment.public_id}").text


def test_what_brings_a_file_is_not_chosen_unseen(world: World, moderator: FlaskClient) -> None:
    world.comment(body="Schon einmal etwas gesagt", key="0")
    bare = world.comment(body="", stance=Stance.NO_OBJECTION, key="1")
    chosen = f'value="{bare.public_id}.1" checked'
    assert chosen in moderator.get(f"/{SLUG}/moderation/bulk").text
    attached(world, bare)
    page = moderator.get(f"/{SLUG}/moderation/bulk").text
    assert chosen not in page
    assert "Mit Datei" in page


def test_the_receipt_lists_the_files_its_reader_may_open(
    world: World, member: FlaskClient, visitor: FlaskClient
) -> None:
    comment = world.comment()
    attached(world, comment, is_internal=True)
    settle_as(world, comment, Outcome.APPROVE)
    assert "Datei: Beschluss.pdf" in member.get(f"/{SLUG}/comments/{comment.public_id}").text
    assert "Datei: " not in visitor.get(f"/{SLUG}/comments/{comment.public_id}").text
