"""Each thing that makes a deployment unsafe to open is said in one sentence, and nothing else is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from markupsafe import Markup
from sqlalchemy import update

from portal.accounts.models import Account
from portal.accounts.passwords import hash_password
from portal.cli import main
from portal.commands.check import NEEDED_PAGES, advice, dangers, dangers_inside
from portal.consultations.models import Page
from portal.demo.seeding import PASSWORD
from portal.kernel import migrations
from portal.kernel.settings import DEFAULT_SENDER, Settings
from tests.support.world import World, address_of


@pytest.fixture
def safe(tmp_path: Path) -> Settings:
    return Settings(
        secret_key="s" * 40,
        base_url="https://mitreden.example",
        redis_url="redis://localhost",
        smtp_url="smtp://localhost",
        mail_from="Office <office@mitreden.example>",
        trusted_proxies=("10.0.0.0/8",),
        data_dir=tmp_path,
    )


@pytest.fixture
def written(world: World) -> World:
    """A world with an admin who can sign in, and with the pages the law asks for."""
    change(world, "admin", email="admin@mitreden.example", password_hash="$argon2id$of somebody")
    for key in NEEDED_PAGES:
        now = datetime.now(UTC)
        world.add(Page(key=key, language="de", title=key, source="Text", html=Markup("<p>Text</p>"), changed_at=now))
    return world


def change(world: World, name: str, **values: object) -> None:
    with world.work() as work:
        work.session.execute(update(Account).where(Account.email == address_of(name)).values(**values))


def inside(world: World, settings: Settings) -> list[str]:
    with world.work() as work:
        return list(dangers_inside(work, settings))


def test_a_complete_deployment_has_no_danger_and_needs_no_advice(safe: Settings) -> None:
    assert [*dangers(safe), *advice(safe)] == []


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda safe: replace(safe, base_url="https://localhost"), "this machine"),
        (lambda safe: replace(safe, base_url="http://mitreden.example"), "not https"),
        (lambda safe: replace(safe, smtp_url=""), "SMTP"),
        (lambda safe: replace(safe, mail_from=DEFAULT_SENDER), "MAIL_FROM"),
        (lambda safe: replace(safe, data_dir=safe.data_dir / "absent"), "DATA_DIR"),
        (lambda safe: replace(safe, data_dir=Path(__file__)), "DATA_DIR"),
    ],
)
def test_each_danger_of_the_settings_is_one_sentence(
    safe: Settings, spoil: Callable[[Settings], Settings], word: str
) -> None:
    (sentence,) = dangers(spoil(safe))
    assert word in sentence


def test_several_processes_and_proxies_are_worth_advice(safe: Settings) -> None:
    said = list(advice(replace(safe, redis_url="", trusted_proxies=())))
    assert ["REDIS" in said[0], "PROXIES" in said[1]] == [True, True]


def test_a_complete_database_has_no_danger(written: World, safe: Settings) -> None:
    assert inside(written, safe) == []


@pytest.mark.parametrize(
    "out_of_use", [{"is_blocked": True}, {"erased_at": datetime.now(UTC)}, {"password_hash": None}, {"is_admin": False}]
)
def test_without_somebody_who_administers_it_is_not_safe(
    written: World, safe: Settings, out_of_use: dict[str, object]
) -> None:
    with written.work() as work:
        work.session.execute(update(Account).values(**out_of_use))
    (sentence,) = inside(written, safe)
    assert "administers" in sentence


def test_a_page_that_is_missing_or_empty_is_named(written: World, safe: Settings) -> None:
    with written.work() as work:
        work.session.execute(update(Page).where(Page.key == "privacy").values(source=""))
    assert inside(written, safe) == ["The page /pages/privacy is not written."]


def test_a_password_everybody_knows_is_a_danger_beyond_this_machine(written: World, safe: Settings) -> None:
    change(written, "member", password_hash=hash_password(PASSWORD))
    change(written, "stranger", password_hash=hash_password("something else entirely"))
    (sentence,) = inside(written, safe)
    assert "demo" in sentence
    assert inside(written, replace(safe, base_url="http://127.0.0.1:8000")) == []
    change(written, "member", is_blocked=True)
    assert inside(written, safe) == []


def test_the_command_says_it_and_fails(
    written: World,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = {
        "DATABASE_URL": database_url,
        "DATA_DIR": str(tmp_path),
        "BASE_URL": "https://mitreden.example",
        "SECRET_KEY": "s" * 40,
        "SMTP_URL": "smtp://localhost",
        "MAIL_FROM": "office@mitreden.example",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"PORTAL_{name}", value)
    assert main(["check"]) == 0
    assert "Advice: PORTAL_REDIS_URL" in capsys.readouterr().out
    monkeypatch.delenv("PORTAL_SMTP_URL")
    migrations.downgrade(written.engine, "-1")
    assert main(["check"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert ["SMTP" in said[0], "newest revision" in said[1], len(said)] == [True, True, 2]


def test_a_database_that_is_away_is_a_sentence_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", f"postgresql://nobody@/nowhere?host={tmp_path}")
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    assert main(["check"]) == 1
    assert "cannot be reached" in capsys.readouterr().err
