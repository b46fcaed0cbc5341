"""Texts of cells as the Markdown our sheets are written in."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from portal.kernel.markup import plain

BULLET = re.compile(r"^[•·▪◦‣∙●○■□–—*][ \t\xa0]+", re.M)
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?: |$)")
OPEN = re.compile(r"<(?!/?[a-zA-Z][^<>]*>)")
DECLARATION = re.compile(r"<[!?][^<>]*>")
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
NEUTRALISED = re.compile(r"^'(?=[=+\-@\t])")
"""How spreadsheets are told that a text is no formula; our own exports do it."""

DROPPED = frozenset({"script", "style", "head", "template", "iframe", "object", "svg", "math", "noscript", "select"})
BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "caption", "dd", "div", "dl", "dt", "figure", "footer", "form", "h1"}
    | {"h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody"}
    | {"thead", "tr", "ul"}
)
STRONG = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th", "dt"})
ITALIC = frozenset({"i", "em", "cite"})
LINKS = frozenset({"http", "https", "mailto"})
DEEPEST_LIST = 4
PUNCTUATION = frozenset(".,:;!?“”)")


def tidy(text: str) -> str:
    """Plain text of a cell: bullets as lists, nothing indented by accident, no control characters, few empty lines."""
    kept = CONTROL.sub("", plain(text).replace("\t", "    "))
    lines: list[str] = []
    in_list = False
    for line in BULLET.sub("- ", NEUTRALISED.sub("", kept)).split("\n"):
        bare = line.strip()
        is_item = ITEM.match(bare) is not None
        in_list = is_item or (in_list and line.startswith(" ") and bool(bare))
        lines.append(line.rstrip() if in_list else bare)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """A short value: no line breaks, no runs of blanks, nothing that cannot be seen."""
    return " ".join(NEUTRALISED.sub("", plain(text).replace(SOFT_HYPHEN, "")).split())


def from_html(text: str) -> str:
    """Markdown of an HTML fragment: paragraphs, lists, emphasis; links as text; scripts and the like are gone."""
    return _read(text).markdown()


def lines_of_html(text: str) -> str:
    """The bare text of an HTML fragment, each paragraph or list entry on a line."""
    return _read(text).plain()


def joined(parts: list[tuple[str, str]]) -> str:
    """Several texts under their sub-labels as one; empty ones are left out."""
    blocks = []
    for label, text in parts:
        if not text:
            continue
        name = label.replace("*", r"\*")
        is_short = "\n" not in text and not ITEM.match(text)
        blocks.append(text if not label else f"**{name}:** {text}" if is_short else f"**{name}**\n\n{text}")
    return "\n\n".join(blocks)


@dataclass(slots=True)
class _Run:
    text: str
    mark: str


@dataclass(slots=True)
class _Block:
    """A paragraph, or an entry of a list with its marker in front."""

    marker: str
    runs: list[_Run] = field(default_factory=list)

    def plain(self) -> str:
        return _even("".join(run.text for run in self.runs))

    def markdown(self) -> str:
        merged: list[_Run] = []
        for run in self.runs:
            if merged and merged[-1].mark == run.mark:
                merged[-1].text += run.text
            else:
                merged.append(_Run(run.text, run.mark))
        text = ""
        for run in merged:
            text = _append(text, run)
        text = _even(text)
        return self.marker + text.replace("\n", "\n" + " " * len(self.marker)) if text else ""


def _append(text: str, run: _Run) -> str:
    """Emphasis marks touch their words, and need a blank where punctuation would keep them from working."""
    bare = run.text.strip()
    if not run.mark or not bare:
        between = " " if text.endswith("*") and text.rstrip("*")[-1:] in PUNCTUATION and run.text[:1].isalnum() else ""
        return text + between + run.text
    before = run.text[: len(run.text) - len(run.text.lstrip())]
    after = run.text[len(run.text.rstrip()) :]
    if not before and text[-1:].isalnum() and not bare[0].isalnum():
        before = " "
    broken = re.sub(r"\s*\n\s*", f"{run.mark}\n{run.mark}", bare)
    return f"{text}{before}{run.mark}{broken}{run.mark}{after}"


def _even(text: str) -> str:
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


def _read(text: str) -> "_Reader":
    reader = _Reader()
    reader.feed(_closed(text))
    reader.close()
    reader.end_block()
    return reader


def _closed(text: str) -> str:
    """Without comments and declarations; a < that opens no tag is text, or the parser would seek its end each time."""
    kept: list[str] = []
    place = 0
    while (begin := text.find("<!--", place)) >= 0:
        kept.append(text[place:begin])
        end = text.find("-->", begin)
        place = end + 3 if end >= 0 else len(text)
    kept.append(text[place:])
    return OPEN.sub("&lt;", DECLARATION.sub("", "".join(kept)))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[_Block] = []
        self.block = _Block("")
        self.lists: list[int | None] = []
        self.strong = self.italic = self.dropped = 0
        self.addresses: list[tuple[str, int]] = []

    def markdown(self) -> str:
        text = ""
        before = _Block("")
        for block in self.blocks:
            written = block.markdown()
            text += ("\n" if block.marker and before.marker else "\n\n" if text else "") + written
            before = block
        return text

    def plain(self) -> str:
        return "\n".join(block.plain() for block in self.blocks)

    def end_block(self) -> None:
        if any(run.text.strip() for run in self.block.runs):
            self.blocks.append(self.block)
        self.block = _Block("")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in DROPPED:
            self.dropped += 1
        if tag in BLOCKS:
            self.end_block()
        if tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._begin_item()
        elif tag in ("td", "th") and self.block.runs:
            self.block.runs.append(_Run(" | ", ""))
        elif tag == "br":
            self.block.runs.append(_Run("\n", self._mark()))
        elif tag == "a":
            self.addresses.append((dict(attrs).get("href") or "", len(self.block.runs)))
        elif tag == "img":
            self.handle_data(dict(attrs).get("alt") or "")
        self.strong += tag in STRONG
        self.italic += tag in ITALIC

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("br", "hr", "img"):
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.strong = max(0, self.strong - (tag in STRONG))
        self.italic = max(0, self.italic - (tag in ITALIC))
        if tag in DROPPED:
            self.dropped = max(0, self.dropped - 1)
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        if tag == "a" and self.addresses:
            self._end_link(*self.addresses.pop())
        if tag in BLOCKS:
            self.end_block()

    def handle_data(self, data: str) -> None:
        if self.dropped or not data:
            return
        self.block.runs.append(_Run(re.sub(r"\s+", " ", data), self._mark()))

    def _mark(self) -> str:
        return "**" * bool(self.strong) + "*" * bool(self.italic)

    def _begin_item(self) -> None:
        indent = "   " * (min(len(self.lists), DEEPEST_LIST) - 1)
        number = self.lists[-1] if self.lists else None
        if number is None:
            self.block.marker = f"{indent}- "
            return
        self.lists[-1] = number + 1
        self.block.marker = f"{indent}{number + 1}. "

    def _end_link(self, address: str, begin: int) -> None:
        """The address in brackets behind its words, if it can be opened and the words do not say it."""
        words = "".join(run.text for run in self.block.runs[begin:]).strip()
        address = "".join(address.split())
        try:
            scheme = urlsplit(address).scheme.lower()
        except ValueError:
            return
        bare = address.removeprefix("mailto:")
        if scheme in LINKS and bare not in words:
            self.block.runs.append(_Run(f" ({bare})" if words else bare, ""))
