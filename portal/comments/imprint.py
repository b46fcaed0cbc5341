"""What stands above every export of comments: what it is about, as of when, for whom, and how many it holds."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from portal.comments import filters, naming
from portal.comments.filters import CommentFilter
from portal.comments.models import Comment, Redaction, Revision
from portal.consultations.models import Consultation
from portal.kernel.words import N_, Words
from portal.kernel.work import Work


class Edition(StrEnum):
    """Both hold visible comments only; the internal one says more about each of them."""

    PUBLIC = "public"
    INTERNAL = "internal"


EDITIONS = {
    Edition.PUBLIC: N_("öffentliche Ausgabe"),
    Edition.INTERNAL: N_("interne Ausgabe, nur für Lenkungsgruppe und Geschäftsstelle"),
}


@dataclass(frozen=True, slots=True)
class Stock:
    """How many visible comments an export holds, how many of them with blackened places, and how many still wait."""

    visible: int
    redacted: int
    waiting: int

    def as_document(self) -> dict[str, int]:
        return {"approved": self.visible - self.redacted, "redacted": self.redacted, "in_moderation": self.waiting}


def stock(work: Work, consultation: Consultation, asked: CommentFilter) -> Stock:
    """`waiting` counts the whole consultation: what waits has no text to filter by yet."""
    every = filters.tallies(work, consultation)
    visible = filters.number(work, consultation, asked, every)
    redacted = work.session.scalar(
        select(func.count())
        .select_from(Redaction)
        .join(Revision, Revision.id == Redaction.revision_id)
        .join(Comment, (Comment.id == Revision.comment_id) & (Comment.visible == Revision.number))
        .where(*filters.conditions(work, consultation, asked))
    )
    return Stock(visible, redacted or 0, sum(tally.waiting for tally in every))


def about(
    work: Work, consultation: Consultation, asked: CommentFilter, words: Words, edition: Edition, held: Stock
) -> tuple[tuple[str, str], ...]:
    """What stands above every export: consultation, filter, moment, edition, and how many comments stand how."""
    wishes = naming.wishes(work, consultation, asked, words)
    several = N_("%(visible)s veröffentlicht, davon %(redacted)s mit Schwärzung")
    number = words.say(several if held.redacted else N_("%(visible)s veröffentlicht"), **_figures(held))
    waiting = words.say(N_("%(waiting)s im ganzen Verfahren, hier nicht enthalten"), **_figures(held))
    return (
        (words.say(N_("Beteiligungsverfahren")), consultation.title),
        (words.say(N_("Phase")), words.say(naming.PHASES[consultation.phase(work.now)])),
        (
            words.say(N_("Auswahl")),
            "; ".join(f"{wish.label}: {wish.name}" for wish in wishes) or words.say(N_("alles")),
        ),
        (words.say(N_("Stand der Daten")), words.moment(work.now)),
        (words.say(N_("Ausgabe")), words.say(EDITIONS[edition])),
        (words.say(N_("Kommentare")), number),
        (words.say(N_("Noch in Prüfung")), waiting),
    )


def meta(
    work: Work, consultation: Consultation, asked: CommentFilter, edition: Edition, held: Stock
) -> dict[str, object]:
    """The same for machines."""
    return {
        "consultation": {"slug": consultation.slug, "title": consultation.title},
        "phase": consultation.phase(work.now),
        "filter": asked.as_document(),
        "moment": work.now,
        "edition": edition,
        "counts": held.as_document(),
    }


def _figures(held: Stock) -> dict[str, object]:
    return {"visible": held.visible, "redacted": held.redacted, "waiting": held.waiting}
