"""What a moderator sends, and what a text block or the blackening of words makes of it before it is sent."""

from collections.abc import Collection
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import AnyOf

from portal.kernel.errors import Invalid
from portal.kernel.markup import plain
from portal.kernel.words import N_
from portal.moderation.models import Outcome, Reason
from portal.moderation.pages import Opened
from portal.moderation.redaction import Place, Texts, cover, places_of
from portal.moderation.texts import ACTIONS, REASONS, USUAL
from portal.moderation.verdict import Said, Verdict, problems
from portal.web.forms import Form, choices
from portal.web.languages import current_words

NO_ACTION = N_("Bitte wählen Sie, was mit dem Kommentar geschehen soll.")
NO_REVISION = N_("Es ist nicht zu sehen, welchen Stand Sie gelesen haben. Bitte öffnen Sie den Kommentar noch einmal.")
NOT_THERE = N_("„%(passage)s“ steht nicht im Text. Bitte schreiben Sie die Stelle genau so, wie sie dort steht.")
TOO_MANY = N_("Bitte nennen Sie höchstens %(most)s Stellen auf einmal. Alle stehen noch da.")
MOST_PASSAGES = 500


class DecisionForm(Form):
    action = RadioField(
        N_("Was soll damit geschehen?"),
        choices=choices((outcome.value, name) for outcome, name, _, _ in ACTIONS),
        validators=[AnyOf([outcome.value for outcome in Outcome], message=NO_ACTION)],
        validate_choice=False,
    )
    marked = TextAreaField(N_("Um diese Stelle geht es"))
    suggestion = TextAreaField(N_("Vorschlag für diese Stelle"))
    redacted_body = TextAreaField(N_("Text mit Schwärzung"))
    redacted_quote = TextAreaField(N_("Zitierte Stelle mit Schwärzung"))
    redacted_wording = TextAreaField(N_("Vorgeschlagener Wortlaut mit Schwärzung"))
    redacted_minority = TextAreaField(N_("Minderheitenvotum mit Schwärzung"))
    redacted_resolved = TextAreaField(N_("„Wer hat das beschlossen?“ mit Schwärzung"))
    words = TextAreaField(N_("Weitere Stellen schwärzen"))
    reason = SelectField(
        N_("Grund"),
        choices=choices([("", N_("Bitte wählen")), *((reason.value, name) for reason, name in REASONS.items())]),
        validate_choice=False,
    )
    explanation = TextAreaField(N_("Erklärung, die die Verfasser*innen lesen"))
    answer = TextAreaField(N_("Antwort an die Person, die gemeldet hat"))
    revision = HiddenField()

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        say = current_words().say
        self.explained = {outcome.value: say(more) for outcome, _, more, _ in ACTIONS}
        self.keys = {outcome.value: key for outcome, _, _, key in ACTIONS}

    @classmethod
    def empty(cls, opened: Opened) -> "DecisionForm":
        """For the opened case, with a proposal what to blacken."""
        proposal = opened.proposal
        form = cls(
            formdata=None,
            revision=str(opened.case.newest),
            redacted_body=proposal.body,
            redacted_quote=proposal.quote,
            redacted_wording=proposal.wording,
            redacted_minority=proposal.minority,
            redacted_resolved=proposal.resolved,
        )
        form.offer(opened.outcomes)
        return form

    def offer(self, outcomes: Collection[Outcome]) -> None:
        """Show only what can be decided about this case now."""
        self.action.choices = [choice for choice in self.action.choices if choice.value in outcomes]

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

    def said(self, texts: Texts) -> Said:
        """A part that is not in the form stays as it was submitted."""
        covered = {name: self[f"redacted_{name}"] for name in Texts.NAMES}
        left = {name: field.data if field.raw_data else getattr(texts, name) for name, field in covered.items()}
        return Said(
            self.chosen_reason,
            self.explanation.data or "",
            Texts(**{name: text or "" for name, text in left.items()}),
            self.marked.data or "",
            self.suggestion.data or "",
            self.answer.data or "",
        )

    def read(self, texts: Texts) -> Verdict | None:
        """The decision on a revision with these texts; None, with what is wrong beneath the fields."""
        valid = self.validate()
        revision = self.read_revision
        if revision is None:
            self.complain("", NO_REVISION)
            return None
        if not valid or self.outcome is None:
            return None
        said = self.said(texts)
        wrong = problems(texts, self.outcome, said)
        for refusal in wrong:
            self.refuse(refusal)
        return None if wrong else Verdict.on(revision, texts, self.outcome, said)

    def take_block(self, outcome: Outcome, reason: Reason, text: str) -> None:
        """Put in the text block for a reason, with what follows from it."""
        self.action.data, self.reason.data, self.explanation.data = outcome.value, reason.value, text

    def outcome_for(self, reason: Reason) -> Outcome:
        """What is chosen already, or what usually follows from that reason."""
        return USUAL[reason] if self.outcome in (None, Outcome.APPROVE) else Outcome(self.action.data)

    def blacken(self, texts: Texts) -> bool:
        """Blacken the passages named in `words`, one on each line; what is in none of the texts stays named."""
        self.action.data = Outcome.REDACT.value
        covered = {name: self._covered(name, getattr(texts, name)) for name in Texts.NAMES}
        passages = dict.fromkeys(filter(None, map(str.strip, plain(self.words.data or "").splitlines())))
        if len(passages) > MOST_PASSAGES:
            self.refuse(Invalid(TOO_MANY, field="words", most=MOST_PASSAGES))
            return False
        places: dict[str, list[Place]] = {name: [] for name in Texts.NAMES}
        unknown = []
        for passage in passages:
            found = {name: places_of(getattr(texts, name), passage) for name in Texts.NAMES}
            for name in Texts.NAMES:
                places[name] += found[name]
            if not any(found.values()):
                unknown.append(passage)
                self.refuse(Invalid(NOT_THERE, field="words", passage=passage))
        self._put(Texts(**{name: cover(text, places[name]) for name, text in covered.items()}))
        self.words.data = "\n".join(unknown)
        return not unknown

    def uncover(self, texts: Texts) -> None:
        self.action.data = Outcome.REDACT.value
        self._put(texts)

    def _covered(self, name: str, text: str) -> str:
        """What is blackened so far, unless the text has been changed otherwise."""
        covered = plain(self[f"redacted_{name}"].data or "").strip()
        return covered if len(covered) == len(text) else text

    def _put(self, texts: Texts) -> None:
        for name in Texts.NAMES:
            self[f"redacted_{name}"].data = getattr(texts, name)
