"""Short words for the next page: what has just happened, carried by the address, not by a cookie."""

from flask import Flask, request

from portal.kernel.words import N_
from portal.web.languages import current_words

DONE = {
    "submitted": N_("Ihr Kommentar ist eingegangen. Sie bekommen eine Bestätigung per E-Mail."),
    "revised": N_("Ihr geänderter Kommentar ist eingegangen."),
    "withdrawn": N_("Ihr Kommentar ist zurückgezogen."),
    "draft": N_("Ihr Entwurf ist gespeichert."),
    "no-objection": N_("Ihr „Keine Einwände“ ist eingegangen. Bis zum Ende der Frist können Sie es zurücknehmen."),
    "said-already": N_("Dazu haben Sie schon etwas gesagt. Es bleibt dabei."),
    "no-objections": N_("Ihr „Keine Einwände“ ist eingegangen. Unten sehen Sie, wozu, und können es zurücknehmen."),
    "no-objections-back": N_("Ihr „Keine Einwände“ ist zurückgenommen."),
    "handed-over": N_("Der Entwurf liegt zur Freigabe vor. Wer freigibt, bekommt eine E-Mail."),
    "sent-back": N_("Der Entwurf ist zurückgegeben. Wer ihn geschrieben hat, bekommt eine E-Mail."),
    "noted": N_("Ihre Notiz ist gespeichert."),
    "discarded": N_("Der Entwurf ist gelöscht."),
    "saved": N_("Gespeichert."),
    "invited": N_("Die Einladungen sind unterwegs."),
    "revoked": N_("Die Einladung ist zurückgezogen."),
    "resent": N_("Die Einladung ist noch einmal unterwegs. Der frühere Link gilt nicht mehr."),
    "left": N_("Die Mitwirkung ist beendet."),
    "extended": N_("Die Frist ist verlängert. Die Mitglieder bekommen eine E-Mail."),
    "accepted": N_("Willkommen! Ihre Einladung ist angenommen."),
    "password": N_("Ihr neues Passwort gilt ab sofort. Andere Anmeldungen sind beendet."),
    "letter": N_("Wenn es zu dieser Adresse ein Konto gibt, bekommen Sie gleich eine E-Mail mit einem Link."),
    "erased": N_("Ihr Konto ist gelöscht."),
    "signed-out": N_("Sie sind abgemeldet."),
    "version": N_("Die neue Fassung ist veröffentlicht."),
    "added": N_("Angelegt."),
    "removed": N_("Gelöscht."),
    "phase": N_("Die Phase ist geändert."),
    "imported": N_("Der Katalog ist eingelesen."),
    "file-gone": N_("Die hochgeladene Datei ist gelöscht. Der Katalog ist unverändert."),
    "blocked": N_("Das Konto ist gesperrt. Alle Anmeldungen sind beendet."),
    "unblocked": N_("Das Konto ist wieder offen."),
    "account": N_("Das Konto ist angelegt. Ein Brief mit dem Link für das Passwort ist unterwegs."),
    "role": N_("Die Rolle gilt ab sofort."),
    "retry": N_("Der Brief wird gleich noch einmal verschickt."),
    "included": N_("Der verspätete Kommentar ist aufgenommen."),
    "wish": N_("Ihre Anfrage ist bei der Geschäftsstelle. Sie bekommen eine E-Mail zur Bestätigung."),
    "taken-on": N_("Die Einladung ist unterwegs. Die Anfrage ist beantwortet."),
    "turned-down": N_("Die Absage ist unterwegs. Die Anfrage ist beantwortet."),
    "reminded": N_("Die Erinnerungen sind unterwegs."),
    "all-entered": N_("Alle Zuschriften der Datei sind eingetragen und warten auf die Prüfung."),
    "entered": N_("Die Zuschrift ist eingetragen und wartet auf die Prüfung."),
    "entry-revised": N_("Die Zuschrift ist geändert und wartet auf die Prüfung."),
    "entry-withdrawn": N_("Die Zuschrift ist zurückgezogen."),
    "undone": N_("Die Entscheidung ist rückgängig gemacht."),
    "appealed": N_("Ihr Widerspruch ist eingegangen. Jemand anderes aus dem Prüfteam entscheidet darüber."),
    "reported": N_("Danke für Ihre Meldung. Das Prüfteam sieht sich den Kommentar an."),
    "approved-all": N_("Die ausgewählten Kommentare sind veröffentlicht."),
    "left-standing": N_("Die Meldung ist beantwortet. Der Kommentar bleibt, wie er ist."),
    "export": N_("Die Datei wird erstellt. Sie finden sie gleich auf dieser Seite."),
    "decided": N_("Der Beschluss ist festgehalten. Er bleibt intern, bis die Leitung ihn veröffentlicht."),
    "advised": N_("Der Vorschlag ist als Entwurf gespeichert."),
    "advice-released": N_("Der Vorschlag ist für die Lenkungsgruppe freigegeben."),
    "answered": N_("Die Antwort ist festgehalten. Sie bleibt intern, bis die Leitung sie veröffentlicht."),
    "published": N_("Die Beschlüsse sind veröffentlicht. Die Briefe sind unterwegs."),
    "frozen": N_("Die Sitzungsmappe ist eingefroren. Ihre Dateien werden gerade erstellt."),
    "voted": N_("Der gemeinsame Beschluss ist festgehalten."),
    "session-gone": N_("Die Sitzung ist gelöscht."),
    "asked": N_("Die Verfasser*innen bekommen einen Brief mit der Frage."),
    "settled": N_("Danke, Ihre Antwort ist gespeichert."),
    "adopted": N_("Der Ratsbeschluss ist eingetragen."),
    "ended": N_("Die Anmeldung ist beendet."),
}
"""What `?done=` may say; nothing else is shown, so a link cannot put words into our mouth."""


def init_app(app: Flask) -> None:
    app.context_processor(_context)


def _context() -> dict[str, object]:
    sentence = DONE.get(request.args.get("done", ""))
    return {"notices": [{"tone": "good", "text": current_words().say(sentence)}] if sentence else []}
