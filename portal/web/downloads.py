"""Files to take along: streamed from a read session of their own, or written to a temporary file first."""

from collections.abc import Callable, Generator, Iterator
from io import BytesIO
from os import SEEK_END
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, BinaryIO
from weakref import finalize

from flask import Response, current_app, send_file
from sqlalchemy import Engine

from portal.kernel.database import begin_reading, unit_of_work
from portal.kernel.work import Work
from portal.web.moment import current_work

Streaming = Callable[[Work], Iterator[bytes]]


def streamed(make: Streaming, name: str, mimetype: str) -> Response:
    """What `make` yields, read in a session that lives as long as the answer; the request's own is not touched.

    The first piece is made before the answer begins, so that what goes wrong there is still an error page.
    """
    begun = _begun(_read_alone(current_app.extensions["engine"], current_work(), make))
    response = Response(begun, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def written(write: Callable[[BinaryIO], None], name: str, mimetype: str) -> Response:
    """What `write` puts into a temporary file that is gone with the answer."""
    file = TemporaryFile()  # noqa: SIM115 - closed with the answer
    write(file)
    return _whole(file, name, mimetype)


def content(made: bytes, name: str, mimetype: str) -> Response:
    """A file that is kept as a whole in the database."""
    return _whole(BytesIO(made), name, mimetype)


def kept(path: Path, name: str, mimetype: str) -> Response:
    """A file made earlier; `FileNotFoundError` when it is gone."""
    return _whole(path.open("rb"), name, mimetype)


def _whole(file: IO[bytes], name: str, mimetype: str) -> Response:
    length = file.seek(0, SEEK_END)
    file.seek(0)
    response = send_file(file, mimetype, as_attachment=True, download_name=name)
    response.content_length = length
    finalize(response.response, file.close)
    return response


def _read_alone(engine: Engine, asker: Work, make: Streaming) -> Generator[bytes]:
    with unit_of_work(engine) as session:
        begin_reading(session)
        yield from make(Work(session, asker.actor, asker.now))


def _begun(pieces: Generator[bytes]) -> Iterator[bytes]:
    first = next(pieces, b"")

    def going_on() -> Iterator[bytes]:
        yield first
        yield from pieces

    return going_on()
