"""What somebody is about to say, as others would read it; nothing of it is stored."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.comments.contribution import LONGEST
from portal.comments.mandate import Mandate
from portal.comments.models import Stance
from portal.consultations.queries import Sheet
from portal.consultations.structure import SectionLine
from portal.kernel.differences import Run, word_diff
from portal.kernel.markup import plain, render_comment


@dataclass(frozen=True, slots=True)
class Preview:
    """As much as there is of it yet; `wording` is empty where the section would stay as it is."""

    stance: Stance | None
    html: Markup
    section: SectionLine | None
    quote: str
    wording: list[Run]
    mandate: Mandate

    @classmethod
    def of(
        cls,
        sheet: Sheet,
        section: SectionLine | None,
        stance: Stance | None,
        body: str,
        quote: str,
        proposed_wording: str,
        mandate: Mandate,
    ) -> "Preview":
        source = sheet.source_of(section.id) if section else ""
        wording = plain(proposed_wording).strip()[:LONGEST]
        return cls(
            stance,
            render_comment(body[:LONGEST]),
            section,
            plain(quote).strip() if section else "",
            word_diff(source, wording) if section and wording and wording != source.strip() else [],
            mandate,
        )
