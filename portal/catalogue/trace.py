"""The way of one comment from its arrival to the council, as steps in words.

Each part of the way is one small function; `PASSED` and `AHEAD` name them all.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from portal.catalogue import decided
from portal.comments import queries as comments
from portal.comments.models import Arrival, CommentState
from portal.comments.queries import CommentLine
from portal.consultations.models import Consultation, Phase
from portal.decisions.queries import decided as on_record
from portal.kernel.differences import Run
from portal.kernel.words import N_, Words
from portal.kernel.work import Work
from portal.moderation import queries as moderation
from portal.moderation.models import Outcome
from portal.moderation.queries import DecisionLine


@dataclass(frozen=True, slots=True)
class Step:
    """`state` is done, now or open; `moment` for machines, `when` for people. `explanation` is for the author alone."""

    sign: str
    title: str
    when: str
    moment: str
    state: str
    more: str = ""
    explanation: str = ""
    reply: str = ""
    changes: list[Run] | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """What the parts of the way are told from; `is_own` where the author, or who speaks for it, is looking."""

    work: Work
    here: Consultation
    line: CommentLine
    words: Words
    is_own: bool

    def step(self, sign: str, title: str, at: datetime, *, more: str = "", explanation: str = "") -> Step:
        """Something that has happened."""
        when, moment = self.words.moment(at), at.isoformat()
        return Step(sign, self.words.say(title), when, moment, "done", more, explanation)


Part = Callable[[Way], Iterator[Step]]

TITLES = {
    Outcome.APPROVE: ("check", N_("Geprüft und veröffentlicht")),
    Outcome.REDACT: ("check", N_("Mit Schwärzung veröffentlicht")),
    Outcome.RETURN: ("undo", N_("Zur Überarbeitung zurückgegeben")),
    Outcome.DECLINE: ("cross", N_("Nicht veröffentlicht")),
}
AFTER_APPEAL = {
    Outcome.APPROVE: N_("Widerspruch geprüft: veröffentlicht"),
    Outcome.REDACT: N_("Widerspruch geprüft: mit Schwärzung veröffentlicht"),
    Outcome.RETURN: N_("Widerspruch geprüft: zur Überarbeitung zurückgegeben"),
    Outcome.DECLINE: N_("Widerspruch geprüft: wird nicht veröffentlicht"),
}
AFTER_REPORT = {
    Outcome.APPROVE: N_("Nach einer Meldung geprüft: veröffentlicht"),
    Outcome.REDACT: N_("Nach einer Meldung geprüft: geschwärzt"),
    Outcome.RETURN: N_("Nach einer Meldung geprüft: zur Überarbeitung zurückgegeben"),
    Outcome.DECLINE: N_("Nach einer Meldung geprüft: nicht mehr veröffentlicht"),
}


def steps(work: Work, here: Consultation, line: CommentLine, words: Words, *, is_own: bool = False) -> list[Step]:
    """What has happened, then what is still to come.

    Reports and appeals are between the author and the moderators: others are told what was decided.
    """
    way = Way(work, here, line, words, is_own)
    done = sorted((step for part in PASSED for step in part(way)), key=lambda step: step.moment)
    if line.state is CommentState.WITHDRAWN:
        return done
    done.extend(_waiting(way))
    done.extend(decided_on(way))
    return [*done[:-1], replace(done[-1], state="now"), *(step for part in AHEAD for step in part(way))]


def arrived(way: Way) -> Iterator[Step]:
    """Every revision, as it came in."""
    yield way.step("mail", N_("Eingegangen"), way.line.first_submitted_at, more=_late(way))
    if way.line.newest > 1:
        for revision in comments.revisions(way.work, way.line.id)[1:]:
            yield way.step("pen", N_("Überarbeitet eingegangen"), revision.submitted_at)


def checked(way: Way) -> Iterator[Step]:
    for decision in moderation.trace(way.work, way.line.id):
        if decision.is_undo:
            yield way.step("undo", N_("Entscheidung zurückgenommen"), decision.decided_at)
        else:
            sign, title = TITLES[decision.outcome]
            title = _answering(way, decision) or _checked_late(way, decision) or title
            yield way.step(sign, title, decision.decided_at, explanation=decision.explanation)


def _checked_late(way: Way, decision: DecisionLine) -> str:
    """What was decided on a comment that nobody else reads yet; empty where the usual words say it."""
    waits = way.line.arrival is Arrival.LATE and decision.outcome in (Outcome.APPROVE, Outcome.REDACT)
    return N_("Geprüft, noch nicht aufgenommen") if waits else ""


def objected(way: Way) -> Iterator[Step]:
    """What the author, or a visitor, has said against how it stood."""
    if not way.is_own:
        return
    matters = moderation.matters(way.work, way.line.id)
    if matters.appeal is not None:
        yield way.step(
            "speech", N_("Sie haben widersprochen"), matters.appeal.appealed_at, more=matters.appeal.explanation
        )
    for report in matters.reports:
        yield way.step("heed", N_("Jemand hat den Kommentar gemeldet"), report.reported_at)
        if report.answered_at is not None and report.answer:
            yield way.step("check", N_("Meldung geprüft"), report.answered_at)


def withdrawn(way: Way) -> Iterator[Step]:
    if way.line.state is CommentState.WITHDRAWN:
        yield way.step(
            "undo", N_("Zurückgezogen"), comments.withdrawn_at(way.work, way.line.id) or way.line.submitted_at
        )


def decided_on(way: Way) -> Iterator[Step]:
    """Theme, pack, decision, wording and council: as far as it is published."""
    for one in decided.way(way.work, way.here, way.line, way.words):
        moment = one.at.isoformat() if one.at is not None else ""
        yield Step(one.sign, one.title, one.when, moment, "done", one.more, "", one.reply, one.changes, one.href)


def decision_ahead(way: Way) -> Iterator[Step]:
    """Where the others are published and the steering group has not decided on this one yet."""
    if way.here.phase(way.work.now) is Phase.DECIDED and not on_record.published(way.work, way.here, way.line.item_id):
        say = way.words.say
        yield Step(
            "vote", say(N_("Beschluss der Lenkungsgruppe mit Antwort")), say(N_("steht hier noch aus")), "", "open"
        )


def consultation_ahead(way: Way) -> Iterator[Step]:
    """The phases that are still to come."""
    here, order = way.here, list(Phase)
    ahead = [
        (Phase.REVIEW, "folder", N_("Beratung in der Lenkungsgruppe"), here.review_note),
        (Phase.DECIDED, "vote", N_("Beschluss der Lenkungsgruppe mit Antwort"), here.decided_note),
        (Phase.ADOPTED, "council", N_("Beschluss des Rates"), here.adopted_note),
    ]
    present = order.index(here.phase(way.work.now))
    for phase, sign, title, note in ahead:
        if order.index(phase) > present:
            yield Step(sign, way.words.say(title), note, "", "open")


PASSED: tuple[Part, ...] = (arrived, checked, objected, withdrawn)
"""What has happened, in any order: steps are sorted by their moment."""
AHEAD: tuple[Part, ...] = (decision_ahead, consultation_ahead)
"""What is still to come, in this order."""


def _waiting(way: Way) -> Iterator[Step]:
    """That somebody is looking at it."""
    if way.line.state is CommentState.SUBMITTED:
        title = N_("Wird geprüft") if way.line.newest == 1 else N_("Geänderte Fassung wird geprüft")
        more = way.words.say(N_("Meist innerhalb eines Werktags"))
        yield Step("clock", way.words.say(title), "", "", "done", more)


def _answering(way: Way, decision: DecisionLine) -> str:
    if way.is_own and decision.answers_appeal:
        return AFTER_APPEAL[decision.outcome]
    if way.is_own and decision.answers_report:
        return AFTER_REPORT[decision.outcome]
    return ""


def _late(way: Way) -> str:
    if way.line.arrival is Arrival.LATE:
        return way.words.say(N_("Nach der Frist. Die Geschäftsstelle entscheidet, ob er noch aufgenommen wird."))
    if way.line.arrival is Arrival.INCLUDED:
        return way.words.say(N_("Nach der Frist, aufgenommen: %(reason)s"), reason=way.line.included_reason)
    return ""
