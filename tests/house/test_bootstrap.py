"""Setting up: once for each lock, never in an installed package, and one sentence when something is missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from portal import bootstrap

ROOT = Path(__file__).parents[2]
FAKE_UV = """#!/bin/sh
echo "$2 $3" >> {log}
[ "$2" != venv ] || exec {python} -m venv --without-pip --clear "$6"
"""


class Checkout:
    """A checkout of nothing but the bootstrap and two locks, and a uv that only writes down what it is asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._log = folder / "log"
        package, programs = folder / "portal", folder / "programs"
        package.mkdir()
        programs.mkdir()
        shutil.copy(bootstrap.__file__, package)
        self.write(bootstrap.RUNTIME_LOCK, "")
        self.write(bootstrap.DEVELOPMENT_LOCK, "")
        uv = programs / "uv"
        uv.write_text(FAKE_UV.format(log=self._log, python=sys.executable))
        uv.chmod(0o755)
        self._environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}

    def write(self, lock: str, text: str) -> None:
        (self.folder / lock).write_text(text)

    def enter(self, lock: str) -> tuple[str, list[str]]:
        """Enter with this lock; where the command then ran, and what uv was asked to do."""
        self._log.write_text("")
        code = f"import sys; from portal import bootstrap; bootstrap.enter({lock!r}); print(sys.prefix)"
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=self.folder,
            env=self._environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        )
        return done.stdout.strip(), self._log.read_text().splitlines()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_a_checkout_is_set_up_once_and_the_command_runs_inside(checkout: Checkout) -> None:
    inside = str(checkout.folder / ".venv")
    assert checkout.enter(bootstrap.RUNTIME_LOCK) == (inside, ["venv --clear", "pip sync"])
    assert checkout.enter(bootstrap.RUNTIME_LOCK) == (inside, [])


def test_a_changed_lock_is_installed(checkout: Checkout) -> None:
    checkout.enter(bootstrap.RUNTIME_LOCK)
    checkout.write(bootstrap.RUNTIME_LOCK, "changed")
    assert checkout.enter(bootstrap.RUNTIME_LOCK)[1] == ["pip sync"]


def test_the_portal_keeps_what_the_tests_need(checkout: Checkout) -> None:
    checkout.enter(bootstrap.RUNTIME_LOCK)
    assert checkout.enter(bootstrap.DEVELOPMENT_LOCK)[1] == ["pip sync"]
    assert checkout.enter(bootstrap.RUNTIME_LOCK)[1] == []
    checkout.write(bootstrap.DEVELOPMENT_LOCK, "changed")
    checkout.enter(bootstrap.RUNTIME_LOCK)
    assert (checkout.folder / ".venv" / "installed.lock").read_text().startswith(bootstrap.DEVELOPMENT_LOCK)


def test_an_environment_on_a_python_that_is_gone_is_made_anew(checkout: Checkout) -> None:
    checkout.enter(bootstrap.RUNTIME_LOCK)
    python, stamp = checkout.folder / ".venv" / "bin" / "python", checkout.folder / ".venv" / "installed.lock"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    stamp.write_text("\n".join([*stamp.read_text().splitlines()[:2], "/nowhere/python3"]))
    assert checkout.enter(bootstrap.RUNTIME_LOCK)[1] == ["venv --clear", "pip sync"]


def test_an_environment_on_another_python_than_it_was_made_with_is_made_anew(checkout: Checkout) -> None:
    checkout.enter(bootstrap.RUNTIME_LOCK)
    stamp = checkout.folder / ".venv" / "installed.lock"
    stamp.write_text("\n".join([*stamp.read_text().splitlines()[:2], "/usr/bin/python3.99"]))
    assert checkout.enter(bootstrap.RUNTIME_LOCK)[1] == ["venv --clear", "pip sync"]


def test_an_installed_package_has_nothing_to_set_up(checkout: Checkout) -> None:
    for lock in (bootstrap.RUNTIME_LOCK, bootstrap.DEVELOPMENT_LOCK):
        (checkout.folder / lock).unlink()
    assert checkout.enter(bootstrap.RUNTIME_LOCK)[1] == []
    assert not (checkout.folder / ".venv").exists()


def test_without_pip_and_apt_one_sentence_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bootstrap, "_UV_HOME", tmp_path)
    monkeypatch.setattr(bootstrap, "_has", lambda module: False)
    monkeypatch.setattr(shutil, "which", lambda program: None)
    with pytest.raises(SystemExit, match=r"^This Python has no pip: install uv or .*python3-venv.*\.$"):
        bootstrap._install_uv()


def test_the_bootstrap_and_what_is_read_before_it_need_only_the_standard_library() -> None:
    code = "import sys; import portal.bootstrap, portal.__main__; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) - sys.stdlib_module_names == {"__main__", "portal"} - sys.stdlib_module_names
