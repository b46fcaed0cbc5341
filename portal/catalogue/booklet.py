"""The catalogue as a booklet: field by field, goal by goal, measure by measure, each with what was said about it."""

from collections.abc import Iterator, Sequence

from portal.catalogue.outcome import outcome
from portal.catalogue.teller import VOICES, Teller
from portal.comments import naming
from portal.comments.models import Stance, Voice
from portal.consultations.queries import Sheet
from portal.consultations.structure import FieldLine, ItemLine
from portal.kernel.words import N_
from portal.reports.model import Block, Chapter, Definitions, Paragraph, Value

FIELD_LEVEL, GOAL_LEVEL, MEASURE_LEVEL = 1, 2, 3


def chapters(teller: Teller) -> Iterator[Chapter]:
    """A measure of several goals stands under the first of them; the others point to it."""
    sheets = teller.sheets(teller.skeleton.items)
    for field in teller.skeleton.fields:
        summary = (Paragraph(field.summary),) if field.summary else ()
        yield Chapter(f"{field.code} {field.title}", FIELD_LEVEL, summary)
        for goal in teller.skeleton.goals:
            if goal.field_id == field.id:
                yield from _goal(teller, goal, sheets)
        yield from _without_goal(teller, field, sheets)


def _goal(teller: Teller, goal: ItemLine, sheets: dict[int, Sheet]) -> Iterator[Chapter]:
    measures = teller.skeleton.measures_of(goal)
    elsewhere = [one for one in measures if _first_goal(teller, one) != goal]
    title = teller.words.say(N_("Ziel %(code)s: %(title)s"), code=goal.code, title=goal.title)
    yield Chapter(title, GOAL_LEVEL, (*_blocks(teller, goal, sheets), *_pointers(teller, elsewhere)))
    for one in measures:
        if one not in elsewhere:
            yield _measure(teller, one, sheets)


def _without_goal(teller: Teller, field: FieldLine, sheets: dict[int, Sheet]) -> Iterator[Chapter]:
    """Measures of the field that serve no goal, or one of another field."""
    goals = {goal.id for goal in teller.skeleton.goals}
    own = [one for one in teller.skeleton.measures if one.field_id == field.id and not goals & set(one.goal_ids)]
    if own:
        yield Chapter(teller.words.say(N_("Weitere Maßnahmen")), GOAL_LEVEL)
    for one in own:
        yield _measure(teller, one, sheets)


def _measure(teller: Teller, one: ItemLine, sheets: dict[int, Sheet]) -> Chapter:
    return Chapter(f"{one.code} {one.title}", MEASURE_LEVEL, tuple(_blocks(teller, one, sheets)))


def _blocks(teller: Teller, item: ItemLine, sheets: dict[int, Sheet]) -> Iterator[Block]:
    say, language = teller.words.say, teller.words.language
    sheet = sheets.get(item.id)
    parts = [(part.section.name(language), part.source) for part in sheet.parts] if sheet else []
    entries: list[tuple[str, Value]] = [*_facts(teller, item), *parts]
    said = "\n".join(filter(None, (_stances(teller, item, voice, say(name)) for voice, name in VOICES.items())))
    if said:
        entries.append((say(N_("Wer sagt was?")), said))
    if entries:
        yield Definitions(tuple(entries))
    if said:
        yield teller.comments(item)
    else:
        yield Paragraph(say(N_("Dazu gibt es keinen Kommentar.")))
    yield from outcome(teller, item, (MEASURE_LEVEL if item.is_measure else GOAL_LEVEL) + 1)


def _facts(teller: Teller, item: ItemLine) -> Iterator[tuple[str, Value]]:
    say = teller.words.say
    kind = teller.kind(item)
    if kind:
        yield say(N_("Art")), f"{kind}: {item.recommended_to}" if item.recommended_to else kind
    if item.origin:
        yield say(N_("Herkunft")), item.origin
    goals = teller.skeleton.goals_of(item)
    if len(goals) > 1:
        yield say(N_("Ziele")), ", ".join(goal.code for goal in goals)


def _stances(teller: Teller, item: ItemLine, voice: Voice, whose: str) -> str:
    """“Organisationen: Dafür 3, Frage 1”; nothing where nobody spoke."""
    figures = ((teller.number(item, voice, stance), teller.words.say(naming.STANCES[stance])) for stance in Stance)
    stances = ", ".join(f"{name} {number}" for number, name in figures if number)
    return f"{whose}: {stances}" if stances else ""


def _pointers(teller: Teller, elsewhere: Sequence[ItemLine]) -> Iterator[Block]:
    if elsewhere:
        codes = ", ".join(f"{one.code} {one.title}" for one in elsewhere)
        yield Paragraph(teller.words.say(N_("Diesem Ziel dienen auch: %(measures)s"), measures=codes))


def _first_goal(teller: Teller, measure: ItemLine) -> ItemLine | None:
    return next(iter(teller.skeleton.goals_of(measure)), None)
