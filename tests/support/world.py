"""A small city: one consultation in commenting with a goal and two measures, and the fixed cast of people."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account, SignInSession
from portal.comments.contribution import Contribution
from portal.comments.models import Comment, Stance, Voice
from portal.comments.operations import submit_comment
from portal.consultations import operations as consultations
from portal.consultations.models import Consultation, Item, ItemType, Kind, Phase
from portal.consultations.operations import Rendered
from portal.consultations.queries import item, sheet
from portal.kernel.actor import SYSTEM, Actor, Role
from portal.kernel.database import begin_reading, unit_of_work
from portal.kernel.model import Model
from portal.kernel.public_id import digest
from portal.kernel.work import Work
from portal.stakeholders.models import MembershipRow, Organisation, StakeholderGroup
from portal.stakeholders.queries import account_actor

Row = TypeVar("Row", bound=Model)

SLUG = "wir"
ELSEWHERE = "anderswo"

CAST: dict[str, tuple[Role | None, str | None]] = {
    "member": (Role.MEMBER, "Elternnetz"),
    "releaser": (Role.RELEASER, "Elternnetz"),
    "stranger": (Role.MEMBER, "Mieterrat"),
    "private": (Role.MEMBER, None),
    "moderator": (Role.MODERATOR, None),
    "moderator2": (Role.MODERATOR, None),
    "steering": (Role.STEERING, None),
    "chair": (Role.STEERING, None),
    "editor": (Role.EDITOR, None),
    "admin": (None, None),
}
"""Name → role and organisation in the consultation. `outsider` holds every role in another one."""

PEOPLE = (*CAST, "outsider")
EVERYBODY = ("visitor", *PEOPLE)
DESCRIPTION = "Eltern werden zu Sprachpat*innen ausgebildet. Sie begleiten neue Familien im ersten Schuljahr."


@dataclass(frozen=True)
class World:
    """Hands on one test's database; every change goes through the one unit of work."""

    engine: Engine

    @contextmanager
    def work(self, name: str | None = None, *, at: datetime | None = None) -> Iterator[Work]:
        """A unit of work as that person, or as the system."""
        with unit_of_work(self.engine) as session:
            yield Work(session, self._actor(session, name), at or datetime.now(UTC))

    def actor(self, name: str) -> Actor:
        with unit_of_work(self.engine) as session:
            begin_reading(session)
            return self._actor(session, name)

    def client(self, app: Flask, name: str = "visitor") -> FlaskClient:
        """A browser in which that person is signed in."""
        client = app.test_client()
        if name != "visitor":
            with client.session_transaction() as cookie:
                cookie["_user_id"] = token_of(name)
        return client

    def add(self, row: Row) -> Row:
        with unit_of_work(self.engine) as session:
            session.add(row)
        return row

    def all(self, kind: type[Row]) -> list[Row]:
        with unit_of_work(self.engine) as session:
            begin_reading(session)
            return list(session.scalars(select(kind).order_by(*kind.__table__.primary_key)))

    def one(self, kind: type[Row], **having: Any) -> Row:
        with unit_of_work(self.engine) as session:
            begin_reading(session)
            return session.scalars(select(kind).filter_by(**having)).one()

    def phase(self, phase: Phase) -> None:
        """Put the consultation into a phase; commenting and review by their dates, the others by staff."""
        now = datetime.now(UTC)
        with self.work() as work:
            here = consultation_in(work)
            here.stage = None
            if phase is Phase.COMMENTING:
                consultations.set_dates(work, here, now - timedelta(days=3), now + timedelta(days=3))
            elif phase is Phase.REVIEW:
                consultations.set_dates(work, here, now - timedelta(days=9), now - timedelta(hours=1))
            else:
                consultations.set_stage(work, here, phase)

    def comment(
        self,
        name: str = "member",
        body: str = "Mehr Sprachpat*innen bitte",
        *,
        stance: Stance = Stance.SUPPORT,
        code: str = "B 1.2",
        voice: Voice = Voice.INDIVIDUAL,
        key: str | None = None,
    ) -> Comment:
        """Submitted by that person, as the form would."""
        with self.work(name) as work:
            here = consultation_in(work)
            said = contribution(work, here, code, stance, body)
            return submit_comment(work, here, said, voice=voice, submission_key=key or f"{name} {body} {code} {voice}")

    def _actor(self, session: Session, name: str | None) -> Actor:
        if name is None:
            return SYSTEM
        return account_actor(session, session.scalars(select(Account.id).filter_by(email=address_of(name))).one())


def contribution(work: Work, here: Consultation, code: str, stance: Stance, body: str) -> Contribution:
    line = item(work, here, ItemType.MEASURE, code)
    assert line is not None
    found = sheet(work, here, line)
    assert found is not None
    return Contribution.of(found, stance, body)


def consultation_in(work: Work, slug: str = SLUG) -> Consultation:
    return work.session.scalars(select(Consultation).filter_by(slug=slug)).one()


def address_of(name: str) -> str:
    return f"{name}@example.org"


def token_of(name: str) -> str:
    return f"session of {name}"


def populate(engine: Engine) -> None:
    """Fill a migrated, empty database; done once, the result is copied for each test."""
    now = datetime.now(UTC)
    with unit_of_work(engine) as session:
        work = Work(session, SYSTEM, now)
        here = _consultation(work, SLUG, "WIR 2.0 – Migration und Teilhabe")
        elsewhere = _consultation(work, ELSEWHERE, "Ein anderes Verfahren")
        organisations = _stakeholders(work, here)
        _stakeholders(work, elsewhere)
        for name in PEOPLE:
            _person(work, name)
        for name, (role, organisation) in CAST.items():
            if role is not None:
                _join(work, here, name, role, organisations[organisation] if organisation else None)
        for role in Role:
            _join(work, elsewhere, "outsider", role, None)


def _consultation(work: Work, slug: str, title: str) -> Consultation:
    here = consultations.create_consultation(work, slug, title, city="Lindenfurt", plan_name="WIR 2.0")
    here.contact_name, here.contact_email = "Geschäftsstelle", "office@example.org"
    consultations.set_dates(work, here, work.now - timedelta(days=30), work.now + timedelta(days=30))
    field = consultations.add_field(work, here, "B", "Bildung", "Sprache von der Kita an.")
    work.session.flush()
    goal = consultations.add_item(
        work,
        here,
        ItemType.GOAL,
        "B 1",
        field.id,
        Rendered.of("Sprache von Anfang an", {"description": "Alle lernen."}),
    )
    for code, title, kind in (
        ("B 1.2", "Sprachbrücken an Grundschulen", Kind.LIGHTHOUSE),
        ("B 1.10", "Deutschkurse am Vormittag", Kind.ADMINISTRATION),
    ):
        texts = {"situation": "An vielen Schulen fehlt es an Zeit.", "description": DESCRIPTION}
        text = Rendered.of(title, texts)
        consultations.add_item(work, here, ItemType.MEASURE, code, field.id, text, kind=kind, goal_ids=(goal.id,))
    return here


def _stakeholders(work: Work, here: Consultation) -> dict[str, Organisation]:
    groups = []
    for position, (key, name) in enumerate((("politics", "Politik"), ("civil-society", "Zivilgesellschaft"))):
        groups.append(StakeholderGroup(consultation_id=here.id, key=key, name=name, position=position))
    work.session.add_all(groups)
    work.session.flush()
    made = {
        name: Organisation(consultation_id=here.id, group_id=groups[1].id, name=name)
        for name in ("Elternnetz", "Mieterrat")
    }
    work.session.add_all(made.values())
    work.session.flush()
    return made


def _person(work: Work, name: str) -> None:
    account = Account(email=address_of(name), name=name.capitalize(), is_admin=name == "admin", created_at=work.now)
    work.session.add(account)
    work.session.flush()
    work.session.add(
        SignInSession(
            account_id=account.id,
            token_digest=digest(token_of(name)),
            browser="",
            began_at=work.now,
            expires_at=work.now + timedelta(days=1),
        )
    )


def _join(work: Work, here: Consultation, name: str, role: Role, organisation: Organisation | None) -> None:
    private = role is Role.MEMBER and organisation is None
    work.session.add(
        MembershipRow(
            account_id=PEOPLE.index(name) + 1,
            consultation_id=here.id,
            role=role,
            organisation_id=organisation.id if organisation else None,
            chair=name == "chair",
            private_number=7 if private else None,
            began_at=work.now,
        )
    )


def item_named(world: World, code: str = "B 1.2") -> Item:
    with world.work() as work:
        here = consultation_in(work)
        return work.session.scalars(select(Item).filter_by(consultation_id=here.id, code=code)).one()
