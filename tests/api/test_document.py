"""The OpenAPI document says what the interface does: schemathesis asks everything in it and checks each answer."""

from dataclasses import make_dataclass
from typing import Any, cast

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.specs.openapi.checks import positive_data_acceptance

from portal.api.document import Operation, document
from portal.api.views import OPERATIONS
from tests.board.voices import crowd
from tests.support.world import World

KNOWN = {"consultation": "wir", "code": "B 1.2"}
ADDRESS = "/api/v1/openapi.json"


def test_every_address_below_the_interface_stands_in_the_document(app: Flask) -> None:
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api.")}
    assert rules == {f"/api/v1{address}" for address, _ in OPERATIONS.values()} | {ADDRESS}


def test_a_shape_that_json_has_no_form_for_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot hold"):
        document("x", "", [("/x", "x", _operation_of(bytes))])


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=str)
@pytest.mark.parametrize("known", [KNOWN, {}], ids=["known things", "unknown things"])
def test_nothing_is_answered_that_the_document_does_not_describe(
    world: World, app: Flask, mode: schemathesis.GenerationMode, known: dict[str, Any]
) -> None:
    """Allowed and forbidden parameters, other methods: no fault, no surprise, no answer of another shape."""
    crowd(world, 12)
    asked = []
    for found in schemathesis.openapi.from_wsgi(ADDRESS, app).get_all_operations():
        operation = cast(Any, found).ok()
        places = {place.name: known[place.name] for place in operation.path_parameters if place.name in known}
        try:
            _ask(operation.as_strategy(mode, path_parameters=places or None))
        except Unsatisfiable:
            assert mode is schemathesis.GenerationMode.NEGATIVE and not operation.query
        asked.append(operation.label)
    assert len(asked) == len(OPERATIONS)


def _ask(cases: Any) -> None:
    """Only a list knows its cursors, so a word that might be one may be refused."""

    @settings(
        max_examples=5,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def ask(case: Any) -> None:
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    ask()


def _operation_of(shape: Any) -> Any:
    return Operation("x", make_dataclass("Odd", [("field", shape)]))
