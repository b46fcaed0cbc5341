"""A wheel built from this tree, in an environment of its own with the runtime packages alone, serves the portal."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
BESIDE_THE_PACKAGE = ("templates", "static", "migrations")
START_SECONDS = 120.0


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = ["build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    _run([sys.executable, "-m", *build])
    (path,) = folder.glob("portal-*.whl")
    return path


@pytest.fixture(scope="module")
def portal(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `portal` of an environment with the wheel and the packages of `requirements.lock`, nothing else."""
    home = tmp_path_factory.mktemp("installed") / "venv"
    _run([sys.executable, "-m", "venv", "--without-pip", str(home)])
    (site,) = home.glob("lib/python*/site-packages")
    for name in _runtime_files():
        (site / name.name).symlink_to(name)
    install = ["--python", str(home / "bin" / "python"), "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    _run([sys.executable, "-m", "pip", *install])
    return home / "bin" / "portal"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("data")
    foreign = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "PYTHON"))}
    return {
        **foreign,
        "PWD": str(folder),
        "PORTAL_DATA_DIR": str(folder),
        "PORTAL_DATABASE_URL": f"sqlite:///{folder}/portal.db",
        "PORTAL_SECRET_KEY": "for the test of the wheel, and for nothing else",
        "PORTAL_BASE_URL": f"http://127.0.0.1:{_free_port()}",
    }


@pytest.fixture(scope="module")
def address(portal: Path, environment: dict[str, str]) -> Iterator[str]:
    """Where the installed portal serves an empty, migrated database."""
    folder, url = environment["PWD"], environment["PORTAL_BASE_URL"]
    _run([str(portal), "database", "upgrade"], environment)
    process = subprocess.Popen([portal, "serve", "--port", url.rpartition(":")[2]], cwd=folder, env=environment)
    try:
        _wait(f"{url}/readyz", process)
        yield url
    finally:
        process.terminate()
        process.wait(30)


def test_a_wheel_holds_every_file_that_a_checkout_has(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    expected = {f"portal/_site/{name}" for name in _files(*BESIDE_THE_PACKAGE)} | set(_files("portal"))
    assert expected
    assert expected - names == set()
    assert any(name.startswith("portal/translations/en/") and name.endswith(".mo") for name in names)


def test_a_wheel_holds_nothing_made_by_running(wheel: Path) -> None:
    assert [name for name in ZipFile(wheel).namelist() if re.search(r"__pycache__|\.pyc$|\.db$|^tests/", name)] == []


def test_an_installed_portal_serves_pages_with_their_style(address: str) -> None:
    page = _text(f"{address}/sign-in")
    assert 'lang="de"' in page
    sheets = re.findall(r'<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"', page)
    assert sheets
    assert all(_text(f"{address}{sheet}") for sheet in sheets)


def test_an_installed_portal_speaks_english(address: str) -> None:
    assert "Sign in" in _text(f"{address}/sign-in?lang=en")


def test_an_installed_portal_leaves_its_environment_alone(portal: Path, environment: dict[str, str]) -> None:
    folder = Path(environment["PWD"])
    assert "usage: portal" in _run([str(portal), "--help"], environment)
    assert not list(folder.glob(".venv*")) and not list(portal.parents[2].glob(".venv*"))


def _files(*folders: str) -> list[str]:
    """Every file below these folders of the checkout, but for what Python makes by running."""
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    return [str(path.relative_to(ROOT)) for path in paths if "__pycache__" not in path.parts]


def _runtime_files() -> set[Path]:
    """The topmost files and folders of the installed distributions that the runtime lock names."""
    names = re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(), re.M)
    installed = {one.name.lower().replace("_", "-"): one for one in metadata.distributions()}
    files = [
        Path(str(found.locate_file(file.parts[0])))
        for found in filter(None, map(installed.get, names))
        for file in found.files or []
        if file.parts[0] not in {"..", "__pycache__"}
    ]
    return set(files)


def _run(command: list[str], environment: dict[str, str] | None = None) -> str:
    """What the command says, from the data's folder if it is given an environment; a failure shows it."""
    folder = environment["PWD"] if environment else None
    done = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            _text(url)
        except URLError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the installed portal does not answer; what it said is in the captured output")


def _text(url: str) -> str:
    with urlopen(url, timeout=10) as answer:  # noqa: S310 - loopback
        content: bytes = answer.read()
    return content.decode()
