"""What the administration proposes, checked and rendered before anybody waits for the write lock."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.consultations.queries import Sheet
from portal.consultations.structure import SectionLine
from portal.kernel.errors import Invalid
from portal.kernel.markup import plain, render_comment
from portal.kernel.words import N_
from portal.themes.models import Advice

LONGEST = 10_000
NO_BODY = N_("Bitte schreiben Sie, was die Verwaltung vorschlägt und warum.")
TOO_LONG = N_("Der Text hat mehr als %(most)s Zeichen. Bitte kürzen Sie ihn.")
NO_SECTION = N_("Bitte wählen Sie den Abschnitt, dessen Wortlaut sich ändern soll.")


@dataclass(frozen=True, slots=True)
class Proposal:
    """On one version of an item; `wording` would replace its section, both are empty where no text changes."""

    item_id: int
    version_id: int
    body: str
    html: Markup
    section_id: int | None
    wording: str

    @classmethod
    def of(cls, sheet: Sheet, body: str, *, section: SectionLine | None = None, wording: str = "") -> "Proposal":
        """Raise `Invalid` without a reason, with a wording for no section, or with too long a text.

        A wording that leaves its section as it is counts as none.
        """
        text, new_wording = _checked(body, "body"), _checked(wording, "wording")
        if not text:
            raise Invalid(NO_BODY, field="body")
        if new_wording and section is None:
            raise Invalid(NO_SECTION, field="section")
        if section is None or new_wording.split() in ([], sheet.source_of(section.id).split()):
            section, new_wording = None, ""
        section_id = section.id if section is not None else None
        return cls(sheet.item.id, sheet.version.id, text, render_comment(text), section_id, new_wording)

    @classmethod
    def again(cls, said: Advice) -> "Proposal":
        """What was written before, to be recorded once more."""
        return cls(said.item_id, said.version_id, said.body, said.html, said.section_id, said.wording)


def _checked(text: str, field: str) -> str:
    kept = plain(text).strip()
    if len(kept) > LONGEST:
        raise Invalid(TOO_LONG, field=field, most=LONGEST)
    return kept
