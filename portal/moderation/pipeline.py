"""Why a comment deserves a look: findings in words, with the places they speak about. They decide nothing.

Nothing of this is computed when somebody submits. Findings are made when a moderator reads: for a page of the queue
from what is on it anyway, for the one opened case with a closer look at what was said about the same item.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from portal.comments.contribution import LONGEST
from portal.comments.models import Arrival
from portal.consultations.models import Consultation
from portal.kernel.words import N_, Words
from portal.kernel.work import Work
from portal.moderation import queries
from portal.moderation.queries import Case, Similar
from portal.moderation.redaction import Place

ALIKE = 90
"""Percent from which on two texts count as nearly the same."""
SHORTEST = 40
"""Characters; shorter texts are alike by chance."""
COMPARED = 1000
"""Characters at the beginning of each text that are compared."""
CANDIDATES = 200
"""Most texts one page of the queue, or one opened case, is compared with."""

LINK = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"]{1,2000}", re.IGNORECASE)
EMAIL = re.compile(r"[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.IGNORECASE)
PHONE = re.compile(r"(?<![\w.,/-])(?:\+|\(?0)[\d \u00a0()/-]{5,30}\d(?![\w-])")
FEWEST_DIGITS, MOST_DIGITS = 7, 15
INSULTS = re.compile(
    r"\b(?:abschaum|arschl[oö]ch|asozial|bastard|blödmann|depp|dreckskerl|drecksack|dreckspack|"
    r"dummkopf|dumpfbacke|fotze|gesindel|hackfresse|hurensohn|idiot|kanake|kümmeltürk|lumpenpack|missgeburt|mistkerl|"
    r"mistvieh|neger|nigger|pissnelke|schlampe|schmarotzer|schwachkopf|spasti|trottel|untermensch|"
    r"ungeziefer|viehzeug|vollidiot|vollpfosten|volltrottel|wichser|zigeuner|asshole|moron)(?:e[mnrs]?|n|s|in|innen|ische?[nrs]?)?\b",
    re.IGNORECASE,
)
"""A short list on purpose: what a moderator wants pointed out, not everything somebody may find rude."""


class Heed(StrEnum):
    """What a comment is looked at for, the weightiest first."""

    INSULT = "insult"
    PHONE = "phone"
    EMAIL = "email"
    ALIKE = "alike"
    LINK = "link"
    LATE = "late"
    CHANGED = "changed"
    FIRST = "first"


SIGNS = {Heed.ALIKE: "info", Heed.LINK: "link", Heed.LATE: "clock", Heed.CHANGED: "pen", Heed.FIRST: "person"}
BRIEFLY = {
    Heed.INSULT: N_("Wort aus der Beleidigungsliste"),
    Heed.PHONE: N_("Telefonnummer im Text"),
    Heed.EMAIL: N_("E-Mail-Adresse im Text"),
    Heed.LINK: N_("Enthält einen Link"),
    Heed.LATE: N_("Nach der Frist"),
    Heed.CHANGED: N_("Überarbeitet, %(revision)d. Stand"),
    Heed.FIRST: N_("Erster Kommentar"),
}
WHAT = {
    Heed.INSULT: N_("Wort aus der Beleidigungsliste."),
    Heed.PHONE: N_("Muster einer Telefonnummer."),
    Heed.EMAIL: N_("Muster einer E-Mail-Adresse."),
    Heed.LINK: N_("Enthält einen Link."),
    Heed.LATE: N_("Nach der Frist eingegangen."),
    Heed.CHANGED: N_("Überarbeitet, %(revision)d. Stand."),
    Heed.FIRST: N_("Erster Kommentar."),
}
ADVICE = {
    Heed.INSULT: N_("Bitte prüfen Sie an der markierten Stelle, ob jemand damit gemeint ist."),
    Heed.PHONE: N_("Bitte prüfen Sie an der markierten Stelle, ob eine Privatperson gemeint ist."),
    Heed.EMAIL: N_("Bitte prüfen Sie an der markierten Stelle, ob eine Privatperson gemeint ist."),
    Heed.ALIKE: N_("Sie gehören zum selben Eintrag. Gleiche Texte von verschiedenen Menschen zählen einzeln."),
    Heed.LINK: N_("Er führt zu %(links)s."),
    Heed.LATE: N_("Für alle sichtbar wird er erst, wenn die Geschäftsstelle ihn aufnimmt."),
    Heed.CHANGED: N_("Unter dem Text steht, was sich geändert hat."),
    Heed.FIRST: N_("Aus dieser Hand kam in diesem Verfahren noch nichts."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`places` are half-open, in characters of the text. `alike` and `others` say how much like how many others."""

    heed: Heed
    places: tuple[Place, ...] = ()
    links: tuple[str, ...] = ()
    alike: int = 0
    others: int = 0
    revision: int = 0

    @property
    def is_serious(self) -> bool:
        """Whether somebody could be hurt by it."""
        return self.heed in (Heed.INSULT, Heed.PHONE, Heed.EMAIL)

    @property
    def sign(self) -> str:
        return SIGNS.get(self.heed, "heed")

    def briefly(self, words: Words) -> str:
        """As it stands in a row of the queue."""
        if self.heed is Heed.ALIKE:
            one, many = N_("%(alike)d %% gleich mit einem anderen"), N_("%(alike)d %% gleich mit %(n)d anderen")
            return words.count(one, many, self.others, alike=self.alike)
        return words.say(BRIEFLY[self.heed], revision=self.revision)

    def in_words(self, words: Words) -> tuple[str, str]:
        """What was found, and what to look at."""
        if self.heed is Heed.ALIKE:
            what = f"{self.briefly(words)}."
        else:
            what = words.say(WHAT[self.heed], revision=self.revision)
        return what, words.say(ADVICE[self.heed], links=", ".join(self.links))


def of_list(work: Work, here: Consultation, page: Sequence[Case]) -> Mapping[int, list[Finding]]:
    """The findings of each case on a page of the queue, by its id; compared with what waits on the same items."""
    waiting = [one for one in page if one.is_waiting]
    if not waiting:
        return {one.id: _in_itself(one) for one in page}
    items = {one.item_id for one in waiting}
    candidates = defaultdict(list)
    for similar in queries.waiting_on(work, here, items, most=CANDIDATES, longest=COMPARED):
        candidates[similar.item_id].append(similar)
    return {one.id: _sorted([*_in_itself(one), *_alike(one, candidates[one.item_id])]) for one in page}


def of_case(work: Work, one: Case) -> list[Finding]:
    """The findings of the opened case; compared with what waits and what is visible on its item."""
    return _sorted([*_in_itself(one), *_alike(one, _candidates(work, one))])


def _candidates(work: Work, one: Case) -> list[Similar]:
    """Texts of about the same length, as others cannot be alike; one that is cut for comparing may go on for long."""
    length = min(len(one.body), COMPARED)
    shortest, longest = int(length * ALIKE / (200 - ALIKE)), int(length * (200 - ALIKE) / ALIKE) + 1
    lengths = (shortest, LONGEST if longest >= COMPARED else longest)
    return queries.similar_on(work, one, lengths=lengths, most=CANDIDATES, longest=COMPARED)


def _in_itself(one: Case) -> list[Finding]:
    """What the comment alone tells."""
    links = [(found.start(), found.group().rstrip(".,;:!?")) for found in LINK.finditer(one.body)]
    found = [
        Finding(Heed.INSULT, _places(INSULTS.finditer(one.body))),
        Finding(Heed.PHONE, _phones(one.body)),
        Finding(Heed.EMAIL, _places(EMAIL.finditer(one.body))),
        Finding(
            Heed.LINK,
            tuple((begin, begin + len(link)) for begin, link in links),
            links=tuple(dict.fromkeys(link for _, link in links)),
        ),
    ]
    found = [finding for finding in found if finding.places]
    if one.arrival is Arrival.LATE:
        found.append(Finding(Heed.LATE))
    if one.newest > 1:
        found.append(Finding(Heed.CHANGED, revision=one.newest))
    elif one.is_first:
        found.append(Finding(Heed.FIRST))
    return found


def _alike(one: Case, candidates: Iterable[Similar]) -> list[Finding]:
    text = one.body[:COMPARED].lower()
    if len(text) < SHORTEST:
        return []
    near = [fuzz.ratio(text, other.text.lower(), score_cutoff=ALIKE) for other in candidates if other.id != one.id]
    near = [likeness for likeness in near if likeness >= ALIKE]
    return [Finding(Heed.ALIKE, alike=int(max(near)), others=len(near))] if near else []


def _phones(text: str) -> tuple[Place, ...]:
    """Runs of digits as people write numbers to call; times of day and dates are not meant."""
    return tuple(
        found.span()
        for found in PHONE.finditer(text)
        if FEWEST_DIGITS <= sum(sign.isdigit() for sign in found.group()) <= MOST_DIGITS
    )


def _places(matches: Iterable[re.Match[str]]) -> tuple[Place, ...]:
    return tuple(match.span() for match in matches)


def _sorted(found: list[Finding]) -> list[Finding]:
    order = list(Heed)
    return sorted(found, key=lambda finding: order.index(finding.heed))
