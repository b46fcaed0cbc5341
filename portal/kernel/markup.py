"""The one place where people's text becomes HTML, once, when it is written."""

import re
from functools import cache
from urllib.parse import urlsplit

import bleach
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

VERSION = 1
"""Stored beside the HTML where it may have to be rendered anew."""

COMMENT_TAGS = frozenset({"p", "br", "em", "strong", "ul", "ol", "li", "a", "blockquote"})
SHEET_TAGS = COMMENT_TAGS | {"h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td", "hr", "code"}
DEEPEST = 20
"""Lists and quotes within each other; a list counts twice."""
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
    return MarkdownIt("zero", {"html": False, "breaks": True, "maxNesting": DEEPEST}).enable(rules)


@cache
def _sheet_markdown() -> MarkdownIt:
    options = {"html": False, "breaks": True, "maxNesting": DEEPEST}
    return MarkdownIt("commonmark", options).enable("table").disable("image")


def _rendered(markdown: MarkdownIt, source: str, tags: frozenset[str]) -> Markup:
    """What is nested deeper than the parser goes would be left out, so that it could not be checked and yet stood in
    files made from the source: such a text is shown as it was typed."""
    tokens = markdown.parse(_keep_stars(plain(source)))
    if any(token.nesting == 1 and token.level >= DEEPEST - 1 for token in tokens):
        return render_plain(source)
    return _clean(markdown.renderer.render(tokens, markdown.options, {}), tags)


def _keep_stars(source: str) -> str:
    """“Expert*innen” is a word, not the beginning of an emphasis."""
    return GENDER_SIGN.sub(r"\\\1", source)


def _clean(html: str, tags: frozenset[str]) -> Markup:
    kept = bleach.clean(html, tags=tags, attributes=_is_link_target, protocols=SCHEMES, strip=True, strip_comments=True)
    return Markup(kept.replace("<a ", '<a rel="nofollow ugc noopener" ').strip())


def _is_link_target(tag: str, name: str, value: str) -> bool:
    """bleach takes `javascript:1` for host and port, so the scheme is asked for here once more."""
    if tag != "a" or name != "href":
        return False
    is_path = value.startswith("/") and not value.startswith(("//", "/\\"))
    return is_path or urlsplit(value.strip()).scheme.lower() in SCHEMES
