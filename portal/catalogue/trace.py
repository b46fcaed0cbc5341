"""The way of one comment from its arrival to the council, as steps in words."""

from dataclasses import dataclass, replace
from datetime import datetime

from portal.catalogue import decided
from portal.catalogue.decided import Passed
from portal.comments.models import Arrival, CommentState
from portal.comments.queries import CommentLine
from portal.consultations.models import Consultation, Phase
from portal.kernel.differences import Run
from portal.kernel.words import N_, Words
from portal.kernel.work import Work
from portal.moderation import queries as moderation
from portal.moderation.models import Outcome


@dataclass(frozen=True, slots=True)
class Step:
    """`state` is done, now or open; `moment` for machines, `when` for people."""

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


TITLES = {
    Outcome.APPROVE: ("check", N_("Geprüft und veröffentlicht")),
    Outcome.REDACT: ("check", N_("Mit Schwärzung veröffentlicht")),
    Outcome.RETURN: ("undo", N_("Zur Überarbeitung zurückgegeben")),
    Outcome.DECLINE: ("cross", N_("Nicht veröffentlicht")),
}


def steps(work: Work, here: Consultation, line: CommentLine, words: Words) -> list[Step]:
    """What has happened, then what is still to come. Reasons are shown to whoever may read the comment."""
    done = [_step("mail", words.say(N_("Eingegangen")), line.first_submitted_at, words, more=_late(line, words))]
    for decision in moderation.trace(work, line.id):
        if decision.is_undo:
            done.append(_step("undo", words.say(N_("Entscheidung zurückgenommen")), decision.decided_at, words))
            continue
        sign, title = TITLES[decision.outcome]
        done.append(_step(sign, words.say(title), decision.decided_at, words, explanation=decision.explanation))
    if line.state is CommentState.SUBMITTED:
        title = N_("Wird geprüft") if line.newest == 1 else N_("Geänderte Fassung wird geprüft")
        done.append(_step("clock", words.say(title), None, words, more=words.say(N_("Meist innerhalb eines Werktags"))))
    if line.state is CommentState.WITHDRAWN:
        done.append(_step("undo", words.say(N_("Zurückgezogen")), line.submitted_at, words))
        return done
    done += [_passed(one) for one in decided.way(work, here, line, words)]
    return [*done[:-1], replace(done[-1], state="now"), *_open(here, work, words)]


def _open(here: Consultation, work: Work, words: Words) -> list[Step]:
    ahead = [
        (Phase.REVIEW, "folder", N_("Beratung in der Lenkungsgruppe"), here.review_note),
        (Phase.DECIDED, "vote", N_("Beschluss der Lenkungsgruppe mit Antwort"), here.decided_note),
        (Phase.ADOPTED, "council", N_("Beschluss des Rates"), here.adopted_note),
    ]
    order = list(Phase)
    present = order.index(here.phase(work.now))
    return [
        Step(sign, words.say(title), note, "", "open")
        for phase, sign, title, note in ahead
        if order.index(phase) > present
    ]


def _late(line: CommentLine, words: Words) -> str:
    if line.arrival is Arrival.LATE:
        return words.say(N_("Nach der Frist. Die Geschäftsstelle entscheidet, ob er noch aufgenommen wird."))
    if line.arrival is Arrival.INCLUDED:
        return words.say(N_("Nach der Frist, aufgenommen: %(reason)s"), reason=line.included_reason)
    return ""


def _step(sign: str, title: str, at: datetime | None, words: Words, *, more: str = "", explanation: str = "") -> Step:
    when = words.moment(at) if at is not None else ""
    return Step(sign, title, when, at.isoformat() if at is not None else "", "done", more, explanation)


def _passed(one: Passed) -> Step:
    moment = one.at.isoformat() if one.at is not None else ""
    return Step(one.sign, one.title, one.when, moment, "done", one.more, "", one.reply, one.changes, one.href)
