"""The command line's import: a rehearsal, the real thing, and a report of what is wrong."""

import json
from pathlib import Path

import pytest

from portal.consultations.models import Item
from portal.imports.commands import Access, import_file
from portal.imports.models import SavedMapping
from portal.imports.reading import Unreadable
from tests.imports.files import xlsx
from tests.imports.sheets import FOREIGN_COLUMNS, FOREIGN_MAPPING, FOREIGN_ROWS
from tests.support.world import SLUG, World, consultation_in

GOOD = "Code;Titel;Handlungsfeld;Ziele;Wetter;Mittel\nB5+6;Neu;B;B 1;Regen;5 €\n"
BAD = "Code;Titel;Handlungsfeld;Ziele\nB5+6;Neu;B;B 1\nB 8;Auch;B;B 99\n"


def run(world: World, path: Path, mapping: Path | None = None, *, dry_run: bool = False) -> tuple[int, str]:
    lines: list[str] = []
    access = Access(world.work, world.work, consultation_in)
    code = import_file(access, SLUG, path, lines.append, mapping_path=mapping, dry_run=dry_run)
    return code, "\n".join(lines)


def file(folder: Path, content: str | bytes, name: str = "plan.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode("cp1252") if isinstance(content, str) else content)
    return path


def codes(world: World) -> set[str]:
    return {row.code for row in world.all(Item)}


def test_a_rehearsal_reports_and_writes_nothing(world: World, tmp_path: Path) -> None:
    code, text = run(world, file(tmp_path, GOOD), dry_run=True)
    assert code == 0
    assert "Spalte „Ziele“ → Ziele" in text
    assert "Spalte „Mittel“ → Kosten" in text
    assert "Nicht übernommene Spalten: Wetter" in text
    assert "Maßnahmen: 1 neu, 0 geändert, 0 gleich" in text
    assert "neu: B5+6 Neu" in text
    assert "nichts geschrieben" in text
    assert "B5+6" not in codes(world)


def test_the_real_thing_writes_and_says_so(world: World, tmp_path: Path) -> None:
    code, text = run(world, file(tmp_path, GOOD))
    assert code == 0
    assert "Importiert: 1 neu" in text
    assert "B5+6" in codes(world)
    assert "Die Datei ändert nichts am Katalog." in run(world, file(tmp_path, GOOD))[1]


def test_faults_are_reported_with_row_column_and_value_and_nothing_is_written(world: World, tmp_path: Path) -> None:
    code, text = run(world, file(tmp_path, BAD))
    assert code == 1
    assert "Zeile 3, Spalte „Ziele“, Wert „B 99“: Dieses Ziel gibt es nicht." in text
    assert text.endswith("1 Fehler. Es wird nichts importiert.")
    assert "B5+6" not in codes(world)


def test_a_foreign_table_is_imported_with_a_mapping_file_that_is_kept(world: World, tmp_path: Path) -> None:
    table = file(tmp_path, xlsx(("Vorhaben", (FOREIGN_COLUMNS, *FOREIGN_ROWS))), "fremd.xlsx")
    mapping = file(tmp_path, json.dumps(FOREIGN_MAPPING | {"new_fields": True}), "vorhaben.json")
    code, text = run(world, table, mapping)
    assert code == 0, text
    assert {"B5+6", "Üneu1"} <= codes(world)
    assert "Neue Abschnitte im Maßnahmenblatt: Politische Anbindung" in text
    assert world.one(SavedMapping).name == "vorhaben"
    assert "Die Datei ändert nichts am Katalog." in run(world, table)[1]


def test_files_that_cannot_be_read_are_told_in_a_sentence(world: World, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"fehlt\.csv lässt sich nicht öffnen"):
        run(world, tmp_path / "fehlt.csv")
    with pytest.raises(Unreadable, match="keine Spalten"):
        run(world, file(tmp_path, GOOD), file(tmp_path, "{}", "m.json"))
    with pytest.raises(Unreadable, match="größer als 10 MB"):
        run(world, file(tmp_path, b" " * (10 * 2**20 + 5)))
