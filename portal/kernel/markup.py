"""The one place where people's text becomes HTML, once, when it is written."""

import re
from functools import cache
from itertools import takewhile
from urllib.parse import urlsplit

import bleach
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

VERSION = 1
"""Stored beside the HTML where it may have to be rendered anew."""

COMMENT_TAGS = frozenset({"p", "br", "em", "strong", "ul", "ol", "li", "a", "blockquote"})
SHEET_TAGS = COMMENT_TAGS | {"h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td", "hr", "code"}
DEEPEST = 20
"""Lists and quotes within each other; a list counts twice."""
OPTIONS = {"html": False, "breaks": True, "maxNesting": DEEPEST}
SCHEMES = frozenset({"http", "https", "mailto"})
GENDER_SIGN = re.compile(r"(?<=\w)([*_])(?=\w)")
INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Zero-width characters and overrides of the writing direction."""


def render_comment(source: str) -> Markup:
    """Paragraphs, lists, emphasis and links; a single line break stays one, as people write."""
    return _rendered(_comment_markdown(), source, COMMENT_TAGS)


def render_sheet(source: str) -> Markup:
    """The fuller subset for measure sheets and pages, which the office writes."""
    return _rendered(_sheet_markdown(), source, SHEET_TAGS)


def render_plain(source: str) -> Markup:
    """Text in which nothing is markup, line breaks kept."""
    return Markup("<p>") + Markup("<br>").join(escape(line) for line in plain(source).splitlines()) + Markup("</p>")


def plain(text: str) -> str:
    """Text as it is stored: line ends as \\n, no invisible steering characters."""
    return INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""))


@cache
def _comment_markdown() -> MarkdownIt:
    rules = ["emphasis", "list", "link", "autolink", "newline", "escape", "blockquote", "balance_pairs"]
    return _careful(MarkdownIt("zero", OPTIONS).enable(rules))


@cache
def _sheet_markdown() -> MarkdownIt:
    return _careful(MarkdownIt("commonmark", OPTIONS).enable("table").disable("image"))


def _careful(markdown: MarkdownIt) -> MarkdownIt:
    markdown.validateLink = _may_be_linked  # type: ignore[assignment, method-assign]
    return markdown


def _rendered(markdown: MarkdownIt, source: str, tags: frozenset[str]) -> Markup:
    """What no page shows nobody could check, and yet it stood in files made from the source: a text that would hide
    something is shown as it was typed."""
    tokens = markdown.parse(_keep_stars(plain(source)))
    if any(map(_hides, tokens)):
        return render_plain(source)
    return _clean(markdown.renderer.render(tokens, markdown.options, {}), tags)


def _hides(token: Token) -> bool:
    """What lies deeper than the parser goes is left out; the title of a link, or a link without words, is not seen."""
    if token.nesting == 1 and token.level >= DEEPEST - 1:
        return True
    parts = token.children or []
    return any(
        part.type == "link_open" and (part.attrGet("title") or not _words(parts[n:])) for n, part in enumerate(parts)
    )


def _words(link: list[Token]) -> str:
    return "".join(part.content for part in takewhile(lambda part: part.type != "link_close", link)).strip()


def _keep_stars(source: str) -> str:
    """“Expert*innen” is a word, not the beginning of an emphasis."""
    return GENDER_SIGN.sub(r"\\\1", source)


def _clean(html: str, tags: frozenset[str]) -> Markup:
    kept = bleach.clean(html, tags=tags, attributes=_is_link_target, protocols=SCHEMES, strip=True, strip_comments=True)
    return Markup(kept.replace("<a ", '<a rel="nofollow ugc noopener" ').strip())


def _is_link_target(tag: str, name: str, value: str) -> bool:
    """bleach takes `javascript:1` for host and port, so the scheme is asked for here once more."""
    return tag == "a" and name == "href" and _may_be_linked(value)


def _may_be_linked(address: str) -> bool:
    """What else is written like a link stays as it was typed."""
    is_path = address.startswith("/") and not address.startswith(("//", "/\\"))
    return is_path or urlsplit(address.strip()).scheme.lower() in SCHEMES
