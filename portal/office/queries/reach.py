"""The coverage page: figures by group, field or item, each of which opens the organisations it counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from portal.comments.coverage import OrganisationRow, Participation
from portal.consultations.structure import FieldLine, ItemLine, Structure
from portal.stakeholders.queries import GroupLine

REMINDABLE = (Participation.UNREACHED, Participation.INVITED, Participation.ACCEPTED, Participation.DRAFTED)


Standing = tuple[OrganisationRow, Participation]
"""An organisation and how far it has come on what one looks at."""


class By(StrEnum):
    """What the rows of the table are."""

    GROUP = "group"
    FIELD = "field"
    ITEM = "item"


FURTHER = {By.GROUP: By.GROUP, By.FIELD: By.ITEM, By.ITEM: By.GROUP}
"""Where the name of a row leads: from a field to its items, from an item to the groups."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom and what one looks at, by id; None is everything."""

    by: By = By.GROUP
    group: GroupLine | None = None
    field: FieldLine | None = None
    item: ItemLine | None = None
    state: Participation | None = None

    @classmethod
    def of(cls, sent: Mapping[str, str], groups: Sequence[GroupLine], skeleton: Structure) -> "Scope":
        """What an address or a form asks for; what does not exist is left out."""
        by = sent.get("by", "")
        state = sent.get("state", "")
        return cls(
            By(by) if by in set(By) else By.GROUP,
            next((line for line in groups if line.key == sent.get("group")), None),
            next((line for line in skeleton.fields if line.code == sent.get("field")), None),
            next((line for line in skeleton.items if line.code == sent.get("item")), None),
            Participation(state) if state in set(Participation) else None,
        )

    def address(self, **changes: object) -> dict[str, str]:
        """The query string that asks for this, with changes."""
        to = replace(self, **changes)  # type: ignore[arg-type]
        parts = {
            "by": to.by.value if to.by is not By.GROUP else "",
            "group": to.group.key if to.group else "",
            "field": to.field.code if to.field else "",
            "item": to.item.code if to.item else "",
            "state": to.state.value if to.state else "",
        }
        return {name: value for name, value in parts.items() if value}

    def items(self, skeleton: Structure) -> frozenset[int] | None:
        """The items it is about; None for the whole catalogue."""
        if self.item is not None:
            return frozenset({self.item.id})
        if self.field is not None:
            return frozenset(item.id for item in skeleton.items if item.field_id == self.field.id)
        return None

    def state_of(self, row: OrganisationRow, skeleton: Structure) -> Participation:
        items = self.items(skeleton)
        return row.state if items is None else row.state_on(items)

    def found(
        self, rows: Sequence[OrganisationRow], skeleton: Structure
    ) -> list[tuple[OrganisationRow, Participation]]:
        """The organisations it asks for, with how far each has come there."""
        standing = [(row, self.state_of(row, skeleton)) for row in rows]
        return [
            (row, state)
            for row, state in standing
            if (self.group is None or row.group_id == self.group.id) and (self.state is None or state is self.state)
        ]


@dataclass(frozen=True, slots=True)
class Cell:
    number: int
    address: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: its name, where it leads, and a cell for each state."""

    code: str
    name: str
    address: Mapping[str, str]
    cells: Mapping[Participation, Cell]


def table(
    rows: Sequence[OrganisationRow], scope: Scope, groups: Sequence[GroupLine], skeleton: Structure, language: str
) -> list[Line]:
    """By group with a sum, by field, or by item; in catalogue order. The other parts of the scope hold in every row."""
    wide = replace(scope, state=None)
    if scope.by is By.FIELD:
        return [
            _line(rows, replace(wide, field=field, item=None), skeleton, field.code, field.title)
            for field in skeleton.fields
        ]
    if scope.by is By.ITEM:
        shown = [item for item in skeleton.items if scope.field is None or item.field_id == scope.field.id]
        return [_line(rows, replace(wide, item=item), skeleton, item.code, item.title) for item in shown]
    found = [_line(rows, replace(wide, group=group), skeleton, "", group.title(language)) for group in groups]
    return [*found, _line(rows, replace(wide, group=None), skeleton, "", "")]


def _line(rows: Sequence[OrganisationRow], scope: Scope, skeleton: Structure, code: str, name: str) -> Line:
    """Every cell is counted by the same question as the rows it opens."""
    counts = Counter(state for _, state in scope.found(rows, skeleton))
    cells = {state: Cell(counts[state], scope.address(state=state)) for state in Participation}
    return Line(code, name, scope.address(by=FURTHER[scope.by]), cells)
