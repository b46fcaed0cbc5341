"""The OpenAPI document of the interface, made of its routes and the shapes of their answers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import EnumMeta
from inspect import getdoc
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from portal.api import shapes
from portal.api.cursors import LONGEST, MOST, USUAL

VERSION = "1.0.0"
PROBLEM = "application/problem+json"
_SIMPLE: Mapping[object, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    NoneType: {"type": "null"},
}
_PROBLEMS = {
    404: "There is nothing at this address, or it is not public.",
    422: "A parameter says something it cannot say.",
}
_PLACES = {
    "consultation": "the slug of a consultation, such as `wir-2-0`",
    "code": "the code of a goal or measure, such as `B 1.2`",
    "public_id": "the number of a comment, without its blank",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One that may stand behind the question mark."""

    name: str
    says: str
    schema: Mapping[str, Any]
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """What one address answers, and what it can be asked for."""

    says: str
    shape: type
    parameters: tuple[Parameter, ...] = ()


LIMIT = Parameter("limit", "how many at once", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL})
CURSOR = Parameter("cursor", "the `next` of the page before", {"type": "string", "maxLength": LONGEST})


def document(title: str, base: str, operations: Iterable[tuple[str, str, Operation]]) -> dict[str, Any]:
    """`operations` are address (as `/consultations/{consultation}`), name and what stands there."""
    known = list(operations)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": VERSION,
            "description": "What everybody may read. No account is needed, and having one changes nothing.",
        },
        "servers": [{"url": base}],
        "paths": {address: {"get": _operation(address, name, one)} for address, name, one in known},
        "components": {"schemas": dict(_schemas([one.shape for _, _, one in known] + [shapes.Problem]))},
    }


def _operation(address: str, name: str, one: Operation) -> dict[str, Any]:
    places = [part[1:-1] for part in address.split("/") if part.startswith("{")]
    wrong = {404: places, 422: one.parameters}
    return {
        "summary": one.says,
        "operationId": name,
        "parameters": [*map(_place, places), *map(_parameter, one.parameters)],
        "responses": {
            "200": _answer(getdoc(one.shape) or one.says, "application/json", one.shape),
            **{str(status): _answer(_PROBLEMS[status], PROBLEM, shapes.Problem) for status in wrong if wrong[status]},
        },
    }


def _answer(says: str, kind: str, shape: type) -> dict[str, Any]:
    return {"description": says.splitlines()[0], "content": {kind: {"schema": _schema(shape)}}}


def _place(name: str) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1}
    return {"name": name, "in": "path", "required": True, "description": _PLACES[name], "schema": schema}


def _parameter(one: Parameter) -> dict[str, Any]:
    schema = {"type": "array", "items": one.schema} if one.is_list else one.schema
    return {"name": one.name, "in": "query", "required": False, "description": one.says, "schema": schema}


def _schemas(wanted: list[type]) -> Iterator[tuple[str, dict[str, Any]]]:
    seen: set[type] = set()
    while wanted:
        shape = wanted.pop()
        if shape in seen:
            continue
        seen.add(shape)
        hints = get_type_hints(shape)
        properties = {field.name: _schema(hints[field.name], wanted) for field in fields(shape)}
        yield (
            shape.__name__,
            {
                "type": "object",
                "description": getdoc(shape) or "",
                "properties": properties,
                "required": [*properties],
                "additionalProperties": False,
            },
        )


def _schema(hint: Any, wanted: list[type] | None = None) -> dict[str, Any]:
    if hint in _SIMPLE:
        return dict(_SIMPLE[hint])
    if isinstance(hint, EnumMeta):
        members: list[Any] = list(hint)
        return {"type": "string", "enum": [str(member) for member in members]}
    if is_dataclass(hint) and isinstance(hint, type):
        if wanted is not None:
            wanted.append(hint)
        return {"$ref": f"#/components/schemas/{hint.__name__}"}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _schema(get_args(hint)[0], wanted)}
    if isinstance(hint, UnionType):
        return {"anyOf": [_schema(each, wanted) for each in get_args(hint)]}
    raise TypeError(f"A shape cannot hold {hint}.")
