"""What others made lies under static/vendor/ exactly as its manifest says."""

import hashlib
import tomllib
from typing import Any

import pytest

from portal.web.bundle import CSS

VENDOR = CSS.parent / "vendor"


def packages() -> list[dict[str, Any]]:
    manifest: dict[str, list[dict[str, Any]]] = tomllib.loads((VENDOR / "VENDOR.toml").read_text(encoding="utf-8"))
    return manifest["package"]


def test_every_vendored_file_is_in_the_manifest() -> None:
    named = {file for package in packages() for file in package["files"]}
    lying = {file.relative_to(VENDOR).as_posix() for file in VENDOR.rglob("*") if file.is_file()} - {"VENDOR.toml"}
    assert lying == named


@pytest.mark.parametrize("package", packages(), ids=lambda package: str(package["name"]))
def test_a_package_is_what_was_vendored(package: dict[str, Any]) -> None:
    for file, digest in package["files"].items():
        assert hashlib.sha256((VENDOR / file).read_bytes()).hexdigest() == digest, file


@pytest.mark.parametrize("package", packages(), ids=lambda package: str(package["name"]))
def test_a_package_says_its_version_and_brings_its_licence(package: dict[str, Any]) -> None:
    assert package["version"]
    assert package["licence"] in {"EUPL-1.2", "OFL-1.1", "0BSD"}
    assert any("LICENSE" in file or "OFL" in file for file in package["files"])
