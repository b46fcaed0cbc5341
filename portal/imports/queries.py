"""Questions of an import: what the catalogue says now, and which mappings were kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, FormerCode, ItemType, Kind
from portal.imports import policy
from portal.imports.models import SavedMapping
from portal.kernel.errors import Missing
from portal.kernel.work import Work


@dataclass(frozen=True, slots=True)
class SectionName:
    """A section of the measure sheet: its key and what people call it."""

    key: str
    label: str
    label_en: str = ""

    def name(self, language: str) -> str:
        return self.label_en if language == "en" and self.label_en else self.label


@dataclass(frozen=True, slots=True)
class FieldText:
    """A field of action as it is or will be."""

    code: str
    title: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class ItemText:
    """A goal or a measure as it is or will be; `field` and `goals` are codes, `sections` the filled ones in order."""

    type: ItemType
    code: str
    title: str
    field: str
    sections: tuple[tuple[str, str], ...] = ()
    goals: tuple[str, ...] = ()
    kind: Kind | None = None
    recommended_to: str = ""
    origin: str = ""

    def section(self, key: str) -> str:
        return dict(self.sections).get(key, "")

    @property
    def text(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """What a version holds."""
        return self.title, self.sections


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a consultation has; `revision` grows with every change of it."""

    sections: tuple[SectionName, ...]
    fields: tuple[FieldText, ...] = ()
    items: tuple[ItemText, ...] = ()
    former_codes: frozenset[str] = frozenset()
    revision: int = 0


@dataclass(frozen=True, slots=True)
class KeptMapping:
    """`document` is what `mapping.from_document` reads."""

    id: int
    name: str
    document: dict[str, Any]
    saved_at: datetime


def catalogue(work: Work, consultation: Consultation) -> Catalogue:
    """The newest texts of everything, for those who may import."""
    if not policy.may_import(work.actor, consultation):
        raise Missing
    skeleton = consultations.structure(work, consultation)
    fields = {field.id: FieldText(field.code, field.title, field.summary) for field in skeleton.fields}
    codes = {line.id: line.code for line in skeleton.items}
    items = [
        ItemText(
            type=sheet.item.type,
            code=sheet.item.code,
            title=sheet.version.title,
            field=fields[sheet.item.field_id].code,
            sections=tuple((part.section.key, part.source) for part in sheet.parts),
            goals=tuple(codes[goal] for goal in sheet.item.goal_ids if goal in codes),
            kind=sheet.item.kind,
            recommended_to=sheet.item.recommended_to,
            origin=sheet.item.origin,
        )
        for sheet in consultations.sheets(work, consultation, list(skeleton.items))
    ]
    former = work.session.scalars(select(FormerCode.code).where(FormerCode.consultation_id == consultation.id))
    return Catalogue(
        tuple(SectionName(section.key, section.label, section.label_en) for section in skeleton.sections),
        tuple(fields.values()),
        tuple(items),
        frozenset(former),
        consultation.catalogue_revision,
    )


def kept_mappings(work: Work, consultation: Consultation) -> list[KeptMapping]:
    """The newest first, for those who may import."""
    if not policy.may_import(work.actor, consultation):
        raise Missing
    rows = work.session.scalars(
        select(SavedMapping)
        .where(SavedMapping.consultation_id == consultation.id)
        .order_by(SavedMapping.saved_at.desc(), SavedMapping.id.desc())
    )
    return [KeptMapping(row.id, row.name, row.document, row.saved_at) for row in rows]
