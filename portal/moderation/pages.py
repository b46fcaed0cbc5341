"""What the moderators' pages show, as one frozen answer per page."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from markupsafe import Markup

from portal.comments import queries as comments
from portal.comments.attachments import AttachmentLine, of_comments
from portal.comments.models import CommentState, Stance
from portal.comments.queries import CommentLine
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.structure import FieldLine, ItemLine, SectionLine, Structure
from portal.kernel.differences import Run, word_diff
from portal.kernel.errors import Missing
from portal.kernel.marking import Quoted, mark_passages
from portal.kernel.work import Work
from portal.moderation import pipeline, policy, queries
from portal.moderation.models import Outcome
from portal.moderation.pipeline import Finding
from portal.moderation.policy import Occasion
from portal.moderation.queries import PER_PAGE, Asked, Case, Matters, NoteLine, PastDecision, Presence
from portal.moderation.redaction import Texts, cover
from portal.stakeholders import queries as stakeholders
from portal.stakeholders.queries import GroupLine

QUOTED = 300
"""Characters of a section that are shown beside a comment about it."""


@dataclass(frozen=True, slots=True)
class Row:
    case: Case
    item: ItemLine
    findings: Sequence[Finding]
    is_for_me: bool
    presence: Presence | None

    @property
    def is_free(self) -> bool:
        """Whether nobody else is looking at it."""
        return self.presence is None or self.presence.is_mine


@dataclass(frozen=True, slots=True)
class Choice:
    """A waiting comment that could be approved together with others."""

    case: Case
    item: ItemLine
    findings: Sequence[Finding]

    @property
    def is_harmless(self) -> bool:
        """Nothing to read, and nothing found: chosen already when the page opens."""
        return not any((self.case.body, self.case.proposed_wording, self.case.minority_vote, self.findings))


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
            texts = Texts(
                *(getattr(self.shown, name) for name in ("body", "quote", "proposed_wording", "minority_vote"))
            )
        for one in self.findings:
            if one.is_serious:
                for name, places in (("body", one.places), *one.beside):
                    texts = replace(texts, **{name: cover(getattr(texts, name), places)})
        return texts


@dataclass(frozen=True, slots=True)
class Settled:
    """What the moderator has just decided."""

    public_id: str
    outcome: Outcome
    may_undo: bool

    @property
    def number(self) -> str:
        return f"{self.public_id[:4]} {self.public_id[4:]}"


@dataclass(frozen=True, slots=True)
class Queue:
    """`tallies` leave words searched for aside, `number` does not: so many rows are on all pages."""

    asked: Asked
    tallies: dict[CommentState, int]
    number: int
    open_matters: dict[Occasion, int]
    rows: Sequence[Row]
    opened: Opened | None
    settled: Settled | None
    fields: Sequence[FieldLine]
    groups: Sequence[GroupLine]
    now: datetime = field(repr=False)

    @property
    def waiting(self) -> int:
        return self.tallies.get(CommentState.SUBMITTED, 0)

    @property
    def remaining(self) -> int:
        """How many come after this page."""
        return max(0, self.number - PER_PAGE * (self.asked.page - 1) - len(self.rows))

    @property
    def before(self) -> str | None:
        return self._beside(-1)

    @property
    def after(self) -> str | None:
        return self._beside(1)

    def _beside(self, step: int) -> str | None:
        """The public id of the row above or below the opened one."""
        known = [row.case.public_id for row in self.rows]
        here = self.opened.case.public_id if self.opened is not None else None
        place = known.index(here) + step if here in known else 0
        return known[place] if 0 <= place < len(known) and known[place] != here else None


def approvable(work: Work, here: Consultation, asked: Asked) -> list[Choice]:
    """What waits on one page of the list, as far as this moderator may approve it unread by others."""
    asked = replace(asked, state=CommentState.SUBMITTED, occasion=Occasion.ARRIVAL)
    skeleton = consultations.structure(work, here)
    found = queries.cases(work, here, asked)
    findings, looking = pipeline.of_list(work, here, found), queries.presences(work, here)
    spoken_against = queries.spoken_against(work, here)
    return [
        Choice(one, skeleton.by_id[one.item_id], findings[one.id])
        for one in found
        if _is_for(work, here, one) and one.id not in spoken_against
        if one.id not in looking or looking[one.id].is_mine
    ]


def chosen(work: Work, here: Consultation, asked: Asked, wanted: Sequence[tuple[str, int]]) -> list[Choice]:
    """The chosen ones once more, with the revision that was read."""
    revisions = dict(wanted)
    return [
        choice for choice in approvable(work, here, asked) if revisions.get(choice.case.public_id) == choice.case.newest
    ]


def queue(work: Work, here: Consultation, asked: Asked, *, named: str = "", decided: str = "") -> Queue:
    """A page of the list with the case that was named, else the first one that this moderator may decide on.

    Raise `Missing` when there is no such case.
    """
    skeleton = consultations.structure(work, here)
    found = queries.cases(work, here, asked)
    findings = pipeline.of_list(work, here, found)
    looking = queries.presences(work, here)
    rows = [
        Row(one, skeleton.by_id[one.item_id], findings[one.id], _is_for(work, here, one), looking.get(one.id))
        for one in found
    ]
    if named:
        chosen = queries.case(work, here, named)
        if chosen is None:
            raise Missing
    else:
        mine = [row.case for row in rows if row.is_for_me and row.is_free] or [row.case for row in rows]
        chosen = mine[0] if mine else None
    tallies, matters = queries.tallies(work, here, asked), queries.open_matters(work, here, asked)
    in_tab = tallies.get(asked.state, 0) if asked.occasion is Occasion.ARRIVAL else matters[asked.occasion]
    counted = not asked.q and (not asked.by or asked.occasion is Occasion.ARRIVAL)
    return Queue(
        asked,
        tallies,
        in_tab if counted else queries.found(work, here, asked),
        matters,
        rows,
        _open(work, here, skeleton, chosen, looking.get(chosen.id)) if chosen is not None else None,
        _settled(work, here, decided) if decided else None,
        skeleton.fields,
        stakeholders.groups(work, here),
        work.now,
    )


def _open(work: Work, here: Consultation, skeleton: Structure, one: Case, presence: Presence | None) -> Opened:
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
        html=mark_passages(one.html, [Quoted.at(one.body, *place) for finding in findings for place in finding.places]),
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
        notes=queries.notes(work, one.id) if _is_for(work, here, one) else (),
        files=of_comments(work, here, [one.id]).get(one.id, ()) if one.files else (),
        is_second=matters.is_for(work.actor, one.newest),
        is_for_me=_is_for(work, here, one),
        takes_decisions=policy.takes_decisions(here, work.now),
        may_undo=bool(past) and _may_undo(work, one, past[-1]),
    )


def _blackened(work: Work, here: Consultation, one: Case) -> CommentLine | None:
    """What the public reads of the newest revision, if something of it is blackened."""
    if one.state is not CommentState.REDACTED:
        return None
    line = comments.comment_named(work, here, one.public_id)
    return line if line is not None and line.is_redacted and line.revision == one.newest else None


def _settled(work: Work, here: Consultation, public_id: str) -> Settled | None:
    one = queries.case(work, here, public_id)
    decision = queries.newest_decision(work, here, public_id)
    if one is None or decision is None or decision.undoes_id is not None:
        return None
    if not policy.is_own_decision(work.actor, decision.moderator_id):
        return None
    return Settled(one.public_id, decision.outcome, _may_undo(work, one, decision))


def _may_undo(work: Work, one: Case, newest: PastDecision) -> bool:
    return (
        policy.is_own_decision(work.actor, newest.moderator_id)
        and newest.revision == one.newest
        and one.state is policy.STATES[newest.outcome]
    )


def _is_for(work: Work, here: Consultation, one: Case) -> bool:
    return policy.is_impartial(work.actor, here.id, one.author_id, one.organisation_id)


def _shortened(source: str) -> str:
    text = " ".join(source.split())
    return text if len(text) <= QUOTED else f"{text[:QUOTED].rsplit(' ', 1)[0]} …"
