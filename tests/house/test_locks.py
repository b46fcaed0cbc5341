"""The lock files hold what `pyproject.toml` asks for, with hashes and without the address of any registry."""

import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PIN = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?P<rest>(?: ; [^\\\n]+)? \\\n(?:    --hash=sha256:[0-9a-f]{64}.*\n?)+)", re.M
)


def pins(lock: str) -> dict[str, set[str]]:
    """Each package's versions; there can be one for each Python."""
    versions: defaultdict[str, set[str]] = defaultdict(set)
    for pin in PIN.finditer((ROOT / lock).read_text()):
        versions[canonicalize_name(pin["name"])].add(pin["version"])
    return dict(versions)


def asked_for() -> tuple[list[str], list[str]]:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())
    optional = declared["project"]["optional-dependencies"].values()
    runtime = [*declared["project"]["dependencies"], *(one for group in optional for one in group)]
    return runtime, declared["dependency-groups"]["dev"]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_everything_asked_for_is_pinned_to_a_version_that_fits(lock: str) -> None:
    runtime, development = asked_for()
    pinned = pins(lock)
    for line in [*runtime, *(development if "dev" in lock else [])]:
        requirement = Requirement(line)
        versions = pinned.get(canonicalize_name(requirement.name), set())
        assert versions, f"{line} is not in {lock}: make lock"
        assert all(requirement.specifier.contains(version) for version in versions), f"{line}: make lock"


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_line_is_a_pin_with_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert PIN.sub("", text).strip() == ""
    assert "://" not in text


def test_the_development_lock_has_all_of_the_runtime_lock() -> None:
    development = pins("requirements-dev.lock")
    assert {
        name: versions for name, versions in pins("requirements.lock").items() if development.get(name) != versions
    } == {}
