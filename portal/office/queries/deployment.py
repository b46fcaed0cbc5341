"""How this portal is set up, without its secrets."""

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from sqlalchemy import Engine, func, select
from sqlalchemy.engine import make_url

from portal.accounts.models import Account
from portal.consultations.models import Consultation
from portal.consultations.queries import has_demo
from portal.kernel.migrations import is_current, newest
from portal.kernel.settings import Settings
from portal.kernel.words import N_, Words
from portal.kernel.work import Work
from portal.outbox.models import Letter, LetterState


@dataclass(frozen=True, slots=True)
class Fact:
    """One setting; `heed` is a sentence where something should be looked after."""

    name: str
    value: str
    heed: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    accounts: int
    consultations: int
    waiting: int
    refused: int


def numbers(work: Work) -> Numbers:
    counts = [
        select(func.count(Account.id)).where(Account.erased_at.is_(None)),
        select(func.count(Consultation.id)),
        *(select(func.count(Letter.id)).where(Letter.state == state) for state in SHOWN),
    ]
    return Numbers(*work.session.execute(select(*(count.scalar_subquery() for count in counts))).one())


def facts(work: Work, settings: Settings, engine: Engine, words: Words) -> list[Fact]:
    """In the order in which one would set them; values are shown, passwords and keys never."""
    say = words.say
    return [
        Fact(say(N_("Adresse")), settings.base_url, _about_address(settings, words)),
        Fact(say(N_("Datenbank")), _database(settings), _about_database(engine, words)),
        Fact(say(N_("Mailserver")), _server(settings.smtp_url) or "–", _about_mail(settings, words)),
        Fact(say(N_("Absender")), settings.mail_from),
        Fact(say(N_("Redis")), _server(settings.redis_url) or "–"),
        Fact(say(N_("Vertraute Proxys")), ", ".join(settings.trusted_proxies) or "–"),
        Fact(say(N_("Sprachen")), ", ".join(settings.languages)),
        Fact(say(N_("Datenordner")), str(settings.data_dir.absolute())),
        Fact(say(N_("Geheimer Schlüssel")), say(N_("gesetzt")) if settings.secret_key else say(N_("nicht gesetzt"))),
        Fact(say(N_("Fassung des Programms")), _version()),
        Fact(
            say(N_("Demonstration")),
            say(N_("ja")) if has_demo(work) else say(N_("nein")),
            _about_demo(work, settings, words),
        ),
    ]


SHOWN = (LetterState.WAITING, LetterState.REFUSED)


def _about_address(settings: Settings, words: Words) -> str:
    if settings.is_loopback:
        return words.say(N_("Das Portal ist nur auf diesem Rechner erreichbar."))
    if not settings.is_https:
        return words.say(N_("Ohne https sind Anmeldungen unterwegs lesbar."))
    return ""


def _about_database(engine: Engine, words: Words) -> str:
    return "" if is_current(engine) else words.say(N_("Die Datenbank ist nicht auf dem neuesten Stand."))


def _about_mail(settings: Settings, words: Words) -> str:
    if settings.smtp_url:
        return ""
    folder = settings.mail_dir
    return words.say(N_("Briefe verlassen das Haus nicht. Sie liegen im Ordner %(folder)s."), folder=folder)


def _about_demo(work: Work, settings: Settings, words: Words) -> str:
    if settings.is_loopback or not has_demo(work):
        return ""
    return words.say(N_("Die Demo-Konten sind gesperrt, solange das Portal öffentlich ist."))


def _database(settings: Settings) -> str:
    url = make_url(settings.database_url)
    stand = newest() or "–"
    if url.get_backend_name() == "sqlite":
        return f"SQLite, {url.database} ({stand})"
    return f"PostgreSQL, {url.database} @ {url.host or url.query.get('host', 'localhost')} ({stand})"


def _server(address: str) -> str:
    """Host and port of an address, nothing that lets anybody in."""
    if not address:
        return ""
    url = make_url(address)
    return f"{url.host or 'localhost'}{f':{url.port}' if url.port else ''}"


def _version() -> str:
    try:
        return version("portal")
    except PackageNotFoundError:
        return "–"
