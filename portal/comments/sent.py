"""Files as they come in: looked at before anything is kept, a whole PDF, PNG or JPEG and nothing else besides."""

import hashlib
from dataclasses import dataclass

from portal.kernel.errors import Invalid
from portal.kernel.names import one_line
from portal.kernel.words import N_

LARGEST = 10 * 2**20
MOST = 5
"""Files of one draft or comment."""
LONGEST_NAME = 100
LARGEST_FORM = MOST * LARGEST + 2**20
"""Bytes of a form that may bring as many; a file that is a little too large is told so kindly."""
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
SUFFIXES = {".pdf": PDF, ".png": PNG, ".jpg": JPEG, ".jpeg": JPEG}
ACCEPT = ",".join(SUFFIXES)
"""What the file field of a form offers."""
MARKUP = (b"<!doctype", b"<html", b"<script", b"<svg", b"<body", b"<iframe")
"""Nothing of this stands at the beginning of a picture or a PDF; where it does, the file is two things at once."""
LOOK = 1024
ZIP_END, ZIP_LOOK = b"PK\x05\x06", 66_000

UNKNOWN_KIND = N_("„%(name)s“ ist kein PDF, PNG oder JPEG. Bitte wählen Sie eine solche Datei.")
OTHER_KIND = N_("„%(name)s“ ist innen etwas anderes, als der Name sagt. Bitte speichern Sie die Datei neu.")
BROKEN = N_("„%(name)s“ ist unvollständig, oder es steckt noch etwas anderes darin. Bitte speichern Sie die Datei neu.")
TOO_LARGE = N_("„%(name)s“ ist größer als 10 MB. Bitte verkleinern Sie die Datei.")
EMPTY = N_("„%(name)s“ ist leer. Bitte wählen Sie die Datei noch einmal.")


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that has been looked at: what it is, and a name that can stand in a header and on a page."""

    name: str
    media_type: str
    content: bytes
    digest: str

    @classmethod
    def of(cls, name: str, content: bytes, *, field: str = "files") -> "Sent":
        """Raise `Invalid` for anything but a whole PDF, PNG or JPEG of at most 10 MB whose name says so too."""
        name = file_name(name)
        media_type = SUFFIXES.get(_suffix(name))
        if not content:
            raise Invalid(EMPTY, field=field, name=name)
        if len(content) > LARGEST:
            raise Invalid(TOO_LARGE, field=field, name=name)
        if media_type is None:
            raise Invalid(UNKNOWN_KIND, field=field, name=name)
        if media_type != _kind(content):
            raise Invalid(OTHER_KIND, field=field, name=name)
        if not _is_whole(media_type, content) or _is_something_else_too(content):
            raise Invalid(BROKEN, field=field, name=name)
        return cls(name, media_type, content, hashlib.sha256(content).hexdigest())


def file_name(name: str) -> str:
    """The last part of a path, in one line, without invisible or steering characters and quotes; never empty."""
    last = one_line(name.replace("\\", "/").rsplit("/", 1)[-1])
    kept = " ".join("".join(sign for sign in last if sign not in '"<>|?*:;').split()).strip(" .")
    suffix = _suffix(kept)
    return (kept[: len(kept) - len(suffix)][: LONGEST_NAME - len(suffix)].strip() or "datei") + suffix


def _suffix(name: str) -> str:
    before, dot, last = name.rpartition(".")
    return f".{last}".lower() if dot and before and f".{last}".lower() in SUFFIXES else ""


def _kind(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    return JPEG if content.startswith(b"\xff\xd8\xff") else ""


def _is_whole(media_type: str, content: bytes) -> bool:
    """Ends as its kind ends; cameras pad a JPEG with zeros."""
    if media_type == PDF:
        return b"%%EOF" in content[-LOOK:]
    if media_type == PNG:
        return content.endswith(b"IEND\xaeB`\x82")
    return content.rstrip(b"\0").endswith(b"\xff\xd9")


def _is_something_else_too(content: bytes) -> bool:
    begin, end = content[:LOOK].lower(), content[-ZIP_LOOK:]
    return ZIP_END in end or any(tag in begin for tag in MARKUP)
