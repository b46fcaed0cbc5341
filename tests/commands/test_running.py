"""The demo parts into processes, and SQLite does not survive being open meanwhile."""

import argparse
from pathlib import Path
from typing import Any

import pytest

from portal.commands import running


def test_the_database_is_closed_when_the_demo_parts_into_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who forks with SQLite open loses its locks: one process deletes the log that another goes on writing into."""
    held: dict[str, list[str]] = {}

    class Noticed:
        def __init__(self, **_: Any) -> None: ...

        def start(self) -> None:
            held["worker"] = open_below(tmp_path)

    def serve(*_: Any) -> int:
        held["server"] = open_below(tmp_path)
        return 0

    monkeypatch.setattr(running, "Process", Noticed)
    monkeypatch.setattr(running, "_serve", serve)
    monkeypatch.setenv("PORTAL_DATABASE_URL", f"sqlite:///{tmp_path / 'portal.db'}")
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PORTAL_BASE_URL", "")
    for comments in (3, 0):
        given = argparse.Namespace(data=tmp_path, port=8000, comments=comments, no_serve=False)
        assert running.run_demo(given) == 0
        assert held == {"worker": [], "server": []}


def open_below(folder: Path) -> list[str]:
    held = [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    return [path for path in held if path.startswith(str(folder))]
