"""Papers that leave the house: for the council, and for each organisation."""

from flask import abort
from flask.typing import ResponseReturnValue

from portal.board import policy
from portal.board.council import council_paper
from portal.board.letters import replies
from portal.board.views.blueprint import bp
from portal.consultations.models import Consultation
from portal.kernel.words import N_
from portal.reports import writing
from portal.stakeholders import queries as stakeholders
from portal.web import downloads
from portal.web.languages import current_words
from portal.web.moment import current_work

FORMS = ("docx", "pdf")
PAPER, REPLIES = N_("beschlussdrucksache"), N_("antworten")
"""How their files are called behind the consultation."""


@bp.get("/council-paper.docx", access=policy.may_read_board, endpoint="council_paper")
def for_the_council(consultation: Consultation) -> ResponseReturnValue:
    report = council_paper(current_work(), consultation, current_words())
    name = f"{consultation.slug}-{current_words().say(PAPER)}.docx"
    return downloads.written(lambda file: writing.write(report, "docx", file), name, writing.TYPES["docx"])


@bp.get("/replies/<int:number>.<form>", access=policy.may_read_board, endpoint="replies")
def to_an_organisation(consultation: Consultation, number: int, form: str) -> ResponseReturnValue:
    work = current_work()
    known = stakeholders.organisations(work, consultation)
    organisation = next((one for one in known if one.id == number), None)
    if organisation is None or form not in FORMS:
        abort(404)
    report = replies(work, consultation, organisation, current_words())
    name = f"{consultation.slug}-{current_words().say(REPLIES)}-{organisation.id}.{form}"
    return downloads.written(lambda file: writing.write(report, form, file, landscape=True), name, writing.TYPES[form])
