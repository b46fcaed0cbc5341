"""The first pages people see are light, also on a phone far from the next mast."""

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import Response

from tests.journeys.steps import HERE
from tests.support.browser import Visit

MOST_BYTES = 100_000
COMPRESSED = ("text/", "application/json", "image/svg+xml", "application/javascript")
"""What a proxy compresses; fonts are compressed already."""


@pytest.mark.parametrize("address", [f"{HERE}/", f"{HERE}/measures/B 1.2"], ids=["overview", "measure"])
def test_a_first_visit_transfers_less_than_a_hundred_kilobytes(open_as: Callable[..., Visit], address: str) -> None:
    page = open_as(width=360).page
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    page.goto(address, wait_until="networkidle")
    weights = {response.url: _transferred(response) for response in responses}
    assert any("portal.css" in url for url in weights)
    assert any("woff2" in url for url in weights)
    assert sum(weights.values()) < MOST_BYTES, weights


def _transferred(response: Response) -> int:
    """Bytes of the body as a compressing proxy would send it."""
    body = response.body()
    is_text = response.headers.get("content-type", "").startswith(COMPRESSED)
    return len(gzip.compress(body, 6)) if is_text else len(body)
