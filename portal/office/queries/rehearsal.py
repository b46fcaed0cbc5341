"""What an import would do, as a person looks it over before it is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.imports.checking import Change, FieldStep, ItemStep, Plan, count
from portal.imports.mapping import CORE_LABELS
from portal.imports.queries import SectionName
from portal.imports.reading import Table
from portal.kernel.differences import Run, word_diff

MOST_LISTED = 300
MOST_COMPARED = 20
"""Changed items whose texts are shown word by word."""
LONGEST_SAMPLE = 90


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file with the first things that stand in it."""

    name: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How much of one type would be new, changed and as before."""

    label: str
    new: int
    changed: int
    same: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One thing that would be new or changed: what changes, by name, and how its texts differ."""

    code: str
    title: str
    what: tuple[str, ...] = ()
    parts: tuple[tuple[str, list[Run]], ...] = ()


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """`more` are those beyond what is listed."""

    tallies: tuple[Tally, ...]
    created: tuple[Listed, ...]
    changed: tuple[Listed, ...]
    more: int


def columns_of(table: Table) -> list[Column]:
    return [Column(name, _samples(table, place)) for place, name in enumerate(table.columns)]


def rehearsal(plan: Plan, sections: Sequence[SectionName], names: tuple[str, str, str]) -> Rehearsal:
    """`names` are the words for fields, goals and measures; labels of attributes and sections are German."""
    labels = {str(core): label for core, label in CORE_LABELS.items()}
    labels |= {section.key: section.label for section in (*sections, *plan.new_sections)}
    groups: tuple[Sequence[FieldStep | ItemStep], ...] = (plan.fields, plan.goals, plan.measures)
    tallies = tuple(_tally(label, steps) for label, steps in zip(names, groups, strict=True) if steps)
    steps = [step for group in groups for step in group]
    created = [Listed(step.after.code, step.after.title) for step in steps if step.change is Change.CREATE]
    changing = [step for step in steps if step.change is Change.CHANGE]
    changed = [_changed(step, labels, is_compared=place < MOST_COMPARED) for place, step in enumerate(changing)]
    more = max(0, len(created) - MOST_LISTED) + max(0, len(changed) - MOST_LISTED)
    return Rehearsal(tallies, tuple(created[:MOST_LISTED]), tuple(changed[:MOST_LISTED]), more)


def _tally(label: str, steps: Iterable[FieldStep | ItemStep]) -> Tally:
    listed = tuple(steps)
    return Tally(label, count(listed, Change.CREATE), count(listed, Change.CHANGE), count(listed, Change.UNCHANGED))


def _changed(step: FieldStep | ItemStep, labels: dict[str, str], *, is_compared: bool) -> Listed:
    if isinstance(step, FieldStep) or step.before is None:
        return Listed(step.after.code, step.after.title)
    what = tuple(labels.get(name, name) for name in step.changed)
    texts = [(name, step.before.section(name), step.after.section(name)) for name in step.changed]
    if "title" in step.changed:
        texts.insert(0, ("title", step.before.title, step.after.title))
    parts = tuple(
        (labels.get(name, name), word_diff(before, after)) for name, before, after in texts if before != after
    )
    return Listed(step.after.code, step.after.title, what, parts if is_compared else ())


def _samples(table: Table, place: int) -> tuple[str, ...]:
    found: list[str] = []
    for row in table.rows:
        text = " ".join(row.cells[place].split())
        short = text if len(text) <= LONGEST_SAMPLE else f"{text[:LONGEST_SAMPLE]}…"
        if short and short not in found:
            found.append(short)
        if len(found) == 2:
            break
    return tuple(found)
