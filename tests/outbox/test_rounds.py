"""Letters leave by a real SMTP conversation, once, however the server and the workers behave."""

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, update

from portal.kernel.settings import Settings
from portal.outbox import operations as outbox
from portal.outbox import rounds
from portal.outbox.delivery import Mailer, open_mailer
from portal.outbox.letters import WrittenLetter
from portal.outbox.models import Job, JobState, Letter, LetterState
from portal.outbox.rounds import GIVE_UP, PAUSES, deliver_due, run_worker
from tests.outbox.mail_server import PATIENCE, Answers, free_port, mail_server
from tests.support.world import World

ADDRESSES = ("a@example.org", "b@example.org", "c@example.org")


def post(world: World, *addresses: str, is_secret: bool = False) -> None:
    with world.work() as work:
        for address in addresses:
            outbox.post(work, WrittenLetter(address, "Betreff", "Text portal:/x", "<p>Text</p>", is_secret))


def mailer_to(settings: Settings, port: int, seconds: float = 5) -> Mailer:
    return open_mailer(replace(settings, smtp_url=f"smtp://127.0.0.1:{port}"), seconds=seconds)


def now() -> datetime:
    return datetime.now(UTC)


def test_a_letter_that_is_due_is_sent_and_marked(world: World, settings: Settings) -> None:
    post(world, *ADDRESSES)
    with mail_server(answers := Answers()) as port:
        assert deliver_due(world.engine, mailer_to(settings, port), now()) == 3
    assert answers.addresses() == [*ADDRESSES]
    for letter in world.all(Letter):
        assert (letter.state, letter.attempts, letter.problem) == (LetterState.SENT, 1, None)
        assert letter.sent_at is not None and letter.text != ""
    assert {str(message["Message-ID"]) for message in answers.taken} == {row.message_id for row in world.all(Letter)}


def test_the_text_of_a_secret_letter_is_forgotten_once_it_has_left(world: World, settings: Settings) -> None:
    post(world, "a@example.org", is_secret=True)
    with mail_server(answers := Answers()) as port:
        deliver_due(world.engine, mailer_to(settings, port), now())
    letter = world.one(Letter)
    assert (letter.text, letter.html, letter.subject) == ("", "", "Betreff")
    assert "/x" in answers.taken[0].as_string()


def test_a_refused_recipient_is_told_in_the_servers_words_and_the_others_are_served(
    world: World, settings: Settings
) -> None:
    post(world, *ADDRESSES)
    answers = Answers(recipients={"b@example.org": "550 5.1.1 No such user here"})
    with mail_server(answers) as port:
        assert deliver_due(world.engine, mailer_to(settings, port), now()) == 2
        assert deliver_due(world.engine, mailer_to(settings, port), now() + timedelta(days=1)) == 0
    refused = world.one(Letter, address="b@example.org")
    assert (refused.state, refused.problem) == (LetterState.REFUSED, "550 5.1.1 No such user here")
    assert answers.addresses() == ["a@example.org", "c@example.org"]


def test_a_refused_message_is_not_tried_again(world: World, settings: Settings) -> None:
    post(world, "a@example.org", is_secret=True)
    with mail_server(Answers(data="554 Looks like spam")) as port:
        deliver_due(world.engine, mailer_to(settings, port), now())
    letter = world.one(Letter)
    assert (letter.state, letter.problem, letter.text) == (LetterState.REFUSED, "554 Looks like spam", "")


def test_a_recipient_who_cannot_be_served_now_does_not_hold_up_the_others(world: World, settings: Settings) -> None:
    post(world, *ADDRESSES)
    begin = now()
    with mail_server(answers := Answers(recipients={"a@example.org": "451 Greylisted"})) as port:
        assert deliver_due(world.engine, mailer_to(settings, port), begin) == 2
        answers.recipients.clear()
        assert deliver_due(world.engine, mailer_to(settings, port), begin + timedelta(seconds=59)) == 0
        assert world.one(Letter, address="a@example.org").problem == "451 Greylisted"
        assert deliver_due(world.engine, mailer_to(settings, port), begin + timedelta(seconds=61)) == 1
    assert world.one(Letter, address="a@example.org").attempts == 2


def test_letters_wait_with_growing_pauses_while_the_server_is_down_and_leave_when_it_is_back(
    world: World, settings: Settings
) -> None:
    post(world, "a@example.org")
    port, at = free_port(), now()
    for pause in PAUSES:
        assert deliver_due(world.engine, mailer_to(settings, port), at) == 0
        letter = world.one(Letter)
        assert letter.next_attempt_at == at + pause
        assert letter.problem is not None and "refused" in letter.problem
        at += pause
    with mail_server(answers := Answers(), port) as port:
        assert deliver_due(world.engine, mailer_to(settings, port), at) == 1
    assert answers.addresses() == ["a@example.org"]
    assert world.one(Letter).problem is None


def test_after_three_days_a_letter_is_given_up(world: World, settings: Settings) -> None:
    post(world, "a@example.org")
    mailer, at = mailer_to(settings, free_port()), now()
    for _ in range(20):
        deliver_due(world.engine, mailer, at)
        if world.one(Letter).state is LetterState.REFUSED:
            break
        at = world.one(Letter).next_attempt_at
    letter = world.one(Letter)
    assert letter.state is LetterState.REFUSED
    assert GIVE_UP - timedelta(hours=12) <= at - letter.posted_at <= GIVE_UP
    assert letter.problem is not None and "refused" in letter.problem


def test_while_the_server_is_away_one_letter_is_enough_to_notice(world: World, settings: Settings) -> None:
    post(world, *ADDRESSES)
    deliver_due(world.engine, mailer_to(settings, free_port()), now())
    assert [letter.attempts for letter in world.all(Letter)] == [1, 0, 0]


def test_a_server_that_hangs_is_left_after_a_while(world: World, settings: Settings) -> None:
    post(world, "a@example.org")
    with silent_server() as port:
        begin = time.monotonic()
        assert deliver_due(world.engine, mailer_to(settings, port, seconds=0.3), now()) == 0
        assert time.monotonic() - begin < 3
    letter = world.one(Letter)
    assert letter.state is LetterState.WAITING
    assert letter.problem is not None and "timed out" in letter.problem


def test_the_database_is_free_while_the_server_takes_its_time(world: World, settings: Settings) -> None:
    post(world, "a@example.org")
    taking = threading.Event()
    with mail_server(answers := Answers(until=taking)) as port:
        mailer = mailer_to(settings, port, seconds=PATIENCE)
        sending = threading.Thread(target=deliver_due, args=(world.engine, mailer, now()))
        sending.start()
        assert answers.reached.wait(PATIENCE)
        post(world, "b@example.org")
        assert answers.taken == []
        taking.set()
        sending.join()
    assert answers.addresses()[0] == "a@example.org"


def test_two_workers_at_once_send_every_letter_once(world: World, settings: Settings) -> None:
    many = [f"p{number:02}@example.org" for number in range(20)]
    post(world, *many)
    sent: list[int] = []
    with mail_server(answers := Answers(seconds=0.01)) as port:

        def work() -> None:
            sent.append(deliver_due(world.engine, mailer_to(settings, port), now()))

        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert answers.addresses() == many
    assert sum(sent) == 20 and all(letter.attempts == 1 for letter in world.all(Letter))


def test_a_letter_that_cannot_be_written_does_not_hold_up_the_others(world: World, settings: Settings) -> None:
    post(world, *ADDRESSES)
    with world.work() as work:
        work.session.execute(update(Letter).where(Letter.address == "a@example.org").values(address="a@ü..example"))
    with mail_server(answers := Answers()) as port:
        assert deliver_due(world.engine, mailer_to(settings, port), now()) == 2
    assert answers.addresses() == ["b@example.org", "c@example.org"]
    assert world.one(Letter, address="a@ü..example").problem


def test_a_worker_that_dies_before_marking_sends_the_same_letter_once_more(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(world, "a@example.org")
    with mail_server(answers := Answers()) as port:
        mailer = mailer_to(settings, port)
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(rounds, "_mark", _die)
            deliver_due(world.engine, mailer, now())
        assert deliver_due(world.engine, mailer, now() + timedelta(minutes=9)) == 0
        assert deliver_due(world.engine, mailer, now() + timedelta(minutes=11)) == 1
    first, second = (str(message["Message-ID"]) for message in answers.taken)
    assert first == second
    assert world.one(Letter).state is LetterState.SENT


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_server_that_asks_for_a_password_gets_the_one_of_its_address(world: World, settings: Settings) -> None:
    post(world, "a@example.org")
    with mail_server(answers := Answers(), login=("office", "ge/heim")) as port:
        wrong = replace(settings, smtp_url=f"smtp://office:falsch@127.0.0.1:{port}")
        assert deliver_due(world.engine, open_mailer(wrong), now()) == 0
        assert "535" in str(world.one(Letter).problem)
        right = replace(settings, smtp_url=f"smtp://office:ge%2Fheim@127.0.0.1:{port}")
        assert deliver_due(world.engine, open_mailer(right), now() + PAUSES[0]) == 1
    assert answers.addresses() == ["a@example.org"]


def test_nothing_is_sent_in_the_clear_where_encryption_is_asked_for(world: World, settings: Settings) -> None:
    post(world, "a@example.org")
    with mail_server(answers := Answers()) as port:
        for scheme in ("smtp+starttls", "smtps"):
            encrypted = replace(settings, smtp_url=f"{scheme}://127.0.0.1:{port}")
            assert deliver_due(world.engine, open_mailer(encrypted, seconds=0.5), now() + timedelta(hours=1)) == 0
    assert answers.taken == []
    assert world.one(Letter).state is LetterState.WAITING


def test_the_worker_goes_round_until_it_is_told_to_stop(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "BREATH", 0.05)
    stop = threading.Event()
    with mail_server(answers := Answers()) as port:
        smtp = replace(settings, smtp_url=f"smtp://127.0.0.1:{port}")
        worker = threading.Thread(target=run_worker, args=(world.engine, smtp, {"greet": lambda errand: "x"}, stop))
        worker.start()
        post(world, "a@example.org")
        with world.work() as work:
            outbox.start_job(work, "greet", {})
        wait_until(lambda: world.one(Job).state is JobState.DONE and len(answers.taken) == 1)
        stop.set()
        worker.join(3)
    assert not worker.is_alive()


def test_a_round_that_breaks_is_logged_and_the_next_one_comes(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[Engine] = []
    stop = threading.Event()

    def broken(engine: Engine, *_: object, **__: object) -> int:
        tries.append(engine)
        if len(tries) == 2:
            stop.set()
        raise RuntimeError("the database is away")

    monkeypatch.setattr(rounds, "deliver_due", broken)
    monkeypatch.setattr(rounds, "BREATH", 0.01)
    monkeypatch.setattr(rounds, "RECOVERY", 0.01)
    with caplog.at_level(logging.ERROR):
        run_worker(world.engine, settings, {}, stop)
    assert len(tries) == 2
    assert "this round broke off" in caplog.text


def wait_until(done: object, seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not done():  # type: ignore[operator]
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def _die(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@contextmanager
def silent_server() -> Iterator[int]:
    """Takes connections and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]
