"""Publication: one step of the chair by which everything recorded so far becomes public, with its letters."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from portal.audit import operations as audit
from portal.consultations import operations as consultations
from portal.consultations import queries as consultation_queries
from portal.consultations.models import Consultation, Item, ItemType, Kind, Phase
from portal.consultations.operations import Rendered
from portal.decisions import mails, policy
from portal.decisions.models import DecisionOutcome, Publication
from portal.decisions.queries import pending as queries
from portal.decisions.queries.decided import DecisionLine
from portal.decisions.queries.pending import Pending
from portal.decisions.texts import DECIDED_NOTE
from portal.kernel.errors import Conflict, require
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.outbox import operations as outbox
from portal.outbox.letters import WrittenLetter

NOT_YOU = N_("Veröffentlichen kann nur die Leitung der Lenkungsgruppe.")
NOT_NOW = N_("In dieser Phase werden keine Beschlüsse mehr veröffentlicht.")
NOTHING = N_("Es gibt nichts Neues zu veröffentlichen.")
NO_DECISION = N_("Es ist noch kein Beschluss festgehalten.")
MEANWHILE = N_("Inzwischen ist etwas festgehalten oder geändert worden. Bitte sehen Sie sich die Liste noch einmal an.")


@dataclass(frozen=True, slots=True)
class NewText:
    """The sheet with a decided wording in it, rendered before the write lock; `seen` is the version it was made of."""

    item_id: int
    seen: int
    text: Rendered


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything a publication writes, made ready while nobody waits."""

    pending: Pending
    texts: tuple[NewText, ...]
    letters: tuple[WrittenLetter, ...]


def prepare(work: Work, consultation: Consultation) -> Prepared:
    """Read and render: slow, to be done before the write lock is taken."""
    found = queries.pending(work, consultation.id)
    decisions = {line.item_id: line for line in found.decisions}
    letters = mails.published(work, consultation, queries.concerned(work, consultation.id, found), decisions)
    return Prepared(found, tuple(new_texts(work, consultation, found.decisions)), tuple(letters))


def new_texts(work: Work, consultation: Consultation, lines: Sequence[DecisionLine]) -> list[NewText]:
    """The sheets that will read differently; wordings that already stand there make no new version."""
    skeleton = consultation_queries.structure(work, consultation)
    wanted = {line.item_id: line for line in lines if line.wordings}
    sheets = consultation_queries.sheets(work, consultation, [skeleton.by_id[item_id] for item_id in wanted])
    texts = []
    for sheet in sheets:
        new = {
            skeleton.section_by_id[one.section_id].key: one.text
            for one in wanted[sheet.item.id].wordings
            if sheet.source_of(one.section_id).strip() != one.text
        }
        if new:
            sources = {part.section.key: part.source for part in sheet.parts} | new
            texts.append(NewText(sheet.item.id, sheet.item.version, Rendered.of(sheet.version.title, sources)))
    return texts


def publish(work: Work, consultation: Consultation, ready: Prepared) -> Publication:
    """Make it all public at once. Raise `Conflict` when it is public already, or when something came in between."""
    require(policy.may_publish(work.actor, consultation), NOT_YOU)
    require(policy.takes_decisions(consultation, work.now), NOT_NOW)
    touched = {line.item_id for line in ready.pending.decisions} | queries.items_answered(work, ready.pending)
    items = _locked(work, touched)
    consultations.hold(work, consultation)
    _check_still(work, consultation, ready.pending)
    publication = _append(work, consultation, ready.pending)
    for new in ready.texts:
        item, note = items[new.item_id], DECIDED_NOTE
        if item.version != new.seen:
            raise Conflict(MEANWHILE)
        consultations.append_version(work, consultation, item, new.text, note)
    for line in ready.pending.decisions:
        _recommend(items[line.item_id], line)
    for item_id in sorted(touched):
        consultations.touch_item(work, item_id)
    if consultation.phase(work.now) in (Phase.COMMENTING, Phase.REVIEW):
        consultation.stage = Phase.DECIDED
    consultations.touch_catalogue(work, consultation)
    for letter in ready.letters:
        outbox.post(work, letter)
    detail = f"{len(ready.pending.decisions)} + {len(ready.pending.responses)}"
    audit.record(work, "decisions.published", consultation.slug, detail=detail, consultation_id=consultation.id)
    return publication


def _locked(work: Work, item_ids: set[int]) -> dict[int, Item]:
    """In one order, and before the consultation, as whoever settles a comment takes them."""
    rows = select(Item).where(Item.id.in_(item_ids)).order_by(Item.id).with_for_update()
    return {item.id: item for item in work.session.scalars(rows.execution_options(populate_existing=True))}


def _check_still(work: Work, consultation: Consultation, seen: Pending) -> None:
    since, until = queries.published_mark(work, consultation.id), queries.recorded_mark(work, consultation.id)
    if since == until or (since == seen.until and until == seen.until) or seen.is_empty:
        raise Conflict(NOTHING if until.decision_id else NO_DECISION)
    if (since, until) != (seen.since, seen.until):
        raise Conflict(MEANWHILE)
    if not until.decision_id:
        raise Conflict(NO_DECISION)


def _append(work: Work, consultation: Consultation, found: Pending) -> Publication:
    publication = Publication(
        consultation_id=consultation.id,
        last_decision_id=found.until.decision_id,
        last_response_id=found.until.response_id or None,
        published_at=work.now,
        publisher_id=work.actor.account_id,
        publisher_label=work.actor.name,
    )
    work.session.add(publication)
    work.session.flush()
    return publication


def _recommend(item: Item, line: DecisionLine) -> None:
    """A measure that becomes a recommendation to somebody else is called so from now on."""
    if line.outcome is DecisionOutcome.RECOMMEND and item.type is ItemType.MEASURE:
        item.kind, item.recommended_to = Kind.RECOMMENDATION, line.recommended_to
