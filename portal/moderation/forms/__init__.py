"""What people fill in about checking: decisions, appeals, reports, notes, and the texts of a consultation."""

from portal.moderation.forms.appeal import AppealForm
from portal.moderation.forms.decision import DecisionForm
from portal.moderation.forms.report import AnswerForm, ReportForm

__all__ = ["AnswerForm", "AppealForm", "DecisionForm", "ReportForm"]
