"""What the administration proposes, checked and rendered before anybody waits for the write lock."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

from portal.consultations.queries import Sheet
from portal.consultations.rewording import NewWording, reworded
from portal.kernel.errors import Invalid
from portal.kernel.markup import plain, render_comment
from portal.kernel.words import N_
from portal.themes.queries.advice import AdviceLine

LONGEST = 10_000
NO_BODY = N_("Bitte schreiben Sie, was die Verwaltung vorschlägt und warum.")
TOO_LONG = N_("Der Text hat mehr als %(most)s Zeichen. Bitte kürzen Sie ihn.")


@dataclass(frozen=True, slots=True)
class Proposal:
    """On one version of an item; `wordings` would replace the texts of their sections."""

    item_id: int
    version_id: int
    body: str
    html: Markup
    wordings: tuple[NewWording, ...] = ()

    @classmethod
    def of(cls, sheet: Sheet, body: str, wordings: Mapping[str, str] = MappingProxyType({})) -> "Proposal":
        """Raise `Invalid` without a reason, or with too long a text.

        `wordings` are texts of sections by their keys, of which those that differ count.
        """
        text = plain(body).strip()
        if not text:
            raise Invalid(NO_BODY, field="body")
        if len(text) > LONGEST:
            raise Invalid(TOO_LONG, field="body", most=LONGEST)
        return cls(sheet.item.id, sheet.version.id, text, render_comment(text), reworded(sheet, wordings))

    @classmethod
    def again(cls, said: AdviceLine) -> "Proposal":
        """What was written before, to be recorded once more."""
        return cls(said.item_id, said.version_id, said.body, said.html, said.wordings)
