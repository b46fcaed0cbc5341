"""Tables from json: a list of objects, or lists named fields, goals and measures."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from portal.imports.reading.table import (
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    Limits,
    Row,
    Table,
    Unreadable,
    clean,
    table,
)
from portal.kernel.words import N_

NOT_JSON = N_("Die Datei ist kein gültiges JSON (Zeile %(row)s, Zeichen %(column)s).")
NOT_UNICODE = N_("Die JSON-Datei ist nicht in UTF-8 gespeichert.")
NO_LIST = N_("Die JSON-Datei enthält keine Liste von Maßnahmen (erwartet: eine Liste von Objekten oder „measures“).")
NO_OBJECT = N_("Eintrag %(row)s der JSON-Datei ist kein Objekt.")
TWICE = N_("In der JSON-Datei steht „%(name)s“ in einem Objekt zweimal.")

TYPE = "type"
LISTS = {"fields": "field", "goals": "goal", "measures": "measure", "items": ""}
"""Lists by name, in the order in which things build on each other, and what is in them; items say so themselves."""
EMPTY_AMONG = 10
"""So many times the most rows there may be objects, as those without content do not count."""
UNNESTED = ("sections",)
"""Objects whose entries become columns of the same names."""


def read(content: bytes, limits: Limits) -> Table:
    data = _parse(content)
    entries = _entries(data)
    if len(entries) > EMPTY_AMONG * limits.rows:
        raise Unreadable(TOO_MANY_ROWS, most=limits.rows)
    rows = [(number, part, _flat(entry, number)) for part, number, entry in entries]
    names: dict[str, None] = {}
    for _, _, flat in rows:
        names.update(dict.fromkeys(flat))
        if len(names) > limits.columns + 1:  # one may have no name, and no content
            raise Unreadable(TOO_MANY_COLUMNS, most=limits.columns)
    filled = (Row(number, tuple(clean(flat.get(name, "")) for name in names), part) for number, part, flat in rows)
    return table([" ".join(name.split()) for name in names], filled, limits, _skipped(data))


def _skipped(data: Any) -> list[str]:
    """Further lists beside those that are read, such as comments."""
    if not isinstance(data, dict) or not any(isinstance(data.get(name), list) for name in LISTS):
        return []
    return [name for name, value in data.items() if isinstance(value, list) and name not in LISTS]


def _parse(content: bytes) -> Any:
    try:
        text = content.decode(json.detect_encoding(content))
    except UnicodeDecodeError as fault:
        raise Unreadable(NOT_UNICODE) from fault
    try:
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_object)
    except json.JSONDecodeError as fault:
        raise Unreadable(NOT_JSON, row=fault.lineno, column=fault.colno) from fault


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        often = Counter(name for name, _ in pairs)
        raise Unreadable(TWICE, name=next(name for name, number in often.items() if number > 1))
    return result


def _entries(data: Any) -> list[tuple[str, int, Any]]:
    """Name of the list (empty if there is one only), number in it, entry; entries of named lists say what they are."""
    if isinstance(data, list):
        return [("", number, entry) for number, entry in enumerate(data, start=1)]
    if not isinstance(data, dict):
        raise Unreadable(NO_LIST)
    named = [name for name in LISTS if isinstance(data.get(name), list)]
    if not named:
        lists = [value for value in data.values() if isinstance(value, list)]
        if len(lists) != 1:
            raise Unreadable(NO_LIST)
        return _entries(lists[0])
    return [
        (name, number, _typed(entry, LISTS[name])) for name in named for number, entry in enumerate(data[name], start=1)
    ]


def _typed(entry: Any, name: str) -> Any:
    return {TYPE: name} | entry if name and isinstance(entry, dict) else entry


def _flat(entry: Any, number: int) -> dict[str, str]:
    if not isinstance(entry, dict):
        raise Unreadable(NO_OBJECT, row=number)
    result: dict[str, str] = {}
    for name, value in entry.items():
        for inner, text in _columns(name, value):
            result[inner if inner not in result else f"{name}.{inner}"] = text
    return result


def _columns(name: str, value: Any) -> Iterable[tuple[str, str]]:
    if not isinstance(value, Mapping):
        return [(name, _text(value))]
    if name in UNNESTED:
        return [(inner, _text(text)) for inner, text in value.items()]
    return [(f"{name}.{inner}", _text(text)) for inner, text in value.items()]


def _text(value: Any) -> str:
    """Several values stand each on a line; an object stands for its code, or else its name."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, Mapping):
        chosen = next((value[key] for key in ("code", "name", "title", "label", "text") if key in value), "")
        return _text(chosen)
    if isinstance(value, list):
        return "\n".join(filter(None, map(_text, value)))
    return str(value)
