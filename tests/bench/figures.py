"""One measured figure: what it is, what it should be, and the numbers behind it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

from tests.bench.load import Load

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Goal:
    """`floor` is what still has to do where the goal is missed."""

    value: float
    at_least: bool = False
    floor: float | None = None

    def verdict(self, value: float) -> str:
        if self._holds(value, self.value):
            return "met"
        return "above the floor" if self.floor is not None and self._holds(value, self.floor) else "MISSED"

    def _holds(self, value: float, bound: float) -> bool:
        return value >= bound if self.at_least else value <= bound

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {shown(self.value)}"


@dataclass(frozen=True, slots=True)
class Figure:
    """`unit` is what the value is counted in; a ratio's says of what. Without a goal it is for information."""

    what: str
    database: str
    value: float
    unit: str
    numbers: str
    goal: Goal | None = None

    def line(self) -> str:
        judged = f"{self.goal}: {self.goal.verdict(self.value)}" if self.goal else ""
        value = f"{shown(self.value)} {self.unit}"
        return f"{self.what:<52} {self.database:<10} {value:<16} {judged:<24} {self.numbers}"

    def row(self) -> str:
        goal = f"{self.goal} ({self.goal.verdict(self.value)})" if self.goal else ""
        return f"| {self.what} | {self.database} | {shown(self.value)} {self.unit} | {goal} | {self.numbers} |"


def shown(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def as_table(figures: Iterable[Figure]) -> str:
    """Markdown."""
    head = ("| what | database | figure | goal | numbers |", "|---|---|---|---|---|")
    return "\n".join([*head, *(figure.row() for figure in figures)]) + "\n"


def rounds(number: int, **runners: Callable[[], Value]) -> dict[str, list[Value]]:
    """Run all of them in turn, `number` times: what disturbs the machine disturbs each of them."""
    found: dict[str, list[Value]] = {name: [] for name in runners}
    for _ in range(number):
        for name, run in runners.items():
            found[name].append(run())
    return found


def of_bare(what: str, database: str, loads: Sequence[Load], bare: Sequence[Load], goal: Goal | None = None) -> Figure:
    """The median over the rounds of requests a second, each against the bare route in the same round."""
    ratios = [load.rate / other.rate for load, other in zip(loads, bare, strict=True)]
    rates = f"{median(load.rate for load in loads):,.0f} of {median(load.rate for load in bare):,.0f} req/s"
    each = " ".join(f"{ratio:.2f}" for ratio in ratios)
    return Figure(what, database, median(ratios), "of bare", f"{rates}; rounds {each}", goal)


def compared(
    what: str, database: str, small: Sequence[float], large: Sequence[float], sizes: str, goal: Goal | None = None
) -> Figure:
    """How many times longer the large one takes; seconds in, the median of the rounds out."""
    ratio = median(large) / median(small)
    times = f"{sizes}: {1000 * median(small):.1f} and {1000 * median(large):.1f} ms, {len(small)} rounds"
    return Figure(what, database, ratio, "times", times, goal)
