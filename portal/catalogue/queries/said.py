"""Everything that has been said, on whatever item: what the public may ask for, page by page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.catalogue.queries.lists import Choice
from portal.comments import filters, naming
from portal.comments import queries as comments
from portal.comments.filters import OUTSIDE, CommentFilter, Tally
from portal.comments.listing import CommentPage, Sort, comment_page
from portal.comments.queries.attachments import AttachmentLine, of_comments
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.structure import Structure
from portal.kernel.actor import VISITOR
from portal.kernel.differences import Run
from portal.kernel.words import Words
from portal.kernel.work import Work
from portal.stakeholders import queries as stakeholders
from portal.stakeholders.queries import GroupLine

SORTS = (Sort.NEWEST, Sort.OLDEST, Sort.MEASURE)


@dataclass(frozen=True, slots=True)
class Said:
    """Up to fifty visible comments, and what is needed to read them; `choices` are values of the filter with counts."""

    page: CommentPage
    skeleton: Structure
    groups: Mapping[int, GroupLine]
    wordings: Mapping[int, list[Run]]
    files: Mapping[int, list[AttachmentLine]]
    choices: Mapping[str, list[Choice]]


def said(work: Work, here: Consultation, asked: CommentFilter, words: Words, *, sort: Sort, page: int) -> Said:
    """The comments asked for; counts of the choices are of everything that is visible."""
    every = filters.tallies(work, here)
    found = comment_page(work, here, asked, every, sort=sort, page=page)
    groups = stakeholders.groups(work, here)
    with_files = [line.id for line in found.lines if line.is_statement and line.has_files]
    return Said(
        found,
        consultations.structure(work, here),
        {group.id: group for group in groups},
        comments.wordings(work, found.lines),
        of_comments(Work(work.session, VISITOR, work.now), here, with_files),
        _choices(consultations.structure(work, here), groups, every, words),
    )


def _choices(
    skeleton: Structure, groups: Sequence[GroupLine], every: Sequence[Tally], words: Words
) -> dict[str, list[Choice]]:
    numbers: Counter[object] = Counter()
    for tally in every:
        field = skeleton.by_id[tally.item_id].field_id
        for place in (("field", field), ("group", tally.group_id), tally.voice, tally.stance):
            numbers[place] += tally.number
    named = [(("group", group.id), group.key, group.title(words.language)) for group in groups]
    named.append((("group", 0), OUTSIDE, words.say(naming.OUTSIDERS)))
    return {
        "field": [Choice(one.code, one.title, numbers["field", one.id]) for one in skeleton.fields],
        "voice": [Choice(voice, words.say(name), numbers[voice]) for voice, name in naming.VOICES.items()],
        "group": [Choice(key, name, numbers[place]) for place, key, name in named],
        "stance": [Choice(stance, words.say(name), numbers[stance]) for stance, name in naming.STANCES.items()],
    }
