"""What every line is given: grounds of one database, the bare server, and how patiently to measure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.grounds import SQLITE, Grounds
from tests.bench.serving import Server


@dataclass(frozen=True, slots=True)
class Bench:
    grounds: Grounds
    bare: Server
    folder: Path
    rounds: int
    seconds: float
    has_million: bool

    @property
    def database(self) -> str:
        return self.grounds.kind

    @property
    def is_sqlite(self) -> bool:
        return self.grounds.kind == SQLITE


Line = Callable[[Bench], Iterator[Figure]]
