"""How letters leave: by SMTP, or into a folder while no mail server is configured. Nothing else speaks SMTP."""

import re
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from html import unescape
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from portal.kernel.public_id import digest
from portal.kernel.qr import picture
from portal.kernel.settings import Settings
from portal.outbox.letters import SITE, SQUARE

SECONDS = 10.0
"""How long a mail server may be silent."""
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
PERMANENT = 500

_FAILURES = (smtplib.SMTPException, OSError, UnicodeError)
_policy = SMTP.clone(cte_type="7bit")
_site = re.compile(rf"(?<!\w){re.escape(SITE)}/")
_square = re.compile(rf'src="{re.escape(SQUARE)}([^"]+)"')
_odd = re.compile(r"[^a-z0-9@._+-]")
_furthest = 10**10
"""Seconds since 1970 that lie beyond every letter; counted down from here, the newest file comes first."""


class TryLater(Exception):
    """The letter was not taken, another attempt may help; the message is what the server said."""


class ServerAway(TryLater):
    """Nobody to talk to: the next letter would fare no better."""


class TurnedDown(Exception):
    """The server will never take this letter; the message is its answer."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """A letter on its way out."""

    id: int
    attempt: int
    message_id: str
    address: str
    subject: str
    text: str
    html: str
    posted_at: datetime


class Transport(Protocol):
    def carry(self, message: EmailMessage, posted_at: datetime) -> None:
        """Hand over one message; raises `TryLater` or `TurnedDown`."""

    def rest(self) -> None:
        """Let go of whatever is held until the next message."""


@dataclass(frozen=True, slots=True)
class Mailer:
    """Makes the message of a letter and hands it to its transport."""

    transport: Transport
    base_url: str
    sender: str

    def send(self, letter: Leaving) -> None:
        """Return when the message is taken; raises `TryLater` or `TurnedDown`."""
        self.transport.carry(self.message(letter), letter.posted_at)

    def message(self, letter: Leaving) -> EmailMessage:
        """The same bytes at every attempt but for the boundary, so that a doubled letter is known by its id."""
        message = EmailMessage(policy=_policy)
        message["Message-ID"] = letter.message_id
        message["Date"] = letter.posted_at
        message["From"] = self.sender
        message["To"] = _ascii_domain(letter.address)
        message["Subject"] = letter.subject
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self._with_addresses(letter.text))
        self._add_html(message, self._with_addresses(letter.html))
        return message

    def _add_html(self, message: EmailMessage, html: str) -> None:
        """With the squares it shows as pictures beside it, so that nothing is loaded to see them."""
        drawn = {unescape(address): f"{digest(address)[:12]}@portal.invalid" for address in _square.findall(html)}
        message.add_alternative(
            _square.sub(lambda found: f'src="cid:{drawn[unescape(found[1])]}"', html), subtype="html"
        )
        if not drawn:
            return
        *_, shown = message.iter_parts()
        for address, content_id in drawn.items():
            png, name = picture(address), f"<{content_id}>"
            shown.add_related(png, "image", "png", cid=name, disposition="inline", filename="qr.png")

    def _with_addresses(self, text: str) -> str:
        return _site.sub(f"{self.base_url}/", text)


def open_mailer(settings: Settings, *, seconds: float = SECONDS) -> Mailer:
    """By SMTP if a server is configured, else into the folder for letters."""
    transport: Transport = Folder(settings.mail_dir)
    if settings.smtp_url:
        transport = Server(settings.smtp_url, urlsplit(settings.base_url).hostname or "localhost", seconds)
    return Mailer(transport, settings.base_url, settings.mail_from)


class Server:
    """A mail server: `smtp://`, `smtp+starttls://` or `smtps://`, with `user:password@` where it asks for them."""

    def __init__(self, url: str, own_name: str, seconds: float) -> None:
        self._url = urlsplit(url)
        self._own_name = own_name
        self._seconds = seconds
        self._connection: smtplib.SMTP | None = None

    def carry(self, message: EmailMessage, posted_at: datetime) -> None:
        connection = self._connected()
        try:
            connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as refusal:
            raise self._verdict(*next(iter(refusal.recipients.values()))) from refusal
        except smtplib.SMTPDataError as refusal:
            raise self._verdict(refusal.smtp_code, refusal.smtp_error) from refusal
        except smtplib.SMTPSenderRefused as refusal:
            self.rest()
            raise ServerAway(_said(refusal.smtp_code, refusal.smtp_error)) from refusal
        except smtplib.SMTPNotSupportedError as refusal:
            raise TurnedDown(str(refusal)) from refusal
        except _FAILURES as failure:
            self.rest()
            raise ServerAway(_reason(failure)) from failure

    def rest(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.quit()
        except _FAILURES:
            connection.close()

    def _connected(self) -> smtplib.SMTP:
        """The connection of the letter before, if it still answers."""
        if self._connection is not None and _answers(self._connection):
            return self._connection
        self.rest()
        try:
            self._connection = self._connect()
        except _FAILURES as failure:
            raise ServerAway(_reason(failure)) from failure
        return self._connection

    def _connect(self) -> smtplib.SMTP:
        host, port = self._url.hostname or "localhost", self._url.port or PORTS[self._url.scheme]
        context = ssl.create_default_context()
        if self._url.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, self._own_name, timeout=self._seconds, context=context
            )
        else:
            connection = smtplib.SMTP(host, port, self._own_name, timeout=self._seconds)
        try:
            if self._url.scheme == "smtp+starttls":
                connection.starttls(context=context)
            if self._url.username:
                connection.login(unquote(self._url.username), unquote(self._url.password or ""))
        except BaseException:
            connection.close()
            raise
        return connection

    def _verdict(self, code: int, answer: bytes | str) -> Exception:
        if code >= PERMANENT:
            return TurnedDown(_said(code, answer))
        self.rest()
        return TryLater(_said(code, answer))


class Folder:
    """Keeps each letter as `.eml` and, for reading, as `.txt`; by name the newest comes first."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def carry(self, message: EmailMessage, posted_at: datetime) -> None:
        body = message.get_body(("plain",))
        text = body.get_content() if body else ""
        head = "".join(f"{name}: {message[name]}\n" for name in ("From", "To", "Subject", "Date"))
        try:
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            stem = self._path / _file_name(message, posted_at)
            _write(stem.with_name(f"{stem.name}.eml"), message.as_bytes())
            _write(stem.with_name(f"{stem.name}.txt"), f"{head}\n{text}".encode())
        except OSError as failure:
            raise ServerAway(_reason(failure)) from failure

    def rest(self) -> None:
        pass


def _answers(connection: smtplib.SMTP) -> bool:
    try:
        return connection.noop()[0] < PERMANENT
    except _FAILURES:
        return False


def _file_name(message: EmailMessage, posted_at: datetime) -> str:
    address = _odd.sub("_", str(message["To"]).lower())[:60]
    number = digest(str(message["Message-ID"]))[:6]
    return f"{_furthest - int(posted_at.timestamp())}-{posted_at:%Y-%m-%d-%H%M}-{address}-{number}"


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)


def _ascii_domain(address: str) -> str:
    user, _, domain = address.rpartition("@")
    return f"{user}@{domain.encode('idna').decode()}" if not domain.isascii() else address


def _said(code: int, answer: bytes | str) -> str:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(text.split())}"


def _reason(failure: Exception) -> str:
    if isinstance(failure, smtplib.SMTPResponseException):
        return _said(failure.smtp_code, failure.smtp_error)
    return f"{type(failure).__name__}: {failure}"
