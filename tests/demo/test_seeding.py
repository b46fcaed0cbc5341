"""The demo consultation: complete, believable in its figures, and countable."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from portal.catalogue.queries import mine
from portal.comments import counters
from portal.comments.models import Comment, CommentState, Redaction, Revision
from portal.consultations.models import Consultation, Field, Item, ItemType, Phase
from portal.decisions.queries.decided import published
from portal.decisions.queries.pending import pending
from portal.decisions.queries.sittings import sittings
from portal.demo import load, seeding
from portal.demo.decisions import acting_as
from portal.kernel import migrations
from portal.kernel.actor import SYSTEM
from portal.kernel.database import open_engine, unit_of_work
from portal.kernel.work import Work
from portal.moderation.policy import Occasion
from portal.moderation.queries import Asked, open_matters
from portal.stakeholders.models import Application, Extension, Organisation
from portal.themes.models import Theme, ThemeMark
from tests.support import postgres


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database with nothing but the demo, made once for all who only look at it."""
    with ExitStack() as closing:
        url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'portal.db'}"
        if request.param == "postgresql":
            closing.enter_context(postgres.server())
            name = f"demo_{uuid4().hex}"
            url = postgres.create_database(name, "template0")
            closing.callback(postgres.drop_database, name)
        engine = open_engine(url)
        closing.callback(engine.dispose)
        migrations.upgrade(engine)
        with unit_of_work(engine) as session:
            seeding.seed(Work(session, SYSTEM, datetime.now(UTC)), "a hash")
        yield engine


@pytest.fixture
def here(engine: Engine) -> Consultation:
    with unit_of_work(engine) as session:
        return session.scalars(select(Consultation)).one()


def test_it_is_as_large_as_promised_and_takes_comments_today(engine: Engine, here: Consultation) -> None:
    with unit_of_work(engine) as session:
        counts = {
            kind: session.scalar(select(func.count()).select_from(kind).where(kind.consultation_id == here.id))
            for kind in (Field, Organisation, Comment)
        }
        grouped = select(Item.type, func.count()).where(Item.consultation_id == here.id).group_by(Item.type)
        items = {row[0]: row[1] for row in session.execute(grouped)}
        states = set(session.scalars(select(Comment.state).where(Comment.consultation_id == here.id).distinct()))
    assert here.phase(datetime.now(UTC)) is Phase.COMMENTING
    assert (counts[Field], counts[Organisation]) == (6, 40)
    assert items == {ItemType.GOAL: 30, ItemType.MEASURE: 85}
    assert (counts[Comment] or 0) > 300
    assert states == set(CommentState)


def test_its_counters_agree_with_a_recount_also_under_load(engine: Engine, here: Consultation) -> None:
    with unit_of_work(engine) as session:
        work = Work(session, SYSTEM, datetime.now(UTC))
        assert counters.counted(work, here.id) == counters.recount(work, here.id)
        load.add_comments(work, session.get_one(Consultation, here.id), 300, lambda done: None)
        assert counters.counted(work, here.id) == counters.recount(work, here.id)
        session.rollback()


def test_a_redaction_only_blackens(engine: Engine, here: Consultation) -> None:
    with unit_of_work(engine) as session:
        pairs = session.execute(select(Revision.body, Redaction.body).join_from(Redaction, Revision)).all()
    assert pairs
    for before, after in pairs:
        assert len(before) == len(after)
        assert all(new in (old, "█") for old, new in zip(before, after, strict=True))


def test_decisions_are_prepared_and_none_is_published(engine: Engine, here: Consultation) -> None:
    with unit_of_work(engine) as session:
        work = Work(session, SYSTEM, datetime.now(UTC))
        found = session.get_one(Consultation, here.id)
        prepared = pending(work, found.id)
        assert {line.outcome for line in prepared.decisions} == {"adopt", "recommend", "postpone"}
        assert len(prepared.responses) == 5
        assert published(work, found) == []
        assert [(sitting.number, sitting.points) for sitting in sittings(work, found)] == [(1, 19), (2, 14)]
        assert {len(under) for under in _under_themes(session)} == {1, 2, 3}


def _under_themes(session: Session) -> list[set[int]]:
    """The comments under each theme; one that is missing was renamed in the content."""
    found: dict[int, set[int]] = {theme: set() for theme in session.scalars(select(Theme.id))}
    for mark in session.scalars(select(ThemeMark)):
        found[mark.theme_id].add(mark.comment_id)
    return list(found.values())


def test_nobody_has_an_empty_list_of_what_to_do(engine: Engine, here: Consultation) -> None:
    with unit_of_work(engine) as session:
        work, found = Work(session, SYSTEM, datetime.now(UTC)), session.get_one(Consultation, here.id)
        own = mine(acting_as(work, "member@example.org"), found)
        assert [(draft.is_shared, draft.state) for draft in own.drafts] == [(False, "writing"), (True, "handed_over")]
        assert {line.state for line in own.comments} >= {CommentState.RETURNED, CommentState.SUBMITTED}
        assert [draft.state for draft in mine(acting_as(work, "releaser@example.org"), found).drafts] == ["handed_over"]
        second = acting_as(work, "moderation2@example.org")
        assert open_matters(second, found, Asked()) == {Occasion.APPEAL: 1, Occasion.REPORT: 1}
        for kind in (Application, Extension):
            assert session.scalar(select(func.count()).select_from(kind)) == 1
