"""Finding what a cell names by its code, its title, or both."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from portal.imports.queries import FieldText, ItemText
from portal.kernel.codes import fold, normal_code

BETWEEN = re.compile(r"\s*[:–—|]\s*|\s+-\s+|\s+")


@dataclass(frozen=True, slots=True)
class Named:
    """Things with a code and a title, ready to be looked up."""

    by_code: dict[str, str]
    by_title: dict[str, str]

    @classmethod
    def of(cls, things: Iterable[FieldText | ItemText]) -> "Named":
        pairs = [(thing.code, thing.title) for thing in things]
        return cls(dict(pairs), {_plain(title): code for code, title in reversed(pairs)})

    def find(self, text: str) -> str | None:
        """The code of what “B 1”, “Sprache” or “B 1: Sprache” names; a code at the beginning counts before a title."""
        code = normal_code(text)
        if code in self.by_code:
            return code
        if _plain(text) in self.by_title:
            return self.by_title[_plain(text)]
        heads = (known for known in self.by_code if code.startswith(known) and BETWEEN.match(code, len(known)))
        candidates = sorted(heads, key=len, reverse=True)
        return next((known for known in candidates if self._is_titled(known, code)), None)

    def _is_titled(self, code: str, text: str) -> bool:
        rest = BETWEEN.sub("", text[len(code) :], count=1)
        return _plain(rest) == _plain(self.by_code[code])


def _plain(text: str) -> str:
    return " ".join(word for word in re.sub(r"\W", " ", fold(text)).split() if word not in ("und", "and"))
