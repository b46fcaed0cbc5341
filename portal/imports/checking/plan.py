"""What an import would do, item by item, and everything that stands in its way."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from portal.imports.queries import FieldText, ItemText, SectionName
from portal.kernel.words import Words

LONGEST_SHOWN = 120
"""Characters of a value in a report."""


class Change(StrEnum):
    CREATE = "create"
    CHANGE = "change"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: row and column of the file, the value, a German sentence and what belongs in it."""

    row: int
    column: str
    value: str
    sentence: str
    values: tuple[tuple[str, object], ...] = ()
    part: str = ""

    def said(self, words: Words) -> str:
        return words.say(self.sentence, **dict(self.values))

    @property
    def shown(self) -> str:
        """The value on one line, cut if it is long."""
        line = " ".join(self.value.split())
        return line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]}…"


@dataclass(frozen=True, slots=True)
class FieldStep:
    """`row` is 0 for a field that only other rows name."""

    row: int
    before: FieldText | None
    after: FieldText

    @property
    def change(self) -> Change:
        return _change(self.before, self.after)


@dataclass(frozen=True, slots=True)
class ItemStep:
    """`note` is the file's own note for the new version, often empty."""

    row: int
    before: ItemText | None
    after: ItemText
    note: str = ""

    @property
    def change(self) -> Change:
        return _change(self.before, self.after)

    @property
    def changed(self) -> tuple[str, ...]:
        """Names of attributes and keys of sections that become different; empty for a new item."""
        if self.before is None:
            return ()
        before, after = self.before, self.after
        own = [item.name for item in fields(ItemText) if item.name != "sections"]
        keys = dict.fromkeys([*dict(before.sections), *dict(after.sections)])
        return (
            *(name for name in own if getattr(before, name) != getattr(after, name)),
            *(key for key in keys if before.section(key) != after.section(key)),
        )

    @property
    def needs_version(self) -> bool:
        return self.before is not None and self.before.text != self.after.text

    @property
    def changes_core(self) -> bool:
        """Whether anything but the text becomes different."""
        if self.before is None:
            return False
        return replace(self.before, title="", sections=()) != replace(self.after, title="", sections=())


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything an import would do. With any fault it does nothing; hints hinder nobody.

    `sections` are all of the measure sheet, new ones included; `ignored` are columns, `skipped` sheets or tables of the
    file that are left out; `revision` is that of the catalogue it was made for.
    """

    fields: tuple[FieldStep, ...] = ()
    goals: tuple[ItemStep, ...] = ()
    measures: tuple[ItemStep, ...] = ()
    sections: tuple[SectionName, ...] = ()
    new_sections: tuple[SectionName, ...] = ()
    faults: tuple[Fault, ...] = ()
    hints: tuple[Fault, ...] = ()
    ignored: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    revision: int = 0

    @property
    def may_be_written(self) -> bool:
        return not self.faults

    @property
    def changes_nothing(self) -> bool:
        steps: tuple[FieldStep | ItemStep, ...] = (*self.fields, *self.goals, *self.measures)
        return not self.new_sections and all(step.change is Change.UNCHANGED for step in steps)


def count(steps: Iterable[FieldStep | ItemStep], change: Change) -> int:
    return sum(step.change is change for step in steps)


def _change(before: object, after: object) -> Change:
    if before is None:
        return Change.CREATE
    return Change.UNCHANGED if before == after else Change.CHANGE
