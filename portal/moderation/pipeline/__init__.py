"""Why a comment deserves a look: findings in words, with the places they speak about. They decide nothing.

Nothing of this is computed when somebody submits. Findings are made when a moderator reads: for a page of the queue
from what is on it anyway, for the one opened case with a closer look at what was said about the same item.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from portal.comments.contribution import LONGEST
from portal.consultations.models import Consultation
from portal.kernel.work import Work
from portal.moderation import queries
from portal.moderation.pipeline.findings import Finding, Heed
from portal.moderation.pipeline.patterns import HOUSE_LIST, any_of
from portal.moderation.pipeline.rules import ALIKE, COMPARED, Around, findings
from portal.moderation.queries import Case, Similar

__all__ = ["Finding", "Heed", "of_case", "of_list", "watched"]

CANDIDATES = 200
"""Most texts one page of the queue, or one opened case, is compared with."""


def of_list(work: Work, here: Consultation, page: Sequence[Case]) -> Mapping[int, list[Finding]]:
    """The findings of each case on a page of the queue, by its id; compared with what waits on the same items."""
    pattern = any_of(watched(work, here))
    items = {one.item_id for one in page if one.is_waiting}
    candidates: dict[int, list[Similar]] = defaultdict(list)
    if items:
        for similar in queries.waiting_on(work, here, items, most=CANDIDATES, longest=COMPARED):
            candidates[similar.item_id].append(similar)
    return {one.id: findings(one, Around(pattern, candidates[one.item_id] if one.is_waiting else ())) for one in page}


def of_case(work: Work, here: Consultation, one: Case) -> list[Finding]:
    """The findings of the opened case; compared with what waits and what is visible on its item."""
    return findings(one, Around(any_of(watched(work, here)), _candidates(work, one)))


def watched(work: Work, here: Consultation) -> tuple[str, ...]:
    """The words the consultation wants pointed out, or the house's short list."""
    listed = queries.watch_list(work, here)
    return HOUSE_LIST if listed is None else tuple(listed.splitlines())


def _candidates(work: Work, one: Case) -> list[Similar]:
    """Texts of about the same length, as others cannot be alike; one that is cut for comparing may go on for long."""
    length = min(len(one.body), COMPARED)
    shortest, longest = int(length * ALIKE / (200 - ALIKE)), int(length * (200 - ALIKE) / ALIKE) + 1
    lengths = (shortest, LONGEST if longest >= COMPARED else longest)
    return queries.similar_on(work, one, lengths=lengths, most=CANDIDATES, longest=COMPARED)
