"""Papers that leave the house: the skeleton of the council's paper, and the answers to one organisation."""

from collections.abc import Iterator

from portal.board.sequel import DECISION, sequel
from portal.comments import filters
from portal.comments import queries as comments
from portal.comments.filters import CommentFilter
from portal.comments.imprint import Edition
from portal.comments.models import Voice
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.rewording import spelt_out
from portal.decisions import policy
from portal.decisions.queries import decided
from portal.decisions.texts import OUTCOMES
from portal.kernel.errors import require
from portal.kernel.words import N_, Words
from portal.kernel.work import Work
from portal.reports.model import Block, Chapter, Column, Paragraph, Report, Row, Table
from portal.stakeholders.queries import OrganisationLine

COSTS = "costs"
"""The section of the measure sheet that says what a measure costs."""
TO_FILL_IN = N_("[bitte ergänzen]")
NOT_YET = N_("Antworten an Organisationen gibt es, sobald die Beschlüsse veröffentlicht sind.")


def council_paper(work: Work, consultation: Consultation, words: Words) -> Report:
    """In the order of Hannover's “Beschlussdrucksache”, with the decisions as they are recorded; internal."""
    say = words.say
    skeleton = consultations.structure(work, consultation)
    decisions = decided.newest(work, consultation.id)
    sheets = consultations.sheets(work, consultation, list(skeleton.measures))
    costs = skeleton.section_by_key.get(COSTS)
    number = filters.number(work, consultation, filters.EVERYTHING)
    decided_rows: list[Row] = [
        (
            item.code,
            item.title,
            say(OUTCOMES[decisions[item.id].outcome]),
            spelt_out(skeleton, decisions[item.id].wordings, words.language),
        )
        for item in skeleton.items
        if item.id in decisions
    ]
    cost_rows: list[Row] = [
        (sheet.item.code, sheet.item.title, sheet.source_of(costs.id) if costs else "") for sheet in sheets
    ]
    code, title = Column("code", say(N_("Code")), 8), Column("title", say(N_("Titel")), 34)
    decision, wording = Column("decision", say(DECISION), 22), Column("wording", say(N_("Wortlaut")), 44)
    cost = Column("costs", say(N_("Kosten")), 50)
    request = say(
        N_("Der Rat möge „%(title)s“ in der Fassung der Anlage 1 und mit den folgenden Beschlüssen annehmen."),
        title=consultation.title,
    )
    heard = words.count(
        N_("Zum Entwurf ist ein Kommentar veröffentlicht; er steht mit seiner Erwiderung in Anlage 2."),
        N_("Zum Entwurf sind %(n)s Kommentare veröffentlicht; sie stehen mit ihren Erwiderungen in Anlage 2."),
        number,
    )
    chapters: tuple[tuple[str, tuple[Block, ...]], ...] = (
        (
            N_("Antrag"),
            (Paragraph(request), Table("decisions", "", (code, title, decision, wording), lambda: decided_rows)),
        ),
        (N_("Berücksichtigung von Gender-Aspekten"), (Paragraph(say(TO_FILL_IN)),)),
        (
            N_("Kostentabelle"),
            (Paragraph(say(TO_FILL_IN)), Table("costs", "", (code, title, cost), lambda: cost_rows)),
        ),
        (
            N_("Begründung des Antrages"),
            (
                *([Paragraph(consultation.lead)] if consultation.lead else []),
                Paragraph(heard),
                Paragraph(say(TO_FILL_IN)),
            ),
        ),
        (
            N_("Anlagen"),
            (
                Paragraph(say(N_("Anlage 1: Katalog der Ziele und Maßnahmen"))),
                Paragraph(say(N_("Anlage 2: Synopse der Kommentare mit Erwiderungen und Beschlüssen"))),
            ),
        ),
    )
    return Report(
        title=say(N_("Beschlussdrucksache (Gerüst): %(title)s"), title=consultation.title),
        about=((say(N_("Stand")), words.moment(work.now)),),
        meta={},
        parts=tuple(Chapter(say(name), 1, blocks) for name, blocks in chapters),
        words=words,
    )


def replies(work: Work, consultation: Consultation, organisation: OrganisationLine, words: Words) -> Report:
    """What an organisation has said and what is answered to it, as it is published; Refused before that."""
    require(policy.shows_decisions(consultation, work.now), NOT_YET)
    say = words.say
    asked = CommentFilter(organisations=(organisation.id,), voices=(Voice.ORGANISATION,))
    skeleton = consultations.structure(work, consultation)
    beside = sequel(work, consultation, words, Edition.PUBLIC)

    def rows() -> Iterator[Row]:
        places = {item.id: place for place, item in enumerate(skeleton.items)}
        said = comments.read(work, filters.matching(work, consultation, asked))
        said.sort(key=lambda line: (places[line.item_id], line.first_submitted_at, line.id))
        for line, (_, response, decision) in zip(said, beside.cells(said), strict=True):
            item = skeleton.by_id[line.item_id]
            wording = line.proposed_wording and say(N_("Vorschlag: %(wording)s"), wording=line.proposed_wording)
            body = "\n\n".join(filter(None, (line.body, wording)))
            yield f"{item.code} {item.title}", f"{line.number}\n{body}", response or "–", decision or "–"

    columns = (
        Column("item", say(N_("Maßnahme oder Ziel")), 22),
        Column("said", say(N_("Ihr Vorbringen")), 50),
        Column("response", say(N_("Unsere Erwiderung")), 50),
        Column("decision", say(DECISION), 28),
    )
    return Report(
        title=say(N_("Unsere Antworten an %(organisation)s"), organisation=organisation.name),
        about=(
            (say(N_("Beteiligungsverfahren")), consultation.title),
            (say(N_("Stand")), words.moment(work.now)),
        ),
        meta={},
        parts=(Table("replies", "", columns, rows),),
        words=words,
    )
