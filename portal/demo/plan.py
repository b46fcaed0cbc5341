"""The demo's catalogue: fields, goals and measures, some of them revised while commenting."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import select

from portal.consultations import operations as consultations
from portal.consultations.models import Consultation, Item, ItemType, ItemVersion, Kind, Section
from portal.consultations.operations import Rendered
from portal.demo import days
from portal.kernel.work import Work


@dataclass
class Plan:
    """Items by their code, versions by code and number."""

    work: Work
    here: Consultation
    items: dict[str, Item] = field(default_factory=dict)
    versions: dict[tuple[str, int], ItemVersion] = field(default_factory=dict)

    def version_at(self, code: str, at: datetime) -> ItemVersion:
        """What could be read at that moment."""
        second = self.versions.get((code, 2))
        return second if second is not None and at >= second.created_at else self.versions[code, 1]

    @cached_property
    def section_ids(self) -> dict[str, int]:
        named = select(Section.key, Section.id).where(Section.consultation_id == self.here.id)
        return {row.key: row.id for row in self.work.session.execute(named)}

    def add_field(self, content: dict[str, Any]) -> None:
        """One field with its goals and measures."""
        described = content["field"]
        code, title, summary = (described[name] for name in ("code", "title", "summary"))
        made = consultations.add_field(self.work, self.here, code, title, summary)
        before = Work(self.work.session, self.work.actor, days.opened(self.work.now) - timedelta(days=10))
        self.work.session.flush()
        for goal in content["goals"]:
            text = Rendered.of(goal["title"], {"description": goal["text"]})
            self._add(before, ItemType.GOAL, goal["code"], made.id, text)
        for measure in content["measures"]:
            origin = "Jugendgruppe" if measure["origin"] == "youth" else f"Expert*innengruppe {title}"
            self._add(
                before,
                ItemType.MEASURE,
                measure["code"],
                made.id,
                Rendered.of(measure["title"], measure["sections"]),
                kind=Kind(measure["kind"]),
                recommended_to=measure.get("recommended_to") or "",
                origin_id=consultations.origin_named(before, self.here, origin).id,
                goal_ids=tuple(self.items[code].id for code in measure["goals"]),
            )
            self._revise(measure)

    def _add(self, work: Work, type: ItemType, code: str, *arguments: Any, **named: Any) -> None:
        item = consultations.add_item(work, self.here, type, code, *arguments, **named)
        self.items[code] = item
        self.versions[code, 1] = self._newest(item)

    def _revise(self, measure: dict[str, Any]) -> None:
        revised = measure.get("revised")
        if not revised:
            return
        item = self.items[measure["code"]]
        text = Rendered.of(measure["title"], measure["sections"] | revised["sections"])
        later = Work(self.work.session, self.work.actor, days.revised(self.work.now))
        consultations.add_version(later, self.here, item, text, revised["note"])
        self.versions[measure["code"], 2] = self._newest(item)

    def _newest(self, item: Item) -> ItemVersion:
        found = select(ItemVersion).where(ItemVersion.item_id == item.id, ItemVersion.number == item.version)
        return self.work.session.scalars(found).one()
