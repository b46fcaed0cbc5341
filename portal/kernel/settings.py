"""The settings of one deployment, read from the environment and checked with a sentence per fault."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
KNOWN_LANGUAGES = ("de", "en")
SHORTEST_SECRET = 32
DEFAULT_ADDRESS = "http://127.0.0.1:8000"
DEFAULT_SENDER = "Beteiligungsportal <portal@localhost>"


class Misconfigured(Exception):
    """Each argument is one sentence about one fault."""


@dataclass(frozen=True, slots=True)
class Settings:
    database_url: str = "sqlite:///var/portal.db"
    secret_key: str = ""
    base_url: str = DEFAULT_ADDRESS
    redis_url: str = ""
    smtp_url: str = ""
    mail_from: str = DEFAULT_SENDER
    trusted_proxies: tuple[str, ...] = ()
    data_dir: Path = Path("var")
    languages: tuple[str, ...] = KNOWN_LANGUAGES

    @property
    def is_loopback(self) -> bool:
        return urlsplit(self.base_url).hostname in LOOPBACK

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def mail_dir(self) -> Path:
        """Where letters go while no mail server is configured."""
        return self.data_dir / "mail"


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Raise `Misconfigured` with everything that is wrong at once."""
    given = {name: environment.get(f"PORTAL_{name}", "").strip() for name in _NAMES}
    data_dir = Path(given["DATA_DIR"] or "var")
    settings = Settings(
        database_url=given["DATABASE_URL"] or f"sqlite:///{data_dir / 'portal.db'}",
        secret_key=given["SECRET_KEY"],
        base_url=(given["BASE_URL"] or DEFAULT_ADDRESS).rstrip("/"),
        redis_url=given["REDIS_URL"],
        smtp_url=given["SMTP_URL"],
        mail_from=given["MAIL_FROM"] or DEFAULT_SENDER,
        trusted_proxies=tuple(given["TRUSTED_PROXIES"].replace(",", " ").split()),
        data_dir=data_dir,
        languages=tuple(given["LANGUAGES"].replace(",", " ").split()) or KNOWN_LANGUAGES,
    )
    faults = [*_faults(settings)]
    if faults:
        raise Misconfigured(*faults)
    return settings


_NAMES = (
    "DATABASE_URL",
    "SECRET_KEY",
    "BASE_URL",
    "REDIS_URL",
    "SMTP_URL",
    "MAIL_FROM",
    "TRUSTED_PROXIES",
    "DATA_DIR",
    "LANGUAGES",
)


def _faults(settings: Settings) -> list[str]:
    faults = []
    if not settings.database_url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        faults.append("PORTAL_DATABASE_URL must begin with sqlite:/// or postgresql://.")
    address = urlsplit(settings.base_url)
    if address.scheme not in ("http", "https") or not address.hostname or address.path:
        faults.append("PORTAL_BASE_URL must be http(s)://host[:port] without a path.")
    if not settings.is_loopback and len(settings.secret_key) < SHORTEST_SECRET:
        faults.append(f"PORTAL_SECRET_KEY must be set to at least {SHORTEST_SECRET} random characters.")
    if settings.redis_url and urlsplit(settings.redis_url).scheme not in ("redis", "rediss", "unix"):
        faults.append("PORTAL_REDIS_URL must begin with redis://, rediss:// or unix://.")
    if settings.smtp_url and urlsplit(settings.smtp_url).scheme not in ("smtp", "smtps", "smtp+starttls"):
        faults.append("PORTAL_SMTP_URL must begin with smtp://, smtp+starttls:// or smtps://.")
    if "@" not in settings.mail_from or {"\r", "\n"} & set(settings.mail_from):
        faults.append("PORTAL_MAIL_FROM must be an address such as “Office <office@example.org>”.")
    faults += [
        f"PORTAL_TRUSTED_PROXIES: {text} is no network." for text in settings.trusted_proxies if not _is_network(text)
    ]
    unknown = [code for code in settings.languages if code not in KNOWN_LANGUAGES]
    faults += [f"PORTAL_LANGUAGES: there is no translation for {code}." for code in unknown]
    return faults


def _is_network(text: str) -> bool:
    try:
        ip_network(text)
    except ValueError:
        return False
    return True
