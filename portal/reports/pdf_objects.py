"""The objects of one PDF file as typst writes them, and what stands where in it."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import pairwise

_PLAIN = rb"[^()\\]|\\."
_NESTED = _PLAIN
for _ in range(6):
    _NESTED = rb"%s|\((?:%s)*\)" % (_PLAIN, _NESTED)
_STRING = rb"\((?:%s)*\)" % _NESTED
_TOKEN = re.compile(rb"(?P<string>%s)|<[0-9A-Fa-f]*>|(?P<number>\d+) 0 R" % _STRING, re.S)
_STREAM = b"\nstream\n"
_NAMES_ITSELF = b"D[)"
"""What stands before the name a table's head goes by: `/ID(…)` and `/Headers[(…)(…)]`."""


class Part:
    """`objects` by number: what comes before the stream, and the stream, None where there is none."""

    def __init__(self, pdf: bytes) -> None:
        tail = pdf[pdf.rindex(b"startxref") :].split()
        start = int(tail[1])
        lines = pdf[start : pdf.index(b"trailer", start)].split(b"\n")[2:]
        offsets = {number: int(line[:10]) for number, line in enumerate(lines) if line[17:18] == b"n"}
        ends = sorted([*offsets.values(), start])
        following = dict(pairwise(ends))
        self._pdf = pdf
        self.objects = {number: self._object(at, following[at]) for number, at in offsets.items()}
        trailer = pdf[pdf.index(b"trailer", start) :]
        catalog = _named(trailer, b"Root")
        text = self.objects[catalog][0]
        self.info = _named(trailer, b"Info")
        self.pages, self.metadata, self._structure, outlines, labels = (
            _named(text, name) for name in (b"Pages", b"Metadata", b"StructTreeRoot", b"Outlines", b"PageLabels")
        )
        self.language = _found(rb"/Lang\(([\w-]+)\)", text)
        self.document = int(_found(rb"/K\[(\d+) 0 R\]", self._root))
        self._outlines = outlines
        marks = {number for number, _ in self._marks(outlines)} if outlines else set()
        self.once = {catalog, self.pages, self._structure, self.document, outlines, labels, self.info, self.metadata}
        self.once |= marks
        """Objects that the joined file has of its own."""

    @property
    def _root(self) -> bytes:
        return self.objects[self._structure][0]

    @property
    def roles(self) -> bytes:
        return _found(rb"(/RoleMap<<[^>]*>>)", self._root)

    @cached_property
    def kids(self) -> list[int]:
        """Its pages in order."""
        return _numbers(_found(rb"/Kids\[([^\]]*)\]", self.objects[self.pages][0]))

    @property
    def tagged(self) -> list[int]:
        """The outermost tagged elements."""
        return _numbers(_found(rb"/K\[([^\]]*)\]", self.objects[self.document][0]))

    @property
    def parents(self) -> list[tuple[int, int]]:
        tree = _found(rb"/ParentTree<</Nums\[([^\]]*)\]", self._root)
        return [(int(key), int(number)) for key, number in re.findall(rb"(\d+) (\d+) 0 R", tree)]

    @property
    def next_parent(self) -> int:
        return int(_found(rb"/ParentTreeNextKey (\d+)", self._root))

    @property
    def names(self) -> list[tuple[bytes, int]]:
        found = re.search(rb"/IDTree<</Names\[([^\]]*)\]", self._root)
        return [(name, int(at)) for name, at in re.findall(rb"\(([^)]*)\)(\d+) 0 R", found[1])] if found else []

    def bookmarks(self) -> Iterator[tuple[int, int]]:
        """For each bookmark in order the object that says where it leads, and the page, counted from 0."""
        places = {number: place for place, number in enumerate(self.kids)}
        for _, text in self._marks(self._outlines) if self._outlines else ():
            destination = _named(text, b"Dest")
            (page, *_) = _numbers(self.objects[destination][0])
            yield destination, places[page]

    def _marks(self, above: int) -> Iterator[tuple[int, bytes]]:
        number = _named(without_strings(self.objects[above][0]), b"First")
        while number:
            text = without_strings(self.objects[number][0])
            yield number, text
            yield from self._marks(number)
            number = _named(text, b"Next")

    def _object(self, start: int, end: int) -> tuple[bytes, bytes | None]:
        text = self._pdf[self._pdf.index(b"obj\n", start) + 4 : self._pdf.rindex(b"\nendobj", start, end)]
        if not text.startswith(b"<</Length "):
            return text, None
        before, _, stream = text.partition(_STREAM)
        return before, stream[: stream.rindex(b"\nendstream")]


def references(text: bytes, place: Callable[[int], int], mark: bytes) -> bytes:
    """The object with every reference to another one put in its place, and the names of table heads marked."""

    def changed(token: re.Match[bytes]) -> bytes:
        if token["number"]:
            return b"%d 0 R" % place(int(token["number"]))
        if token["string"] and text[token.start() - 1] in _NAMES_ITSELF:
            return b"(%s%s" % (mark, token["string"][1:])
        return token[0]

    return _TOKEN.sub(changed, text)


def without_strings(text: bytes) -> bytes:
    """What an object says but for people's texts, in which anything might stand."""
    return _TOKEN.sub(lambda token: token[0] if token["number"] else b"()", text)


def reference(number: int) -> bytes:
    return b"%d 0 R" % number


def text_string(text: str) -> bytes:
    """A text for people, as every PDF reader takes it."""
    return b"<FEFF%s>" % text.encode("utf-16-be", errors="replace").hex().upper().encode()


def _named(text: bytes, name: bytes) -> int:
    """The number behind `/Name`; 0 where there is none."""
    found = re.search(rb"/%s (\d+) 0 R" % name, text)
    return int(found[1]) if found else 0


def _numbers(text: bytes) -> list[int]:
    return [int(number) for number in re.findall(rb"(\d+) 0 R", text)]


def _found(pattern: bytes, text: bytes) -> bytes:
    found = re.search(pattern, text)
    if found is None:
        raise ValueError(f"typst writes its files in another way than this was made for: no {pattern!r}.")
    return found[1]
