"""The square on the page and the picture in the letter are one and the same code."""

import re
import struct
import zlib

from portal.kernel.qr import QUIET, picture, square

ADDRESS = "https://mitreden.example/wir/comments/K7QF2M4X"
SCALE = 4


def dark_on_the_page(text: str) -> set[tuple[int, int]]:
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1", square(text).path)
    return {(int(x) + step, int(y)) for x, y, width in runs for step in range(int(width))}


def dark_in_the_picture(png: bytes) -> set[tuple[int, int]]:
    """Of a greyscale picture with one bit a pixel, by the middle of each module."""
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert (width, depth, colour) == (height, 1, 0)
    begin = png.index(b"IDAT")
    (length,) = struct.unpack(">I", png[begin - 4 : begin])
    rows = zlib.decompress(png[begin + 4 : begin + 4 + length])
    stride, above, lines = (width + 7) // 8, b"", []
    for begin in range(0, len(rows), stride + 1):
        kind, line = rows[begin], rows[begin + 1 : begin + 1 + stride]
        assert kind in (0, 2)
        above = bytes((sign + up) % 256 for sign, up in zip(line, above, strict=True)) if kind == 2 else line
        lines.append(above)
    middles = [(module, module * SCALE + SCALE // 2) for module in range(width // SCALE)]
    return {
        (x, y) for y, row in middles for x, column in middles if not lines[row][column // 8] >> (7 - column % 8) & 1
    }


def test_the_picture_has_the_modules_of_the_square() -> None:
    dark = dark_on_the_page(ADDRESS)
    assert len(dark) > 100
    assert dark_in_the_picture(picture(ADDRESS)) == dark


def test_the_square_has_white_all_around() -> None:
    places = [side for place in dark_on_the_page(ADDRESS) for side in place]
    assert (min(places), max(places)) == (QUIET, square(ADDRESS).size - QUIET - 1)
