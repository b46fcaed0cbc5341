"""What became of an item, for the booklet: the answers to its themes, the decision, and the words it changes."""

from collections.abc import Iterator

from portal.catalogue.decided import ItemDecision, ThemeAnswer, answers_on, of_item, sitting_of
from portal.catalogue.teller import Teller
from portal.consultations.structure import ItemLine
from portal.decisions.queries.decided import PublicDecision
from portal.decisions.texts import ANSWERS, named
from portal.kernel.words import N_, Words
from portal.reports.model import Block, Changes, Definitions, Heading, Paragraph


def outcome(teller: Teller, item: ItemLine, level: int) -> Iterator[Block]:
    """As far as it is published; `level` is that of its headings."""
    if not teller.shows_decisions:
        return
    words = teller.words
    found = of_item(teller.work, teller.consultation, item)
    answers = found.answers if found else answers_on(teller.work, teller.consultation, item)
    if answers:
        yield Heading(words.say(N_("Antworten auf die Themen")), level)
        yield Definitions(tuple((_theme(one, words), _answer(one, words)) for one in answers))
    if found:
        yield Heading(words.say(N_("Beschluss der Lenkungsgruppe")), level)
        yield from _decision(found, words)


def _theme(one: ThemeAnswer, words: Words) -> str:
    number = words.count(N_("%(n)s Kommentar"), N_("%(n)s Kommentare"), one.comments)
    return f"{one.theme} ({number})"


def _answer(one: ThemeAnswer, words: Words) -> str:
    return ": ".join(filter(None, (words.say(ANSWERS[one.answer]), one.reason)))


def _decision(found: ItemDecision, words: Words) -> Iterator[Block]:
    line = found.decision.line
    name = named(line.outcome, line.recommended_to, words)
    yield Definitions(((name, "\n\n".join(filter(None, (line.reason, _circumstances(found.decision, words))))),))
    if found.changes:
        yield Paragraph(words.say(N_("Durchgestrichen ist, was entfällt; fett und unterstrichen, was neu ist.")))
    for change in found.changes:
        section = change.section.name(words.language)
        yield Paragraph(words.say(N_("Neuer Wortlaut in „%(section)s“"), section=section))
        yield Changes(tuple(change.runs))


def _circumstances(one: PublicDecision, words: Words) -> str:
    """How it was voted, in which sitting, and since when everybody can read it."""
    line = one.line
    parts = []
    if line.was_voted:
        votes = {"yes": line.votes_for or 0, "no": line.votes_against or 0, "neither": line.votes_abstained or 0}
        parts.append(words.say(N_("Abstimmung: %(yes)s Ja, %(no)s Nein, %(neither)s Enthaltungen"), **votes))
    parts.append(sitting_of(line, words))
    parts.append(words.say(N_("veröffentlicht am %(day)s"), day=words.day(one.published_at)))
    return " · ".join(filter(None, parts))
