"""Accessible PDF files of typst joined into one, with their tags, which ready-made joiners lose.

typst writes every object but streams uncompressed and in one spelling; this reads that spelling and no other.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import BinaryIO

from portal.reports.pdf_objects import Part, reference, references, text_string

PAGES, STRUCTURE, DOCUMENT, CATALOG, INFO, METADATA, OUTLINE, LABELS = range(1, 9)
"""Objects there is one of in the joined file."""
DEEPEST = 6
"""Levels of headings PDF has names for."""
_HEADING = re.compile(rb"(<</Type/StructElem/S/H)\d")
_PARENTS = re.compile(rb"(/StructParents?) (\d+)")
_LINK = re.compile(rb"/A<</Type/Action/S/URI/URI\(https://inside\.invalid/(\d+)\)>>(.*?)/Contents\([^)]*\)")
_NUMBER_OF_PAGES = re.compile(rb"(?<=<xmpTPg:NPages>)\d+")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a heading stands: the object that says so, and the page, counted from 0 in its part."""

    destination: int
    page: int


@dataclass(slots=True)
class _Gathered:
    """What the joined file says once about all of its parts."""

    pages: list[int] = field(default_factory=list)
    tagged: list[int] = field(default_factory=list)
    parents: list[tuple[int, int]] = field(default_factory=list)
    names: dict[bytes, int] = field(default_factory=dict)


class Joiner:
    """Writes parts as they come; memory holds one part and a list of what is where."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._at = 0
        self._offsets: dict[int, int] = {}
        self._free = LABELS + 1
        self._parents = 0
        self._body, self._cover = _Gathered(), _Gathered()
        self._write(b"%PDF-1.7\n%\x80\x80\x80\x80\n\n")

    @property
    def pages(self) -> int:
        return len(self._body.pages)

    def add(self, pdf: bytes, levels: Sequence[int]) -> list[Target]:
        """Put pages behind the others; `levels` are those of its headings, of which each has a bookmark."""
        part = Part(pdf)
        found = [Target(self._free - 1 + number, page) for number, page in part.bookmarks()]
        if len(found) != len(levels):
            raise ValueError(f"{len(levels)} headings have {len(found)} bookmarks.")
        self._take(part, self._body, iter(levels), lambda text: text)
        return found

    def finish(self, cover: bytes, targets: Sequence[Target], levels: Sequence[int], titles: Sequence[str]) -> None:
        """Put the cover before all, lead its links to the targets, and close the file.

        It has a heading where it has contents.
        """
        part = Part(cover)
        heads = [1] * any(_HEADING.match(text) for text, _ in part.objects.values())

        def led(text: bytes) -> bytes:
            def lead(link: re.Match[bytes]) -> bytes:
                number = int(link[1])
                said = text_string(titles[number])
                return b"/Dest %s%s/Contents%s" % (reference(targets[number].destination), link[2], said)

            return _LINK.sub(lead, text)

        self._take(part, self._cover, iter(heads), led)
        self._object(INFO, part.objects[part.info][0])
        self._metadata(part)
        self._tree(part)
        self._outline(targets, levels, titles)
        self._close(part)

    def _take(self, part: Part, into: _Gathered, levels: Iterator[int], change: Callable[[bytes], bytes]) -> None:
        shift, mark = self._free - 1, b"p%d-" % self._free
        moved = {part.pages: PAGES, part.document: DOCUMENT}

        def place(number: int) -> int:
            return moved.get(number, number + shift)

        for number, (text, stream) in part.objects.items():
            if number in part.once:
                continue
            if _HEADING.match(text):
                text = _HEADING.sub(b"\\g<1>%d" % min(next(levels), DEEPEST), text, count=1)
            text = change(references(text, place, mark))
            text = _PARENTS.sub(lambda found: b"%s %d" % (found[1], int(found[2]) + self._parents), text)
            self._object(number + shift, text, stream)
        if next(levels, None) is not None:
            raise ValueError("A heading has no tag.")
        into.pages += map(place, part.kids)
        into.tagged += map(place, part.tagged)
        into.parents += [(key + self._parents, place(number)) for key, number in part.parents]
        into.names |= {mark + name: place(number) for name, number in part.names}
        self._parents += part.next_parent
        self._free += max(part.objects)

    def _metadata(self, part: Part) -> None:
        _, stream = part.objects[part.metadata]
        said = _NUMBER_OF_PAGES.sub(b"%d" % len(self._all_pages), stream or b"")
        self._object(METADATA, b"<</Length %d/Type/Metadata/Subtype/XML>>" % len(said), said)

    @property
    def _all_pages(self) -> list[int]:
        return self._cover.pages + self._body.pages

    def _tree(self, part: Part) -> None:
        pages, tagged = self._all_pages, self._cover.tagged + self._body.tagged
        self._object(PAGES, b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), _listed(pages)))
        self._object(DOCUMENT, b"<</Type/StructElem/S/Document/P %s/K[%s]>>" % (reference(STRUCTURE), _listed(tagged)))
        parents = sorted(self._cover.parents + self._body.parents)
        numbers = b" ".join(b"%d %s" % (key, reference(number)) for key, number in parents)
        names = sorted((self._cover.names | self._body.names).items())
        ids = b"".join(b"(%s)%s" % (name, reference(number)) for name, number in names)
        self._object(
            STRUCTURE,
            b"<</Type/StructTreeRoot%s/K[%s]/ParentTree<</Nums[%s]>>/IDTree<</Names[%s]>>/ParentTreeNextKey %d>>"
            % (part.roles, reference(DOCUMENT), numbers, ids, self._parents),
        )

    def _outline(self, targets: Sequence[Target], levels: Sequence[int], titles: Sequence[str]) -> None:
        """Bookmarks nested as the headings are; those of the first level are shown, the others folded."""
        first = self._free
        self._free += len(targets)
        parents = _parents_of(levels)
        children: dict[int, list[int]] = {-1: []}
        for place, above in enumerate(parents):
            children.setdefault(above, []).append(place)
        after = {left: right for family in children.values() for left, right in pairwise(family)}
        before = {right: left for left, right in after.items()}
        for place, above in enumerate(parents):
            text = b"/Parent %s" % reference(OUTLINE if above < 0 else first + above)
            text += _pointer(b"Prev", before, place, first) + _pointer(b"Next", after, place, first)
            text += _family(children.get(place, []), first, shown=False)
            title = text_string(titles[place])
            target = reference(targets[place].destination)
            self._object(first + place, b"<<%s/Title%s/Dest %s>>" % (text, title, target))
        self._object(OUTLINE, b"<</Type/Outlines%s>>" % _family(children[-1], first, shown=True))

    def _close(self, part: Part) -> None:
        cover = len(self._cover.pages)
        self._object(LABELS, b"<</Nums[0<</S/r/St 1>>%d<</S/D/St 1>>]>>" % cover)
        self._object(
            CATALOG,
            b"<</Type/Catalog/Pages %s/Metadata %s/PageLabels %s/StructTreeRoot %s/Outlines %s/MarkInfo<</Marked true>>"
            b"/Lang(%s)/ViewerPreferences<</DisplayDocTitle true/Direction/L2R>>>>"
            % (*map(reference, (PAGES, METADATA, LABELS, STRUCTURE, OUTLINE)), part.language),
        )
        start, size = self._at, self._free
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        for number in range(1, size):
            at = self._offsets.get(number)
            self._write(b"0000000000 65535 f \n" if at is None else b"%010d 00000 n \n" % at)
        mark = hashlib.sha256(repr((start, size, part.language, self._parents)).encode()).hexdigest()[:32].encode()
        roots = b"/Root %s/Info %s" % (reference(CATALOG), reference(INFO))
        self._write(b"trailer\n<</Size %d%s/ID[<%s><%s>]>>\nstartxref\n%d\n%%%%EOF" % (size, roots, mark, mark, start))

    def _object(self, number: int, text: bytes, stream: bytes | None = None) -> None:
        self._offsets[number] = self._at
        body = text if stream is None else b"%s\nstream\n%s\nendstream" % (text, stream)
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._at += len(data)


def _listed(numbers: Sequence[int]) -> bytes:
    return b" ".join(map(reference, numbers))


def _parents_of(levels: Sequence[int]) -> list[int]:
    """For each heading the place of the one it stands under, -1 for none."""
    open_ones: list[int] = []
    found = []
    for place, level in enumerate(levels):
        while open_ones and levels[open_ones[-1]] >= level:
            open_ones.pop()
        found.append(open_ones[-1] if open_ones else -1)
        open_ones.append(place)
    return found


def _pointer(name: bytes, beside: Mapping[int, int], place: int, first: int) -> bytes:
    return b"/%s %s" % (name, reference(first + beside[place])) if place in beside else b""


def _family(places: Sequence[int], first: int, *, shown: bool) -> bytes:
    if not places:
        return b""
    ends = (reference(first + places[0]), reference(first + places[-1]))
    return b"/First %s/Last %s/Count %d" % (*ends, len(places) if shown else -len(places))
