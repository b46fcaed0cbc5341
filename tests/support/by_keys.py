"""A page used by keys alone: whatever a step clicks, fills, ticks or chooses is reached by Tab and done by typing.

`Look(keys=True)` makes a visit so; its steps stay those written for a pointer. A step fails when its element is no stop
of Tab, when the focus does not arrive there, and when one would not see where one is.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, ElementHandle, FilePayload, Frame, Locator, Page

HAS_RING = """held => [held, held.closest("label")].filter(Boolean).some((one) => {
  const look = getComputedStyle(one);
  return look.outlineStyle === "solid" && parseFloat(look.outlineWidth) >= 2;
})"""
"""Whether a focused element, or the label it is in, has an outline."""
_POINTED = "pointed at: "
_WATCH = """for (const name of ["pointerdown", "mousedown", "touchstart"])
  addEventListener(name, (event) => event.isTrusted && console.info("%s" + event.target.outerHTML), true);"""
_CONTROL = """one => one.closest("a[href], button, summary, input, select, textarea")
  ?? one.closest("label")?.control ?? one"""
"""What takes the keys for an element: itself, what it is a part of, or what it is the label of."""
_WAY = """target => {
  const mates = (one) => [...document.querySelectorAll("input[type=radio]")].filter(
    (other) => other.name === one.name && other.form === one.form && !other.matches(":disabled"));
  const stop = (one) => one.type === "radio" ? mates(one).find((other) => other.checked) ?? mates(one)[0] : one;
  const within = document.querySelector("dialog:modal") ?? document;
  const all = [...within.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(
    (one) => one.tabIndex >= 0 && !one.matches(":disabled") && one.type !== "hidden"
      && one.checkVisibility({ visibilityProperty: true }) && stop(one) === one);
  const held = document.activeElement;
  const isThere = held === target || (target.type === "radio" && mates(target).includes(held));
  return { isThere, stops: all.length, from: all.indexOf(stop(held)), to: all.indexOf(stop(target)) };
}"""
"""Where the focus is and where it has to go, as numbers of stops; -1 for what is none."""
_STEPS = """target => {
  const mates = [...document.querySelectorAll("input[type=radio]")].filter(
    (other) => other.name === target.name && other.form === target.form && !other.matches(":disabled"));
  return mates.indexOf(target) - mates.indexOf(document.activeElement);
}"""
_LEAVES = """one => {
  if (one.matches("a[href]")) return !/[.](csv|docx|json|pdf|xlsx)$/.test(one.pathname);
  const form = one.form;
  return one.type === "submit" && Boolean(form) && !form.matches("[hx-post], [method=dialog]")
    && (form.noValidate || form.checkValidity());
}"""
"""Whether using it leads to another page, or to another place on this one."""
_ORDER = """select => [...select.options].filter((one) => !one.disabled).map((one) => [one.value, one.label.trim()])"""

_only: set[BrowserContext] = set()


@contextmanager
def only_keys(context: BrowserContext) -> Iterator[None]:
    """Until then nothing in the pages of this context is pointed at; where scripts run, they watch for it."""
    pointed: list[str] = []

    def watch(message: ConsoleMessage) -> None:
        if message.text.startswith(_POINTED):
            pointed.append(message.text)

    context.add_init_script(_WATCH % _POINTED)
    context.on("console", watch)
    _only.add(context)
    try:
        yield
    finally:
        _only.discard(context)
    assert pointed == []


def _click(where: Locator, **_: object) -> None:
    control = _reach(where)
    kind = control.evaluate("one => one.type || one.localName")
    if kind == "radio":
        _choose(where.page, control)
    elif kind == "checkbox":
        where.page.keyboard.press("Space")
    elif control.evaluate(_LEAVES):
        _leave(where.page)
    else:
        where.page.keyboard.press("Enter")


def _fill(where: Locator, text: str, **_: object) -> None:
    control, keyboard = _reach(where), where.page.keyboard
    if control.get_attribute("type") == "date":
        _write_day(where.page, control, text)
        return
    keyboard.press("Control+A")
    keyboard.press("Delete")
    keyboard.type(text)
    assert control.input_value() == text


def _set_checked(where: Locator, checked: bool, **_: object) -> None:
    control = _reach(where)
    if control.is_checked() == checked:
        return
    if control.get_attribute("type") == "radio":
        _choose(where.page, control)
    else:
        where.page.keyboard.press("Space")
    assert control.is_checked() == checked


def _check(where: Locator, **_: object) -> None:
    _set_checked(where, True)


def _uncheck(where: Locator, **_: object) -> None:
    _set_checked(where, False)


def _select_option(where: Locator, value: str | None = None, *, label: str | None = None, **_: object) -> None:
    control = _reach(where)
    order: list[list[str]] = control.evaluate(_ORDER)
    wanted = next(number for number, one in enumerate(order) if one[0] == value or one[1] == label)
    now = next(number for number, one in enumerate(order) if one[0] == control.input_value())
    for _number in range(abs(wanted - now)):
        where.page.keyboard.press("ArrowDown" if wanted > now else "ArrowUp")
    assert control.input_value() == order[wanted][0]


def _set_input_files(where: Locator, files: FilePayload | Sequence[FilePayload], **_: object) -> None:
    """Choosing a file is a window of the system; what is shown is that its button is reached."""
    _reach(where)
    _POINTING["set_input_files"](where, files)


def _refuse(where: Locator, *_: object, **__: object) -> None:
    raise AssertionError(f"not by keys: {where}")


def _reach(where: Locator) -> ElementHandle:
    """Press Tab until the element, or one of its group of radio buttons, has the focus and is seen to have it."""
    page = where.page
    where.wait_for(state="attached")
    page.wait_for_load_state("domcontentloaded")
    control = where.evaluate_handle(_CONTROL).as_element()
    assert control is not None
    way = page.evaluate(_WAY, control)
    assert way["to"] >= 0, f"no stop of Tab: {_html(control)}"
    left = 2 * way["stops"] + 20
    while not way["isThere"]:
        for key in _tabs(way["from"], way["to"], way["stops"]):
            page.keyboard.press(key)
            left -= 1
        assert left > 0, f"the focus does not arrive at {_html(control)}"
        way = page.evaluate(_WAY, control)
    held = page.evaluate_handle("document.activeElement").as_element()
    assert held is not None
    assert held.evaluate(HAS_RING), f"nobody sees that the focus is at {_html(held)}"
    return control


def _tabs(here: int, there: int, stops: int) -> list[str]:
    """The shorter way round; past the last stop the page itself has the focus, and then the first."""
    if here < 0 or here == there:
        return ["Tab"]
    ahead = (there - here) % (stops + 1)
    behind = stops + 1 - ahead
    return ["Tab"] * ahead if ahead <= behind else ["Shift+Tab"] * behind


def _choose(page: Page, radio: ElementHandle) -> None:
    steps: int = page.evaluate(_STEPS, radio)
    if not steps:
        page.keyboard.press("Space")
    for _number in range(abs(steps)):
        page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
    assert radio.is_checked()


def _leave(page: Page) -> None:
    """A pointer's click waits for the page it leads to, and so does this."""

    def is_page(frame: Frame) -> bool:
        return frame == page.main_frame

    with page.expect_event("framenavigated", is_page):
        page.keyboard.press("Enter")
    page.wait_for_load_state("domcontentloaded")


def _write_day(page: Page, control: ElementHandle, day: str) -> None:
    """Into its parts from the first on; the browser's own language says whether that is the day or the month."""
    for _part in range(5):
        if page.evaluate("field => document.activeElement === field", control):
            page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    year, month, date = day.split("-")
    for typed in (f"{date}{month}{year}", f"{month}{date}{year}"):
        page.keyboard.type(typed)
        if control.input_value() == day:
            return
        for _part in range(3):
            page.keyboard.press("ArrowLeft")
    raise AssertionError(f"no day {day} in {_html(control)}, but {control.input_value()}")


def _html(element: ElementHandle) -> str:
    return re.sub(r"\s+", " ", str(element.evaluate("one => one.outerHTML")))[:300]


_BY_KEYS: dict[str, Callable[..., None]] = {
    "click": _click,
    "fill": _fill,
    "check": _check,
    "uncheck": _uncheck,
    "set_checked": _set_checked,
    "select_option": _select_option,
    "set_input_files": _set_input_files,
    **dict.fromkeys(
        ("dblclick", "tap", "hover", "focus", "clear", "drag_to", "dispatch_event", "select_text"), _refuse
    ),
}
_POINTING: dict[str, Callable[..., Any]] = {name: getattr(Locator, name) for name in _BY_KEYS}


def _either(name: str) -> Callable[..., Any]:
    """That method of a locator: by keys in a context of keys alone, otherwise as ever."""

    @wraps(_POINTING[name])
    def act(where: Locator, *given: Any, **more: Any) -> Any:
        ways = _BY_KEYS if where.page.context in _only else _POINTING
        return ways[name](where, *given, **more)

    return act


for _name in _BY_KEYS:
    setattr(Locator, _name, _either(_name))
