"""The one stylesheet pages load is the joined form of the single ones."""

import re
from pathlib import Path

from portal.web.bundle import CSS, bundle


def test_the_committed_bundle_equals_a_fresh_one() -> None:
    assert (CSS / "portal.css").read_text(encoding="utf-8") == bundle(CSS)


def test_every_stylesheet_of_our_own_is_in_the_index() -> None:
    index = (CSS / "index.css").read_text(encoding="utf-8")
    own = {file.relative_to(CSS).as_posix() for file in CSS.rglob("*.css")} - {"index.css", "portal.css"}
    assert own == {name for name in re.findall(r'url\("([^"]+)"\)', index) if not name.startswith("../")}


def test_nothing_is_imported_and_nothing_embedded() -> None:
    text = bundle(CSS)
    assert "@import" not in text
    assert "data:" not in text


def test_every_file_the_bundle_names_exists() -> None:
    for name in re.findall(r'url\("([^"#]+)"\)', bundle(CSS)):
        assert (CSS / name).is_file(), name


def test_joining_keeps_the_order_and_the_layers_and_moves_addresses(tmp_path: Path) -> None:
    (tmp_path / "css" / "parts").mkdir(parents=True)
    (tmp_path / "css" / "index.css").write_text(
        '/* order */\n@layer a, b;\n@import url("parts/b.css") layer(b);\n@import url("a.css") layer(a);\n'
    )
    (tmp_path / "css" / "a.css").write_text("/* gone */\np { color: red; }\n")
    (tmp_path / "css" / "parts" / "b.css").write_text('/*! kept */\n@font-face { src: url("f.woff2"); }\n')
    assert bundle(tmp_path / "css") == (
        '@layer a, b;\n@layer b {\n/*! kept */\n@font-face { src: url("parts/f.woff2"); }\n}\n'
        "@layer a {\np { color: red; }\n}\n"
    )


def test_own_stylesheets_use_logical_sides_only() -> None:
    physical = re.compile(
        r"(?<![\w-])(margin|padding|border)-(left|right|top|bottom)\b|(?<![\w-])(left|right|top|bottom)\s*:"
        r"|text-align:\s*(left|right)|(?<![\w-])float\s*:"
    )
    for file in [*CSS.glob("[!p]*.css"), CSS / "print.css", *(CSS / "components").glob("*.css")]:
        assert not physical.search(file.read_text(encoding="utf-8")), file.name
