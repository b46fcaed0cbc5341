"""The case beside the list: one comment with everything its moderator decides from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from portal.comments import queries as comments
from portal.comments.models import CommentState, Stance
from portal.comments.queries import CommentLine
from portal.comments.queries.attachments import AttachmentLine, of_comments
from portal.consultations.models import Consultation
from portal.consultations.structure import FieldLine, ItemLine, SectionLine, Structure
from portal.kernel.differences import Run, word_diff
from portal.kernel.marking import mark_places
from portal.kernel.work import Work
from portal.moderation import pipeline, policy, queries
from portal.moderation.models import Outcome
from portal.moderation.pipeline import Finding
from portal.moderation.queries import Case, Matters, NoteLine, PastDecision, Presence
from portal.moderation.redaction import Texts, cover

QUOTED = 300
"""Characters of a section that are shown beside a comment about it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The case beside the list. `there` is the passage it speaks about, `version` the item's version it was written on.

    `changes` compares the text with the previous revision, `wording` a proposed wording with the section;
    `decisions` are those that stand, oldest first; `matters` is what is said against them. `shown` is what the public
    reads of this revision, where something of it is blackened.
    """

    case: Case
    item: ItemLine
    field: FieldLine
    section: SectionLine | None
    findings: Sequence[Finding]
    html: Markup
    changes: Sequence[Run]
    former_stance: Stance | None
    there: str
    version: int
    wording: Sequence[Run]
    decisions: Sequence[PastDecision]
    others: dict[CommentState, int]
    matters: Matters
    shown: CommentLine | None
    presence: Presence | None
    notes: Sequence[NoteLine]
    files: Sequence[AttachmentLine]
    is_for_me: bool
    is_second: bool
    takes_decisions: bool
    may_undo: bool

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What this moderator may decide now."""
        if not (self.is_for_me and self.is_second and self.takes_decisions):
            return ()
        return policy.outcomes(self.case.state, self.matters.occasions(self.case.state))

    @property
    def may_decide(self) -> bool:
        return bool(self.outcomes)

    @property
    def may_leave(self) -> bool:
        """Whether there is a report that can be answered by leaving the comment as it is."""
        return bool(self.is_for_me and self.takes_decisions and self.matters.open_reports)

    @property
    def appealed(self) -> PastDecision | None:
        """The decision the author does not agree with."""
        appeal = self.matters.appeal
        if appeal is None:
            return None
        before = [one for one in self.decisions if one.appeal_id is None and one.decided_at <= appeal.appealed_at]
        return next((one for one in reversed(before) if one.outcome is appeal.first_outcome), None)

    @property
    def proposal(self) -> Texts:
        """The texts with everything blackened that is already, and by which somebody could be hurt."""
        texts = self.case.texts
        if self.shown is not None:
            parts = ("body", "quote", "proposed_wording", "minority_vote", "resolved_by")
            texts = Texts(*(getattr(self.shown, name) for name in parts))
        for one in self.findings:
            if one.is_serious:
                for name, places in (("body", one.places), *one.beside):
                    texts = replace(texts, **{name: cover(getattr(texts, name), places)})
        return texts


def open_case(work: Work, here: Consultation, skeleton: Structure, one: Case, presence: Presence | None) -> Opened:
    """Everything about one case; `presence` says who is looking at it."""
    revisions = comments.revisions(work, one.id)
    former = revisions[-2] if len(revisions) > 1 else None
    version, source = queries.passage(work, one)
    findings = pipeline.of_case(work, here, one)
    past = queries.past(work, one.id)
    matters = queries.matters(work, one.id)
    item = skeleton.by_id[one.item_id]
    return Opened(
        case=one,
        item=item,
        field=skeleton.field_by_id[item.field_id],
        section=skeleton.section_by_id.get(one.section_id) if one.section_id is not None else None,
        findings=findings,
        html=mark_places(one.html, one.body, (place for finding in findings for place in finding.places)),
        changes=word_diff(former.body, one.body) if former is not None and former.body != one.body else (),
        former_stance=former.stance if former is not None and former.stance is not one.stance else None,
        there=one.quote or _shortened(source),
        version=version,
        wording=word_diff(source, one.proposed_wording) if one.proposed_wording else (),
        decisions=queries.standing(past),
        others=queries.others(work, here, one),
        matters=matters,
        shown=_blackened(work, here, one),
        presence=presence,
        notes=queries.notes(work, one.id) if one.is_for(work.actor) else (),
        files=of_comments(work, here, [one.id]).get(one.id, ()) if one.files else (),
        is_second=matters.is_for(work.actor, one.newest),
        is_for_me=one.is_for(work.actor),
        takes_decisions=policy.takes_decisions(here, work.now),
        may_undo=bool(past) and past[-1].may_be_undone(work.actor, one),
    )


def _blackened(work: Work, here: Consultation, one: Case) -> CommentLine | None:
    """What the public reads of the newest revision, if something of it is blackened."""
    if one.state is not CommentState.REDACTED:
        return None
    line = comments.comment_named(work, here, one.public_id)
    return line if line is not None and line.is_redacted and line.revision == one.newest else None


def _shortened(source: str) -> str:
    text = " ".join(source.split())
    return text if len(text) <= QUOTED else f"{text[:QUOTED].rsplit(' ', 1)[0]} …"
