"""Looking into a zip file before anything unpacks it: sizes, ratio, and no XML with a document type."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from portal.imports.reading.table import BROKEN, Limits, Unreadable
from portal.kernel.words import N_

TOO_LARGE = N_("Die Datei ist entpackt zu groß (mehr als %(most)s MB).")
TOO_DENSE = N_("Die Datei ist so stark gepackt, dass sie nicht geöffnet wird.")
ENCRYPTED = N_("Die Datei ist mit einem Passwort geschützt. Bitte speichern Sie sie ohne Passwort.")
ENTITIES = N_("Die Datei enthält XML-Vereinbarungen (DOCTYPE), die nicht gelesen werden.")

HARMLESS = 2**20
"""Bytes up to which a part may be packed as densely as it likes."""
XML = (".xml", ".rels", ".vml")


def open_safely(content: bytes, limits: Limits) -> ZipFile:
    """The archive, once it has shown that unpacking and parsing it cannot hurt."""
    try:
        archive = ZipFile(BytesIO(content))
        parts = archive.infolist()
        _weigh(parts, limits)
        for part in parts:
            if part.filename.lower().endswith(XML):
                _refuse_document_type(archive, part)
    except (BadZipFile, ParseError, NotImplementedError, EOFError, OSError, ValueError) as fault:
        if isinstance(fault, DefusedXmlException):
            raise Unreadable(ENTITIES) from fault
        raise Unreadable(BROKEN) from fault
    return archive


def _weigh(parts: list[ZipInfo], limits: Limits) -> None:
    """The sizes a zip file declares bind the reader: it takes no byte more from a part."""
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(ENCRYPTED)
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise Unreadable(BROKEN)
    if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.unpacked:
        raise Unreadable(TOO_LARGE, most=limits.unpacked // 2**20)
    for part in parts:
        if part.file_size > HARMLESS and part.file_size > limits.ratio * max(part.compress_size, 1):
            raise Unreadable(TOO_DENSE)


def _refuse_document_type(archive: ZipFile, part: ZipInfo) -> None:
    """A document type stands before the first element, so parsing stops there."""
    if not part.file_size:
        return
    with archive.open(part) as stream:
        next(iter(iterparse(stream, events=("start",), forbid_dtd=True)), None)
