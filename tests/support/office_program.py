"""LibreOffice without a screen: the reader that most town halls will open our files with, and not one of ours."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

DEBIAN_PACKAGES = ("libreoffice-writer-nogui", "libreoffice-calc-nogui")
PATIENCE = 300.0
"""Seconds a handful of files may take on a busy machine."""
PLAIN_TEXT = "txt:Text (encoded):UTF8"
"""Of a document: every paragraph and cell, without the breaks of pages."""
EVERY_SHEET_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""Comma, quotation mark, UTF-8, values as they are shown, all sheets: a file each, named after it."""


def program() -> str | None:
    """The path of LibreOffice: `PORTAL_SOFFICE`, else the one on the PATH."""
    return os.environ.get("PORTAL_SOFFICE") or shutil.which("soffice")


def converted(files: Sequence[Path], to: str, folder: Path) -> None:
    """Open files and save them as something else into a folder, under their own names; all must succeed."""
    path = program()
    assert path, "No LibreOffice on the PATH; `python3 -m tests` installs it, or name one in PORTAL_SOFFICE."
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [path, profile, "--headless", "--convert-to", to, "--outdir", str(folder), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("convert ") == len(files), done.stdout + done.stderr
