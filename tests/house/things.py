"""One thing of every kind that an address can name, so that each address of the portal can be called."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.accounts.models import PasswordLetter, SignInSession
from portal.board.operations import save_view, start_export
from portal.comments.attachments import attach
from portal.comments.contribution import Contribution
from portal.comments.drafts import Writing, save_draft, submit_draft
from portal.comments.filters import EVERYTHING
from portal.comments.imprint import Edition
from portal.comments.mandate import Mandate
from portal.comments.models import Comment, CommentState, Draft, Revision, Stance, Voice, Way
from portal.comments.on_behalf import Received, enter
from portal.comments.operations import revise_comment, settle, submit_comment, withdraw_comment
from portal.comments.queries import comment_named
from portal.comments.sent import Sent
from portal.comments.statements import add_note
from portal.consultations.models import Consultation, Field, ItemType, Origin, Phase, Section
from portal.consultations.operations import origin_named
from portal.consultations.queries import Sheet, item, sheet, structure
from portal.decisions.models import Answer, DecisionOutcome, Settlement
from portal.decisions.operations.deciding import record_decision
from portal.decisions.operations.packing import freeze_pack
from portal.decisions.operations.planning import plan_sitting, put_on_agenda
from portal.decisions.operations.responding import answer_comment, answer_theme, keep_text
from portal.decisions.queries.sittings import sittings
from portal.decisions.queries.snapshot import snapshot
from portal.decisions.resolution import Resolution
from portal.kernel.actor import Role
from portal.kernel.city_time import day_of
from portal.kernel.public_id import digest
from portal.kernel.work import Work
from portal.moderation.models import Complaint, Outcome, Reason
from portal.moderation.operations import appeal, decide, note, report
from portal.moderation.redaction import Texts
from portal.moderation.verdict import Said, Verdict
from portal.office.operations.uploads import keep_upload
from portal.outbox.models import Letter
from portal.stakeholders.models import Application, Invitation, MembershipRow, Organisation
from portal.themes.models import Theme, ThemeMark
from portal.themes.operations import create_theme, write_advice, write_note
from portal.themes.proposal import Proposal
from portal.web.limits import limiter
from tests.support.world import PEOPLE, SLUG, World, consultation_in, contribution

TEXT = "Mein Text, an dem ich lange geschrieben habe"
NOTHING = "87654321"
"""Names no row of any table."""
BUTTONS = {"move": "up", "action": "block", "stage": "review"}
"""What some forms cannot do without: the button that was pressed."""
TOKEN = re.compile(rb'name="csrf_token" value="[^"]*"')
"""Is new every second."""
CANARY = "Kanarienvogel"
"""Stands in everything that is said and not visible, and in what moderators write to authors."""
WREN = "Zaunkönig"
"""Stands in what members of an organisation say to each other about a draft, and about the statement it has become."""
NIGHTINGALE = "Nachtigall"
"""Stands in what the steering group and the office have recorded and nobody has published."""

OUTCOMES = {
    "approved": Outcome.APPROVE,
    "returned": Outcome.RETURN,
    "redacted": Outcome.REDACT,
    "declined": Outcome.DECLINE,
    "revised": Outcome.APPROVE,
}
OPEN = {"approved", "revised"}
"""What they said first may be read by everybody."""

USUAL = {
    ("", "code"): "B 1.2",
    ("", "key"): "imprint",
    ("", "written_in"): "de",
    ("", "form"): "csv",
    ("board.replies", "form"): "docx",
    ("", "token"): "a-password",
    ("catalogue.goal", "code"): "B 1",
    ("api.goal", "code"): "B 1",
    ("catalogue.comment_on_goal", "code"): "B 1",
    ("catalogue.no_objection_to_goal", "code"): "B 1",
    ("board.goal", "code"): "B 1",
    ("board.ask_about_goal", "code"): "B 1",
    ("board.advice_on_goal", "code"): "B 1",
    ("board.advise_on_goal", "code"): "B 1",
    ("board.note_on_goal", "code"): "B 1",
    ("board.pack_file", "form"): "docx",
    ("board.decide_goal", "code"): "B 1",
    ("office.admin_role_end", "slug"): SLUG,
}
"""What stands in an address where it does not matter which thing it names: (endpoint or any, part) → value."""


@dataclass(frozen=True)
class Things:
    """What there is, by the words the matrix uses → what stands for it in an address."""

    named: Mapping[str, str]

    def address(self, app: Flask, rule: Rule, thing: str = "", *, consultation: str = SLUG) -> str:
        """Where that endpoint lies, for that thing or for the usual one."""
        values = {part: self._value(rule.endpoint, part, thing) for part in rule.arguments - {"consultation"}}
        if "consultation" in rule.arguments:
            values["consultation"] = consultation
        with app.test_request_context():
            address: str = url_for(rule.endpoint, **values)
            return address

    def _value(self, endpoint: str, part: str, thing: str) -> Any:
        if part == "comment" or (part == "public_id" and not thing):
            return self.named["approved"]
        if (endpoint, part) in USUAL or not thing:
            return USUAL.get((endpoint, part)) or USUAL["", part]
        return NOTHING if thing.startswith("no ") else self.named[thing]


def make_things(world: World) -> Things:
    """Fill the world; everything is of `member` unless its name says otherwise."""
    member, stranger = PEOPLE.index("member") + 1, PEOPLE.index("stranger") + 1
    here = world.one(Consultation, slug=SLUG).id
    own, other = (world.one(Organisation, consultation_id=here, name=name).id for name in ("Elternnetz", "Mieterrat"))
    named = _make_comments(world)
    named |= _ask(world, here, named["redacted"])
    named |= _make_decisions(world, here, named["approved"]) | {
        "member's draft": _draft(world, is_shared=False),
        "a statement": _statement(world),
        "shared draft": _draft(world, is_shared=True),
        "a measure": "B 1.2",
        "a field": str(world.one(Field, consultation_id=here).id),
        "a section": str(world.one(Section, consultation_id=here, key="steps").id),
        "an organisation": str(own),
        "an invitation": _invitation(world, here, own, "another-link"),
        "a stranger's invitation": _invitation(world, here, other, "a-link"),
        "a link": "a-link",
        "a colleague": str(world.one(MembershipRow, account_id=member).id),
        "a stranger": str(world.one(MembershipRow, account_id=stranger).id),
        "member's session": str(world.one(SignInSession, account_id=member).id),
    }
    named |= _make_files(world, named)
    named |= {"an application": _application(world, here)}
    _password_link(world, member)
    with world.work("editor") as work:
        here_again = consultation_in(work)
        letter = Received(Way.LETTER, day_of(work.now) - timedelta(days=1), f"{CANARY} 1", sender=CANARY)
        written = _contribution(work, here_again, f"{CANARY} letter", "")
        named |= {"a letter's comment": enter(work, here_again, written, letter).public_id}
        origin_named(work, consultation_in(work), "Jugendgruppe")
        upload = keep_upload(work, consultation_in(work), "plan.csv", b"Code;Titel\nB 9;Neu\n")
    with world.work("steering") as work:
        view = save_view(work, consultation_in(work), f"{NIGHTINGALE} view", "view=comments")
        export = start_export(work, consultation_in(work), EVERYTHING, "docx", Edition.INTERNAL, "de")
    return Things(
        named
        | {
            "an origin": str(world.one(Origin).id),
            "a letter": str(world.all(Letter)[0].id),
            "an account": str(stranger),
            "a consultation": SLUG,
            "editor's file": upload.name,
            "steering's export": str(export.id),
            "steering's view": str(view.id),
        }
    )


@contextmanager
def nothing_is_kept() -> Iterator[None]:
    """Every request rolls back what it did, so that each finds the same world; nobody is told to slow down."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Session, "commit", Session.rollback)
        patch.setattr(limiter, "enabled", False)
        yield


@dataclass(frozen=True)
class Caller:
    """Somebody who is signed in as they were, whatever the requests before did to their cookie.

    It holds all that a cookie ever holds, so that no further page sets it anew.
    """

    client: FlaskClient
    cookie: str

    @classmethod
    def of(cls, world: World, app: Flask, name: str) -> "Caller":
        client = world.client(app, name)
        if name != "visitor":
            client.get("/account/")
        signed_in = client.get_cookie("session")
        return cls(app.test_client(use_cookies=False), f"session={signed_in.value}" if signed_in else "")

    def get(self, address: str, **headers: str) -> TestResponse:
        return self.client.get(address, headers=self._headers | headers)

    def call(self, rule: Rule, address: str) -> TestResponse:
        """As its method wants it; a POST brings a text."""
        if "POST" in (rule.methods or ()):
            return self.client.post(address, data={"body": TEXT, **BUTTONS}, headers=self._headers)
        return self.get(address)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Cookie": self.cookie} if self.cookie else {}


def _make_decisions(world: World, here: int, approved: str) -> dict[str, str]:
    """A theme with an answer, a decision and a text block: internal, so all of them hold the nightingale."""
    comment, now = world.one(Comment, public_id=approved), datetime.now(UTC)
    theme = world.add(
        Theme(consultation_id=here, item_id=comment.item_id, title=f"{NIGHTINGALE} theme", created_at=now)
    )
    world.add(ThemeMark(theme_id=theme.id, comment_id=comment.id, marked_at=now, marker_label=""))
    with world.work("editor") as work:
        consultation = consultation_in(work)
        found = _sheet(work, consultation)
        answer_theme(work, consultation, theme, Answer.FOLLOWED, f"{NIGHTINGALE} answer")
        answer_comment(work, consultation, comment, Answer.NOTED, f"{NIGHTINGALE} answer to one")
        said = Resolution.of(
            found,
            DecisionOutcome.ADOPT_WITH_CHANGES,
            reason=f"{NIGHTINGALE} reason",
            wordings={"description": f"{NIGHTINGALE} decided wording"},
        )
        record_decision(work, consultation, found.item, said)
        write_note(work, consultation, found.item, f"{NIGHTINGALE} note")
        create_theme(work, consultation, f"{NIGHTINGALE} across", summary=NIGHTINGALE)
        released = Proposal.of(found, f"{NIGHTINGALE} advice", {part.section.key: NIGHTINGALE for part in found.parts})
        write_advice(work, consultation, released, release=True)
        write_advice(work, consultation, Proposal.of(found, f"{CANARY} {NIGHTINGALE} advice in draft"))
        text = keep_text(work, consultation, Answer.NOTED, f"{NIGHTINGALE} text block")
        sitting = plan_sitting(work, consultation, day_of(now), title=f"{NIGHTINGALE} sitting")
        line = sittings(work, consultation)[0]
        put_on_agenda(work, consultation, line, [found.item])
        pack = freeze_pack(work, consultation, line, snapshot(work, consultation, line))
        return {
            "a theme": theme.public_id,
            "a response text": str(text.id),
            "a sitting": str(sitting.number),
            "a pack": pack.public_id,
        }


def _ask(world: World, here: int, public_id: str) -> dict[str, str]:
    """A comment whose author was asked whether its point is settled."""
    comment, now = world.one(Comment, public_id=public_id), datetime.now(UTC)
    world.add(Settlement(consultation_id=here, comment_id=comment.id, version_id=comment.version_id, asked_at=now))
    return {"asked": public_id}


def _make_comments(world: World) -> dict[str, str]:
    said = {
        state: _submit(world, state, Voice.ORGANISATION if state == "statement" else Voice.INDIVIDUAL)
        for state in ("submitted", "withdrawn", "statement", *OUTCOMES)
    }
    for state, outcome in OUTCOMES.items():
        _settle(world, said[state], outcome)
    with world.work("member") as work:
        here = consultation_in(work)
        withdraw_comment(work, here, work.session.get_one(Comment, said["withdrawn"].id))
        again = _contribution(work, here, f"{CANARY} once more", f"{CANARY} wording")
        revise_comment(work, here, work.session.get_one(Comment, said["revised"].id), again)
    world.phase(Phase.REVIEW)
    said |= {state: _submit(world, state, Voice.INDIVIDUAL) for state in ("late", "late approved")}
    _settle(world, said["late approved"], Outcome.APPROVE)
    world.phase(Phase.COMMENTING)
    _speak_against(world, said)
    return {state: comment.public_id for state, comment in said.items()}


def _speak_against(world: World, said: Mapping[str, Comment]) -> None:
    """An appeal, a report of a visible comment, and a note of the team: nobody outside of it reads them."""
    with world.work("member") as work:
        row = work.session.get_one(Comment, said["declined"].id)
        appeal(work, consultation_in(work), row, f"{CANARY} objects")
    with world.work() as work:
        here = consultation_in(work)
        line = comment_named(work, here, said["approved"].public_id)
        assert line is not None
        report(work, here, line, Complaint.OTHER, f"{CANARY} reports")
    with world.work("moderator") as work:
        note(work, consultation_in(work), work.session.get_one(Comment, said["approved"].id), f"{CANARY} notes")


def _submit(world: World, state: str, voice: Voice) -> Comment:
    with world.work("releaser" if voice is Voice.ORGANISATION else "member") as work:
        here = consultation_in(work)
        wording = "" if state in OPEN else f"{CANARY} wording"
        said = _contribution(work, here, f"{'' if state in OPEN else CANARY} {state}", wording)
        said = replace(said, mandate=Mandate(f"{CANARY} board", None, f"{CANARY} minority"))
        return submit_comment(work, here, said, voice=voice, submission_key=state)


def _contribution(work: Work, here: Consultation, body: str, wording: str) -> Contribution:
    section = structure(work, here).section_by_key["description"] if wording else None
    return Contribution.of(_sheet(work, here), Stance.OBJECT, body.strip(), section=section, proposed_wording=wording)


def _sheet(work: Work, here: Consultation) -> Sheet:
    line = item(work, here, ItemType.MEASURE, "B 1.2")
    assert line is not None
    found = sheet(work, here, line)
    assert found is not None
    return found


def _settle(world: World, comment: Comment, outcome: Outcome) -> None:
    """A moderator decides on its first revision; a redaction blackens the canary."""
    said = world.one(Revision, comment_id=comment.id)
    texts = Texts(said.body, said.quote, said.proposed_wording, said.minority_vote, said.resolved_by)
    covered = texts.each(lambda text: text.replace(CANARY, "█" * len(CANARY)))
    verdict = Verdict.on(1, texts, outcome, Said(Reason.INSULT, f"Ein {CANARY} gehört hier nicht hin.", covered))
    with world.work("moderator") as work:
        decide(work, consultation_in(work), work.session.get_one(Comment, comment.id), verdict)


def _make_files(world: World, named: Mapping[str, str]) -> dict[str, str]:
    """One on a visible comment, with a scan beside it; the others lie where not everybody reads."""
    made = {}
    for thing, state in (("file", "approved"), ("scan", "approved"), ("waiting file", "submitted")):
        comment = world.one(Comment, public_id=named[state])
        sent = _file(thing, is_open=thing == "file")
        with world.work("member", at=comment.submitted_at) as work:
            row = work.session.get_one(Comment, comment.id)
            made[thing] = attach(work, consultation_in(work), sent, comment=row, is_internal=thing == "scan").public_id
    for thing, draft in (("draft's file", "member's draft"), ("shared draft's file", "shared draft")):
        found = world.one(Draft, public_id=named[draft])
        with world.work("member") as work:
            begun = work.session.get_one(Draft, found.id)
            made[thing] = attach(work, consultation_in(work), _file(thing), draft=begun).public_id
    return made


def _file(thing: str, *, is_open: bool = False) -> Sent:
    word = "offen" if is_open else CANARY
    return Sent.of(f"{word} {thing}.pdf", f"%PDF-1.4 {word}\n%%EOF\n".encode())


def _draft(world: World, *, is_shared: bool) -> str:
    with world.work("member") as work:
        here = consultation_in(work)
        found = _sheet(work, here)
        writing = Writing(found.item.id, found.version.id, None, f"{CANARY} draft", proposed_wording=CANARY)
        draft = save_draft(work, here, writing, is_shared=is_shared)
        if is_shared:
            add_note(work, here, draft.public_id, f"{CANARY} {WREN} note")
        return draft.public_id


def _statement(world: World) -> str:
    """Released from a shared draft that was talked about, and visible."""
    with world.work("member") as work:
        here = consultation_in(work)
        said = contribution(work, here, "B 1.2", Stance.QUESTION, "Was kostet das?")
        writing = Writing(said.item_id, said.version_id, said.stance, said.body)
        draft = save_draft(work, here, writing, is_shared=True)
        add_note(work, here, draft.public_id, f"{WREN} note")
    with world.work("releaser") as work:
        here = consultation_in(work)
        comment = submit_draft(
            work, here, said, draft.public_id, draft.lock, voice=Voice.ORGANISATION, submission_key="a statement"
        )
    with world.work("moderator") as work:
        found = work.session.get_one(Comment, comment.id)
        settle(work, consultation_in(work), found, CommentState.APPROVED)
    return comment.public_id


def _invitation(world: World, consultation_id: int, organisation_id: int, link: str) -> str:
    now = datetime.now(UTC)
    row = world.add(
        Invitation(
            consultation_id=consultation_id,
            email=f"{link}@example.org",
            role=Role.MEMBER,
            organisation_id=organisation_id,
            token_digest=digest(link),
            invited_at=now,
            expires_at=now + timedelta(days=9),
        )
    )
    return str(row.id)


def _application(world: World, consultation_id: int) -> str:
    asked = Application(
        consultation_id=consultation_id,
        organisation="Kulturverein",
        name="Ada Beispiel",
        email="asks@example.org",
        asked_at=datetime.now(UTC),
    )
    return world.add(asked).public_id


def _password_link(world: World, account_id: int) -> None:
    now = datetime.now(UTC)
    link = USUAL["", "token"]
    expiry = now + timedelta(hours=1)
    world.add(PasswordLetter(account_id=account_id, token_digest=digest(link), posted_at=now, expires_at=expiry))
