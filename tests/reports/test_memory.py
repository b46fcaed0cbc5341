"""Files grow with their rows, memory does not."""

import subprocess
import sys

import pytest

WRITE = """
import sys
from pathlib import Path
from tempfile import TemporaryFile
from portal.reports.as_csv import write_csv
from portal.reports.as_docx import write_docx
from portal.reports.as_json import write_json
from portal.reports.as_xlsx import write_xlsx
from portal.reports.model import Column, Report, Table

columns = (Column("code", "Code"), Column("text", "Kommentar", 60), Column("number", "Nummer", 8, "integer"))
rows = lambda: ((f"B {number}", f"Mehr Eichen {number} " * 12, number) for number in range(int(sys.argv[2])))
report = Report("Synopse", (), {}, (Table("comments", "Kommentare", columns, rows),))
with TemporaryFile() as file:
    match sys.argv[1]:
        case "csv":
            file.writelines(write_csv(report))
        case "json":
            file.writelines(write_json(report))
        case "xlsx":
            write_xlsx(report, file)
        case "docx":
            write_docx(report, file, landscape=True)
status = Path("/proc/self/status").read_text()
print(status.partition("VmHWM:")[2].split()[0])
"""
MEGABYTE = 1024
"""In kibibytes, as the kernel counts a process's own peak."""


def peak(form: str, rows: int) -> int:
    done = subprocess.run([sys.executable, "-c", WRITE, form, str(rows)], check=True, capture_output=True, text=True)
    return int(done.stdout)


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "docx"])
def test_ten_times_the_rows_take_no_more_memory(form: str) -> None:
    assert peak(form, 100_000) - peak(form, 10_000) < 10 * MEGABYTE
