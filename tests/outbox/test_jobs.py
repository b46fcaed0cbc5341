"""Long work is done once, tried again when it fails, and taken over from a process that died."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from portal.outbox import jobs
from portal.outbox import operations as outbox
from portal.outbox.jobs import LEASE, MOST_ATTEMPTS, PAUSES, Errand, run_due_jobs
from portal.outbox.models import Job, JobState
from tests.support.world import World


def start(world: World, kind: str = "count", **arguments: object) -> None:
    with world.work("member") as work:
        outbox.start_job(work, kind, dict(arguments))


def make_due(world: World) -> None:
    with world.work() as work:
        work.session.execute(update(Job).values(due_at=work.now - timedelta(seconds=1)))


def test_a_job_is_done_with_its_arguments_and_keeps_the_file_it_made(world: World) -> None:
    start(world, pages=3)
    seen: list[Errand] = []

    def count(errand: Errand) -> str:
        seen.append(errand)
        return "exports/three.pdf"

    assert run_due_jobs(world.engine, {"count": count}) == 1
    assert run_due_jobs(world.engine, {"count": count}) == 0
    assert (seen[0].arguments, seen[0].requester_id) == ({"pages": 3}, world.actor("member").account_id)
    job = world.one(Job)
    assert (job.state, job.progress, job.result) == (JobState.DONE, 100, "exports/three.pdf")
    assert job.ended_at is not None


def test_a_job_says_how_far_it_is_and_keeps_its_lease(world: World) -> None:
    start(world)

    def count(errand: Errand) -> None:
        make_due(world)
        errand.progress(40)
        job = world.one(Job)
        assert (job.state, job.progress) == (JobState.RUNNING, 40)
        assert job.due_at > datetime.now(UTC) + LEASE - timedelta(minutes=1)

    assert run_due_jobs(world.engine, {"count": count}) == 1


def test_a_failing_job_is_tried_three_times_with_pauses(world: World) -> None:
    start(world)
    tries: list[int] = []

    def fail(errand: Errand) -> str:
        tries.append(errand.attempt)
        raise ValueError("no paper")

    for pause in PAUSES:
        run_due_jobs(world.engine, {"count": fail})
        job = world.one(Job)
        assert (job.state, job.problem) == (JobState.WAITING, "ValueError: no paper")
        assert timedelta() < job.due_at - datetime.now(UTC) <= pause
        make_due(world)
    run_due_jobs(world.engine, {"count": fail})
    make_due(world)
    run_due_jobs(world.engine, {"count": fail})
    assert tries == [1, 2, 3]
    assert world.one(Job).state is JobState.FAILED


def test_what_a_failed_attempt_wrote_is_not_kept(world: World) -> None:
    start(world)

    def fail(errand: Errand) -> str:
        with errand.work() as work:
            outbox.start_job(work, "half", {})
            raise ValueError("half way")

    run_due_jobs(world.engine, {"count": fail})
    assert [job.kind for job in world.all(Job)] == ["count"]


def test_unknown_work_fails_at_once(world: World) -> None:
    start(world, "knit")
    assert run_due_jobs(world.engine, {}) == 0
    job = world.one(Job)
    assert (job.state, job.problem, job.attempts) == (JobState.FAILED, jobs.UNKNOWN, 1)


def test_work_left_by_a_process_that_died_is_taken_over_but_not_for_ever(world: World) -> None:
    start(world)

    def die(errand: Errand) -> str:
        raise KeyboardInterrupt

    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            run_due_jobs(world.engine, {"count": die})
        assert run_due_jobs(world.engine, {"count": die}) == 0
        make_due(world)
    assert run_due_jobs(world.engine, {"count": die}) == 0
    job = world.one(Job)
    assert (job.state, job.problem) == (JobState.FAILED, jobs.DIED)


def test_an_attempt_that_lost_its_lease_changes_nothing_any_more(world: World) -> None:
    start(world)
    later: list[Errand] = []

    def slow(errand: Errand) -> str:
        make_due(world)
        taken = jobs._take(world.engine, datetime.now(UTC))
        assert taken is not None
        later.append(taken[1])
        return "attempt 1"

    run_due_jobs(world.engine, {"count": slow})
    assert (world.one(Job).state, world.one(Job).result) == (JobState.RUNNING, None)
    later[0].done("attempt 2")
    assert (world.one(Job).state, world.one(Job).result) == (JobState.DONE, "attempt 2")
