"""Joins the stylesheets in the order of `index.css` into the one file that pages load.

`python -m portal.web.bundle` writes `static/css/portal.css` anew.
"""

import os
import re
from pathlib import Path

from portal.kernel.places import STATIC

CSS = STATIC / "css"
IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\((\w+)\);\n?')
COMMENT = re.compile(r"/\*(?!!).*?\*/\s*", re.DOTALL)
ADDRESS = re.compile(r'url\("(?!#|data:)([^"]+)"\)')


def bundle(css_dir: Path) -> str:
    """The text of `portal.css`: every import in its layer, addresses seen from `css_dir`, comments gone but `/*!`."""
    index = COMMENT.sub("", (css_dir / "index.css").read_text(encoding="utf-8"))
    return IMPORT.sub(lambda found: _layer(css_dir, found[1], found[2]), index)


def _layer(css_dir: Path, address: str, layer: str) -> str:
    file = css_dir / address
    text = COMMENT.sub("", file.read_text(encoding="utf-8")).strip()
    text = ADDRESS.sub(lambda found: f'url("{_from(css_dir, file.parent / found[1])}")', text)
    return f"@layer {layer} {{\n{text}\n}}\n"


def _from(css_dir: Path, file: Path) -> str:
    return Path(os.path.relpath(file, css_dir)).as_posix()


if __name__ == "__main__":
    (CSS / "portal.css").write_text(bundle(CSS), encoding="utf-8")
