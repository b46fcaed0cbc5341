"""Names that Excel accepts for the sheets of one workbook."""

import re

from portal.reports.cells import plain

LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\s]+")
_RESERVED = {"history", "änderungsverlauf"}


class SheetNames:
    """Gives each sheet a name of its own."""

    def __init__(self) -> None:
        self._taken = set(_RESERVED)

    def new(self, title: str) -> str:
        """The title as near as Excel allows, numbered from its second use."""
        wanted = _FORBIDDEN.sub(" ", plain(title)).strip(" '") or "-"
        number, name = 1, _clipped(wanted)
        while name.casefold() in self._taken:
            number += 1
            name = _clipped(wanted, f" ({number})")
        self._taken.add(name.casefold())
        return name


def _clipped(name: str, ending: str = "") -> str:
    units = name.encode("utf-16-le")[: 2 * (LONGEST - len(ending))]
    return units.decode("utf-16-le", errors="ignore").strip(" '") + ending
