"""A real mail server on loopback that can be told how to answer."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

PATIENCE = 60.0
"""Seconds after which nobody is waited for any longer; a busy machine is slow."""


@dataclass
class Answers:
    """What the server says to whom, and what it took. Addresses that are missing are accepted."""

    recipients: dict[str, str] = field(default_factory=dict)
    data: str = "250 OK"
    seconds: float = 0
    until: Event | None = None
    """What it waits for before it takes a letter."""
    reached: Event = field(default_factory=Event)
    """Set once a letter lies before it."""
    taken: list[EmailMessage] = field(default_factory=list)
    peers: set[Any] = field(default_factory=set)
    """The other ends of the connections letters came by."""

    async def handle_RCPT(  # noqa: N802 - named by the library
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        answer = self.recipients.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.reached.set()
        if self.until:
            await asyncio.to_thread(self.until.wait, PATIENCE)
        await asyncio.sleep(self.seconds)
        self.peers.add(session.peer)
        if self.data.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content, policy=default))
        return self.data

    def addresses(self) -> list[str]:
        return sorted(str(message["To"]) for message in self.taken)


@contextmanager
def mail_server(answers: Answers, port: int = 0, login: tuple[str, str] | None = None) -> Iterator[int]:
    """Serve until the block ends; gives the port. `login` is the name and password it asks for."""

    def knows(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        said = tuple(part.decode() for part in (given.login, given.password))
        return AuthResult(success=said == login, handled=False)

    asking: dict[str, Any] = {"authenticator": knows, "auth_required": True, "auth_require_tls": False} if login else {}
    controller = Controller(answers, hostname="127.0.0.1", port=port or free_port(), **asking)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number
