"""The order of rows that have a position."""

from typing import Protocol, TypeVar


class Placed(Protocol):
    position: int


Thing = TypeVar("Thing", bound=Placed)


def moved(rows: list[Thing], row: Thing, by: int) -> bool:
    """Put the row so many places further on among its like and number them all anew; False if it stays."""
    here = rows.index(row)
    there = min(max(here + by, 0), len(rows) - 1)
    if here == there:
        return False
    rows.insert(there, rows.pop(here))
    for position, placed in enumerate(rows):
        placed.position = position
    return True
