"""The demo consultation `wir-2-0`, written into an empty database from `content/`: dates lie around today."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Account
from portal.audit.models import AuditLine
from portal.comments import counters
from portal.comments.models import Arrival, Comment, CommentState, Redaction, Revision, Stance, Voice
from portal.consultations import operations as consultations
from portal.consultations.models import Consultation, Item, ItemType, ItemVersion, Kind, Section
from portal.consultations.operations import Rendered
from portal.demo.decisions import prepare_decisions
from portal.demo.letters import enter_letters
from portal.kernel.actor import Role
from portal.kernel.markup import VERSION, render_comment, render_sheet
from portal.kernel.public_id import CROCKFORD
from portal.kernel.words import CITY_TIME, first_instant_of, last_instant_of
from portal.kernel.work import Work
from portal.moderation.models import ModerationDecision, Outcome, Reason
from portal.outbox.models import Letter, LetterState
from portal.search import operations as search
from portal.search.models import Subject
from portal.stakeholders.models import Invitation, MembershipRow, Organisation, StakeholderGroup

SLUG = "wir-2-0"
PASSWORD = "kommentarschleife"  # noqa: S105 - known to everybody, accepted only for the demo on loopback
CONTENT = Path(__file__).parent / "content"
FIELDS = "bsdkwv"
DAYS_OPEN, DAYS_LEFT, REVISED_AFTER = 24, 6, 12

GROUPS = (
    ("politics", "Politik", "Politics"),
    ("commissioners", "Beauftragte", "Commissioners"),
    ("civil-society", "Zivilgesellschaft", "Civil society"),
)
ACCOUNTS: tuple[tuple[str, str, Role | None, str | None], ...] = (
    ("admin", "Systemverwaltung", None, None),
    ("office", "Geschäftsstelle", Role.EDITOR, None),
    ("moderation", "Prüfteam", Role.MODERATOR, None),
    ("moderation2", "Prüfteam, zweite Person", Role.MODERATOR, None),
    ("steering", "Mitglied der Lenkungsgruppe", Role.STEERING, "beirat-nord"),
    ("chair", "Leitung der Lenkungsgruppe", Role.STEERING, None),
    ("member", "Mitglied im Elternnetz", Role.MEMBER, "elternnetz"),
    ("releaser", "Vorstand im Elternnetz", Role.RELEASER, "elternnetz"),
    ("stranger", "Mitglied im Mieter*innenrat", Role.MEMBER, "mieterrat"),
)
"""Address before @example.org, name, role, organisation."""
SEATS = (
    ("runder-tisch", "Sprecherin des Runden Tischs"),
    ("mieterrat", "Vorsitzender des Mieter*innenrats"),
    ("gewerkschaft", "Sekretärin des Gewerkschaftsverbunds"),
)
"""Organisations with a seat in the steering group, and who holds it without ever signing in here."""

QUIET: dict[str, LetterState | None] = {
    "stadt-fuer-alle": None,
    "gesundheit": None,
    "theater": None,
    "gruenderinnen": None,
    "bibliothek": None,
    "chorverband": LetterState.SENT,
    "wohlfahrt": LetterState.SENT,
    "senioren": LetterState.SENT,
    "foerderverein-ostend": LetterState.REFUSED,
}
"""Organisations that have said nothing yet: taking part all the same, or with an invitation still in this state."""
UNKNOWN_ADDRESS = "550 5.1.1 Recipient address rejected: User unknown"

SETTLED = {
    "approved": (CommentState.APPROVED, Outcome.APPROVE),
    "redacted": (CommentState.REDACTED, Outcome.REDACT),
    "returned": (CommentState.RETURNED, Outcome.RETURN),
    "declined": (CommentState.DECLINED, Outcome.DECLINE),
}


def is_seeded(work: Work) -> bool:
    return work.session.scalar(select(Consultation.id).where(Consultation.slug == SLUG)) is not None


def seed(work: Work, password_hash: str) -> Consultation:
    """Write everything; `password_hash` is that of `PASSWORD`, made before the write lock."""
    return _Seed(work, password_hash).run()


@dataclass
class _Seed:
    """One run of seeding: the same every day but for the dates."""

    work: Work
    password_hash: str
    chance: random.Random = field(default_factory=lambda: random.Random(20))  # noqa: S311 - the same demo every time
    organisations: dict[str, Organisation] = field(default_factory=dict)
    speakers: dict[str, list[MembershipRow]] = field(default_factory=dict)
    private: list[MembershipRow] = field(default_factory=list)
    items: dict[str, Item] = field(default_factory=dict)
    versions: dict[tuple[str, int], ItemVersion] = field(default_factory=dict)
    searched: list[tuple[int, str]] = field(default_factory=list)

    @cached_property
    def opened(self) -> datetime:
        today = self.work.now.astimezone(CITY_TIME).date()
        return first_instant_of(today - timedelta(days=DAYS_OPEN))

    def run(self) -> Consultation:
        here = self._consultation()
        self._pages()
        self._stakeholders(here)
        fields = [json.loads((CONTENT / f"field-{letter}.json").read_text("utf-8")) for letter in FIELDS]
        for content in fields:
            self._catalogue(here, content)
        for content in fields:
            for written in content["comments"]:
                if written.get("organisation") not in QUIET:
                    self._comment(here, written)
        self.work.session.flush()
        for comment_id, text in self.searched:
            search.index(self.work, Subject.COMMENT, comment_id, here.id, text)
        counters.repair(self.work, here.id)
        enter_letters(self.work, here, self.organisations)
        prepare_decisions(self.work, here)
        return here

    def _consultation(self) -> Consultation:
        here = consultations.create_consultation(
            self.work, SLUG, "WIR 2.0 – Migration und Teilhabe", city="Stadt Lindenfurt", plan_name="WIR 2.0"
        )
        decides = (
            "Die Lenkungsgruppe: 12 Fachbereichsleitungen, 10 Mitglieder aus der Zivilgesellschaft und eine Person aus "
            "den Integrationsbeiräten. Sie berät Maßnahme für Maßnahme und hat dabei alle Kommentare vor sich. Zum "
            "Schluss beschließt der Rat den Plan zusammen mit Ihren Kommentaren."
        )
        here.question = "Was soll Lindenfurt für das Zusammen\N{SOFT HYPHEN}leben tun?"
        here.lead = (
            "Die Stadt hat 85 Maßnahmen entworfen. Lesen Sie, was geplant ist, und sagen Sie uns, was bleiben und was "
            "anders werden soll, bevor die Lenkungsgruppe entscheidet."
        )
        here.decides, here.decides_html = decides, render_sheet(decides)
        year = self.work.now.year + 1
        here.review_note = "Lenkungsgruppe, Dezember bis März"
        here.decided_note = f"mit Antworten, April {year}"
        here.adopted_note = f"voraussichtlich Juni {year}"
        here.contact_name, here.contact_phone = "Geschäftsstelle WIR 2.0", "0000 12 34-56"
        here.contact_email, here.is_demo = "wir@lindenfurt.example", True
        today = self.work.now.astimezone(CITY_TIME).date()
        closes = last_instant_of(today + timedelta(days=DAYS_LEFT))
        consultations.set_dates(self.work, here, self.opened, closes)
        return here

    def _pages(self) -> None:
        for page in json.loads((CONTENT / "pages.json").read_text("utf-8")):
            html = render_sheet(page["source"])
            consultations.write_page(self.work, page["key"], page["language"], page["title"], page["source"], html)

    def _stakeholders(self, here: Consultation) -> None:
        groups = {}
        for position, (key, name, name_en) in enumerate(GROUPS):
            groups[key] = StakeholderGroup(
                consultation_id=here.id, key=key, name=name, name_en=name_en, position=position
            )
        self.work.session.add_all(groups.values())
        self.work.session.flush()
        for entry in json.loads((CONTENT / "organisations.json").read_text("utf-8")):
            made = Organisation(consultation_id=here.id, group_id=groups[entry["group"]].id, name=entry["name"])
            self.organisations[entry["key"]] = made
        self.work.session.add_all(self.organisations.values())
        self.work.session.flush()
        for name, label, role, organisation in ACCOUNTS:
            self._person(here, f"{name}@example.org", label, role, organisation, self.password_hash)
        for key in self.organisations:
            if QUIET.get(key) is not None:
                self._unanswered(here, key, QUIET[key] or LetterState.SENT)
                continue
            for number, role in enumerate((Role.RELEASER, Role.MEMBER, Role.MEMBER), 1):
                self._person(here, f"{key}-{number}@example.com", f"Mitwirkende Person {number}", role, key)
        for key, name in SEATS:
            self._person(here, f"{key}-lenkungsgruppe@example.com", name, Role.STEERING, key)
        for number, shown in enumerate(self.chance.sample(range(1, 100), 40), 1):
            self._person(here, f"privat-{number}@example.com", f"Person {number}", Role.MEMBER, None, shown=shown)
        self.work.session.flush()

    def _unanswered(self, here: Consultation, key: str, state: LetterState) -> None:
        """An invitation nobody has accepted; its letter has left and is blank, as those with a link are."""
        organisation, at = self.organisations[key], self.opened - timedelta(days=4)
        letter = Letter(
            message_id=f"<demo-{key}@portal.invalid>",
            address=f"{key}@example.com",
            subject="Einladung: Ihre Meinung zu WIR 2.0",
            text="",
            html="",
            is_secret=True,
            state=state,
            posted_at=at,
            next_attempt_at=at,
            attempts=1,
            sent_at=at if state is LetterState.SENT else None,
            problem=UNKNOWN_ADDRESS if state is LetterState.REFUSED else None,
        )
        self.work.session.add(letter)
        self.work.session.flush()
        self.work.session.add(
            Invitation(
                consultation_id=here.id,
                email=letter.address,
                role=Role.RELEASER,
                organisation_id=organisation.id,
                token_digest=f"demo {key}",
                letter_id=letter.id,
                invited_at=at,
                expires_at=self.opened + timedelta(days=40),
            )
        )

    def _person(
        self,
        here: Consultation,
        email: str,
        name: str,
        role: Role | None,
        key: str | None,
        password_hash: str | None = None,
        shown: int | None = None,
    ) -> None:
        account = Account(
            email=email, name=name, password_hash=password_hash, is_admin=role is None, created_at=self.opened
        )
        self.work.session.add(account)
        self.work.session.flush()
        if role is None:
            return
        organisation = self.organisations[key] if key else None
        membership = MembershipRow(
            account_id=account.id,
            consultation_id=here.id,
            role=role,
            organisation_id=organisation.id if organisation else None,
            group_id=organisation.group_id if organisation else None,
            chair=email.startswith("chair@"),
            private_number=shown,
            began_at=self.opened,
        )
        self.work.session.add(membership)
        if role in (Role.MEMBER, Role.RELEASER):
            (self.speakers.setdefault(key, []) if key else self.private).append(membership)
            self.work.session.add(
                Invitation(
                    consultation_id=here.id,
                    email=email,
                    role=role,
                    organisation_id=organisation.id if organisation else None,
                    token_digest=f"demo {email}",
                    invited_at=self.opened - timedelta(days=4),
                    expires_at=self.opened + timedelta(days=40),
                    accepted_at=self.opened - timedelta(days=2),
                    account_id=account.id,
                )
            )

    def _catalogue(self, here: Consultation, content: dict[str, Any]) -> None:
        described = content["field"]
        made = consultations.add_field(self.work, here, described["code"], described["title"], described["summary"])
        before = Work(self.work.session, self.work.actor, self.opened - timedelta(days=10))
        self.work.session.flush()
        for goal in content["goals"]:
            text = Rendered.of(goal["title"], {"description": goal["text"]})
            self._add(before, here, ItemType.GOAL, goal["code"], made.id, text)
        for measure in content["measures"]:
            origin = "Jugendgruppe" if measure["origin"] == "youth" else f"Expert*innengruppe {described['title']}"
            self._add(
                before,
                here,
                ItemType.MEASURE,
                measure["code"],
                made.id,
                Rendered.of(measure["title"], measure["sections"]),
                kind=Kind(measure["kind"]),
                recommended_to=measure.get("recommended_to") or "",
                origin_id=consultations.origin_named(before, here, origin).id,
                goal_ids=tuple(self.items[code].id for code in measure["goals"]),
            )
            self._revise(here, measure)

    def _add(self, work: Work, here: Consultation, type: ItemType, code: str, *arguments: Any, **named: Any) -> None:
        item = consultations.add_item(work, here, type, code, *arguments, **named)
        self.items[code] = item
        self.versions[code, 1] = self._newest(item)

    def _revise(self, here: Consultation, measure: dict[str, Any]) -> None:
        revised = measure.get("revised")
        if not revised:
            return
        item = self.items[measure["code"]]
        text = Rendered.of(measure["title"], measure["sections"] | revised["sections"])
        later = Work(self.work.session, self.work.actor, self.opened + timedelta(days=REVISED_AFTER))
        consultations.add_version(later, here, item, text, revised["note"])
        self.versions[measure["code"], 2] = self._newest(item)

    def _newest(self, item: Item) -> ItemVersion:
        found = select(ItemVersion).where(ItemVersion.item_id == item.id, ItemVersion.number == item.version)
        return self.work.session.scalars(found).one()

    @cached_property
    def _section_ids(self) -> dict[str, int]:
        named = select(Section.key, Section.id).join(Consultation).where(Consultation.slug == SLUG)
        return {row.key: row.id for row in self.work.session.execute(named)}

    def _comment(self, here: Consultation, written: dict[str, Any]) -> None:
        speaker = self._speaker(written)
        at = self._moment(written)
        version = self.versions.get((written["item"], 2))
        if version is None or at < version.created_at:
            version = self.versions[written["item"], 1]
        state, outcome = SETTLED.get(written["state"], (CommentState(written["state"]), None))
        shown = state in (CommentState.APPROVED, CommentState.REDACTED)
        decided = min(at + timedelta(hours=self.chance.uniform(2, 30)), self.work.now)
        stance = Stance(written["stance"])
        code = "".join(self.chance.choice(CROCKFORD) for _ in range(8))
        comment = Comment(
            public_id=code,
            submission_key=f"demo {code}",
            consultation_id=here.id,
            item_id=self.items[written["item"]].id,
            version_id=version.id,
            author_id=speaker.account_id,
            private_number=speaker.private_number,
            organisation_id=speaker.organisation_id,
            group_id=speaker.group_id or 0,
            voice=Voice(written["voice"]),
            stance=stance,
            state=state,
            arrival=Arrival.IN_TIME,
            newest=1,
            visible=1 if shown else None,
            submitted_at=at,
            first_submitted_at=at,
            published_at=decided if shown else None,
            withdrawn_at=decided if state is CommentState.WITHDRAWN else None,
        )
        self.work.session.add(comment)
        self.work.session.flush()
        revision = Revision(
            comment_id=comment.id,
            number=1,
            stance=stance,
            body=written["body"],
            html=render_comment(written["body"]),
            renderer=VERSION,
            section_id=self._section_ids.get(written.get("section") or ""),
            quote=written.get("quote") or "",
            proposed_wording=written.get("proposed_wording") or "",
            submitted_at=at,
            submitter_id=speaker.account_id,
        )
        self.work.session.add(revision)
        self.work.session.add_all(self._trail(here, comment, speaker, at, decided if outcome else None, state))
        self.work.session.flush()
        if outcome is not None:
            self._decide(here, comment, revision, outcome, written, decided)
        if shown:
            self.searched.append((comment.id, written.get("redacted_body") or written["body"]))

    def _decide(
        self,
        here: Consultation,
        comment: Comment,
        revision: Revision,
        outcome: Outcome,
        written: dict[str, Any],
        decided: datetime,
    ) -> None:
        self.work.session.add(
            ModerationDecision(
                consultation_id=here.id,
                comment_id=comment.id,
                revision_id=revision.id,
                outcome=outcome,
                reason=Reason(written["reason"]) if written.get("reason") else None,
                explanation=written.get("explanation") or "",
                moderator_label="Prüfteam",
                decided_at=decided,
            )
        )
        if outcome is Outcome.REDACT:
            body = written["redacted_body"]
            self.work.session.add(Redaction(revision_id=revision.id, body=body, html=render_comment(body)))

    def _trail(
        self,
        here: Consultation,
        comment: Comment,
        speaker: MembershipRow,
        at: datetime,
        decided: datetime | None,
        state: CommentState,
    ) -> Iterator[AuditLine]:
        line = {"subject": comment.public_id, "consultation_id": here.id}
        yield AuditLine(
            at=at, actor_id=speaker.account_id, actor_label="Mitwirkende", event="comment.submitted", **line
        )
        if decided is not None:
            yield AuditLine(at=decided, actor_label="Prüfteam", event=f"comment.{state}", **line)

    def _speaker(self, written: dict[str, Any]) -> MembershipRow:
        key = written.get("organisation")
        if key is None:
            return self.chance.choice(self.private)
        roles = (Role.RELEASER,) if written["voice"] == Voice.ORGANISATION else (Role.MEMBER,)
        return self.chance.choice([row for row in self.speakers[key] if row.role in roles])

    def _moment(self, written: dict[str, Any]) -> datetime:
        """In the weeks since commenting began; a waiting comment came in the last two days."""
        now = self.work.now
        if written["state"] == "submitted":
            return now - timedelta(hours=self.chance.uniform(1, 44))
        latest = self.opened + timedelta(days=REVISED_AFTER) if written.get("quote") else now - timedelta(hours=30)
        return self.opened + (latest - self.opened) * self.chance.uniform(0.02, 0.98)
