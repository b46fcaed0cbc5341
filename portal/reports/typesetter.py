"""Sets one folder's `pages.typ` with its `data.json` as a PDF; a program of its own that may use only so much.

`python typesetter.py FOLDER FONTS MEGABYTES SECONDS` writes `FOLDER/pages.pdf`.
"""

import resource
import sys
from pathlib import Path

import typst


def main(folder: str, fonts: str, megabytes: str, seconds: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (int(megabytes) << 20,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds),) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pages = str(Path(folder) / "pages.typ")
    compiler = typst.Compiler(pages, root=folder, font_paths=[fonts], ignore_system_fonts=True)
    compiler.compile(output=str(Path(folder) / "pages.pdf"), format="pdf", pdf_standards=["ua-1"])


if __name__ == "__main__":
    main(*sys.argv[1:])
