"""A mapping as a JSON document: given on the command line, and kept for the next time."""

import json
from collections.abc import Mapping as Dictionary
from typing import Any

from portal.imports.mapping.model import Mapping, Source
from portal.imports.reading import Unreadable
from portal.kernel.words import N_

NOT_JSON = N_("Die Zuordnung ist kein gültiges JSON (Zeile %(row)s, Zeichen %(column)s).")
NO_COLUMNS = N_("Die Zuordnung nennt unter „columns“ keine Spalten.")
UNKNOWN = N_("Die Zuordnung enthält „%(name)s“, das es nicht gibt.")
WRONG = N_("In der Zuordnung hat „%(name)s“ einen unpassenden Wert.")

FLAGS = ("field_from_code", "new_fields", "new_goals", "skip_without_code", "code_in_title")
OPTIONS = frozenset({"target", "new_section", "prefix", "split", "html", "values"})
WHOLE = frozenset({"columns", "defaults", "fields", *FLAGS})


def written(mapping: Mapping) -> str:
    """JSON that a person can read and change."""
    return json.dumps(as_document(mapping), ensure_ascii=False, indent=2)


def read_mapping(text: str | bytes) -> Mapping:
    """The mapping in a file. Raises `Unreadable` with what is wrong."""
    try:
        return from_document(json.loads(text))
    except json.JSONDecodeError as fault:
        raise Unreadable(NOT_JSON, row=fault.lineno, column=fault.colno) from fault
    except (UnicodeDecodeError, RecursionError) as fault:
        raise Unreadable(NOT_JSON, row=1, column=1) from fault


def as_document(mapping: Mapping) -> dict[str, Any]:
    document: dict[str, Any] = {"columns": {source.column: _said(source) for source in mapping.sources}}
    if mapping.defaults:
        document["defaults"] = dict(mapping.defaults)
    if mapping.fields:
        document["fields"] = dict(mapping.fields)
    return document | {flag: True for flag in FLAGS if getattr(mapping, flag)}


def from_document(document: Any) -> Mapping:
    """A column is described by its target alone, by an object, or by null when it is left out."""
    if not isinstance(document, dict) or not isinstance(document.get("columns"), dict) or not document["columns"]:
        raise Unreadable(NO_COLUMNS)
    _only_known(document, WHOLE)
    flags = {flag: _flag(document, flag) for flag in FLAGS}
    return Mapping(
        tuple(_source(_storable(column), said) for column, said in document["columns"].items()),
        defaults=_pairs(document, "defaults"),
        fields=_pairs(document, "fields"),
        **flags,
    )


def _said(source: Source) -> Any:
    if not source.is_used:
        return None
    said = {"target": source.target, "new_section": source.new_section, "prefix": source.prefix, "split": source.split}
    options: dict[str, Any] = {name: text for name, text in said.items() if text}
    if source.html:
        options["html"] = True
    if source.values:
        options["values"] = dict(source.values)
    return source.target if set(options) == {"target"} else options


def _source(column: str, said: Any) -> Source:
    if said is None or isinstance(said, str):
        return Source(column, _storable(said or ""))
    if not isinstance(said, dict):
        raise Unreadable(WRONG, name=column)
    _only_known(said, OPTIONS)
    texts = {name: _text(said, name) for name in ("target", "new_section", "prefix", "split")}
    return Source(column, **texts, html=_flag(said, "html"), values=_pairs(said, "values"))


def _only_known(document: Dictionary[str, Any], known: frozenset[str]) -> None:
    for name in document:
        if name not in known:
            raise Unreadable(UNKNOWN, name=name)


def _text(document: Dictionary[str, Any], name: str) -> str:
    value = document.get(name) or ""
    if not isinstance(value, str):
        raise Unreadable(WRONG, name=name)
    return _storable(value)


def _flag(document: Dictionary[str, Any], name: str) -> bool:
    value = document.get(name, False)
    if not isinstance(value, bool):
        raise Unreadable(WRONG, name=name)
    return value


def _pairs(document: Dictionary[str, Any], name: str) -> tuple[tuple[str, str], ...]:
    value = document.get(name) or {}
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise Unreadable(WRONG, name=name)
    return tuple((_storable(said), _storable(to)) for said, to in value.items())


def _storable(text: str) -> str:
    """Without what a database refuses."""
    return text.replace("\x00", "").encode(errors="ignore").decode()
