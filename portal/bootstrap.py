"""Gives a checkout its locked environment and runs the command again inside it; needs only the standard library."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
RUNTIME_LOCK = "requirements.lock"
DEVELOPMENT_LOCK = "requirements-dev.lock"

_UV = "uv==0.13.9"
_UV_HOME = ROOT / ".venv-uv"
_HOME = ROOT / ".venv"
_PYTHON = _HOME / "bin" / "python"
_STAMP = _HOME / "installed.lock"


def enter(lock: str = RUNTIME_LOCK) -> None:
    """Return once this process runs in an environment that has everything in the lock file.

    In a checkout that is `.venv` beside the package: it is made or brought up to date, and the process is replaced by
    the same command inside it. An installed package has its dependencies already. Exits with 1 and one sentence when
    something is missing that cannot be installed from here.
    """
    if not (ROOT / RUNTIME_LOCK).is_file():
        return
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is read before anybody has checked
        _fail(f"Python 3.11 or newer is needed, and this is {sys.version.split()[0]}.")
    if _is_current(lock):
        if Path(sys.prefix).resolve() == _HOME.resolve():
            return
    else:
        with _one_at_a_time():
            if not _is_current(lock):
                _install(lock)
    os.execv(_PYTHON, [str(_PYTHON), *sys.orig_argv[1:]])  # noqa: S606 - no shell is the point


def install_debian_packages(*names: str) -> bool:
    """Install with apt-get, as root or by passwordless sudo; False when this machine or user cannot do that."""
    root = _rootly()
    if root is None:
        return False
    _say(f"Installing {' and '.join(names)} with apt-get …")
    environment = {"DEBIAN_FRONTEND": "noninteractive"}
    update = _run([*root, "apt-get", "update", "-qq"], environment)
    install = _run([*root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *names], environment)
    if install.returncode:
        sys.stderr.write(update.stdout + install.stdout)
    return install.returncode == 0


def _rootly() -> list[str] | None:
    """The words before a command that give it root's rights, or None when there is no apt-get or no way to be root."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    return sudo if shutil.which("sudo") and _run([*sudo, "true"]).returncode == 0 else None


def _is_current(lock: str) -> bool:
    """Whether `.venv` holds this lock's packages, or those of the development lock, which has them all."""
    return _PYTHON.exists() and any(_stamp_now() == _stamp_for(name) for name in (lock, DEVELOPMENT_LOCK))


def _stamp_now() -> list[str]:
    return _STAMP.read_text().splitlines() if _STAMP.is_file() else []


def _stamp_for(lock: str) -> list[str]:
    """What is written down after an installation: the lock, its content, and the interpreter that `.venv` stands on."""
    return [lock, hashlib.sha256((ROOT / lock).read_bytes()).hexdigest(), str(_PYTHON.resolve())]


def _install(lock: str) -> None:
    before = _stamp_now()
    if before[:1] == [DEVELOPMENT_LOCK]:
        lock = DEVELOPMENT_LOCK
    uv = _find_uv() or _install_uv()
    _say(f"Installing the packages of {lock} into {_HOME.name} …")
    if not _PYTHON.exists() or before[2:] != [str(_PYTHON.resolve())]:
        base = getattr(sys, "_base_executable", None) or sys.executable
        _uv(uv, "venv", "--clear", "--python", base, str(_HOME))
    _STAMP.unlink(missing_ok=True)
    _uv(uv, "pip", "sync", "--require-hashes", "--python", str(_PYTHON), str(ROOT / lock))
    _STAMP.write_text("\n".join(_stamp_for(lock)))


def _uv(uv: str, *arguments: str) -> None:
    done = _run([uv, "--quiet", *arguments], {"UV_PYTHON_DOWNLOADS": "never"})
    if done.returncode:
        sys.stderr.write(done.stdout)
        _fail("The packages could not be installed; uv says above why (behind a mirror, set UV_DEFAULT_INDEX).")


def _find_uv() -> str | None:
    private = _UV_HOME / "bin" / "uv"
    if private.is_file() and (_UV_HOME / "installed").is_file() and (_UV_HOME / "installed").read_text() == _UV:
        return str(private)
    return shutil.which("uv")


def _install_uv() -> str:
    """Put the pinned uv into a folder of its own, by whichever pip this Python has or can be given."""
    _say(f"Installing {_UV} into {_UV_HOME.name} …")
    if not _has("pip") and not _has("ensurepip"):
        install_debian_packages("python3-venv")
    if _has("pip"):
        command = [sys.executable, "-m", "pip", "install", "--upgrade", "--target", str(_UV_HOME)]
    elif _has("ensurepip"):
        _run([sys.executable, "-m", "venv", str(_UV_HOME)])
        command = [str(_UV_HOME / "bin" / "python"), "-m", "pip", "install"]
    else:
        _fail("This Python has no pip: install uv or the package python3-venv (apt-get install python3-venv, as root).")
    done = _run([*command, "--quiet", "--disable-pip-version-check", _UV])
    if done.returncode:
        sys.stderr.write(done.stdout)
        _fail("uv could not be installed; pip says above why.")
    (_UV_HOME / "installed").write_text(_UV)
    return str(_UV_HOME / "bin" / "uv")


def _has(module: str) -> bool:
    importlib.invalidate_caches()
    return importlib.util.find_spec(module) is not None


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two commands started together set up once; the second waits."""
    _UV_HOME.mkdir(exist_ok=True)
    with (_UV_HOME / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _run(command: list[str], environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _fail(sentence: str) -> NoReturn:
    raise SystemExit(sentence)
