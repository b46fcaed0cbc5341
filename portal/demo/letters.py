"""What has reached the demo's office by letter, e-mail, telephone and in person; one of them came back to it."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from portal.comments.models import Comment, Way
from portal.comments.on_behalf import Received, enter
from portal.consultations.models import Consultation
from portal.demo.cast import MODERATION
from portal.demo.decisions import OFFICE, acting_as
from portal.demo.saying import contribution
from portal.kernel.city_time import day_of
from portal.kernel.work import Work
from portal.moderation.models import Outcome, Reason
from portal.moderation.operations import decide
from portal.moderation.redaction import Texts
from portal.moderation.verdict import Said, Verdict
from portal.stakeholders.models import Organisation

CONTENT = Path(__file__).parent / "content" / "letters.json"
CHECKED = timedelta(hours=16)
"""After something arrived and was entered."""


def enter_letters(work: Work, here: Consultation, organisations: dict[str, Organisation]) -> None:
    """Each entered by the office on the day it arrived, and decided on by a moderator the day after."""
    office, moderation = acting_as(work, OFFICE), acting_as(work, MODERATION)
    for written in json.loads(CONTENT.read_text("utf-8")):
        arrived = work.now - timedelta(days=written["arrived"])
        body = organisations.get(written.get("organisation", ""))
        comment = enter(
            replace(office, now=arrived),
            here,
            contribution(work, here, written),
            _received(work, written),
            organisation_id=body.id if body is not None else None,
        )
        decide(replace(moderation, now=arrived + CHECKED), here, comment, _verdict(comment, written))


def _received(work: Work, written: dict[str, Any]) -> Received:
    today = day_of(work.now)
    return Received(
        Way(written["way"]),
        today - timedelta(days=written["arrived"]),
        written["reference"],
        today - timedelta(days=written["written"]) if "written" in written else None,
        written["sender"],
    )


def _verdict(comment: Comment, written: dict[str, Any]) -> Verdict:
    outcome = Outcome(written["outcome"])
    said = Said(
        Reason.PERSONAL_DATA if outcome is Outcome.RETURN else None,
        written.get("explanation", ""),
        marked=written.get("marked", ""),
        suggestion=written.get("suggestion", ""),
    )
    return Verdict.on(comment.newest, Texts(written["body"]), outcome, said)
