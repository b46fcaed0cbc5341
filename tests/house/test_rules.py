"""Rules of the house that no single test of a package can hold."""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask

from portal.consultations.operations import RESERVED

ROOT = Path(__file__).parents[2]
CODE = sorted(path for path in (ROOT / "portal").rglob("*.py"))
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
PAGES = [path for path in TEMPLATES if "letters" not in path.parts]
CLOCKS = {"web", "commands", "outbox", "reports", "catalogue/files.py", "accounts/jobs.py"}
"""Where the time is asked for: at the edge of the house, never inside; and the date a file says of itself."""


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def test_there_is_one_commit() -> None:
    assert named([path for path in CODE if ".commit(" in path.read_text("utf-8")]) == ["portal/kernel/database.py"]


@pytest.mark.parametrize("path", PAGES, ids=named(PAGES))
def test_a_template_has_no_code_of_its_own(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"\|\s*safe\b", text)
    assert not re.search(r"\sstyle=|\son[a-z]+=|hx-on|<style", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


@pytest.mark.parametrize("path", CODE, ids=named(CODE))
def test_a_module_says_what_it_is_for(path: Path) -> None:
    says = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert says
    assert says.splitlines()[0][-1] in ".:;?…"


def test_the_domain_is_told_the_time() -> None:
    asking = [str(path.relative_to(ROOT / "portal")) for path in CODE if "datetime.now(" in path.read_text("utf-8")]
    assert [name for name in asking if name not in CLOCKS and name.split("/")[0] not in CLOCKS] == []


def test_a_day_is_a_day_of_the_city() -> None:
    """By a clock of UTC it is still yesterday for an hour or two after midnight."""
    tests = list((ROOT / "tests").rglob("*.py"))
    found = [path for path in [*CODE, *tests] if re.search(r"\w\.date\(\)|\)\.date\(\)", path.read_text("utf-8"))]
    assert named(found) == ["portal/imports/reading/numbers.py", "portal/kernel/city_time.py"]


def test_markup_is_made_safe_in_few_places() -> None:
    makers = [path for path in CODE if re.search(r"\bMarkup\((?!\))", path.read_text("utf-8"))]
    allowed = {
        "kernel/columns.py",
        "kernel/markup.py",
        "web/kept_pages.py",
        "catalogue/queries/items.py",
        "catalogue/views/lists.py",
        "kernel/marking.py",
        "commands/backup.py",
    }
    assert {str(path.relative_to(ROOT / "portal")) for path in makers} <= allowed


def test_no_consultation_takes_an_address_of_the_site(app: Flask) -> None:
    first = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}
    assert {word for word in first if word and "<" not in word} | {"static", "api", "admin"} <= RESERVED


def test_no_word_is_reserved_for_nothing(app: Flask) -> None:
    first = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}
    assert RESERVED - first == {".well-known", "static"}


def test_a_part_of_the_site_is_named_alike_everywhere(app: Flask) -> None:
    """Blueprint, package and folder of templates."""
    for name, blueprint in app.blueprints.items():
        package = blueprint.import_name.split(".")[1]
        if package in ("web", "api"):
            continue
        assert package == name
        assert (ROOT / "templates" / name).is_dir()
    folders = {path.name for path in (ROOT / "templates").iterdir()}
    assert folders == {name for name in app.blueprints if name not in ("operating", "api")} | {"web", "letters"}


def test_a_view_renders_the_templates_of_its_own_package() -> None:
    for path in CODE:
        package = path.relative_to(ROOT / "portal").parts[0]
        for template in re.findall(r'render_template\(\s*f?"([a-z_]+)/', path.read_text("utf-8")):
            assert template == package, path


def test_every_package_has_its_tests_and_every_folder_of_tests_its_package() -> None:
    packages = {path.parent.name for path in (ROOT / "portal").glob("*/__init__.py")}
    folders = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
    assert packages - folders == {"audit", "search"}
    assert folders - packages == {"house", "journeys", "migrations"}


def test_a_test_is_named_by_a_sentence() -> None:
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                assert "_should_" not in node.name, (path, node.name)
                assert node.name.count("_") >= 3, (path, node.name)


def test_no_test_is_skipped() -> None:
    skipping = re.compile("mark[.](skip|skipif|xfail)|pytest[.](skip|xfail|importorskip)[(]")
    found = [path for path in (ROOT / "tests").rglob("*.py") if skipping.search(path.read_text("utf-8"))]
    assert named(found) == []


def test_styles_name_directions_of_reading_not_of_the_screen() -> None:
    """What is left on a German page is right on an Arabic one."""
    physical = re.compile(
        r"(margin|padding|border|inset)-(left|right)\b|text-align:\s*(left|right)|float:\s*(left|right)"
    )
    own = [path for path in (ROOT / "static/css").rglob("*.css") if path.name != "portal.css"]
    assert len(own) > 10
    assert named([path for path in own if physical.search(path.read_text("utf-8"))]) == []


def test_the_package_itself_imports_nothing() -> None:
    assert [type(node).__name__ for node in ast.parse((ROOT / "portal/__init__.py").read_text()).body] == ["Expr"]


def test_no_registry_is_named() -> None:
    names = ("pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org", "deb.debian" + ".org")
    kinds = {".py", ".toml", ".lock", ".md", ".cfg", ".html", ".txt", ".css", ".js", ""}
    skipped = {".git", ".venv", ".venv-uv", "var", "node_modules", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
    found = [
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*")
        if path.is_file() and path.suffix in kinds and not skipped & set(path.relative_to(ROOT).parts)
        if any(name in path.read_text("utf-8", errors="ignore") for name in names)
    ]
    assert found == []
