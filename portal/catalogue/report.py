"""The catalogue with its visible comments, to hand over: as tables, for machines, or as a booklet."""

from collections.abc import Callable, Iterator, Sequence

from portal.catalogue.booklet import chapters
from portal.catalogue.decided import COUNCIL
from portal.catalogue.teller import VOICES, Teller, figures_of
from portal.comments import filters, imprint, naming
from portal.comments.filters import EVERYTHING
from portal.comments.imprint import Edition
from portal.comments.models import Stance
from portal.comments.report import Layout, scribe_for
from portal.consultations.models import Consultation
from portal.consultations.structure import ItemLine
from portal.kernel.words import N_, Words
from portal.kernel.work import Work
from portal.reports.model import Chapter, Column, Report, Row, Table, Value

LAYOUTS = {"json": Layout.CODED, "docx": Layout.BOOKLET, "pdf": Layout.BOOKLET}

CODE = ("code", N_("Code"), 10)
TITLE = ("title", N_("Titel"), 40)
FIELD = ("field", N_("Handlungsfeld"), 18)
GOALS = ("goals", N_("Ziele"), 14)
KIND = ("kind", N_("Art"), 18)
RECOMMENDED = ("recommended_to", N_("Empfehlung an"), 20)
ORIGIN = ("origin", N_("Herkunft"), 24)
SUMMARY = ("summary", N_("Zusammenfassung"), 60)
NAMES = frozenset(name for name, *_ in (CODE, TITLE, FIELD, GOALS, KIND, RECOMMENDED, ORIGIN, SUMMARY))


def catalogue_report(work: Work, consultation: Consultation, words: Words, form: str) -> Report:
    """The public edition in one of the formats csv, json, xlsx, docx and pdf.

    A csv holds the comments, one row each. JSON has `fields`, `goals`, `measures` and `comments`, an xlsx a sheet of
    each; both can be imported again. A docx or pdf is a booklet: field by field, goal by goal, measure by measure.
    """
    layout = LAYOUTS.get(form, Layout.SHEET)
    every = filters.tallies(work, consultation)
    held = imprint.stock(work, consultation, EVERYTHING)
    scribe = scribe_for(work, consultation, words, layout)
    teller = Teller(work, consultation, scribe, every, figures_of(every), layout)
    return Report(
        title=consultation.title,
        about=(
            *_resolution(work, consultation, words),
            *imprint.about(work, consultation, EVERYTHING, words, Edition.PUBLIC, held),
        ),
        meta=imprint.meta(work, consultation, EVERYTHING, Edition.PUBLIC, held),
        parts=tuple(_parts(teller, form)),
        words=words,
        mark=f"{words.say(imprint.EDITIONS[Edition.PUBLIC])} · {words.day(work.now)}",
    )


def _resolution(work: Work, consultation: Consultation, words: Words) -> Iterator[tuple[str, str]]:
    """What the council has resolved, first of all once it has."""
    number, day = consultation.council_number, consultation.council_on
    if number and day is not None and consultation.phase(work.now) in COUNCIL:
        paper = words.say(N_("Drucksache %(number)s"), number=number)
        said = ", ".join(filter(None, (consultation.council_resolution.removesuffix("."), paper, words.day(day))))
        yield words.say(N_("Beschluss des Rates")), said


def _parts(teller: Teller, form: str) -> Iterator[Table | Chapter]:
    if form == "csv":
        yield teller.comments()
    elif form in ("docx", "pdf"):
        yield from chapters(teller)
    elif form == "xlsx":
        yield from (_measures(teller), _goals(teller), _fields(teller), teller.comments())
    else:
        yield from (_fields(teller), _goals(teller), _measures(teller), teller.comments())


def _fields(teller: Teller) -> Table:
    columns = tuple(_column(teller, entry) for entry in (CODE, TITLE, SUMMARY))
    fields = teller.skeleton.fields
    rows: list[Row] = [(field.code, field.title, field.summary) for field in fields]
    return Table("fields", teller.words.say(N_("Handlungsfelder")), columns, lambda: rows)


def _goals(teller: Teller) -> Table:
    def core(goal: ItemLine) -> tuple[Value, ...]:
        return (goal.code, goal.title, teller.field(goal))

    return _items(teller, "goals", N_("Ziele"), (CODE, TITLE, FIELD), teller.skeleton.goals, core)


def _measures(teller: Teller) -> Table:
    def core(one: ItemLine) -> tuple[Value, ...]:
        goals = "; ".join(goal.code for goal in teller.skeleton.goals_of(one))
        return (one.code, one.title, teller.field(one), goals, teller.kind(one), one.recommended_to, one.origin)

    entries = (CODE, TITLE, FIELD, GOALS, KIND, RECOMMENDED, ORIGIN)
    return _items(teller, "measures", N_("Maßnahmen"), entries, teller.skeleton.measures, core)


def _items(
    teller: Teller,
    key: str,
    title: str,
    entries: Sequence[tuple[str, str, int]],
    lines: Sequence[ItemLine],
    core: Callable[[ItemLine], tuple[Value, ...]],
) -> Table:
    """Core, then every section of the sheet, then how many say what, organisations and individuals apart."""
    sections = teller.skeleton.sections

    def rows() -> Iterator[Row]:
        sheets = teller.sheets(lines)
        for item in lines:
            sheet = sheets.get(item.id)
            texts = (sheet.source_of(section.id) if sheet else "" for section in sections)
            figures = (teller.number(item, voice, stance) for voice in VOICES for stance in Stance)
            yield (*core(item), *texts, *figures)

    columns = [_column(teller, entry) for entry in entries]
    return Table(key, teller.words.say(title), (*columns, *_sections(teller), *_figures(teller)), rows)


def _column(teller: Teller, entry: tuple[str, str, int]) -> Column:
    key, label, width = entry
    return Column(key, teller.words.say(label), width)


def _sections(teller: Teller) -> list[Column]:
    """A section whose key is one of our own words is called so that both can stand side by side."""
    language = teller.words.language
    taken = NAMES | {column.key for column in _figures(teller)}
    return [
        Column(f"sections.{one.key}" if one.key in taken else one.key, one.name(language), 50)
        for one in teller.skeleton.sections
    ]


def _figures(teller: Teller) -> list[Column]:
    say = teller.words.say
    return [
        Column(f"{voice}_{stance}", f"{say(name)}: {say(naming.STANCES[stance])}", 8, "integer")
        for voice, name in VOICES.items()
        for stance in Stance
    ]
