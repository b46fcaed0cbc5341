"""The letter to an organisation: what it has said, what is answered to it, and what was decided about it."""

from collections.abc import Iterator

from portal.board.sequel import DECISION, sequel
from portal.comments import filters
from portal.comments import queries as comments
from portal.comments.filters import CommentFilter
from portal.comments.imprint import Edition
from portal.comments.models import Voice
from portal.comments.queries import CommentLine
from portal.comments.report import Layout, Scribe, scribe_for
from portal.consultations.models import Consultation
from portal.decisions import policy
from portal.kernel.errors import require
from portal.kernel.words import N_, Words
from portal.kernel.work import Work
from portal.reports.model import Column, Report, Row, Table
from portal.stakeholders.queries import OrganisationLine

NOT_YET = N_("Antworten an Organisationen gibt es, sobald die Beschlüsse veröffentlicht sind.")
UNDECIDED = N_("Darüber ist noch nicht entschieden.")
UNANSWERED = N_("Dazu gibt es keine eigene Erwiderung. Es gilt der Beschluss.")


def replies(work: Work, consultation: Consultation, organisation: OrganisationLine, words: Words) -> Report:
    """What an organisation has said and what is answered to it, as it is published; Refused before that."""
    require(policy.shows_decisions(consultation, work.now), NOT_YET)
    say = words.say
    asked = CommentFilter(organisations=(organisation.id,), voices=(Voice.ORGANISATION,))
    scribe = scribe_for(work, consultation, words, Layout.PAPER)
    beside = sequel(work, consultation, words, Edition.PUBLIC)

    def rows() -> Iterator[Row]:
        places = {item.id: place for place, item in enumerate(scribe.skeleton.items)}
        said = comments.read(work, filters.matching(work, consultation, asked))
        said.sort(key=lambda line: (places[line.item_id], line.first_submitted_at, line.id))
        for line, (_, response, decision) in zip(said, beside.cells(said), strict=True):
            item = scribe.item(line)
            answer = response or say(UNANSWERED if decision else UNDECIDED)
            yield f"{item.code} {item.title}", _said(scribe, line), answer, decision or "–"

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
            (say(N_("Stand der Daten")), words.moment(work.now)),
        ),
        meta={},
        parts=(Table("replies", "", columns, rows),),
        words=words,
        mark=f"{consultation.plan_name or consultation.title} · {words.day(work.now)}",
        opening=_opening(consultation, words),
    )


def _said(scribe: Scribe, line: CommentLine) -> str:
    """When and how it was said, then all of it."""
    day = scribe.words.day(line.first_submitted_at)
    return f"{line.number}, {day}: {scribe.stance(line)}\n\n{scribe.whole(line)}".strip()


def _opening(consultation: Consultation, words: Words) -> tuple[str, ...]:
    say = words.say
    thanks = say(
        N_("danke für das, was Ihre Organisation zu „%(title)s“ geschrieben hat. Die Lenkungsgruppe hat es beraten."),
        title=consultation.title,
    )
    how = say(
        N_(
            "In der Tabelle steht zu jedem Punkt Ihr Vorbringen, daneben unsere Erwiderung und was beschlossen"
            " wurde. Was Ihre Mitglieder für sich geschrieben haben, wird ihnen selbst beantwortet."
        )
    )
    phone = say(N_("Telefon %(phone)s"), phone=consultation.contact_phone) if consultation.contact_phone else ""
    sender = filter(None, (consultation.contact_name, consultation.city, phone, consultation.contact_email))
    return (say(N_("Guten Tag,")), thanks, how, "\n".join((say(N_("Mit freundlichen Grüßen")), *sender)))
