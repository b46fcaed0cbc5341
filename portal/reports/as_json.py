"""Every table as a list of objects under English keys, with what the file is about under `meta`."""

from collections.abc import Iterator, Mapping, Set
from datetime import UTC, date, datetime
from json import JSONEncoder

from portal.kernel.city_time import aware
from portal.reports.model import Report, Table

CHUNK = 1 << 16


def write_json(report: Report) -> Iterator[bytes]:
    """`{"meta": {…}, "<table key>": [{"<column key>": …}, …], …}` in UTF-8; moments are ISO 8601 in UTC, days ISO.

    Texts are unchanged but for lone surrogates, which UTF-8 cannot hold. Memory does not grow with the rows.
    """
    gathered: list[str] = []
    size = 0
    for piece in _written(report):
        gathered.append(piece)
        size += len(piece)
        if size >= CHUNK:
            yield "".join(gathered).encode(errors="replace")
            gathered, size = [], 0
    yield "".join(gathered).encode(errors="replace")


def _written(report: Report) -> Iterator[str]:
    encoder = JSONEncoder(ensure_ascii=False, allow_nan=False, default=_spelled)
    yield f'{{"meta": {encoder.encode(dict(report.meta))}'
    for table in report.tables:
        yield f",\n{encoder.encode(table.key)}: ["
        yield from _objects(table, encoder)
        yield "]"
    yield "}\n"


def _objects(table: Table, encoder: JSONEncoder) -> Iterator[str]:
    keys = [column.key for column in table.columns]
    before = "\n"
    for row in table.each_row():
        yield before + encoder.encode(dict(zip(keys, row, strict=True)))
        before = ",\n"


def _spelled(value: object) -> object:
    match value:
        case datetime():
            return aware(value).astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case Mapping():
            return dict(value)
        case Set():
            return sorted(value)
    raise TypeError(f"JSON has no form for {type(value).__name__}.")
