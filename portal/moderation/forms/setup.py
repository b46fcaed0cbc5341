"""The texts and words a consultation sets up for checking, and the notes of the team."""

from collections.abc import Mapping
from typing import Any

from wtforms import TextAreaField

from portal.kernel.words import N_
from portal.moderation.models import Reason
from portal.moderation.texts import REASONS
from portal.web.forms import Form

WRITTEN_IN = {"de": N_("Deutsch"), "en": N_("Englisch")}


class NoteForm(Form):
    body = TextAreaField(N_("Notiz für das Prüfteam"), id="note-body")


class SetUpForm(Form):
    """One text for each reason and language, named `<reason>_<language>`, and the word list."""

    words = TextAreaField(N_("Wortliste"))

    @classmethod
    def filled(cls, texts: Mapping[tuple[Reason, str], str], words: str) -> "SetUpForm":
        written = {f"{reason}_{language}": text for (reason, language), text in texts.items()}
        return cls(formdata=None, words=words, **written)

    @property
    def texts(self) -> dict[tuple[Reason, str], str]:
        return {
            (reason, language): self.of(reason, language).data or "" for reason in REASONS for language in WRITTEN_IN
        }

    def of(self, reason: Reason, language: str) -> Any:
        return self[f"{reason}_{language}"]


for _reason in REASONS:
    for _language, _name in WRITTEN_IN.items():
        setattr(SetUpForm, f"{_reason}_{_language}", TextAreaField(_name))
