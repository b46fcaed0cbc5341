"""What somebody says about an item, checked and rendered before the write lock is taken."""

from dataclasses import dataclass, replace

from markupsafe import Markup

from portal.comments.mandate import NONE, Mandate
from portal.comments.models import Arrival, Comment, CommentState, Draft, Revision, Stance, Voice
from portal.consultations.queries import Sheet
from portal.consultations.structure import SectionLine
from portal.kernel.errors import Invalid
from portal.kernel.markup import VERSION, plain, render_comment
from portal.kernel.passages import place_of
from portal.kernel.words import N_
from portal.kernel.work import Work

LONGEST = 10_000
CONTEXT = 40
"""Characters kept before and after a quoted passage."""

NO_BODY = N_("Bitte schreiben Sie, was Sie sagen möchten. Nur „Keine Einwände“ geht ohne Text.")
TOO_LONG = N_("Ihr Text ist länger als 10.000 Zeichen. Bitte kürzen Sie ihn; nichts ist verloren.")
NOT_THERE = N_("Die zitierte Stelle steht so nicht in diesem Abschnitt. Bitte übernehmen Sie sie unverändert.")


@dataclass(frozen=True, slots=True)
class Contribution:
    """A stance on one version of an item, with the text and what passage it is about.

    `mandate` is None where the form did not ask for it.
    """

    item_id: int
    version_id: int
    stance: Stance
    body: str
    html: Markup
    section_id: int | None = None
    quote: str = ""
    quote_before: str = ""
    quote_after: str = ""
    proposed_wording: str = ""
    language: str = "de"
    mandate: Mandate | None = None

    @classmethod
    def of(
        cls,
        sheet: Sheet,
        stance: Stance,
        body: str,
        *,
        section: SectionLine | None = None,
        quote: str = "",
        proposed_wording: str = "",
        language: str = "de",
        mandate: Mandate | None = None,
    ) -> "Contribution":
        """Raise `Invalid` for an empty or overlong text, or a quote that is not in the section."""
        body, quote, wording = plain(body).strip(), plain(quote).strip(), plain(proposed_wording).strip()
        if len(body) > LONGEST or len(wording) > LONGEST:
            raise Invalid(TOO_LONG, field="body")
        if not body and not wording and stance is not Stance.NO_OBJECTION:
            raise Invalid(NO_BODY, field="body")
        source = sheet.source_of(section.id) if section is not None else ""
        if any(wording == part.source.strip() for part in sheet.parts):
            wording = ""
        said, before, after = _passage(source, quote) if quote and section is not None else ("", "", "")
        return cls(
            item_id=sheet.item.id,
            version_id=sheet.version.id,
            stance=stance,
            body=body,
            html=render_comment(body),
            section_id=section.id if section is not None else None,
            quote=said,
            quote_before=before,
            quote_after=after,
            proposed_wording=wording if section is not None else "",
            language=language,
            mandate=mandate,
        )

    def said_by(self, voice: Voice) -> "Contribution":
        """Only an organisation resolves on what it says."""
        return self if voice is Voice.ORGANISATION else replace(self, mandate=NONE)

    def following(self, revision: Revision) -> "Contribution":
        """The next revision of what was said: where the form did not ask, the mandate stands."""
        return self if self.mandate is not None else replace(self, mandate=mandate_of(revision))

    def says_the_same(self, revision: Revision) -> bool:
        mine = (self.stance, self.body, self.section_id, self.quote, self.proposed_wording, self.mandate or NONE)
        return mine == (
            revision.stance,
            revision.body,
            revision.section_id,
            revision.quote,
            revision.proposed_wording,
            mandate_of(revision),
        )

    def comment(
        self,
        work: Work,
        consultation_id: int,
        voice: Voice,
        arrival: Arrival,
        submission_key: str,
        *,
        organisation_id: int | None,
        group_id: int | None,
        author_id: int | None = None,
        private_number: int | None = None,
    ) -> Comment:
        """As it comes in: its first revision waits to be checked."""
        return Comment(
            submission_key=submission_key,
            consultation_id=consultation_id,
            item_id=self.item_id,
            version_id=self.version_id,
            author_id=author_id,
            private_number=private_number,
            organisation_id=organisation_id,
            group_id=group_id or 0,
            voice=voice,
            stance=self.stance,
            state=CommentState.SUBMITTED,
            arrival=arrival,
            newest=1,
            submitted_at=work.now,
            first_submitted_at=work.now,
        )

    def revision(self, work: Work, comment_id: int, number: int) -> Revision:
        resolved = self.mandate or NONE
        return Revision(
            comment_id=comment_id,
            number=number,
            stance=self.stance,
            body=self.body,
            html=self.html,
            renderer=VERSION,
            section_id=self.section_id,
            quote=self.quote,
            quote_before=self.quote_before,
            quote_after=self.quote_after,
            proposed_wording=self.proposed_wording,
            language=self.language,
            submitted_at=work.now,
            submitter_id=work.actor.account_id,
            resolved_by=resolved.resolved_by,
            resolved_on=resolved.resolved_on,
            minority_vote=resolved.minority_vote,
        )


def mandate_of(text: Revision | Draft) -> Mandate:
    return Mandate(text.resolved_by, text.resolved_on, text.minority_vote)


def _passage(source: str, quote: str) -> tuple[str, str, str]:
    """The passage as the section has it, and a little text on either side by which it is found in a later version."""
    place = place_of(source, quote)
    if place is None:
        raise Invalid(NOT_THERE, field="quote")
    begin, end = place
    return source[begin:end], source[max(0, begin - CONTEXT) : begin], source[end : end + CONTEXT]
