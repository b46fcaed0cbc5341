"""What the filter of comments can ask for that only upper floors know: themes, and whether somebody has answered."""

from sqlalchemy import ColumnElement, not_, or_

from portal.board.answers import Answered, is_answered
from portal.comments.filters import FURTHER, Further
from portal.consultations.models import Consultation
from portal.kernel.words import N_, Words
from portal.kernel.work import Work
from portal.themes import queries as themes

NO_THEME = "-"
"""Stands in place of a theme's public id for comments that have none."""
ANSWERED = {Answered.YES: N_("beantwortet"), Answered.NO: N_("ohne Antwort")}


def _of_themes(work: Work, consultation: Consultation, asked: tuple[str, ...]) -> ColumnElement[bool]:
    named = themes.under(consultation.id, asked)
    return or_(named, themes.without_theme()) if NO_THEME in asked else named


def _theme_name(work: Work, consultation: Consultation, public_id: str, words: Words) -> str:
    if public_id == NO_THEME:
        return words.say(N_("ohne Thema"))
    found = themes.theme_named(work, consultation, public_id)
    return found.path if found is not None else public_id


def _answered(work: Work, consultation: Consultation, asked: tuple[str, ...]) -> ColumnElement[bool]:
    answered = is_answered(consultation.id)
    wanted = {Answered.YES: answered, Answered.NO: not_(answered)}
    return or_(*(wanted[Answered(one)] for one in asked))


def _answer_name(work: Work, consultation: Consultation, asked: str, words: Words) -> str:
    return words.say(ANSWERED[Answered(asked)])


FURTHER["themes"] = Further(N_("Thema"), _theme_name, _of_themes)
FURTHER["answered"] = Further(N_("Antwort"), _answer_name, _answered)
