"""`import-statements`: letters and e-mails from a table, checked, reported, and entered unless only rehearsed."""

from collections.abc import Callable
from pathlib import Path

from portal.imports.commands import FAULT, REHEARSED, Access, content_of
from portal.imports.reading import read_table
from portal.kernel.words import N_, Words
from portal.office.operations.statements import enter_all
from portal.office.queries.statements import COLUMNS, NEEDED, check_table
from portal.stakeholders.reading import Fault

EMPTY = N_("(leer)")
FAULTS = (N_("1 Fehler. Es wird nichts eingetragen."), N_("%(n)s Fehler. Es wird nichts eingetragen."))
WOULD = (N_("1 Zuschrift würde eingetragen."), N_("%(n)s Zuschriften würden eingetragen."))
DONE = (
    N_("1 Zuschrift ist eingetragen und wartet auf Prüfung."),
    N_("%(n)s Zuschriften sind eingetragen und warten auf Prüfung."),
)
TITLES, NEEDED_TITLES = tuple(COLUMNS.values()), tuple(COLUMNS[name] for name in NEEDED)
"""The columns such a table has, and those it cannot do without."""

GERMAN = Words()


def import_statements(
    access: Access,
    slug: str,
    path: Path,
    say: Callable[[str], object],
    *,
    dry_run: bool = False,
    words: Words = GERMAN,
) -> int:
    """0 when all of them are entered or would be, 1 when the file has faults and nothing is. Each fault is said.

    Raises `Sentence` when the file cannot be read, or when the consultation takes none at the moment.
    """
    table = read_table(path.name, content_of(path))
    with access.looking() as work:
        checked = check_table(work, access.find(work, slug), table)
    for fault in checked.faults:
        say(_said(fault, words))
    if checked.faults:
        say(words.count(*FAULTS, len(checked.faults)))
        return 1
    if dry_run:
        say(words.count(*WOULD, len(checked.letters)))
        say(words.say(REHEARSED))
        return 0
    with access.working() as work:
        number = enter_all(work, access.find(work, slug), checked)
    say(words.count(*DONE, number))
    return 0


def _said(fault: Fault, words: Words) -> str:
    sentence, value = words.say(fault.sentence, **fault.values), fault.value or words.say(EMPTY)
    return words.say(FAULT, row=fault.row, column=words.say(fault.column), value=value, fault=sentence)
