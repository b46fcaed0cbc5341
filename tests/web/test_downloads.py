"""Files leave from a read session of their own, and nothing stays open behind them."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from flask import Flask, Response
from sqlalchemy import Engine, text

from portal.app import create_app
from portal.kernel.settings import Settings
from portal.kernel.work import Work
from portal.web import downloads
from portal.web.access import anyone
from portal.web.moment import current_work

SESSIONS: list[object] = []


@pytest.fixture
def site(settings: Settings, engine: Engine, tmp_path: Path) -> Iterator[Flask]:
    """Three addresses that answer with a file, and one that breaks before the first piece."""

    def pieces(work: Work) -> Iterator[bytes]:
        SESSIONS.append(work.session)
        for number in range(3):
            found = work.session.execute(text("SELECT count(*) FROM consultation")).scalar_one()
            yield f"{number}:{found};".encode()

    def stream() -> Response:
        SESSIONS[:] = [current_work().session]
        return downloads.streamed(pieces, "a b.csv", "text/csv")

    def broken() -> Response:
        def fail(work: Work) -> Iterator[bytes]:
            raise LookupError("nothing there")
            yield b""

        return downloads.streamed(fail, "x", "text/csv")

    def written() -> Response:
        def write(file: BinaryIO) -> None:
            file.write(b"whole")

        return downloads.written(write, "ü.xlsx", "application/x-any")

    app = create_app(settings, engine, TESTING=True, WTF_CSRF_ENABLED=False)
    (tmp_path / "made").write_bytes(b"made before")
    app.add_url_rule("/t/stream", "stream", stream, access=anyone)
    app.add_url_rule("/t/broken", "broken", broken, access=anyone)
    app.add_url_rule("/t/written", "written", written, access=anyone)
    app.add_url_rule(
        "/t/kept", "kept", lambda: downloads.kept(tmp_path / "made", "made.docx", "application/x-any"), access=anyone
    )
    yield app
    app.extensions["look"].dispose()


def test_a_stream_reads_in_a_session_of_its_own_after_the_view_has_returned(site: Flask) -> None:
    answer = site.test_client().get("/t/stream")
    assert answer.data == b"0:2;1:2;2:2;"
    assert SESSIONS[0] is not SESSIONS[1]
    assert 'filename="a b.csv"' in answer.headers["Content-Disposition"]


def test_a_stream_that_nobody_reads_to_its_end_gives_its_connection_back(site: Flask) -> None:
    pool = site.extensions["engine"].pool
    for _ in range(3):
        answer = site.test_client().get("/t/stream", buffered=False)
        next(iter(answer.response))
        assert pool.checkedout() == 1
        answer.close()
        assert pool.checkedout() == 0


def test_what_breaks_before_the_first_piece_is_an_error_page(site: Flask) -> None:
    site.config["PROPAGATE_EXCEPTIONS"] = False
    answer = site.test_client().get("/t/broken")
    assert answer.status_code == 500
    assert "Content-Disposition" not in answer.headers
    assert site.extensions["engine"].pool.checkedout() == 0


@pytest.mark.parametrize(("address", "content"), [("/t/written", b"whole"), ("/t/kept", b"made before")])
def test_a_whole_file_says_its_length_and_name(site: Flask, address: str, content: bytes) -> None:
    answer = site.test_client().get(address)
    assert (answer.data, answer.content_length) == (content, len(content))
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_whole_file_that_is_not_fetched_is_closed(site: Flask) -> None:
    site.test_client().get("/t/written")
    site.test_client().head("/t/written")


def test_a_file_that_is_gone_is_told(site: Flask, tmp_path: Path) -> None:
    with site.test_request_context(), pytest.raises(FileNotFoundError):
        downloads.kept(tmp_path / "gone", "x", "y")
