"""What a moderator has marked in a returned text and suggested instead, as its author reads and takes it."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.kernel.differences import Run, word_diff
from portal.kernel.marking import Quoted, mark_passages


@dataclass(frozen=True, slots=True)
class Advice:
    """`html` is the text with the words marked, `taken` its source with the suggestion in their place."""

    marked: str
    suggestion: str
    html: Markup
    changes: Sequence[Run]
    taken: str

    @classmethod
    def of(cls, body: str, html: Markup, marked: str, suggestion: str) -> "Advice":
        changes = word_diff(marked, suggestion) if suggestion else ()
        shown = mark_passages(html, [Quoted(marked, body.partition(marked)[0])])
        return cls(marked, suggestion, shown, changes, body.replace(marked, suggestion, 1))
