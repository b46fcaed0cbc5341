"""What was decided, as everybody reads it: on the page of an item, in lists, and on the way of one comment."""

from dataclasses import dataclass
from datetime import datetime

from portal.comments.queries import CommentLine
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, Phase
from portal.consultations.rewording import SectionChange, changes
from portal.consultations.structure import ItemLine
from portal.decisions.models import Answer
from portal.decisions.queries import decided, packs, responses
from portal.decisions.queries.decided import DecisionLine, PublicDecision
from portal.decisions.texts import ANSWERS, named
from portal.kernel.city_time import first_instant_of
from portal.kernel.differences import Run
from portal.kernel.words import N_, Words
from portal.kernel.work import Work

COUNCIL = (Phase.ADOPTED, Phase.ARCHIVED)


@dataclass(frozen=True, slots=True)
class ThemeAnswer:
    """What is answered to a theme that so many comments on this item bring up."""

    theme: str
    comments: int
    answer: Answer
    reason: str


@dataclass(frozen=True, slots=True)
class ItemDecision:
    """The decision that counts, the sections it changes word by word, and the answers to the themes."""

    decision: PublicDecision
    changes: list[SectionChange]
    answers: list[ThemeAnswer]


@dataclass(frozen=True, slots=True)
class Passed:
    """A station on the way of a comment; `reply` is what is answered there, `changes` a wording that became another."""

    sign: str
    title: str
    at: datetime | None
    when: str = ""
    more: str = ""
    reply: str = ""
    changes: list[Run] | None = None
    href: str = ""


def of_item(work: Work, here: Consultation, line: ItemLine) -> ItemDecision | None:
    """None while nothing is published on it."""
    found = next(iter(decided.published(work, here, line.id)), None)
    if found is None:
        return None
    return ItemDecision(found, _changes(work, here, found), answers_on(work, here, line))


def answers_on(work: Work, here: Consultation, line: ItemLine) -> list[ThemeAnswer]:
    """As far as they are published, also where nothing is decided on the item."""
    on_themes = responses.published_on(work, here, line.id)
    return [ThemeAnswer(title, number, one.answer, one.reason) for title, number, one in on_themes]


def sitting_of(line: DecisionLine, words: Words) -> str:
    """In which sitting it was decided, and when; nothing where none is named."""
    if line.sitting is None or line.held_on is None:
        return ""
    return words.say(N_("Sitzung %(number)s am %(day)s"), number=line.sitting, day=words.day(line.held_on))


def latest(work: Work, here: Consultation, number: int) -> list[PublicDecision]:
    """The decisions that were published last, in the order of the catalogue."""
    order = {item.id: place for place, item in enumerate(consultations.structure(work, here).items)}
    standing = decided.standing(work, here).values()
    return sorted(standing, key=lambda one: (-one.published_at.timestamp(), order[one.line.item_id]))[:number]


def way(work: Work, here: Consultation, line: CommentLine, words: Words) -> list[Passed]:
    """Theme, pack, decision, wording: as far as it is published."""
    stations: list[Passed] = []
    found = next(iter(decided.published(work, here, line.item_id)), None)
    answers = responses.published_for(work, here, line.id)
    for theme, answer in answers:
        if theme:
            title = words.say(N_("Gehört zum Thema „%(theme)s“"), theme=theme)
            stations.append(_answered("speech", title, answer.answer, answer.reason, words))
    if found is not None:
        stations += _decided(work, here, line, found, words)
    for theme, answer in answers:
        if not theme:
            title = words.say(N_("Antwort auf diesen Kommentar"))
            stations.append(_answered("mail", title, answer.answer, answer.reason, words))
    if here.council_number and here.council_on is not None and here.phase(work.now) in COUNCIL:
        title = words.say(N_("Der Rat hat beschlossen: Drucksache %(number)s"), number=here.council_number)
        more, day = here.council_resolution, words.day(here.council_on)
        stations.append(Passed("council", title, first_instant_of(here.council_on), day, more, href=here.council_url))
    return stations


def _decided(work: Work, here: Consultation, line: CommentLine, found: PublicDecision, words: Words) -> list[Passed]:
    decision, stations = found.line, []
    pack = packs.first_pack_with(work, line.item_id, line.id, found.published_at)
    if pack is not None:
        title = words.say(N_("In der Sitzungsmappe für die Sitzung %(number)s"), number=pack.sitting)
        stations.append(Passed("folder", title, pack.frozen_at, words.day(pack.frozen_at)))
    where = sitting_of(decision, words)
    outcome = named(decision.outcome, decision.recommended_to, words)
    title = words.say(N_("Die Lenkungsgruppe hat entschieden: %(outcome)s"), outcome=outcome)
    stations.append(Passed("vote", title, found.published_at, words.day(found.published_at), where, decision.reason))
    for change in _changes(work, here, found):
        title = words.say(N_("Neuer Wortlaut in „%(section)s“"), section=change.section.name(words.language))
        day = words.day(found.published_at)
        stations.append(Passed("pen", title, found.published_at, day, changes=change.runs))
    return stations


def _changes(work: Work, here: Consultation, found: PublicDecision) -> list[SectionChange]:
    """Against the text it was decided on."""
    if not found.line.wordings:
        return []
    sheet = consultations.sheet_of_version(work, here, found.line.item_id, found.line.version_id)
    return changes(consultations.structure(work, here), sheet, found.line.wordings) if sheet else []


def _answered(sign: str, title: str, answer: Answer, reason: str, words: Words) -> Passed:
    return Passed(sign, title, None, more=words.say(ANSWERS[answer]), reply=reason)
