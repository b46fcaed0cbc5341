"""The demo consultation `wir-2-0`, written into an empty database from `content/`: dates lie around today."""

import json
import random
from pathlib import Path

from sqlalchemy import select

from portal.comments import counters
from portal.consultations import operations as consultations
from portal.consultations.models import Consultation
from portal.demo import days
from portal.demo.cast import Cast
from portal.demo.decisions import prepare_decisions
from portal.demo.everyday import begin_everyday
from portal.demo.letters import enter_letters
from portal.demo.plan import Plan
from portal.demo.voices import Voices
from portal.kernel.markup import render_sheet
from portal.kernel.work import Work
from portal.stakeholders.operations import found_consultation

SLUG = "wir-2-0"
PASSWORD = "kommentarschleife"  # noqa: S105 - known to everybody, accepted only for the demo on loopback
CONTENT = Path(__file__).parent / "content"
FIELDS = "bsdkwv"


def is_seeded(work: Work) -> bool:
    return work.session.scalar(select(Consultation.id).where(Consultation.slug == SLUG)) is not None


def seed(work: Work, password_hash: str) -> Consultation:
    """Write everything, the same every day but for the dates; `password_hash` is that of `PASSWORD`, made before the
    write lock.
    """
    chance = random.Random(20)  # noqa: S311 - the same demo every time
    here = _consultation(work)
    _pages(work)
    cast = Cast(work, here, days.opened(work.now), chance)
    cast.invite(password_hash)
    fields = [json.loads((CONTENT / f"field-{letter}.json").read_text("utf-8")) for letter in FIELDS]
    plan = Plan(work, here)
    for content in fields:
        plan.add_field(content)
    voices = Voices(work, here, cast, plan, chance)
    for content in fields:
        for written in content["comments"]:
            voices.add(written)
    voices.index()
    counters.repair(work, here.id)
    enter_letters(work, here, cast.organisations)
    begin_everyday(work, here, cast.organisations)
    prepare_decisions(work, here)
    return here


def _consultation(work: Work) -> Consultation:
    here = found_consultation(
        work, SLUG, "WIR 2.0 – Migration und Teilhabe", city="Stadt Lindenfurt", plan_name="WIR 2.0"
    )
    decides = (
        "Die Lenkungsgruppe: 12 Fachbereichsleitungen, 10 Mitglieder aus der Zivilgesellschaft und eine Person aus "
        "den Integrationsbeiräten. Sie berät Maßnahme für Maßnahme und hat dabei alle Kommentare vor sich. Zum "
        "Schluss beschließt der Rat den Plan zusammen mit Ihren Kommentaren."
    )
    here.question = "Was soll Lindenfurt für das Zusammen\N{SOFT HYPHEN}leben tun?"
    here.lead = (
        "Die Stadt hat 85 Maßnahmen entworfen. Lesen Sie, was geplant ist, und sagen Sie uns, was bleiben und was "
        "anders werden soll, bevor die Lenkungsgruppe entscheidet."
    )
    here.decides, here.decides_html = decides, render_sheet(decides)
    year = work.now.year + 1
    here.review_note = "Lenkungsgruppe, Dezember bis März"
    here.decided_note = f"mit Antworten, April {year}"
    here.adopted_note = f"voraussichtlich Juni {year}"
    here.contact_name, here.contact_phone = "Geschäftsstelle WIR 2.0", "0000 12 34-56"
    here.contact_email, here.is_demo = "wir@lindenfurt.example", True
    consultations.set_dates(work, here, days.opened(work.now), days.closes(work.now))
    return here


def _pages(work: Work) -> None:
    for page in json.loads((CONTENT / "pages.json").read_text("utf-8")):
        html = render_sheet(page["source"])
        consultations.write_page(work, page["key"], page["language"], page["title"], page["source"], html)
