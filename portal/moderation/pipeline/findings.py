"""What a comment is looked at for, in words: why it is held, or what is only worth knowing."""

from dataclasses import dataclass
from enum import StrEnum

from portal.kernel.words import N_, Words
from portal.moderation.redaction import Place


class Heed(StrEnum):
    """What a comment is looked at for, the weightiest first."""

    WATCHED = "watched"
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    ALIKE = "alike"
    LINK = "link"
    FILE = "file"
    LATE = "late"
    CHANGED = "changed"
    FIRST = "first"


HOLDING = frozenset({Heed.WATCHED, Heed.NAME, Heed.PHONE, Heed.EMAIL})
SIGNS = {
    Heed.ALIKE: "info",
    Heed.LINK: "link",
    Heed.FILE: "folder",
    Heed.LATE: "clock",
    Heed.CHANGED: "pen",
    Heed.FIRST: "person",
}
BRIEFLY = {
    Heed.WATCHED: N_("Wort aus der Wortliste"),
    Heed.NAME: N_("Name im Text"),
    Heed.PHONE: N_("Telefonnummer im Text"),
    Heed.EMAIL: N_("E-Mail-Adresse im Text"),
    Heed.LINK: N_("Enthält einen Link"),
    Heed.FILE: N_("Mit Datei"),
    Heed.LATE: N_("Nach der Frist"),
    Heed.CHANGED: N_("Überarbeitet, %(revision)d. Stand"),
    Heed.FIRST: N_("Erster Kommentar"),
}
WHAT = {
    Heed.WATCHED: N_("Wort aus der Wortliste."),
    Heed.NAME: N_("Name nach einer Anrede oder einem Titel."),
    Heed.PHONE: N_("Muster einer Telefonnummer."),
    Heed.EMAIL: N_("Muster einer E-Mail-Adresse."),
    Heed.LINK: N_("Enthält einen Link."),
    Heed.FILE: N_("Es kam eine Datei mit."),
    Heed.LATE: N_("Nach der Frist eingegangen."),
    Heed.CHANGED: N_("Überarbeitet, %(revision)d. Stand."),
    Heed.FIRST: N_("Erster Kommentar."),
}
ADVICE = {
    Heed.WATCHED: N_("Bitte prüfen Sie an der markierten Stelle, ob jemand damit gemeint ist."),
    Heed.NAME: N_("Bitte prüfen Sie an der markierten Stelle, ob eine Privatperson gemeint ist."),
    Heed.PHONE: N_("Bitte prüfen Sie an der markierten Stelle, ob eine Privatperson gemeint ist."),
    Heed.EMAIL: N_("Bitte prüfen Sie an der markierten Stelle, ob eine Privatperson gemeint ist."),
    Heed.ALIKE: N_("Sie gehören zum selben Eintrag. Gleiche Texte von verschiedenen Menschen zählen einzeln."),
    Heed.LINK: N_("Er führt zu %(links)s."),
    Heed.FILE: N_("Bitte öffnen Sie sie, bevor Sie entscheiden: Ist sie kein Scan, wird sie mit veröffentlicht."),
    Heed.LATE: N_("Für alle sichtbar wird er erst, wenn die Geschäftsstelle ihn aufnimmt."),
    Heed.CHANGED: N_("Unter dem Text steht, was sich geändert hat."),
    Heed.FIRST: N_("Aus dieser Hand kam in diesem Verfahren noch nichts."),
}


FOUND_BESIDE = {
    "wording": N_("Gefunden im Vorschlag für den Wortlaut."),
    "minority": N_("Gefunden im Minderheitenvotum."),
    "resolved": N_("Gefunden bei „Wer hat das beschlossen?“."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`places` are half-open, in characters of the text. `alike` and `others` say how much like how many others.

    `beside` has the places in what is said beside the text, by the names of `Texts`.
    """

    heed: Heed
    places: tuple[Place, ...] = ()
    beside: tuple[tuple[str, tuple[Place, ...]], ...] = ()
    links: tuple[str, ...] = ()
    alike: int = 0
    others: int = 0
    revision: int = 0

    @property
    def is_serious(self) -> bool:
        """Whether it holds the comment: somebody could be hurt by it. The others are only worth knowing."""
        return self.heed in HOLDING

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
        what = " ".join([what, *(words.say(FOUND_BESIDE[name]) for name, _ in self.beside)])
        return what, words.say(ADVICE[self.heed], links=", ".join(self.links))
