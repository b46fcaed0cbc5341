"""`portal export` writes what the pages offer, into a file or to standard output."""

import csv
import json
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from portal.cli import main
from portal.kernel.settings import Settings
from tests.board.voices import CANARY, Wish, crowd, say
from tests.support.world import World


@pytest.fixture(autouse=True)
def environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("PORTAL_DATA_DIR", str(settings.data_dir))


@pytest.mark.parametrize("what", ["catalogue", "synopsis", "comments"])
@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "docx", "pdf"])
def test_everything_can_be_written_in_every_format(world: World, tmp_path: Path, what: str, form: str) -> None:
    say(world, Wish())
    file = tmp_path / f"out.{form}"
    assert main(["export", "wir", what, "--format", form, "-o", str(file)]) == 0
    if form in ("xlsx", "docx"):
        assert ZipFile(file).testzip() is None
    elif form == "pdf":
        assert any("Mitglied von" in page.extract_text() for page in PdfReader(file).pages)
    else:
        assert "Mitglied von Elternnetz" in file.read_text("utf-8-sig")


def test_comments_come_in_the_order_they_were_submitted(
    world: World, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    say(world, Wish(body="zuerst", code="B 1.10"))
    say(world, Wish(body="danach"))
    for what, order in (("comments", ["zuerst", "danach"]), ("synopsis", ["danach", "zuerst"])):
        assert main(["export", "wir", what, "--format", "csv"]) == 0
        written = capfdbinary.readouterr().out.decode("utf-8-sig")
        assert [row["Text"] for row in csv.DictReader(StringIO(written), delimiter=";")] == order


def test_the_internal_edition_says_so(world: World, tmp_path: Path) -> None:
    crowd(world, 15)
    file = tmp_path / "out.json"
    assert main(["export", "wir", "synopsis", "--format", "json", "--edition", "internal", "-o", str(file)]) == 0
    text = file.read_text("utf-8")
    assert json.loads(text)["meta"]["edition"] == "internal"
    assert CANARY not in text


@pytest.mark.parametrize(
    "arguments",
    [
        ["nowhere", "synopsis", "--format", "csv"],
        ["wir", "catalogue", "--format", "csv", "--edition", "internal"],
    ],
)
def test_what_cannot_be_written_is_told(world: World, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main(["export", *arguments]) in (1, 2)
    assert capsys.readouterr().err


def test_an_unknown_format_is_a_wrong_call(world: World) -> None:
    with pytest.raises(SystemExit) as left:
        main(["export", "wir", "synopsis", "--format", "exe"])
    assert left.value.code == 2
