"""What a moderator sends, and what a text block or the blackening of words makes of it before it is sent."""

from typing import Any

from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import AnyOf

from portal.kernel.errors import Invalid
from portal.kernel.markup import plain
from portal.kernel.words import N_, Words
from portal.moderation.models import Outcome, Reason
from portal.moderation.pages import Opened
from portal.moderation.redaction import cover, places_of
from portal.moderation.texts import ACTIONS, REASONS, USUAL, block
from portal.moderation.verdict import Verdict, problems
from portal.web.forms import Form, choices
from portal.web.languages import current_words

NO_ACTION = N_("Bitte wählen Sie, was mit dem Kommentar geschehen soll.")
NO_REVISION = N_("Es ist nicht zu sehen, welchen Stand Sie gelesen haben. Bitte öffnen Sie den Kommentar noch einmal.")
NOT_THERE = N_("„%(passage)s“ steht nicht im Text. Bitte schreiben Sie die Stelle genau so, wie sie dort steht.")


class DecisionForm(Form):
    action = RadioField(
        N_("Was soll damit geschehen?"),
        choices=choices((outcome.value, name) for outcome, name, _, _ in ACTIONS),
        validators=[AnyOf([outcome.value for outcome in Outcome], message=NO_ACTION)],
        validate_choice=False,
    )
    redacted_body = TextAreaField(N_("Text mit Schwärzung"))
    words = TextAreaField(N_("Weitere Stellen schwärzen"))
    reason = SelectField(
        N_("Grund"),
        choices=choices([("", N_("Bitte wählen")), *((reason.value, name) for reason, name in REASONS.items())]),
        validate_choice=False,
    )
    explanation = TextAreaField(N_("Erklärung, die die Verfasser*innen lesen"))
    revision = HiddenField()

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        say = current_words().say
        self.explained = {outcome.value: say(more) for outcome, _, more, _ in ACTIONS}
        self.keys = {outcome.value: key for outcome, _, _, key in ACTIONS}

    @classmethod
    def empty(cls, opened: Opened) -> "DecisionForm":
        """For the opened case, with a proposal what to blacken."""
        return cls(formdata=None, revision=str(opened.case.newest), redacted_body=opened.proposal)

    @property
    def read_revision(self) -> int | None:
        """The number of the revision the moderator has read."""
        text = self.revision.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else None

    @property
    def outcome(self) -> Outcome | None:
        return Outcome(self.action.data) if self.action.data in set(Outcome) else None

    @property
    def chosen_reason(self) -> Reason | None:
        return Reason(self.reason.data) if self.reason.data in set(Reason) else None

    def read(self, body: str) -> Verdict | None:
        """The decision on a revision with that text; None, with what is wrong beneath the fields."""
        valid = self.validate()
        revision = self.read_revision
        if revision is None:
            self.complain("", NO_REVISION)
            return None
        if not valid or self.outcome is None:
            return None
        said = (body, self.outcome, self.chosen_reason, self.explanation.data or "", self.redacted_body.data or "")
        wrong = problems(*said)
        for refusal in wrong:
            self.refuse(refusal)
        return None if wrong else Verdict.of(revision, *said)

    def take_block(self, reason: Reason, words: Words) -> None:
        """Put in the text block for a reason; where nothing is chosen, what usually follows from it is."""
        outcome = self.outcome if self.outcome not in (None, Outcome.APPROVE) else USUAL[reason]
        self.action.data, self.reason.data = outcome.value, reason.value
        self.explanation.data = block(words, reason, outcome)

    def blacken(self, body: str) -> bool:
        """Blacken the passages named in `words`, one on each line; what is not in the text stays named."""
        self.action.data = Outcome.REDACT.value
        covered = plain(self.redacted_body.data or "").strip()
        if len(covered) != len(body):
            covered = body
        unknown = []
        for passage in filter(None, map(str.strip, plain(self.words.data or "").splitlines())):
            places = places_of(body, passage)
            covered = cover(covered, places)
            if not places:
                unknown.append(passage)
                self.refuse(Invalid(NOT_THERE, field="words", passage=passage))
        self.redacted_body.data, self.words.data = covered, "\n".join(unknown)
        return not unknown

    def uncover(self, body: str) -> None:
        self.action.data, self.redacted_body.data = Outcome.REDACT.value, body
