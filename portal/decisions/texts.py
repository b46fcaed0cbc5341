"""What outcomes, answers and the like are called."""

from portal.decisions.models import Answer, DecisionOutcome, Settled
from portal.kernel.words import N_, Words

OUTCOMES = {
    DecisionOutcome.ADOPT: N_("Angenommen"),
    DecisionOutcome.ADOPT_WITH_CHANGES: N_("Mit Änderungen angenommen"),
    DecisionOutcome.RETURN_TO_EXPERTS: N_("Zurück an die Expert*innengruppe"),
    DecisionOutcome.POSTPONE: N_("Vertagt"),
    DecisionOutcome.RECOMMEND: N_("Als Empfehlung weitergegeben"),
    DecisionOutcome.REJECT: N_("Abgelehnt"),
    DecisionOutcome.NEW_TOPIC: N_("Neues Thema in Auftrag gegeben"),
}
"""As it stands when it is decided."""


def named(outcome: DecisionOutcome, recommended_to: str, words: Words) -> str:
    """“Als Empfehlung weitergegeben (an das Land)”."""
    name = words.say(OUTCOMES[outcome])
    to = words.say(N_("an %(name)s"), name=recommended_to) if recommended_to else ""
    return f"{name} ({to})" if to else name


CHOICES = {
    DecisionOutcome.ADOPT: N_("Annehmen"),
    DecisionOutcome.ADOPT_WITH_CHANGES: N_("Mit Änderungen annehmen"),
    DecisionOutcome.RETURN_TO_EXPERTS: N_("Zurück an die Expert*innengruppe"),
    DecisionOutcome.POSTPONE: N_("Vertagen"),
    DecisionOutcome.RECOMMEND: N_("Als Empfehlung weitergeben"),
    DecisionOutcome.REJECT: N_("Ablehnen"),
    DecisionOutcome.NEW_TOPIC: N_("Neues Thema in Auftrag geben"),
}
"""As one chooses it."""

ANSWERS = {
    Answer.FOLLOWED: N_("Wir folgen dem"),
    Answer.PARTLY_FOLLOWED: N_("Wir folgen dem zum Teil"),
    Answer.NOT_FOLLOWED: N_("Wir folgen dem nicht"),
    Answer.NOTED: N_("Wir nehmen es zur Kenntnis"),
}

SETTLED = {
    Settled.YES: N_("Ja, mein Punkt ist erledigt"),
    Settled.PARTLY: N_("Zum Teil"),
    Settled.NO: N_("Nein, mein Punkt bleibt"),
}

DECIDED_NOTE = N_("Beschluss der Lenkungsgruppe")
"""The note of a version whose wording the steering group has decided."""
