"""Pages set by typst in a process of its own, which is given data, never markup, and ends when it takes too much."""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from portal.kernel.errors import Refused
from portal.kernel.words import N_
from portal.reports.glyphs import FONTS

TEMPLATE = Path(__file__).with_name("pages.typ")
TYPESETTER = Path(__file__).with_name("typesetter.py")
MEGABYTES, SECONDS = 2048, 60
"""Of address space, of which threads claim much and use little, and of processor time, for one set of pages."""
TOO_LARGE = N_(
    "Diese PDF-Datei wird zu groß. Bitte wählen Sie weniger Kommentare aus, oder nehmen Sie die Word- oder Excel-Datei."
)


def typeset(data: Mapping[str, object], *, megabytes: int = MEGABYTES, seconds: int = SECONDS) -> bytes:
    """The pages as an accessible PDF; Refused when they take too much memory or time."""
    with TemporaryDirectory(prefix="pdf-") as name:
        folder = Path(name)
        shutil.copy(TEMPLATE, folder / "pages.typ")
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=True), "utf-8")
        command = [sys.executable, "-I", str(TYPESETTER), str(folder), str(FONTS), str(megabytes), str(seconds)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=3 * seconds, check=False)  # noqa: S603
        except subprocess.TimeoutExpired:
            raise Refused(TOO_LARGE) from None
        if done.returncode < 0:
            raise Refused(TOO_LARGE)
        if done.returncode:
            raise ValueError(done.stderr.decode(errors="replace"))
        return (folder / "pages.pdf").read_bytes()
