"""Each fault of the environment is named in one sentence, all of them at once."""

from pathlib import Path

import pytest

from portal.kernel.settings import DEFAULT_SENDER, Misconfigured, Settings, read_settings

SECRET = "s" * 32
PUBLIC = {"PORTAL_BASE_URL": "https://mitreden.example", "PORTAL_SECRET_KEY": SECRET}

FAULTS = [
    ({"PORTAL_DATABASE_URL": "mysql://localhost/x"}, "PORTAL_DATABASE_URL"),
    ({"PORTAL_BASE_URL": "mitreden.example"}, "PORTAL_BASE_URL"),
    ({"PORTAL_BASE_URL": "ftp://mitreden.example"}, "PORTAL_BASE_URL"),
    ({"PORTAL_BASE_URL": "https://mitreden.example/portal"}, "PORTAL_BASE_URL"),
    ({"PORTAL_SECRET_KEY": ""}, "PORTAL_SECRET_KEY"),
    ({"PORTAL_SECRET_KEY": "too short"}, "PORTAL_SECRET_KEY"),
    ({"PORTAL_REDIS_URL": "localhost:6379"}, "PORTAL_REDIS_URL"),
    ({"PORTAL_SMTP_URL": "mail.example"}, "PORTAL_SMTP_URL"),
    ({"PORTAL_MAIL_FROM": "Office"}, "PORTAL_MAIL_FROM"),
    ({"PORTAL_MAIL_FROM": "office@example.org\r\nBcc: all@example.org"}, "PORTAL_MAIL_FROM"),
    ({"PORTAL_TRUSTED_PROXIES": "10.0.0.0/8 proxy"}, "PORTAL_TRUSTED_PROXIES"),
    ({"PORTAL_LANGUAGES": "de tlh"}, "PORTAL_LANGUAGES"),
]


@pytest.mark.parametrize(("fault", "name"), FAULTS)
def test_a_fault_is_told_in_one_sentence(fault: dict[str, str], name: str) -> None:
    with pytest.raises(Misconfigured) as told:
        read_settings(PUBLIC | fault)
    (sentence,) = told.value.args
    assert sentence.startswith(name)
    assert sentence.endswith(".")


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(Misconfigured) as told:
        read_settings({"PORTAL_BASE_URL": "https://x.example", "PORTAL_SMTP_URL": "x", "PORTAL_REDIS_URL": "x"})
    assert [sentence.split()[0] for sentence in told.value.args] == [
        "PORTAL_SECRET_KEY",
        "PORTAL_REDIS_URL",
        "PORTAL_SMTP_URL",
    ]


def test_a_secret_is_never_repeated() -> None:
    with pytest.raises(Misconfigured) as told:
        read_settings(PUBLIC | {"PORTAL_SECRET_KEY": "hush-hush"})
    assert "hush" not in str(told.value)


def test_nothing_set_is_a_portal_on_this_machine() -> None:
    settings = read_settings({})
    assert settings.is_loopback
    assert not settings.is_https
    assert settings.database_url == "sqlite:///var/portal.db"
    assert (settings.mail_from, settings.mail_dir) == (DEFAULT_SENDER, Path("var/mail"))
    assert settings.languages == ("de", "en")


def test_the_database_lies_in_the_data_folder_unless_it_is_named() -> None:
    assert read_settings({"PORTAL_DATA_DIR": "/srv/portal"}).database_url == "sqlite:////srv/portal/portal.db"
    assert read_settings({"PORTAL_DATABASE_URL": "postgresql://db/portal"}).database_url == "postgresql://db/portal"


def test_a_complete_environment_is_taken_as_it_is() -> None:
    given = PUBLIC | {"PORTAL_TRUSTED_PROXIES": "10.0.0.0/8, ::1", "PORTAL_LANGUAGES": "de", "PORTAL_DATA_DIR": "d"}
    assert read_settings(given) == Settings(
        database_url="sqlite:///d/portal.db",
        secret_key=SECRET,
        base_url="https://mitreden.example",
        trusted_proxies=("10.0.0.0/8", "::1"),
        data_dir=Path("d"),
        languages=("de",),
    )


@pytest.mark.parametrize("address", ["http://localhost:8000", "http://127.0.0.1", "http://[::1]:8000"])
def test_loopback_needs_no_secret(address: str) -> None:
    assert read_settings({"PORTAL_BASE_URL": address}).is_loopback
