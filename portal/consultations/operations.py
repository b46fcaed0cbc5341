"""What the office can do with consultations and their catalogue; all of it raises the revision the public sees."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from sqlalchemy import func, select, update

from portal.audit import operations as audit
from portal.consultations import policy
from portal.consultations.models import (
    Consultation,
    Field,
    FormerCode,
    GoalLink,
    Item,
    ItemType,
    ItemVersion,
    Kind,
    Origin,
    Page,
    Passage,
    Phase,
    Section,
    SiteState,
)
from portal.kernel.codes import is_code, normal_code, sort_key
from portal.kernel.errors import Conflict, Invalid, require
from portal.kernel.markup import plain, render_sheet
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.search import operations as search
from portal.search.models import Subject

NOT_YOU = N_("Nur die Geschäftsstelle kann den Katalog bearbeiten.")
ARCHIVED = N_("Dieses Verfahren ist abgeschlossen und wird nicht mehr geändert.")
BAD_CODE = N_("Ein Code hat höchstens 40 Zeichen und enthält weder / noch ? # oder \\.")
TAKEN = N_("Den Code %(code)s gibt es schon, oder es gab ihn früher.")
BAD_SLUG = N_("Eine Adresse besteht aus Kleinbuchstaben, Ziffern und Bindestrichen und ist noch nicht vergeben.")
CHANGED_MEANWHILE = N_("Inzwischen hat jemand eine neue Fassung gespeichert. Bitte übernehmen Sie Ihre Änderung dort.")
NO_TITLE = N_("Bitte geben Sie einen Titel an.")
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
class Rendered:
    """A sheet whose texts were rendered before the write lock was taken: section key → (source, HTML)."""

    title: str
    texts: Mapping[str, tuple[str, Markup]]

    @classmethod
    def of(cls, title: str, sources: Mapping[str, str]) -> "Rendered":
        kept = {key: plain(source).strip() for key, source in sources.items()}
        return cls(" ".join(title.split()), {key: (text, render_sheet(text)) for key, text in kept.items() if text})


def create_consultation(work: Work, slug: str, title: str, *, city: str = "", plan_name: str = "") -> Consultation:
    """A consultation in preparation, with the default measure sheet."""
    free = work.session.scalar(select(Consultation.id).where(Consultation.slug == slug)) is None
    if not (free and re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}", slug)) or slug in RESERVED:
        raise Invalid(BAD_SLUG, field="slug")
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


def set_stage(work: Work, consultation: Consultation, stage: Phase | None) -> None:
    """Staff's word overrides the dates; None gives the phase back to them."""
    consultation.stage = stage
    touch(work, consultation)
    audit.record(work, "consultation.stage", consultation.slug, detail=str(stage), consultation_id=consultation.id)


def set_dates(work: Work, consultation: Consultation, opens_at: datetime, closes_at: datetime) -> None:
    """From when until when comments are taken; `closes_at` is exclusive. The dates then decide the phase again."""
    if closes_at <= opens_at:
        raise Invalid(WRONG_DATES, field="closes_at")
    consultation.opens_at, consultation.closes_at = opens_at, closes_at
    if consultation.stage in (Phase.PREPARATION, Phase.REVIEW, Phase.COMMENTING):
        consultation.stage = None
    touch(work, consultation)
    detail = f"{opens_at.isoformat()} – {closes_at.isoformat()}"
    audit.record(work, "consultation.dates", consultation.slug, detail=detail, consultation_id=consultation.id)


def touch(work: Work, consultation: Consultation) -> None:
    """Something the public sees has changed: raise the revision, whoever else raises it meanwhile."""
    work.session.flush()
    work.session.execute(
        update(Consultation).where(Consultation.id == consultation.id).values(revision=Consultation.revision + 1)
    )
    work.session.refresh(consultation, ["revision"])


def touch_catalogue(work: Work, consultation: Consultation) -> None:
    """Fields, sections or items have changed."""
    consultation.catalogue_revision = Consultation.catalogue_revision + 1
    touch(work, consultation)
    work.session.refresh(consultation, ["catalogue_revision"])


def touch_item(work: Work, item_id: int) -> None:
    work.session.execute(update(Item).where(Item.id == item_id).values(revision=Item.revision + 1))


def touch_site(work: Work) -> None:
    work.session.execute(update(SiteState).values(revision=SiteState.revision + 1))


def add_field(work: Work, consultation: Consultation, code: str, title: str, summary: str = "") -> Field:
    _require_editor(work, consultation)
    last = work.session.scalar(select(func.max(Field.position)).where(Field.consultation_id == consultation.id))
    field = Field(
        consultation_id=consultation.id,
        code=_checked(code),
        title=title,
        summary=summary,
        position=0 if last is None else last + 1,
    )
    work.session.add(field)
    touch_catalogue(work, consultation)
    audit.record(work, "field.added", field.code, consultation_id=consultation.id)
    return field


def add_section(work: Work, consultation: Consultation, key: str, label: str, label_en: str = "") -> Section:
    """A further part of the measure sheet, at its end."""
    _require_editor(work, consultation)
    last = work.session.scalar(select(func.max(Section.position)).where(Section.consultation_id == consultation.id))
    section = Section(
        consultation_id=consultation.id,
        key=key,
        label=label,
        label_en=label_en,
        position=0 if last is None else last + 1,
    )
    work.session.add(section)
    touch_catalogue(work, consultation)
    audit.record(work, "section.added", key, consultation_id=consultation.id)
    return section


def origin_named(work: Work, consultation: Consultation, name: str) -> Origin:
    """The origin group of that name, made if there is none."""
    found = work.session.scalar(select(Origin).where(Origin.consultation_id == consultation.id, Origin.name == name))
    if found is None:
        found = Origin(consultation_id=consultation.id, name=name)
        work.session.add(found)
        work.session.flush()
    return found


def add_item(
    work: Work,
    consultation: Consultation,
    type: ItemType,
    code: str,
    field_id: int,
    text: Rendered,
    *,
    kind: Kind | None = None,
    recommended_to: str = "",
    origin_id: int | None = None,
    goal_ids: tuple[int, ...] = (),
    note: str = "",
) -> Item:
    """A goal or measure with its first version."""
    _require_editor(work, consultation)
    if not text.title:
        raise Invalid(NO_TITLE, field="title")
    code = _checked(code)
    _require_free(work, consultation, code)
    item = Item(
        consultation_id=consultation.id,
        field_id=field_id,
        type=type,
        code=code,
        sort_key=sort_key(code),
        kind=(kind or Kind.ADMINISTRATION) if type is ItemType.MEASURE else None,
        recommended_to=recommended_to,
        origin_id=origin_id,
        version=1,
    )
    work.session.add(item)
    work.session.flush()
    link_goals(work, item, goal_ids)
    _write_version(work, consultation, item, text, note)
    touch_catalogue(work, consultation)
    audit.record(work, "item.added", code, consultation_id=consultation.id)
    return item


def add_version(
    work: Work, consultation: Consultation, item: Item, text: Rendered, note: str, *, seen: int | None = None
) -> ItemVersion:
    """New published text with a note why. `seen` is the version the editor had before them: a newer one is a 409."""
    _require_editor(work, consultation)
    if not text.title:
        raise Invalid(NO_TITLE, field="title")
    work.session.refresh(item, with_for_update=True)
    if seen is not None and seen != item.version:
        raise Conflict(CHANGED_MEANWHILE)
    item.version += 1
    version = _write_version(work, consultation, item, text, note)
    touch_item(work, item.id)
    touch_catalogue(work, consultation)
    audit.record(work, "item.version", item.code, detail=str(item.version), consultation_id=consultation.id)
    return version


def change_core(
    work: Work,
    consultation: Consultation,
    item: Item,
    *,
    code: str,
    field_id: int,
    kind: Kind | None,
    recommended_to: str,
    origin_id: int | None,
    goal_ids: tuple[int, ...],
) -> None:
    """Everything about an item that is not its text; a former code leads to the new one for good."""
    _require_editor(work, consultation)
    code = _checked(code)
    if code != item.code:
        _require_free(work, consultation, code, but=item)
        own = work.session.get(FormerCode, (consultation.id, code))
        if own is not None:
            work.session.delete(own)
        work.session.add(FormerCode(consultation_id=consultation.id, code=item.code, item_id=item.id))
        audit.record(work, "item.code", code, detail=item.code, consultation_id=consultation.id)
        item.code, item.sort_key = code, sort_key(code)
    item.field_id, item.origin_id, item.recommended_to = field_id, origin_id, recommended_to
    if item.type is ItemType.MEASURE:
        item.kind = kind or Kind.ADMINISTRATION
    link_goals(work, item, goal_ids)
    touch_item(work, item.id)
    touch_catalogue(work, consultation)
    audit.record(work, "item.changed", item.code, consultation_id=consultation.id)


def link_goals(work: Work, measure: Item, goal_ids: tuple[int, ...]) -> None:
    old = work.session.scalars(select(GoalLink).where(GoalLink.measure_id == measure.id))
    for link in old:
        work.session.delete(link)
    work.session.flush()
    for position, goal_id in enumerate(dict.fromkeys(goal_ids)):
        work.session.add(GoalLink(measure_id=measure.id, goal_id=goal_id, position=position))
    work.session.flush()


def write_page(work: Work, key: str, language: str, title: str, source: str, html: Markup) -> Page:
    """`html` is `render_sheet(source)`, made before the write lock."""
    page = work.session.get(Page, (key, language))
    if page is None:
        page = Page(key=key, language=language, title=title, source=source, html=html, changed_at=work.now)
        work.session.add(page)
    else:
        page.title, page.source, page.html, page.changed_at = title, source, html, work.now
    touch_site(work)
    audit.record(work, "page.changed", f"{key}/{language}")
    return page


def _write_version(work: Work, consultation: Consultation, item: Item, text: Rendered, note: str) -> ItemVersion:
    version = ItemVersion(
        item_id=item.id,
        number=item.version,
        title=text.title,
        note=note,
        created_at=work.now,
        author_id=work.actor.account_id,
    )
    work.session.add(version)
    work.session.flush()
    sections = work.session.scalars(select(Section).where(Section.consultation_id == consultation.id))
    for section in sections:
        source, html = text.texts.get(section.key, ("", Markup()))
        if source:
            work.session.add(Passage(version_id=version.id, section_id=section.id, source=source, html=html))
    words = " ".join((item.code, text.title, *(source for source, _ in text.texts.values())))
    search.index(work, Subject.ITEM, item.id, consultation.id, words)
    return version


def _require_editor(work: Work, consultation: Consultation) -> None:
    system = work.actor.account_id is None and work.actor.name == "system"
    require(system or policy.may_edit(work.actor, consultation), NOT_YOU)
    require(policy.takes_edits(consultation, work.now), ARCHIVED)


def _checked(code: str) -> str:
    code = normal_code(code)
    if not is_code(code):
        raise Invalid(BAD_CODE, field="code")
    return code


def _require_free(work: Work, consultation: Consultation, code: str, *, but: Item | None = None) -> None:
    """Codes are never re-used, except that an item may take back one of its own."""
    former = work.session.get(FormerCode, (consultation.id, code))
    taken = work.session.scalar(select(Item.id).where(Item.consultation_id == consultation.id, Item.code == code))
    if taken is not None or (former is not None and (but is None or former.item_id != but.id)):
        raise Invalid(TAKEN, field="code", code=code)
