"""What could be approved in one step, and what was chosen of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from portal.comments.models import CommentState
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.structure import ItemLine
from portal.kernel.work import Work
from portal.moderation import pipeline, queries
from portal.moderation.pipeline import Finding
from portal.moderation.policy import Occasion
from portal.moderation.queries import Asked, Case


@dataclass(frozen=True, slots=True)
class Choice:
    """A waiting comment that could be approved together with others."""

    case: Case
    item: ItemLine
    findings: Sequence[Finding]

    @property
    def is_harmless(self) -> bool:
        """Nothing to read, and nothing found: chosen already when the page opens."""
        texts = self.case.texts
        return not any((texts.body, texts.wording, texts.minority, texts.resolved, self.findings))


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
        if one.is_for(work.actor) and one.id not in spoken_against
        if one.id not in looking or looking[one.id].is_mine
    ]


def chosen(work: Work, here: Consultation, asked: Asked, wanted: Sequence[tuple[str, int]]) -> list[Choice]:
    """The chosen ones once more, with the revision that was read."""
    revisions = dict(wanted)
    return [
        choice for choice in approvable(work, here, asked) if revisions.get(choice.case.public_id) == choice.case.newest
    ]
