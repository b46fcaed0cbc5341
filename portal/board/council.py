"""The skeleton of the council's paper, in the order of Hannover's “Beschlussdrucksache”."""

from collections.abc import Iterator, Mapping

from portal.board.queries import headline, shown_tallies
from portal.board.sequel import DECISION
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.queries import Sheet
from portal.consultations.rewording import spelt_out
from portal.consultations.structure import SectionLine, Structure
from portal.decisions.models import DecisionOutcome
from portal.decisions.queries import decided
from portal.decisions.queries.decided import DecisionLine
from portal.decisions.texts import named
from portal.kernel.codes import unbroken
from portal.kernel.words import N_, Words
from portal.kernel.work import Work
from portal.reports.model import Block, Chapter, Column, Paragraph, Report, Row, Table

COSTS = "costs"
"""The section of the measure sheet that says what a measure costs."""
TO_FILL_IN = N_("[bitte ergänzen]")
EDITION = N_("Gerüst, nur für Lenkungsgruppe und Geschäftsstelle")
NO_COSTS = N_("keine Angabe im Maßnahmenblatt")
COSTLESS = frozenset({DecisionOutcome.REJECT})
"""What is not carried out costs nothing."""

Decisions = Mapping[int, DecisionLine]


def council_paper(work: Work, consultation: Consultation, words: Words) -> Report:
    """With the decisions as they are recorded, published or not; internal."""
    say = words.say
    skeleton = consultations.structure(work, consultation)
    decisions = decided.newest(work, consultation.id)
    sheets = consultations.sheets(work, consultation, list(skeleton.measures))
    blank = Paragraph(say(TO_FILL_IN))
    chapters: tuple[tuple[str, tuple[Block, ...]], ...] = (
        (N_("Antrag"), tuple(_request(consultation, skeleton, decisions, words))),
        (N_("Berücksichtigung von Gender-Aspekten"), (blank,)),
        (
            N_("Kostentabelle"),
            (
                Paragraph(say(N_("Die Angaben stammen aus den Maßnahmenblättern, mit dem beschlossenen Wortlaut."))),
                blank,
                _costs(skeleton, sheets, decisions, words),
            ),
        ),
        (N_("Begründung des Antrages"), (*_reason(work, consultation, words), blank)),
        (
            N_("Anlagen"),
            (
                Paragraph(say(N_("Anlage 1: Katalog der Ziele und Maßnahmen"))),
                Paragraph(say(N_("Anlage 2: Synopse der Kommentare mit Erwiderungen und Beschlüssen"))),
                Paragraph(say(N_("Dezernat oder Fachbereich: %(office)s"), office=say(TO_FILL_IN))),
                Paragraph(
                    say(
                        N_("Ort, Datum: %(place)s, %(day)s"),
                        place=consultation.city or say(TO_FILL_IN),
                        day=say(TO_FILL_IN),
                    )
                ),
            ),
        ),
    )
    return Report(
        title=say(N_("Beschlussdrucksache (Gerüst): %(title)s"), title=consultation.title),
        about=((say(N_("Stand der Daten")), words.moment(work.now)), (say(N_("Ausgabe")), say(EDITION))),
        meta={},
        parts=tuple(Chapter(say(name), 1, blocks) for name, blocks in chapters),
        words=words,
        mark=f"{say(EDITION)} · {words.day(work.now)}",
    )


def _request(consultation: Consultation, skeleton: Structure, decisions: Decisions, words: Words) -> Iterator[Block]:
    """What is asked of the council: the decisions, and on what there is none yet."""
    say = words.say
    yield Paragraph(
        say(
            N_("Der Rat möge „%(title)s“ in der Fassung der Anlage 1 und mit den folgenden Beschlüssen annehmen."),
            title=consultation.title,
        )
    )
    rows: list[Row] = [
        (item.code, item.title, _outcome(one, words), spelt_out(skeleton, one.wordings, words.language))
        for item in skeleton.items
        if (one := decisions.get(item.id))
    ]
    decision, wording = Column("decision", say(DECISION), 30), Column("wording", say(N_("Neuer Wortlaut")), 40)
    yield Table("decisions", "", (*_named(words), decision, wording), lambda: rows)
    open_ones = [unbroken(item.code) for item in skeleton.measures if item.id not in decisions]
    if open_ones:
        without = words.count(
            N_("Zu %(n)s Maßnahme liegt noch kein Beschluss der Lenkungsgruppe vor:"),
            N_("Zu %(n)s Maßnahmen liegt noch kein Beschluss der Lenkungsgruppe vor:"),
            len(open_ones),
        )
        yield Paragraph(f"{without} {', '.join(open_ones)}.")


def _outcome(one: DecisionLine, words: Words) -> str:
    """What was decided, to whom it is recommended, and why."""
    return "\n".join(filter(None, (named(one.outcome, one.recommended_to, words), one.reason)))


def _costs(skeleton: Structure, sheets: list[Sheet], decisions: Decisions, words: Words) -> Table:
    """Of every measure that is not rejected, as its sheet will read."""
    costs = skeleton.section_by_key.get(COSTS)
    rows: list[Row] = [
        (sheet.item.code, sheet.item.title, _cost(sheet, costs, decisions) or words.say(NO_COSTS))
        for sheet in sheets
        if sheet.item.id not in decisions or decisions[sheet.item.id].outcome not in COSTLESS
    ]
    return Table("costs", "", (*_named(words), Column("costs", words.say(N_("Kosten")), 50)), lambda: rows)


def _cost(sheet: Sheet, costs: SectionLine | None, decisions: Decisions) -> str:
    if costs is None:
        return ""
    one = decisions.get(sheet.item.id)
    new = {wording.section_id: wording.text for wording in one.wordings} if one else {}
    return new.get(costs.id, sheet.source_of(costs.id))


def _reason(work: Work, consultation: Consultation, words: Words) -> Iterator[Block]:
    """When comments could be written, who wrote some, and where they stand."""
    say = words.say
    if consultation.opens_at and consultation.closes_at:
        first, last = words.day(consultation.opens_at), words.end(consultation.closes_at)
        yield Paragraph(
            say(N_("Der Entwurf konnte vom %(first)s bis %(last)s kommentiert werden."), first=first, last=last)
        )
    head = headline(work, consultation, shown_tallies(work, consultation))
    heard = say(
        N_("%(heard)s von %(invited)s eingeladenen Organisationen haben sich beteiligt."),
        heard=head.heard,
        invited=head.invited,
    )
    number = words.count(
        N_("Zum Entwurf ist ein Kommentar veröffentlicht; er steht mit seiner Erwiderung in Anlage 2."),
        N_("Zum Entwurf sind %(n)s Kommentare veröffentlicht; sie stehen mit ihren Erwiderungen in Anlage 2."),
        head.comments,
    )
    yield Paragraph(f"{heard} {number}")


def _named(words: Words) -> tuple[Column, Column]:
    return Column("code", words.say(N_("Code")), 8), Column("title", words.say(N_("Titel")), 34)
