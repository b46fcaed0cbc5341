"""Goals and measures: their codes and attributes, and their text version by version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select

from portal.audit import operations as audit
from portal.consultations.models import (
    Consultation,
    FormerCode,
    GoalLink,
    Item,
    ItemType,
    ItemVersion,
    Kind,
    Passage,
    Section,
)
from portal.consultations.operations.refusals import NO_TITLE, checked_code, hold, require_editor, require_free
from portal.consultations.operations.touching import touch_catalogue, touch_item
from portal.kernel.codes import sort_key
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.markup import plain, render_sheet
from portal.kernel.words import N_
from portal.kernel.work import Work
from portal.search import operations as search
from portal.search.models import Subject

NO_NOTE = N_("Bitte schreiben Sie, warum sich der Text ändert.")
CHANGED_MEANWHILE = N_("Inzwischen hat jemand eine neue Fassung gespeichert. Bitte übernehmen Sie Ihre Änderung dort.")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A sheet whose texts were rendered before the write lock was taken: section key → (source, HTML)."""

    title: str
    texts: Mapping[str, tuple[str, Markup]]

    @classmethod
    def of(cls, title: str, sources: Mapping[str, str]) -> "Rendered":
        kept = {key: plain(source).strip() for key, source in sources.items()}
        return cls(" ".join(title.split()), {key: (text, render_sheet(text)) for key, text in kept.items() if text})


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
    require_editor(work, consultation)
    if not text.title:
        raise Invalid(NO_TITLE, field="title")
    code = checked_code(code)
    require_free(work, consultation, code)
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
    require_editor(work, consultation)
    if not text.title:
        raise Invalid(NO_TITLE, field="title")
    if not note.strip():
        raise Invalid(NO_NOTE, field="note")
    return append_version(work, consultation, item, text, note, seen=seen)


def append_version(
    work: Work, consultation: Consultation, item: Item, text: Rendered, note: str, *, seen: int | None = None
) -> ItemVersion:
    """The same for whoever has asked already whether it may be done, such as the chair who publishes a wording."""
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
    require_editor(work, consultation)
    code = checked_code(code)
    if code != item.code:
        hold(work, consultation)
        require_free(work, consultation, code, but=item)
        own = work.session.get(FormerCode, (consultation.id, code))
        if own is not None:
            work.session.delete(own)
        work.session.add(FormerCode(consultation_id=consultation.id, code=item.code, item_id=item.id))
        audit.record(work, "item.code", code, detail=item.code, consultation_id=consultation.id)
        item.code, item.sort_key = code, sort_key(code)
        _index(work, consultation, item, *_newest_text(work, item))
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
    _index(work, consultation, item, text.title, [source for source, _ in text.texts.values()])
    return version


def _index(work: Work, consultation: Consultation, item: Item, title: str, sources: Iterable[str]) -> None:
    search.index(work, Subject.ITEM, item.id, consultation.id, " ".join((item.code, title, *sources)))


def _newest_text(work: Work, item: Item) -> tuple[str, list[str]]:
    newest = select(ItemVersion).where(ItemVersion.item_id == item.id, ItemVersion.number == item.version)
    version = work.session.scalars(newest).one()
    return version.title, list(work.session.scalars(select(Passage.source).where(Passage.version_id == version.id)))
