"""An item as somebody is about to change it, against what it says now."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.consultations.models import Kind
from portal.consultations.operations import Rendered
from portal.consultations.queries import Sheet
from portal.consultations.structure import ItemLine, SectionLine, Structure
from portal.kernel.codes import normal_code
from portal.kernel.differences import Run, word_diff
from portal.kernel.public_id import digest


@dataclass(frozen=True, slots=True)
class Core:
    """Everything about an item that is not its text; `new_origin` names one that is to be made."""

    code: str
    field_id: int
    kind: Kind | None
    recommended_to: str
    origin_id: int | None
    new_origin: str
    goal_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """A section that would read differently: word by word, and as it would be shown. The title has no section."""

    section: SectionLine | None
    runs: list[Run]
    html: Markup


def core_of(line: ItemLine) -> Core:
    return Core(line.code, line.field_id, line.kind, line.recommended_to, line.origin_id, "", line.goal_ids)


def stamp(line: ItemLine) -> str:
    """Different as soon as somebody has changed text or attributes."""
    return f"{line.version}-{digest(repr(core_of(line)))[:12]}"


def version_seen(stamped: str) -> int:
    """The version in a stamp, 0 for what is none."""
    number = stamped.partition("-")[0]
    return int(number) if number.isdecimal() and len(number) < 7 else 0


def changes_core(line: ItemLine, core: Core) -> bool:
    """Whether the attributes would become different; the order of goals does not count."""
    before, after = core_of(line), core
    same = (before.field_id, before.kind, before.recommended_to, before.origin_id) == (
        after.field_id,
        after.kind,
        after.recommended_to,
        after.origin_id,
    )
    return not (
        same
        and not after.new_origin
        and normal_code(after.code) == before.code
        and set(before.goal_ids) == set(after.goal_ids)
    )


def changed_parts(skeleton: Structure, sheet: Sheet | None, text: Rendered) -> list[ChangedPart]:
    """The title and the sections that would read differently, in the order of the sheet; all of them for a new item."""
    parts = []
    before = sheet.version.title if sheet else ""
    if before != text.title:
        parts.append(ChangedPart(None, word_diff(before, text.title), Markup()))
    for section in skeleton.sections:
        old = sheet.source_of(section.id) if sheet else ""
        new, html = text.texts.get(section.key, ("", Markup()))
        if old != new:
            parts.append(ChangedPart(section, word_diff(old, new), html))
    return parts
