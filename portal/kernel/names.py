"""Names as they may stand in the head of a letter, as a file's name and on a page."""

import re
import unicodedata

from portal.kernel.markup import plain


def tidy(name: str) -> str:
    """NFC, no invisible characters, single blanks and none around it; a line break stays, to be refused."""
    return re.sub(" +", " ", plain(unicodedata.normalize("NFC", name))).strip()


def one_line(name: str) -> str:
    """Likewise, with a blank for every line break and tab, and nothing that cannot be printed; may be empty."""
    return "".join(sign for sign in " ".join(tidy(name).split()) if sign.isprintable())


def is_one_line(name: str, *, most: int) -> bool:
    """Whether this is a name in one line, and neither empty nor longer than that many characters."""
    clean = all(unicodedata.category(sign) not in ("Cc", "Zl", "Zp") for sign in name)
    return clean and 0 < len(name) <= most
