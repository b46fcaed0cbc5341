"""Everything that can be measured, by the name it is asked for."""

from collections.abc import Mapping

from tests.bench.bench import Line
from tests.bench.lines import board, catalogue, files, page, queue, starting, submit

ALL: Mapping[str, Line] = {
    "page": page.measure,
    "submit": submit.measure,
    "list": catalogue.measure,
    "board": board.measure,
    "queue": queue.measure,
    "files": files.measure,
    "start": starting.measure,
}
