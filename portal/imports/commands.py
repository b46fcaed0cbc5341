"""`import`: a file from the command line, checked, reported, and written unless it is only a rehearsal."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from portal.consultations.models import Consultation
from portal.imports import operations
from portal.imports.checking import Change, Fault, FieldStep, ItemStep, Plan, count
from portal.imports.mapping import CORE_LABELS, Mapping, read_mapping
from portal.imports.reading import DEFAULT, Unreadable, read_table
from portal.kernel.words import N_, Words
from portal.kernel.work import Work

NO_FILE = N_("Die Datei %(name)s lässt sich nicht öffnen.")
FAULT = N_("Zeile %(row)s, Spalte „%(column)s“, Wert „%(value)s“: %(fault)s")
FAULT_IN_PART = N_("%(part)s, Zeile %(row)s, Spalte „%(column)s“, Wert „%(value)s“: %(fault)s")
FAULTS = (N_("1 Fehler. Es wird nichts importiert."), N_("%(n)s Fehler. Es wird nichts importiert."))
COUNTS = N_("%(what)s: %(new)s neu, %(changed)s geändert, %(same)s gleich")
ITEM = N_("%(change)s: %(code)s %(title)s")
IGNORED = N_("Nicht übernommene Spalten: %(names)s")
SKIPPED = N_("Nicht gelesene Teile der Datei: %(names)s")
NEW_SECTIONS = N_("Neue Abschnitte im Maßnahmenblatt: %(names)s")
USED = N_("Spalte „%(column)s“ → %(target)s")
REHEARSED = N_("Probelauf: Es wurde nichts geschrieben.")
NOTHING_NEW = N_("Die Datei ändert nichts am Katalog.")
DONE = N_("Importiert: %(created)s neu, %(changed)s geändert, davon %(versions)s mit neuer Fassung.")
HINT = N_("Hinweis: %(line)s")
WORDS_FOR = {Change.CREATE: N_("neu"), Change.CHANGE: N_("geändert")}

Opened = Callable[[], AbstractContextManager[Work]]


@dataclass(frozen=True, slots=True)
class Access:
    """How a command reaches the database: to look, to write, and to find a consultation by its slug."""

    looking: Opened
    working: Opened
    find: Callable[[Work, str], Consultation]


def import_file(
    access: Access,
    slug: str,
    path: Path,
    say: Callable[[str], object],
    *,
    mapping_path: Path | None = None,
    dry_run: bool = False,
    words: Words | None = None,
) -> int:
    """0 when it is done or would go through, 1 when the file has faults. Raises `Sentence` when it cannot be read.

    A mapping from a file is kept under that file's name for the next time.
    """
    words = words or Words()
    table = read_table(path.name, content_of(path))
    given = read_mapping(content_of(mapping_path)) if mapping_path else None
    with access.looking() as work:
        here = access.find(work, slug)
        mapping = given or operations.find_mapping(work, here, table)
        plan = operations.plan_import(work, here, table, mapping)
    for line in report(plan, mapping, words):
        say(line)
    if plan.faults:
        return 1
    if dry_run:
        say(words.say(REHEARSED))
        return 0
    texts = operations.render(plan)
    with access.working() as work:
        here = access.find(work, slug)
        outcome = operations.import_catalogue(work, here, plan, file=path.name, texts=texts)
        if given and mapping_path:
            operations.keep_mapping(work, here, mapping_path.stem, given, table)
    say(words.say(DONE, created=outcome.created, changed=outcome.changed, versions=outcome.versions))
    return 0


def report(plan: Plan, mapping: Mapping, words: Words) -> Iterator[str]:
    """What the columns mean, what would happen, and each fault with row, column and value."""
    yield from _columns(plan, mapping, words)
    for hint in plan.hints:
        yield words.say(HINT, line=_fault(hint, words))
    if plan.faults:
        for fault in plan.faults:
            yield _fault(fault, words)
        yield words.count(*FAULTS, len(plan.faults))
        return
    if plan.new_sections:
        yield words.say(NEW_SECTIONS, names=", ".join(section.label for section in plan.new_sections))
    yield from _counted(N_("Handlungsfelder"), plan.fields, words)
    yield from _counted(N_("Ziele"), plan.goals, words)
    yield from _counted(N_("Maßnahmen"), plan.measures, words)
    if plan.changes_nothing:
        yield words.say(NOTHING_NEW)


def _columns(plan: Plan, mapping: Mapping, words: Words) -> Iterator[str]:
    labels = {str(core): words.say(label) for core, label in CORE_LABELS.items()}
    for section in plan.sections:
        labels.setdefault(section.key, section.name(words.language))
    for source in mapping.sources:
        if source.is_used:
            target = source.new_section or labels.get(source.target, source.target)
            yield words.say(USED, column=source.column, target=target)
    if plan.ignored:
        yield words.say(IGNORED, names=", ".join(plan.ignored))
    if plan.skipped:
        yield words.say(SKIPPED, names=", ".join(plan.skipped))


def _counted(what: str, steps: tuple[FieldStep | ItemStep, ...], words: Words) -> Iterator[str]:
    if not steps:
        return
    counts = {change: count(steps, change) for change in Change}
    new, changed, same = counts[Change.CREATE], counts[Change.CHANGE], counts[Change.UNCHANGED]
    yield words.say(COUNTS, what=words.say(what), new=new, changed=changed, same=same)
    for step in steps:
        if step.change in WORDS_FOR:
            change = words.say(WORDS_FOR[step.change])
            yield "  " + words.say(ITEM, change=change, code=step.after.code, title=step.after.title)


def _fault(fault: Fault, words: Words) -> str:
    values = {"row": fault.row, "column": fault.column, "value": fault.shown, "fault": fault.said(words)}
    return words.say(FAULT_IN_PART, part=fault.part, **values) if fault.part else words.say(FAULT, **values)


def content_of(path: Path) -> bytes:
    """The file, one byte more than is read at most."""
    try:
        with path.open("rb") as file:
            return file.read(DEFAULT.size + 1)
    except OSError as fault:
        raise Unreadable(NO_FILE, name=path.name) from fault
