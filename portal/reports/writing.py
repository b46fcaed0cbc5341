"""A report in the format somebody asked for."""

from collections.abc import Iterator
from typing import BinaryIO

from portal.reports.as_csv import write_csv
from portal.reports.as_docx import write_docx
from portal.reports.as_json import write_json
from portal.reports.as_pdf import write_pdf
from portal.reports.as_xlsx import write_xlsx
from portal.reports.model import Report

TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
STREAMED = {"csv": write_csv, "json": write_json}
"""Formats that can leave while they are being made."""


def pieces(report: Report, form: str) -> Iterator[bytes]:
    """The file piece by piece; KeyError for a format that cannot leave before it is complete."""
    return STREAMED[form](report)


def write(report: Report, form: str, file: BinaryIO, *, landscape: bool = False) -> None:
    """The whole file in any format of `TYPES`; `landscape` is for documents."""
    if form in STREAMED:
        for piece in pieces(report, form):
            file.write(piece)
    elif form == "xlsx":
        write_xlsx(report, file)
    elif form == "docx":
        write_docx(report, file, landscape=landscape)
    elif form == "pdf":
        write_pdf(report, file, landscape=landscape)
    else:
        raise KeyError(form)
