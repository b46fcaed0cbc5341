"""`import` and `import-statements`: a catalogue, or what reached the office by letter; each all or nothing."""

import argparse
from pathlib import Path
from typing import Any

from portal.commands.setting import looking, named, say, working
from portal.imports.commands import Access, import_file
from portal.office.commands import NEEDED_TITLES, TITLES, import_statements

MAPPING = """a mapping file tells what the columns of a table of your own mean:
  {"columns": {"Nr.": "code", "Name": "title",
               "Ziele": {"target": "goals", "split": ";"},
               "Projekttyp": {"target": "kind", "values": {"Flaggschiff": "lighthouse"}},
               "Was wir tun": {"target": "description", "html": true},
               "Mittel 2027": {"target": "costs", "prefix": "2027"},
               "Sachstand": {"new_section": "Sachstand"}, "interne Notiz": null},
   "defaults": {"kind": "administration"}, "fields": {"B": "Bildung"},
   "field_from_code": true, "new_fields": true, "new_goals": true, "skip_without_code": true}
targets: type code title field goals kind origin recommended_to note, and the keys of the measure sheet's sections.
It is kept: the next file with the same columns needs no --mapping."""
LETTERS = f"""columns, in any order: {", ".join(TITLES)}
needed are {", ".join(NEEDED_TITLES)}; English titles are taken too.
Haltung: Dafür, Dafür mit Änderung, Keine Einwände, Frage, Dagegen. Weg: Brief, E-Mail, Fax, persönlich, Telefon.
Days are written 18.11.2026 or 2026-11-18; a Zeichen stands once in the file and in the consultation.
Without an Organisation it is a private person. What is entered waits for moderation like every comment."""


def add(tasks: Any) -> None:
    parser = tasks.add_parser(
        "import",
        help="read a catalogue from xlsx, csv, docx or json; all or nothing",
        epilog=MAPPING,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("consultation")
    parser.add_argument("file", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="check and report, write nothing")
    parser.add_argument("--mapping", type=Path, metavar="FILE", help="JSON that tells what each column means")
    parser.set_defaults(run=_import)
    letters = tasks.add_parser(
        "import-statements",
        help="enter letters and e-mails from xlsx or csv; all or nothing",
        epilog=LETTERS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    letters.add_argument("consultation")
    letters.add_argument("file", type=Path)
    letters.add_argument("--dry-run", action="store_true", help="check and report, write nothing")
    letters.set_defaults(run=_import_statements)


def _import(given: argparse.Namespace) -> int:
    access = Access(looking, working, named)
    return import_file(access, given.consultation, given.file, say, mapping_path=given.mapping, dry_run=given.dry_run)


def _import_statements(given: argparse.Namespace) -> int:
    access = Access(looking, working, named)
    return import_statements(access, given.consultation, given.file, say, dry_run=given.dry_run)
