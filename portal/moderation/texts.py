"""What moderators and authors read: outcomes, reasons, the text blocks for explanations, and spans of time."""

from portal.comments.models import CommentState
from portal.kernel.words import N_, Words
from portal.moderation.models import Complaint, Outcome, Reason
from portal.moderation.policy import Occasion

TABS = {
    CommentState.SUBMITTED: N_("Zu prüfen"),
    CommentState.RETURNED: N_("Zurückgegeben"),
    CommentState.APPROVED: N_("Veröffentlicht"),
    CommentState.REDACTED: N_("Geschwärzt"),
    CommentState.DECLINED: N_("Nicht veröffentlicht"),
}
OUTCOMES = {
    Outcome.APPROVE: N_("veröffentlicht"),
    Outcome.RETURN: N_("zurückgegeben"),
    Outcome.REDACT: N_("mit Schwärzung veröffentlicht"),
    Outcome.DECLINE: N_("nicht veröffentlicht"),
}
SETTLED = {
    Outcome.APPROVE: N_("Kommentar %(number)s ist veröffentlicht."),
    Outcome.RETURN: N_("Kommentar %(number)s ist zurückgegeben."),
    Outcome.REDACT: N_("Kommentar %(number)s ist mit Schwärzung veröffentlicht."),
    Outcome.DECLINE: N_("Kommentar %(number)s wird nicht veröffentlicht."),
}
ACTIONS = (
    (Outcome.APPROVE, N_("Veröffentlichen"), N_("Für alle sichtbar, sofort"), "a"),
    (Outcome.REDACT, N_("Stelle schwärzen"), N_("Ausgewählte Wörter werden zu █"), "x"),
    (Outcome.RETURN, N_("Zurückgeben"), N_("Mit der Bitte um Änderung"), "r"),
    (Outcome.DECLINE, N_("Nicht veröffentlichen"), N_("Widerspruch ist einmal möglich"), "d"),
)
"""Outcome, its words, what it means, its key."""

MATTERS = {Occasion.APPEAL: N_("Widersprüche"), Occasion.REPORT: N_("Meldungen")}
COMPLAINTS = {
    Complaint.UNLAWFUL: N_("Verstößt gegen geltendes Recht"),
    Complaint.PERSONAL_DATA: N_("Nennt persönliche Daten von jemandem"),
    Complaint.INSULT: N_("Beleidigt oder bedroht jemanden"),
    Complaint.FALSE: N_("Behauptet etwas Falsches über jemanden"),
    Complaint.ADVERTISING: N_("Ist Werbung"),
    Complaint.OTHER: N_("Etwas anderes"),
}
AFTER_REPORT = {
    None: N_("Der Kommentar bleibt, wie er ist."),
    Outcome.APPROVE: N_("Der Kommentar steht jetzt in einer neuen Fassung da."),
    Outcome.RETURN: N_("Der Kommentar ist nicht mehr sichtbar, bis er geändert ist."),
    Outcome.REDACT: N_("Eine Stelle im Kommentar ist jetzt geschwärzt."),
    Outcome.DECLINE: N_("Der Kommentar ist nicht mehr sichtbar."),
}
"""What a reporter is told has become of the comment."""

REASONS = {
    Reason.PERSONAL_DATA: N_("Persönliche Daten anderer"),
    Reason.INSULT: N_("Ton verletzt die Spielregeln"),
    Reason.OFF_TOPIC: N_("Gehört nicht zum Thema"),
    Reason.ADVERTISING: N_("Werbung"),
    Reason.UNLAWFUL: N_("Verstößt gegen geltendes Recht"),
    Reason.UNCLEAR: N_("Nicht verständlich"),
}
USUAL = {
    Reason.PERSONAL_DATA: Outcome.REDACT,
    Reason.INSULT: Outcome.RETURN,
    Reason.OFF_TOPIC: Outcome.RETURN,
    Reason.ADVERTISING: Outcome.DECLINE,
    Reason.UNLAWFUL: Outcome.DECLINE,
    Reason.UNCLEAR: Outcome.RETURN,
}
"""What mostly follows from a reason; where nothing is chosen yet, a text block chooses it."""

FINDINGS = {
    Reason.PERSONAL_DATA: N_(
        "In Ihrem Text stehen persönliche Angaben über andere Menschen, zum Beispiel ein Name, eine Adresse oder eine "
        "Telefonnummer."
    ),
    Reason.INSULT: N_("Einige Wörter in Ihrem Text verletzen andere. Unsere Spielregeln bitten um einen fairen Ton."),
    Reason.OFF_TOPIC: N_("Ihr Text spricht über etwas anderes als die Maßnahme, zu der Sie ihn eingereicht haben."),
    Reason.ADVERTISING: N_("Ihr Text wirbt für ein Angebot. Dafür ist die Beteiligung nicht gedacht."),
    Reason.UNLAWFUL: N_("Teile Ihres Textes dürfen wir nach geltendem Recht nicht veröffentlichen."),
    Reason.UNCLEAR: N_("Wir haben nicht sicher verstanden, was Sie an der Maßnahme ändern oder behalten möchten."),
}
CONSEQUENCES = {
    Outcome.REDACT: N_("Wir haben diese Stelle geschwärzt. Ihr Anliegen bleibt vollständig lesbar."),
    Outcome.RETURN: N_(
        "Bitte ändern Sie diese Stelle und senden Sie uns Ihren Kommentar noch einmal. Ihre Meinung ist uns wichtig."
    ),
    Outcome.DECLINE: N_("Deshalb veröffentlichen wir Ihren Kommentar nicht."),
}
THANKS = N_("Vielen Dank für Ihren Kommentar.")


def block(words: Words, reason: Reason, outcome: Outcome, own: str = "") -> str:
    """The ready-made explanation for a reason, in the house's or one's own words, ending with what follows from it."""
    consequence = CONSEQUENCES[outcome if outcome in CONSEQUENCES else USUAL[reason]]
    return " ".join((words.say(THANKS), own or words.say(FINDINGS[reason]), words.say(consequence)))


def span(words: Words, seconds: int) -> str:
    """“25 Minuten”, “5 Stunden”, “3 Tage”: rounded as people say it."""
    minutes = max(1, round(seconds / 60))
    if minutes < 90:
        return words.count(N_("%(n)d Minute"), N_("%(n)d Minuten"), minutes)
    hours = round(minutes / 60)
    if hours < 48:
        return words.count(N_("%(n)d Stunde"), N_("%(n)d Stunden"), hours)
    return words.count(N_("%(n)d Tag"), N_("%(n)d Tage"), round(hours / 24))
