"""Many hands at the same moment: exactly one wins, nobody is overwritten. PORTAL_RACES=500x20 makes it a long run."""

import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import update

from portal.accounts.models import Account
from portal.comments.models import Comment, CommentState
from portal.consultations.models import Consultation
from portal.kernel.actor import VISITOR, Role
from portal.kernel.errors import Conflict
from portal.kernel.public_id import digest
from portal.moderation.models import Claim, ModerationDecision, Outcome
from portal.stakeholders.models import Invitation
from portal.stakeholders.operations import accept
from portal.web.limits import limiter
from tests.moderation.deciding import now_is, send
from tests.support.world import SLUG, World

ROUNDS, THREADS = (int(number) for number in os.environ.get("PORTAL_RACES", "6x8").split("x"))
SAID = {"stance": "support", "body": "Zweimal gedrückt", "save": "submit"}


@pytest.fixture(autouse=True)
def _patient(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", False)


def at_once(threads: ThreadPoolExecutor, act: Callable[[int], int]) -> Counter[int]:
    """Everybody acts at the same moment; how often which status came back."""
    start = Barrier(THREADS)

    def one(place: int) -> int:
        start.wait()
        return act(place)

    return Counter(threads.map(one, range(THREADS)))


def test_of_all_who_approve_or_decline_one_wins(world: World, app: Flask) -> None:
    clients = [world.client(app, ("moderator", "moderator2")[place % 2]) for place in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as threads:
        for number in range(ROUNDS):
            comment = world.comment(body=f"Runde {number}", key=str(number))

            def vote(place: int, comment: Comment = comment) -> int:
                return send(clients[place], comment, "approve" if place % 3 else "decline").status_code

            assert at_once(threads, vote) == {303: 1, 409: THREADS - 1}
            (decision,) = [row for row in world.all(ModerationDecision) if row.comment_id == comment.id]
            approved = decision.outcome is Outcome.APPROVE
            assert now_is(world, comment).state is (CommentState.APPROVED if approved else CommentState.DECLINED)


def test_an_edit_and_an_approval_never_overwrite_each_other(world: World, app: Flask) -> None:
    """Half of them revise, half approve the first revision: at most one approval, and the last text waits."""
    clients = [world.client(app, ("member", "moderator")[place % 2]) for place in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as threads:
        for number in range(ROUNDS):
            comment = world.comment(body=f"Runde {number}", key=str(number))

            def act(place: int, comment: Comment = comment) -> int:
                if place % 2:
                    return send(clients[place], comment, "approve").status_code
                sent = {"stance": "support", "body": f"Stand von {place}"}
                return clients[place].post(f"/wir/comments/{comment.public_id}/revise", data=sent).status_code

            answers = at_once(threads, act)
            approved = len([row for row in world.all(ModerationDecision) if row.comment_id == comment.id])
            here = now_is(world, comment)
            assert approved <= 1
            assert (answers[303], answers[409]) == (THREADS // 2 + approved, THREADS // 2 - approved)
            assert (here.newest, here.state) == (1 + THREADS // 2, CommentState.SUBMITTED)
            assert here.visible == (1 if approved else None)


def test_of_all_who_claim_one_wins(world: World, app: Flask) -> None:
    """Of two moderators one gets it, however often both ask."""
    names = ("moderator", "moderator2")
    clients = [world.client(app, names[place % 2]) for place in range(THREADS)]
    comment = world.comment()
    with ThreadPoolExecutor(THREADS) as threads:
        for _ in range(ROUNDS):
            with world.work() as work:
                work.session.execute(update(Claim).values(until=work.now))

            def claim(place: int) -> int:
                return clients[place].post(f"/wir/moderation/{comment.public_id}/claim").status_code

            assert at_once(threads, claim) == {303: THREADS // 2, 409: THREADS // 2}
            assert len(world.all(Claim)) == 1


def test_a_form_sent_many_times_is_one_comment(world: World, app: Flask) -> None:
    clients = [world.client(app, "member") for _ in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as threads:
        for number in range(ROUNDS):
            places: set[str] = set()

            def submit(place: int, number: int = number, places: set[str] = places) -> int:
                sent = SAID | {"submission_key": f"key {number}"}
                answer = clients[place].post("/wir/measures/B 1.2/comments", data=sent)
                places.add(answer.location)
                return answer.status_code

            assert at_once(threads, submit) == {303: THREADS}
            assert len(places) == 1
            assert len(world.all(Comment)) == number + 1


def test_of_all_who_accept_one_invitation_one_joins(world: World) -> None:
    here = world.one(Consultation, slug=SLUG).id
    with ThreadPoolExecutor(THREADS) as threads:
        for number in range(ROUNDS):
            now, link = datetime.now(UTC), f"link-{number}"
            world.add(
                Invitation(
                    consultation_id=here,
                    email=f"{link}@example.org",
                    role=Role.MEMBER,
                    token_digest=digest(link),
                    invited_at=now,
                    expires_at=now + timedelta(days=9),
                )
            )

            def join(place: int, link: str = link) -> int:
                try:
                    with world.work() as work:
                        accept(replace(work, actor=VISITOR), link, f"Person {place}", "hash")
                except Conflict:
                    return 409
                return 303

            assert at_once(threads, join) == {303: 1, 409: THREADS - 1}
            assert len([row for row in world.all(Account) if row.email == f"{link}@example.org"]) == 1
