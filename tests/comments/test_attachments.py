"""Files that are sent with a comment: what is taken, who may read them when, and what becomes of them."""

import pytest
from flask import Flask

from portal.accounts.belongings import erase_everything, everything
from portal.app import BELONGINGS
from portal.comments import attachments
from portal.comments.contribution import Contribution
from portal.comments.drafts import Writing, save_draft
from portal.comments.models import Arrival, Attachment, Comment, CommentState, Draft, Stance, Voice
from portal.comments.operations import revise_comment, settle, withdraw_comment
from portal.comments.queries.attachments import of_comments
from portal.comments.sent import LARGEST, MOST, Sent, file_name
from portal.kernel.errors import Invalid, Missing
from portal.kernel.markup import render_plain
from tests.comments.files import HTML, JPEG, PDF, PNG, SVG, ZIP_END
from tests.support.statements import counted
from tests.support.world import World, consultation_in, contribution, item_named

OUTSIDE = ("visitor", "stranger", "private", "steering", "chair", "admin", "outsider")
SENT = Sent.of("beschluss.pdf", PDF)


def attach(world: World, comment: Comment, *, is_internal: bool = False, sent: Sent = SENT) -> str:
    with world.work("member", at=comment.submitted_at) as work:
        row = work.session.get_one(Comment, comment.id)
        return attachments.attach(work, consultation_in(work), sent, comment=row, is_internal=is_internal).public_id


def decide(world: World, comment: Comment, state: CommentState, *, covered: str = "") -> None:
    with world.work("moderator") as work:
        row = work.session.get_one(Comment, comment.id)
        redacted = (covered, render_plain(covered)) if covered else None
        settle(work, consultation_in(work), row, state, redacted=redacted)


def readers(world: World, app: Flask, public_id: str, names: tuple[str, ...]) -> set[str]:
    found = {}
    for name in names:
        answer = world.client(app, name).get(f"/wir/attachments/{public_id}")
        assert answer.status_code in (200, 404)
        found[name] = answer.status_code == 200
    return {name for name, can in found.items() if can}


EVERYBODY = (*OUTSIDE, "member", "releaser", "moderator", "editor")


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("A.PDF", PDF, "application/pdf"),
        ("a.png", PNG, "image/png"),
        ("a.jpg", JPEG, "image/jpeg"),
        ("a.JPEG", JPEG + b"\0\0\0", "image/jpeg"),
    ],
)
def test_a_pdf_or_picture_whose_name_says_so_is_taken(name: str, content: bytes, media_type: str) -> None:
    assert Sent.of(name, content).media_type == media_type


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", HTML),
        ("page.pdf", HTML),
        ("page.png", HTML),
        ("drawing.svg", SVG),
        ("drawing.png", SVG),
        ("letter.docx", b"PK\x03\x04"),
        ("a.pdf", PNG),
        ("a.png", JPEG),
        ("a", PDF),
        ("pdf", PDF),
        ("a.pdf.html", PDF),
        ("a.pdf", b""),
        ("a.pdf", b"%PDF-1.4 cut off"),
        ("a.png", PNG + HTML),
        ("a.jpg", JPEG + HTML),
        ("a.pdf", b"%PDF-1.4\n" + HTML + PDF),
        ("a.png", PNG[:40] + SVG + PNG[40:]),
        ("a.pdf", b"\n" + PDF),
        ("a.pdf", PDF + ZIP_END + b"%%EOF"),
        ("a.pdf", PDF + b"x" * (LARGEST + 1 - len(PDF))),
    ],
)
def test_anything_else_is_refused_with_a_sentence(name: str, content: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        Sent.of(name, content)
    assert refusal.value.field == "files"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/Brief.pdf", "Brief.pdf"),
        ("C:\\Users\\ada\\Brief.pdf", "Brief.pdf"),
        ('Brief".pdf\r\nSet-Cookie: a=b.pdf', "Brief.pdf Set-Cookie a=b.pdf"),
        ("Brief\u202efdp.pdf", "Brieffdp.pdf"),
        ("Be\u200bschluss.PDF", "Beschluss.pdf"),
        ("\N{LATIN SMALL LETTER U}\N{COMBINING DIAERESIS}ber.png", "über.png"),
        (".pdf", "pdf"),
        ("   .pdf", "pdf"),
        ("", "datei"),
        ("a" * 300 + ".jpeg", "a" * 95 + ".jpeg"),
    ],
)
def test_a_name_fits_into_a_header_and_onto_a_page(name: str, clean: str) -> None:
    assert file_name(name) == clean


def test_a_file_is_only_ever_taken_along(app: Flask, world: World) -> None:
    comment = world.comment()
    public_id = attach(world, comment, sent=Sent.of("Beschluß vom 3. Mai.pdf", PDF))
    answer = world.client(app, "member").get(f"/wir/attachments/{public_id}")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].endswith("filename*=UTF-8''Beschlu%C3%9F%20vom%203.%20Mai.pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    decide(world, comment, CommentState.APPROVED)
    public = app.test_client().get(f"/wir/attachments/{public_id}")
    assert public.headers["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in public.headers
    again = app.test_client().get(f"/wir/attachments/{public_id}", headers={"If-None-Match": public.headers["ETag"]})
    assert again.status_code == 304 and "sandbox" in again.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("state", "covered", "is_public"),
    [
        (None, "", False),
        (CommentState.APPROVED, "", True),
        (CommentState.RETURNED, "", False),
        (CommentState.DECLINED, "", False),
        (CommentState.REDACTED, "██████████████████████████", False),
    ],
)
@pytest.mark.parametrize("is_internal", [False, True])
def test_a_file_is_as_public_as_its_comment_and_a_scan_never(
    app: Flask, world: World, state: CommentState | None, covered: str, is_public: bool, is_internal: bool
) -> None:
    comment = world.comment()
    public_id = attach(world, comment, is_internal=is_internal)
    if state is not None:
        decide(world, comment, state, covered=covered)
    expected = {"member", "moderator", "editor"}
    if is_public and not is_internal:
        expected = set(EVERYBODY)
    assert readers(world, app, public_id, EVERYBODY) == expected


def test_a_file_goes_with_its_comment_when_that_is_withdrawn_or_late(app: Flask, world: World) -> None:
    withdrawn, late = world.comment(key="1"), world.comment(body="Zu spät", key="2")
    ids = [attach(world, comment) for comment in (withdrawn, late)]
    for comment in (withdrawn, late):
        decide(world, comment, CommentState.APPROVED)
    assert all(app.test_client().get(f"/wir/attachments/{one}").status_code == 200 for one in ids)
    with world.work("member") as work:
        withdraw_comment(work, consultation_in(work), work.session.get_one(Comment, withdrawn.id))
        work.session.get_one(Comment, late.id).arrival = Arrival.LATE
    assert [app.test_client().get(f"/wir/attachments/{one}").status_code for one in ids] == [404, 404]


def test_a_file_of_a_newer_revision_waits_for_its_decision(app: Flask, world: World) -> None:
    comment = world.comment()
    decide(world, comment, CommentState.APPROVED)
    with world.work("member") as work:
        here = consultation_in(work)
        row = work.session.get_one(Comment, comment.id)
        revise_comment(work, here, row, contribution(work, here, "B 1.2", Stance.OBJECT, "Neu"))
        newer = attachments.attach(work, here, SENT, comment=row).public_id
    assert app.test_client().get(f"/wir/attachments/{newer}").status_code == 404
    with world.work("stranger") as work:
        assert of_comments(work, consultation_in(work), [comment.id]) == {}
    decide(world, comment, CommentState.APPROVED)
    assert app.test_client().get(f"/wir/attachments/{newer}").status_code == 200


@pytest.mark.parametrize(("is_shared", "expected"), [(False, {"member"}), (True, {"member", "releaser"})])
def test_a_file_of_a_draft_is_for_those_who_write_it(
    app: Flask, world: World, is_shared: bool, expected: set[str]
) -> None:
    public_id, _ = draft_with_file(world, is_shared=is_shared)
    assert readers(world, app, public_id, EVERYBODY) == expected


def test_a_file_in_another_consultation_is_not_found(app: Flask, world: World) -> None:
    public_id = attach(world, world.comment())
    assert world.client(app, "outsider").get(f"/anderswo/attachments/{public_id}").status_code == 404
    assert world.client(app, "editor").get(f"/anderswo/attachments/{public_id}").status_code == 404


def test_files_of_a_draft_go_along_with_the_comment_or_are_thrown_away(world: World) -> None:
    kept, draft = draft_with_file(world)
    comment = world.comment()
    with world.work("member") as work:
        attachments.submit_with(work, work.session.get_one(Draft, draft.id), work.session.get_one(Comment, comment.id))
    assert world.one(Attachment, public_id=kept).comment_id == comment.id
    dropped, other = draft_with_file(world)
    with world.work("member") as work:
        attachments.drop_with(work, work.session.get_one(Draft, other.id))
    assert [row.public_id for row in world.all(Attachment)] == [kept]
    assert dropped != kept


def test_a_file_is_taken_off_a_draft_by_those_who_write_it_only(world: World) -> None:
    public_id, _ = draft_with_file(world, is_shared=True)
    for name in ("stranger", "moderator", "editor"):
        with pytest.raises(Missing), world.work(name) as work:
            attachments.detach(work, consultation_in(work), public_id)
    with world.work("releaser") as work:
        attachments.detach(work, consultation_in(work), public_id)
    assert world.all(Attachment) == []


def test_a_sixth_file_is_refused_and_the_same_file_twice_is_one(world: World) -> None:
    comment = world.comment()
    for number in range(MOST):
        attach(world, comment, sent=Sent.of(f"{number}.pdf", PDF))
    attach(world, comment, sent=Sent.of("0.pdf", PDF))
    assert len(world.all(Attachment)) == MOST
    with pytest.raises(Invalid):
        attach(world, comment, sent=Sent.of("sixth.pdf", PDF))


def test_files_of_many_comments_are_one_statement(world: World) -> None:
    comments = [world.comment(key=str(number), body=f"Text {number}") for number in range(4)]
    for comment in comments:
        attach(world, comment)
    with world.work("moderator") as work:
        here = consultation_in(work)
        with counted(world.engine) as sent:
            found = of_comments(work, here, [comment.id for comment in comments])
        assert len(sent) == 1 and "content" not in sent[0]
        assert [line.name for lines in found.values() for line in lines] == ["beschluss.pdf"] * 4


def test_erasing_a_person_deletes_files_nobody_else_has_read(world: World) -> None:
    unseen, shown = world.comment(key="1"), world.comment(body="Gezeigt", key="2")
    attach(world, unseen)
    stays = attach(world, shown)
    draft_with_file(world)
    decide(world, shown, CommentState.APPROVED)
    with world.work("member") as work:
        told = everything(work, BELONGINGS)["attachments"]
        assert [(one["name"], one["bytes"]) for one in told] == [("beschluss.pdf", len(PDF))] * 3
        erase_everything(work, BELONGINGS)
    (left,) = world.all(Attachment)
    assert (left.public_id, left.sender_id) == (stays, None)


def draft_with_file(world: World, *, is_shared: bool = False) -> tuple[str, Draft]:
    item = item_named(world)
    with world.work("member") as work:
        here = consultation_in(work)
        said: Contribution = contribution(work, here, "B 1.2", Stance.OBJECT, "Ein Entwurf")
        draft = save_draft(work, here, Writing(item.id, said.version_id, None, "Ein Entwurf"), is_shared=is_shared)
        return attachments.attach(work, here, SENT, draft=draft).public_id, draft


def test_a_statement_s_file_is_read_by_its_whole_organisation(app: Flask, world: World) -> None:
    comment = world.comment("releaser", voice=Voice.ORGANISATION)
    public_id = attach(world, comment, is_internal=True)
    assert readers(world, app, public_id, EVERYBODY) == {"member", "releaser", "moderator", "editor"}
