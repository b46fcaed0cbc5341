"""What people fill in about checking: decisions, appeals, reports, notes, and the texts of a consultation."""

from portal.moderation.forms.appeal import AppealForm
from portal.moderation.forms.decision import DecisionForm
from portal.moderation.forms.report import AnswerForm, ReportForm
from portal.moderation.forms.setup import WRITTEN_IN, NoteForm, SetUpForm

__all__ = ["WRITTEN_IN", "AnswerForm", "AppealForm", "DecisionForm", "NoteForm", "ReportForm", "SetUpForm"]
