"""Somebody who uses the portal over HTTP as a browser without JavaScript would: keeps cookies, fills in forms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener


@dataclass
class Form:
    """A form as the page has it: its address, and what it would send untouched."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What came back at the end of all redirects; `address` is path and query."""

    status: int
    address: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def form(self, part: str) -> Form:
        """The only form whose address ends with that part, the query left aside."""
        found = [form for form in _Forms.of(self.text) if urlsplit(form.action).path.endswith(part)]
        assert len(found) == 1, f"{len(found)} forms with {part} on {self.address}"
        return found[0]


class Person:
    """One browser profile."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self._opener.addheaders = [("Accept-Language", "de")]

    def get(self, address: str) -> Answer:
        return self._open(address, None)

    def send(self, answer: Answer, part: str, **changes: str) -> Answer:
        """Fill in the form of that page and send it; what the form does not know, such as a button, is added."""
        form = answer.form(part)
        return self.post(urljoin(answer.address, form.action), {**form.values, **changes})

    def post(self, address: str, values: Mapping[str, str]) -> Answer:
        return self._open(address, urlencode(values).encode())

    def sign_in(self, email: str, password: str) -> None:
        answer = self.send(self.get("/sign-in"), "/sign-in", email=email, password=password)
        assert answer.status == 200, f"{email} is not let in: {answer.status}"

    def _open(self, address: str, body: bytes | None) -> Answer:
        request = Request(urljoin(self._base_url, address.replace(" ", "%20")), body)  # noqa: S310 - our own server
        try:
            with self._opener.open(request, timeout=60) as response:
                return _answer(response.status, response)
        except HTTPError as refusal:
            with refusal:
                return _answer(refusal.code, refusal)


def _answer(status: int, response: Any) -> Answer:
    parts = urlsplit(response.url)
    address = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return Answer(status, address, response.headers, response.read())


class _Forms(HTMLParser):
    """Reads forms out of a page; only what the portal's own pages use."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._is_inside = False
        self._select = self._area = ""

    @classmethod
    def of(cls, html: str) -> Iterator[Form]:
        reader = cls()
        reader.feed(html)
        reader.close()
        yield from reader.forms

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get")))
            self._is_inside = True
        elif not self._is_inside:
            return
        elif tag == "input" and name:
            self._input(given, name, value)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            if "selected" in given or self._select not in self.forms[-1].values:
                self.forms[-1].values[self._select] = value
        elif tag == "textarea":
            self._area = name
            self.forms[-1].values[name] = ""

    def _input(self, given: Mapping[str, str], name: str, value: str) -> None:
        if given.get("type") in ("radio", "checkbox"):
            if "checked" in given:
                self.forms[-1].values[name] = value or "on"
        elif given.get("type") not in ("submit", "button", "file"):
            self.forms[-1].values[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            written = self.forms[-1].values[self._area]
            self.forms[-1].values[self._area] = written + (data if written else data.removeprefix("\n"))
