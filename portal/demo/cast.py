"""Who takes part in the demo: groups, organisations, people with a part, and some who have not answered."""

import json
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Account
from portal.comments.models import Voice
from portal.consultations.models import Consultation
from portal.kernel.actor import Role
from portal.kernel.work import Work
from portal.outbox.models import Letter, LetterState
from portal.stakeholders.models import Invitation, MembershipRow, Organisation, StakeholderGroup

CONTENT = Path(__file__).parent / "content" / "organisations.json"
MODERATION = "moderation@example.org"
"""Who has decided on what was said so far."""
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


@dataclass
class Cast:
    """Organisations by their key, and who speaks: for one of them, or as a private person."""

    work: Work
    here: Consultation
    opened: datetime
    chance: random.Random
    organisations: dict[str, Organisation] = field(default_factory=dict)
    speakers: dict[str, list[MembershipRow]] = field(default_factory=dict)
    private: list[MembershipRow] = field(default_factory=list)

    def invite(self, password_hash: str) -> None:
        """Write everybody; the accounts of `ACCOUNTS` get this password."""
        usual = select(StakeholderGroup.key, StakeholderGroup.id).where(
            StakeholderGroup.consultation_id == self.here.id
        )
        groups = {row.key: row.id for row in self.work.session.execute(usual)}
        for entry in json.loads(CONTENT.read_text("utf-8")):
            made = Organisation(consultation_id=self.here.id, group_id=groups[entry["group"]], name=entry["name"])
            self.organisations[entry["key"]] = made
        self.work.session.add_all(self.organisations.values())
        self.work.session.flush()
        for name, label, role, organisation in ACCOUNTS:
            self._person(f"{name}@example.org", label, role, organisation, password_hash)
        for key in self.organisations:
            if QUIET.get(key) is not None:
                self._unanswered(key, QUIET[key] or LetterState.SENT)
                continue
            for number, role in enumerate((Role.RELEASER, Role.MEMBER, Role.MEMBER), 1):
                self._person(f"{key}-{number}@example.com", f"Mitwirkende Person {number}", role, key)
        for key, name in SEATS:
            self._person(f"{key}-lenkungsgruppe@example.com", name, Role.STEERING, key)
        for number, shown in enumerate(self.chance.sample(range(1, 100), 40), 1):
            self._person(f"privat-{number}@example.com", f"Person {number}", Role.MEMBER, None, shown=shown)
        self.work.session.flush()

    def speaker(self, written: dict[str, Any]) -> MembershipRow:
        """Somebody who can have said this."""
        key = written.get("organisation")
        if key is None:
            return self.chance.choice(self.private)
        roles = (Role.RELEASER,) if written["voice"] == Voice.ORGANISATION else (Role.MEMBER,)
        return self.chance.choice([row for row in self.speakers[key] if row.role in roles])

    def _unanswered(self, key: str, state: LetterState) -> None:
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
                consultation_id=self.here.id,
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
            consultation_id=self.here.id,
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
                    consultation_id=self.here.id,
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
