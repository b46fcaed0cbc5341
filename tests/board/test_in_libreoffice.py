"""What the portal hands out opens in LibreOffice, complete, and hostile comments stay text there, too."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from tests.board.voices import CANARY, Wish, crowd, say
from tests.support.office_program import EVERY_SHEET_AS_CSV, PLAIN_TEXT, converted
from tests.support.world import World

ATTACKS = (
    '=HYPERLINK("https://boese.example";"Klick")',
    "+49 511 1680 =cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "</w:t><w:br/> & ]]> {{7*7}}",
)
DOCUMENTS = ("board/synopsis.docx", "catalogue.docx", "board/council-paper.docx")
WORKBOOKS = ("board/synopsis.xlsx", "catalogue.xlsx")
PAPER = "board-council-paper-docx.docx"
"""Quotes no comment."""

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""The files are the same from either database, as the recount shows; LibreOffice takes its time."""


@pytest.fixture
def steering(world: World, app: Flask) -> Iterator[FlaskClient]:
    """A consultation in which sixty spoke, and four who had designs on its readers."""
    crowd(world, 60)
    for number, attack in enumerate(ATTACKS):
        say(world, Wish(body=attack), key=f"attack {number}")
    yield world.client(app, "steering")


def test_every_document_opens_and_says_every_visible_comment(steering: FlaskClient, tmp_path: Path) -> None:
    visible = [row["text"] for row in json.loads(steering.get("/wir/board/synopsis.json").data)["comments"]]
    assert len(visible) > 40
    assert set(ATTACKS) < set(visible)
    files = [fetched(steering, address, tmp_path) for address in DOCUMENTS]
    converted(files, PLAIN_TEXT, tmp_path / "out")
    for file in files:
        text = (tmp_path / "out" / f"{file.stem}.txt").read_text("utf-8-sig")
        assert CANARY not in text, file.name
        missing = [body for body in visible if squeezed(body) not in squeezed(text)]
        assert not missing or file.name == PAPER, file.name


def test_every_file_becomes_a_pdf(steering: FlaskClient, tmp_path: Path) -> None:
    """As far as a page break may part what belongs together: all codes and numbers are on paper."""
    shown = json.loads(steering.get("/wir/board/synopsis.json").data)["comments"]
    files = [fetched(steering, address, tmp_path) for address in (*DOCUMENTS, *WORKBOOKS)]
    converted(files, "pdf", tmp_path / "out")
    for file in files:
        pages = [page.extract_text() for page in PdfReader(tmp_path / "out" / f"{file.stem}.pdf").pages]
        text = squeezed("".join(pages))
        assert "Sprachbrücken" in text, file.name
        assert CANARY not in text, file.name
        assert file.name == PAPER or all(row["comment"].replace(" ", "") in text for row in shown), file.name


def test_no_cell_of_a_workbook_becomes_a_formula_or_a_link(steering: FlaskClient, tmp_path: Path) -> None:
    file = fetched(steering, "board/synopsis.xlsx", tmp_path)
    converted([file], EVERY_SHEET_AS_CSV, tmp_path / "out")
    (sheet,) = (tmp_path / "out").glob("*-Kommentare.csv")
    with sheet.open(encoding="utf-8", newline="") as rows:
        shown = {row["Text"].lstrip("'") for row in csv.DictReader(rows)}
    assert set(ATTACKS) < shown


def fetched(client: FlaskClient, address: str, folder: Path) -> Path:
    with client.get(f"/wir/{address}") as answer:
        assert answer.status_code == 200, address
        path = folder / f"{address.replace('/', '-').replace('.', '-')}{Path(address).suffix}"
        path.write_bytes(answer.data)
    return path


def squeezed(text: str) -> str:
    """Lines break elsewhere on paper."""
    return re.sub(r"\s+", "", text)
