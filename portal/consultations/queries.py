"""Questions about consultations, their items and the texts of their versions."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from sqlalchemy import select

from portal.consultations import policy
from portal.consultations.models import (
    Consultation,
    FormerCode,
    Item,
    ItemType,
    ItemVersion,
    Page,
    Passage,
    Phase,
    SiteState,
)
from portal.consultations.structure import ItemLine, SectionLine, Structure, structure_of
from portal.kernel.codes import normal_code
from portal.kernel.differences import Run, word_diff
from portal.kernel.kept import Kept
from portal.kernel.work import Work


@dataclass(frozen=True, slots=True)
class VersionLine:
    id: int
    number: int
    title: str
    note: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """One section of a sheet; empty ones are left out."""

    section: SectionLine
    source: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Sheet:
    """One version of an item, ready to be read; `sections` are all it may have, also those that are empty today."""

    item: ItemLine
    version: VersionLine
    parts: tuple[Part, ...]
    sections: tuple[SectionLine, ...]

    def source_of(self, section_id: int) -> str:
        return next((part.source for part in self.parts if part.section.id == section_id), "")


@dataclass(frozen=True, slots=True)
class PartDifference:
    section: SectionLine
    runs: list[Run]


@dataclass(frozen=True, slots=True)
class PageText:
    key: str
    language: str
    title: str
    html: Markup
    source: str
    changed_at: datetime


_kept: Kept[Consultation] = Kept(64)
_texts: Kept[tuple[VersionLine, tuple[Part, ...]]] = Kept(2000)


def consultation(work: Work, slug: str, revision: int | None = None) -> Consultation | None:
    """The consultation of that name if the actor may see it now.

    Who knows its catalogue revision already, and only reads, may get the row as this process has kept it.
    """
    found = _kept.get(work.session, (slug, revision)) if revision is not None else None
    if found is None:
        found = work.session.scalar(select(Consultation).where(Consultation.slug == slug))
        if found is not None and revision is not None:
            work.session.expunge(found)
            _kept.put(work.session, (slug, found.catalogue_revision), found)
    return found if found is not None and policy.may_see(work.actor, found, work.now) else None


def consultations(work: Work) -> list[Consultation]:
    """Those the actor may see, newest first."""
    rows = work.session.scalars(select(Consultation).order_by(Consultation.created_at.desc(), Consultation.id.desc()))
    return [row for row in rows if policy.may_see(work.actor, row, work.now)]


def structure(work: Work, among: Consultation) -> Structure:
    return structure_of(work.session, among)


def item(work: Work, among: Consultation, type: ItemType, code: str) -> ItemLine | None:
    return structure(work, among).item(type, normal_code(code))


def new_code(work: Work, among: Consultation, type: ItemType, former: str) -> str | None:
    """The present code of the item that once had this one."""
    return work.session.scalar(
        select(Item.code)
        .join(FormerCode, FormerCode.item_id == Item.id)
        .where(FormerCode.consultation_id == among.id, FormerCode.code == normal_code(former), Item.type == type)
    )


def versions(work: Work, item_id: int) -> list[VersionLine]:
    """All versions, newest first."""
    rows = work.session.execute(
        select(ItemVersion.id, ItemVersion.number, ItemVersion.title, ItemVersion.note, ItemVersion.created_at)
        .where(ItemVersion.item_id == item_id)
        .order_by(ItemVersion.number.desc())
    )
    return [VersionLine(*row) for row in rows]


def sheet(work: Work, among: Consultation, line: ItemLine, number: int | None = None) -> Sheet | None:
    """The version with that number, or the newest, with its sections in the order of the sheet."""
    return next(iter(sheets(work, among, [line], number)), None)


def sheets(work: Work, among: Consultation, lines: list[ItemLine], number: int | None = None) -> list[Sheet]:
    """The sheets of many items in two statements, or none when kept, in the order of `lines`."""
    skeleton = structure(work, among)
    newest = {line.id: line.version_id for line in lines if number in (None, line.version)}
    kept = {
        item_id: texts
        for item_id, version_id in newest.items()
        if (texts := _texts.get(work.session, (version_id, among.catalogue_revision))) is not None
    }
    missing = [line for line in lines if line.id not in kept]
    for item_id, texts in _read_sheets(work, skeleton, missing, number).items():
        kept[item_id] = texts
        _texts.put(work.session, (texts[0].id, among.catalogue_revision), texts)
    return [Sheet(line, *kept[line.id], skeleton.sections) for line in lines if line.id in kept]


def sheet_of_version(work: Work, among: Consultation, item_id: int, version_id: int) -> Sheet | None:
    """The version a comment hangs on."""
    number = work.session.scalar(select(ItemVersion.number).where(ItemVersion.id == version_id))
    return sheet(work, among, structure(work, among).by_id[item_id], number)


def differences(work: Work, among: Consultation, older: Sheet, newer: Sheet) -> list[PartDifference]:
    """What changed in each section between two versions; sections that stayed the same are left out."""
    changed = []
    for section in structure(work, among).sections:
        before, after = older.source_of(section.id), newer.source_of(section.id)
        if before != after:
            changed.append(PartDifference(section, word_diff(before, after)))
    return changed


def page(work: Work, key: str, language: str) -> PageText | None:
    """The page in that language, else in German."""
    rows = {
        row.language: row
        for row in work.session.scalars(select(Page).where(Page.key == key, Page.language.in_((language, "de"))))
    }
    row = rows.get(language) or rows.get("de")
    return PageText(row.key, row.language, row.title, row.html, row.source, row.changed_at) if row else None


def has_demo(work: Work) -> bool:
    """Whether a consultation here is a demonstration, whose accounts everybody knows."""
    return bool(work.session.scalar(select(Consultation.id).where(Consultation.is_demo).limit(1)))


def site_revision(work: Work) -> int:
    return work.session.scalar(select(SiteState.revision)) or 0


def phase_of(work: Work, among: Consultation) -> Phase:
    return among.phase(work.now)


def _read_sheets(
    work: Work, skeleton: Structure, lines: list[ItemLine], number: int | None
) -> dict[int, tuple[VersionLine, tuple[Part, ...]]]:
    if not lines:
        return {}
    wanted = {line.id: number or line.version for line in lines}
    found: dict[int, VersionLine] = {}
    for row in work.session.execute(
        select(
            ItemVersion.item_id,
            ItemVersion.id,
            ItemVersion.number,
            ItemVersion.title,
            ItemVersion.note,
            ItemVersion.created_at,
        ).where(ItemVersion.item_id.in_(wanted))
    ):
        if row.number == wanted[row.item_id]:
            found[row.item_id] = VersionLine(*row[1:])
    parts = _parts(work, skeleton, [version.id for version in found.values()])
    return {item_id: (version, tuple(parts.get(version.id, ()))) for item_id, version in found.items()}


def _parts(work: Work, skeleton: Structure, version_ids: list[int]) -> dict[int, list[Part]]:
    texts: dict[tuple[int, int], tuple[str, Markup]] = {}
    for row in work.session.execute(
        select(Passage.version_id, Passage.section_id, Passage.source, Passage.html).where(
            Passage.version_id.in_(version_ids)
        )
    ):
        texts[row.version_id, row.section_id] = (row.source, row.html)
    return {
        version_id: [
            Part(section, *texts[version_id, section.id])
            for section in skeleton.sections
            if texts.get((version_id, section.id), ("",))[0]
        ]
        for version_id in version_ids
    }
