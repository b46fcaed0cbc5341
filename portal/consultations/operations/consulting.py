"""Making a consultation, and what staff says about its phase and dates."""

import re
from dataclasses import dataclass, fields, replace
from datetime import datetime

from markupsafe import Markup
from sqlalchemy import select

from portal.audit import operations as audit
from portal.consultations.models import Consultation, Phase, Section, SiteState
from portal.consultations.operations.refusals import NO_TITLE, hold, one_line, require_editor
from portal.consultations.operations.touching import touch_catalogue
from portal.kernel.actor import SYSTEM
from portal.kernel.errors import Invalid, require
from portal.kernel.markup import plain, render_sheet
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.outbox import operations as outbox

NOT_ADMIN = N_("Das kann nur die Systemverwaltung.")
BAD_SLUG = N_("Eine Adresse besteht aus Kleinbuchstaben, Ziffern und Bindestrichen und ist noch nicht vergeben.")
WRONG_DATES = N_("Der Beginn muss vor dem Ende liegen.")

DEFAULT_SHEET = (
    ("situation", N_("Ausgangslage"), "Starting situation"),
    ("description", N_("Beschreibung"), "Description"),
    ("steps", N_("Umsetzungsschritte"), "Steps"),
    ("target_group", N_("Zielgruppe"), "Target group"),
    ("responsible", N_("Zuständigkeit"), "Responsible unit"),
    ("partners", N_("Beteiligte"), "Partners"),
    ("costs", N_("Kosten"), "Costs"),
    ("staff", N_("Personal"), "Staff"),
    ("timeline", N_("Zeitplan"), "Timeline"),
    ("indicators", N_("Woran wir den Erfolg erkennen"), "How we will know it works"),
)
RESERVED = frozenset(
    (
        ".well-known",
        "account",
        "admin",
        "api",
        "favicon.ico",
        "healthz",
        "invitations",
        "metrics",
        "pages",
        "password",
        "readyz",
        "robots.txt",
        "sign-in",
        "sign-out",
        "static",
    )
)
"""First words of addresses that are not consultations; a house test holds this against the routes."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a consultation says about itself, with its Markdown rendered before the write lock was taken."""

    title: str
    plan_name: str
    city: str
    question: str
    lead: str
    decides: str
    decides_html: Markup
    review_note: str
    decided_note: str
    adopted_note: str
    council_resolution: str
    contact_name: str
    contact_email: str
    contact_phone: str

    @classmethod
    def of(cls, *, lead: str, decides: str, **lines: str) -> "Profile":
        """`lead` and `decides` may have several lines, everything else has one."""
        lead, decides = plain(lead).strip(), plain(decides).strip()
        rest = {name: " ".join(plain(text).split()) for name, text in lines.items()}
        return cls(lead=lead, decides=decides, decides_html=render_sheet(decides), **rest)


def create_consultation(work: Work, slug: str, title: str, *, city: str = "", plan_name: str = "") -> Consultation:
    """A consultation in preparation, with the default measure sheet."""
    require(work.actor == SYSTEM or work.actor.is_admin, NOT_ADMIN)
    free = work.session.scalar(select(Consultation.id).where(Consultation.slug == slug)) is None
    if not (free and re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}", slug)) or slug in RESERVED:
        raise Invalid(BAD_SLUG, field="slug")
    title = one_line(title, NO_TITLE, "title")
    made = Consultation(slug=slug, title=title, city=city, plan_name=plan_name or title, created_at=work.now)
    work.session.add(made)
    work.session.flush()
    for position, (key, label, label_en) in enumerate(DEFAULT_SHEET):
        work.session.add(Section(consultation_id=made.id, key=key, label=label, label_en=label_en, position=position))
    if work.session.get(SiteState, 1) is None:
        work.session.add(SiteState(id=1, revision=1))
    work.session.flush()
    audit.record(work, "consultation.created", slug, consultation_id=made.id)
    return made


def change_settings(work: Work, consultation: Consultation, said: Profile) -> None:
    """Everything the consultation says about itself. Raise `Invalid` without a title or for no e-mail address."""
    require_editor(work, consultation)
    said = replace(said, title=one_line(said.title, NO_TITLE, "title"))
    if said.contact_email:
        said = replace(said, contact_email=_checked_contact(said.contact_email))
    hold(work, consultation)
    changed = [own.name for own in fields(said) if getattr(consultation, own.name) != getattr(said, own.name)]
    for name in changed:
        setattr(consultation, name, getattr(said, name))
    if changed:
        touch_catalogue(work, consultation)
        detail = ", ".join(name for name in changed if name != "decides_html")
        audit.record(work, "consultation.settings", consultation.slug, detail=detail, consultation_id=consultation.id)


def set_stage(work: Work, consultation: Consultation, stage: Phase | None) -> None:
    """Staff's word overrides the dates; None gives the phase back to them. An archived one can be opened again."""
    require_editor(work, consultation, archived=True)
    _remember_publication(work, consultation)
    consultation.stage = stage
    _remember_publication(work, consultation)
    touch_catalogue(work, consultation)
    audit.record(work, "consultation.stage", consultation.slug, detail=str(stage), consultation_id=consultation.id)


def set_dates(work: Work, consultation: Consultation, opens_at: datetime, closes_at: datetime) -> None:
    """From when until when comments are taken; `closes_at` is exclusive. The dates then decide the phase again."""
    require_editor(work, consultation)
    if closes_at <= opens_at:
        raise Invalid(WRONG_DATES, field="closes_at")
    _remember_publication(work, consultation)
    consultation.opens_at, consultation.closes_at = opens_at, closes_at
    if consultation.stage in (Phase.PREPARATION, Phase.REVIEW, Phase.COMMENTING):
        consultation.stage = None
    _remember_publication(work, consultation)
    touch_catalogue(work, consultation)
    detail = f"{opens_at.isoformat()} – {closes_at.isoformat()}"
    audit.record(work, "consultation.dates", consultation.slug, detail=detail, consultation_id=consultation.id)


def _remember_publication(work: Work, consultation: Consultation) -> None:
    """Dates make a consultation public without anybody's doing, so it is asked before and after each change of them."""
    if consultation.published_at is None and consultation.is_published(work.now):
        consultation.published_at = work.now


def _checked_contact(email: str) -> str:
    try:
        return outbox.checked_address(email)
    except Invalid as refusal:
        raise Invalid(refusal.sentence, field="contact_email", **refusal.values) from refusal
