"""Accessible PDF files joined into one with their tags, which ready-made joiners leave behind."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import chain, repeat
from typing import Any, BinaryIO, cast

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, OutlineItem, Page, Pdf, String

DEEPEST = 6
"""Levels of headings PDF has names for."""
INSIDE = "https://inside.invalid/"
"""What the cover's links to headings begin with; the place of the heading follows."""
_NUMBER_OF_PAGES = "{http://ns.adobe.com/xap/1.0/t/pg/}NPages"
_HEADINGS = {f"/H{level}" for level in range(1, DEEPEST + 1)}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a heading stands: what leads to it, and the page, counted from 0 in its part."""

    destination: Array
    page: int


class Joiner:
    """Takes parts one after another, the cover last, and then writes the file."""

    def __init__(self) -> None:
        self._pdf = Pdf.new()
        self._tags: list[Object] = []
        self._parents: list[Any] = []
        self._names: dict[bytes, Object] = {}
        self._next_parent = 0

    @property
    def pages(self) -> int:
        return len(self._pdf.pages)

    def add(self, part: bytes, levels: Sequence[int]) -> list[Target]:
        """Put pages behind the others; `levels` are those of its headings, of which each has a bookmark."""
        source, first, left = Pdf.open(BytesIO(part)), self.pages, iter(levels)
        self._tags += self._take(source, first, left)
        if next(left, None) is not None:
            raise ValueError("A heading has no tag.")
        targets = [
            Target(Array([self._pdf.pages[first + page].obj, *spot]), page) for page, spot in _bookmarked(source)
        ]
        if len(targets) != len(levels):
            raise ValueError(f"{len(levels)} headings have {len(targets)} bookmarks.")
        return targets

    def finish(
        self, file: BinaryIO, cover: bytes, targets: Sequence[Target], levels: Sequence[int], titles: Sequence[str]
    ) -> None:
        """Put the cover before all, lead its links to the targets, and write the file."""
        source = Pdf.open(BytesIO(cover))
        self._tags[:0] = self._take(source, 0, repeat(1))
        for page in self._pdf.pages[: len(source.pages)]:
            for link in _links_on(page):
                place = int(str(link.A.URI).removeprefix(INSIDE))
                link.Dest, link.Contents = targets[place].destination, String(titles[place])
                del link.A
        self._say_once(source)
        self._mark(targets, levels, titles)
        self._pdf.save(file, min_version="1.7", object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)

    def _take(self, source: Pdf, first: int, levels: Iterator[int]) -> list[Object]:
        """Pages into their place; their outermost tags, numbered and named as in no other part, for the tree."""
        shift = self._next_parent
        for place, page in enumerate(source.pages):
            self._pdf.pages.insert(first + place, page)
        for page in self._pdf.pages[first : first + len(source.pages)]:
            page.obj.StructParents += shift
            for link in _links_on(page):
                link.StructParent += shift
        tree: Any = self._pdf.copy_foreign(source.Root.StructTreeRoot)
        for tag in _all_in(tree.K[0]):
            if str(tag.S) in _HEADINGS:
                tag.S = Name(f"/H{min(next(levels), DEEPEST)}")
            _rename(tag, b"p%d-" % shift)
        for number, tags in _pairs(tree.ParentTree.Nums):
            self._parents += [number + shift, tags]
        if "/IDTree" in tree:
            self._names |= {bytes(tag.ID): tag for _, tag in _pairs(tree.IDTree.Names)}
        self._next_parent += int(tree.ParentTreeNextKey)
        return list(tree.K[0].K)

    def _say_once(self, cover: Pdf) -> None:
        """What a file says of itself, as its cover does, and the tree of all tags."""
        root = self._pdf.Root
        root.Lang, root.MarkInfo = cover.Root.Lang, Dictionary(Marked=True)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True, Direction=Name.L2R)
        self._pdf.trailer.Info = self._pdf.copy_foreign(cover.trailer.Info)
        root.Metadata = self._pdf.copy_foreign(cover.Root.Metadata)
        with self._pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as said:
            said[_NUMBER_OF_PAGES] = str(self.pages)
        front = len(cover.pages)
        root.PageLabels = Dictionary(Nums=[0, Dictionary(S=Name.r, St=1), front, Dictionary(S=Name.D, St=1)])
        document = self._pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array(self._tags)))
        for tag in self._tags:
            tag.P = document
        root.StructTreeRoot = self._pdf.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot,
                RoleMap=self._pdf.copy_foreign(cover.make_indirect(cover.Root.StructTreeRoot.RoleMap)),
                K=[document],
                ParentTree=Dictionary(Nums=Array(self._parents)),
                IDTree=Dictionary(Names=Array(chain.from_iterable(sorted(self._names.items())))),
                ParentTreeNextKey=self._next_parent,
            )
        )
        document.P = root.StructTreeRoot

    def _mark(self, targets: Sequence[Target], levels: Sequence[int], titles: Sequence[str]) -> None:
        """Bookmarks nested as the headings are; those of the first level are shown, the others folded."""
        with self._pdf.open_outline(max_depth=DEEPEST + 2) as outline:
            above: list[tuple[int, list[OutlineItem]]] = [(0, outline.root)]
            for target, level, title in zip(targets, levels, titles, strict=True):
                while above[-1][0] >= level:
                    above.pop()
                item = OutlineItem(title, target.destination)
                item.is_closed = True
                above[-1][1].append(item)
                above.append((level, item.children))


def _links_on(page: Page) -> Iterator[Any]:
    yield from page.obj.get("/Annots", [])


def _bookmarked(source: Pdf) -> Iterator[tuple[int, list[Object]]]:
    """For each bookmark in order its page, counted from 0, and the spot on it."""
    places = {page.obj.objgen: place for place, page in enumerate(source.pages)}

    def below(items: Sequence[OutlineItem]) -> Iterator[tuple[int, list[Object]]]:
        for item in items:
            page, *spot = cast("Array", item.destination)
            yield places[page.objgen], spot
            yield from below(item.children)

    with source.open_outline() as outline:
        yield from below(outline.root)


def _all_in(tag: Object) -> Iterator[Object]:
    """A tag and all below it, in the order in which they are read out."""
    yield tag
    for child in _listed(tag.get("/K")):
        if isinstance(child, Dictionary) and "/S" in child:
            yield from _all_in(child)


def _listed(value: Any) -> Iterable[Any]:
    """What stands alone or in a list."""
    return value if isinstance(value, Array | tuple) else (value,)


def _rename(tag: Any, mark: bytes) -> None:
    """The head of a column, and the cells that name it: typst counts them anew in every part."""
    if "/ID" in tag:
        tag.ID = String(mark + bytes(tag.ID))
    for attribute in _listed(tag.get("/A", ())):
        if "/Headers" in attribute:
            attribute.Headers = [String(mark + bytes(name)) for name in attribute.Headers]


def _pairs(array: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """The keys and values of a tree, which PDF writes in one line."""
    flat = iter(array)
    return zip(flat, flat, strict=True)
