"""Publication by the chair: what becomes visible, who gets a letter, and the one button."""

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.board.forms.closing import PublishForm
from portal.board.views.blueprint import bp
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.consultations.rewording import SectionChange, changes
from portal.consultations.structure import ItemLine
from portal.decisions import policy
from portal.decisions.operations.publishing import MEANWHILE, prepare, publish
from portal.decisions.queries import pending as queries
from portal.decisions.queries.addressees import Addressee
from portal.decisions.queries.decided import DecisionLine, newest
from portal.decisions.queries.pending import Pending
from portal.decisions.texts import ANSWERS, OUTCOMES
from portal.kernel.errors import Conflict
from portal.kernel.work import Work
from portal.web.moment import current_work, reading


@dataclass(frozen=True, slots=True)
class Announced:
    """A decision that becomes visible, and how it changes the wording that stands today."""

    line: DecisionLine
    item: ItemLine
    changes: list[SectionChange]


@bp.get("/publish", access=policy.may_publish)
def publication(consultation: Consultation) -> ResponseReturnValue:
    work = current_work()
    found = queries.pending(work, consultation.id)
    concerned = queries.concerned(work, consultation.id, found)
    return render_template(
        "board/publish.html",
        pending=found,
        form=PublishForm.of(found),
        announced=_announced(work, consultation, found),
        letters=_letters(concerned),
        undecided=_undecided(work, consultation),
        phase=consultation.phase(work.now),
        takes=policy.takes_decisions(consultation, work.now),
        outcomes=OUTCOMES,
        answers=ANSWERS,
    )


@bp.post("/publish", access=policy.may_publish)
def publication_post(consultation: Consultation) -> ResponseReturnValue:
    seen = PublishForm().seen
    with reading() as look:
        ready = prepare(look, consultation)
    if seen is not None and seen != ready.pending.until:
        raise Conflict(MEANWHILE)
    publish(current_work(), consultation, ready)
    return redirect(url_for("board.index", consultation=consultation.slug, done="published"), 303)


def _announced(work: Work, consultation: Consultation, found: Pending) -> list[Announced]:
    """In the order of the catalogue."""
    skeleton = consultations.structure(work, consultation)
    by_item = {line.item_id: line for line in found.decisions}
    among = [item for item in skeleton.items if item.id in by_item]
    sheets = {sheet.item.id: sheet for sheet in consultations.sheets(work, consultation, among)}
    announced = []
    for item in among:
        line = by_item[item.id]
        announced.append(Announced(line, item, changes(skeleton, sheets[item.id], line.wordings)))
    return announced


def _letters(concerned: list[Addressee]) -> list[tuple[str, int]]:
    """Name of the organisation, or "" for individuals, and how many letters go there; one for each account."""
    whose: dict[int, str] = {}
    for one in concerned:
        whose[one.account_id] = whose.get(one.account_id) or one.organisation
    counted: dict[str, int] = {}
    for name in whose.values():
        counted[name] = counted.get(name, 0) + 1
    return sorted(counted.items(), key=lambda pair: (not pair[0], pair[0]))


def _undecided(work: Work, consultation: Consultation) -> list[ItemLine]:
    """Measures on which nothing has been decided yet."""
    decided = newest(work, consultation.id)
    return [item for item in consultations.structure(work, consultation).measures if item.id not in decided]
