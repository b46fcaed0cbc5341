"""One served demo per test process, and people who have it open in a real browser."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.steps import NEW_PASSWORD, sign_in
from tests.support.browser import Look, OpenPage, Visit, visit
from tests.support.demo import PASSWORD, Demo, served

Open = Callable[..., Visit]
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with served(tmp_path_factory.mktemp("demo")) as demo:
        yield demo


@pytest.fixture(scope="session")
def keys(browser: Browser, demo: Demo) -> Callable[[str], Any]:
    """The cookies of a demo account, or of an address; each signs in once, through the form."""
    held: dict[str, Any] = {}

    def of(name: str) -> Any:
        if name not in held:
            with visit(browser, demo.base_url, Look()) as opened:
                email, password = (name, NEW_PASSWORD) if "@" in name else (f"{name}@example.org", PASSWORD)
                sign_in(opened.page, email, password)
                held[name] = opened.page.context.cookies()
        return held[name]

    return of


@pytest.fixture
def open_as(demo: Demo, open_page: OpenPage, keys: Callable[[str], Any]) -> Open:
    """`open_as("member", width=360, …)`: the demo as that account has it, or as a "visitor"."""

    def opened(name: str = "visitor", **look: Any) -> Visit:
        opened = open_page(demo.base_url, **look)
        if name != "visitor":
            opened.page.context.add_cookies(keys(name))
        return opened

    return opened
