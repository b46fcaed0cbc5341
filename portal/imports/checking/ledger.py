"""Where faults and hints gather while a table is checked."""

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field

from portal.imports.checking.plan import Fault
from portal.imports.mapping import CORE_LABELS, Core, MappedRow


@dataclass(slots=True)
class Ledger:
    """`columns` tells the column of the file by target, for faults that name it."""

    columns: Dictionary[str, str]
    faults: list[Fault] = field(default_factory=list)
    hints: list[Fault] = field(default_factory=list)

    def fault(self, row: MappedRow, target: str, value: str, sentence: str, **values: object) -> None:
        self.faults.append(self._line(row, target, value, sentence, values))

    def hint(self, row: MappedRow, target: str, value: str, sentence: str, **values: object) -> None:
        self.hints.append(self._line(row, target, value, sentence, values))

    def in_header(self, target: Core, sentence: str) -> None:
        self.faults.append(Fault(1, CORE_LABELS[target], "", sentence))

    def column(self, target: str) -> str:
        if target in self.columns:
            return self.columns[target]
        return next((label for core, label in CORE_LABELS.items() if core == target), target)

    def _line(self, row: MappedRow, target: str, value: str, sentence: str, values: dict[str, object]) -> Fault:
        return Fault(row.number, self.column(target), value, sentence, tuple(values.items()), row.part)
