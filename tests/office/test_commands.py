"""Entering a table of letters from the command line: the faults of the page, and everything or nothing."""

from datetime import timedelta
from pathlib import Path

import pytest

from portal.cli import main
from portal.comments.models import Comment, OnBehalf
from portal.consultations.models import Phase
from portal.imports.commands import Access
from portal.kernel.errors import Refused
from portal.office.commands import import_statements
from tests.support.days import today
from tests.support.world import World, consultation_in

HEAD = "Organisation;Code;Haltung;Text;Weg;Angekommen am;Zeichen"
DAY = (today() - timedelta(days=1)).isoformat()
GOOD = (f"Elternnetz;B 1.2;Dagegen;Mehr Busse;Brief;{DAY};A 1", f";B 1;Keine Einwände;;Telefon;{DAY};A 2")


def run(
    world: World, folder: Path, *rows: str, dry_run: bool = False, encoding: str = "utf-8"
) -> tuple[int, list[str]]:
    said: list[str] = []
    path = folder / "briefe.csv"
    path.write_text("\n".join([HEAD, *rows]), encoding=encoding)
    access = Access(world.work, world.work, lambda work, slug: consultation_in(work))
    return import_statements(access, "wir", path, said.append, dry_run=dry_run), said


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_table_is_entered_as_a_whole(world: World, tmp_path: Path, encoding: str) -> None:
    assert run(world, tmp_path, *GOOD, encoding=encoding) == (
        0,
        ["2 Zuschriften sind eingetragen und warten auf Prüfung."],
    )
    assert [row.reference for row in world.all(OnBehalf)] == ["A 1", "A 2"]


def test_a_rehearsal_writes_nothing(world: World, tmp_path: Path) -> None:
    code, said = run(world, tmp_path, *GOOD, dry_run=True)
    assert (code, said) == (0, ["2 Zuschriften würden eingetragen.", "Probelauf: Es wurde nichts geschrieben."])
    assert world.all(Comment) == []


def test_one_fault_keeps_everything_out_and_is_named_by_row_column_and_value(world: World, tmp_path: Path) -> None:
    code, said = run(world, tmp_path, GOOD[0], GOOD[1].replace("Telefon", "Taube").replace("A 2", "A 1"))
    assert code == 1
    assert said[0].startswith("Zeile 3, Spalte „Weg“, Wert „Taube“: Diesen Weg gibt es nicht.")
    assert said[1:] == [
        "Zeile 3, Spalte „Zeichen“, Wert „A 1“: Dieses Zeichen steht schon in Zeile 2.",
        "2 Fehler. Es wird nichts eingetragen.",
    ]
    assert world.all(Comment) == []


def test_the_same_table_twice_names_what_is_there(world: World, tmp_path: Path) -> None:
    run(world, tmp_path, *GOOD)
    code, said = run(world, tmp_path, *GOOD)
    assert (code, len(said), len(world.all(Comment))) == (1, 3, 2)


def test_what_comes_after_the_decisions_is_refused_in_a_sentence(world: World, tmp_path: Path) -> None:
    world.phase(Phase.DECIDED)
    with pytest.raises(Refused):
        run(world, tmp_path, *GOOD)
    assert world.all(Comment) == []


def test_the_help_lists_the_columns(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["import-statements", "--help"])
    assert "Angekommen am" in capsys.readouterr().out
