"""What the public pages depend on, asked in one statement by the driver; None for what is not public."""

import sqlite3
from datetime import UTC, datetime
from typing import Any

from portal.consultations.models import ItemType, Phase
from portal.kernel.codes import normal_code
from portal.web.access import Stamp

STATE = "c.stage, c.opens_at, c.closes_at, c.catalogue_revision, s.revision"
WAITING = "(SELECT COALESCE(SUM(k.number), 0) FROM counter k WHERE k.item_id = i.id AND k.state = 'submitted')"
ALL_WAITING = (
    "(SELECT COALESCE(SUM(k.number), 0) FROM counter k JOIN item i ON i.id = k.item_id "
    "WHERE i.consultation_id = c.id AND k.state = 'submitted')"
)
OF_ITEM = (
    f"SELECT {STATE}, i.revision, {WAITING} FROM consultation c "  # noqa: S608 - constants only
    "JOIN item i ON i.consultation_id = c.id CROSS JOIN site_state s WHERE c.slug = ? AND i.code = ? AND i.type = ?"
)
OF_LIST = f"SELECT {STATE}, c.revision FROM consultation c CROSS JOIN site_state s WHERE c.slug = ?"  # noqa: S608
OF_OVERVIEW = (
    f"SELECT {STATE}, c.revision, {ALL_WAITING} "  # noqa: S608
    "FROM consultation c CROSS JOIN site_state s WHERE c.slug = ?"
)
OF_SITE = "SELECT revision FROM site_state"


def of_measure(cursor: Any, arguments: dict[str, Any], now: datetime) -> Stamp | None:
    return _published(cursor, OF_ITEM, (*_item(arguments), ItemType.MEASURE.value), now)


def of_goal(cursor: Any, arguments: dict[str, Any], now: datetime) -> Stamp | None:
    return _published(cursor, OF_ITEM, (*_item(arguments), ItemType.GOAL.value), now)


def of_list(cursor: Any, arguments: dict[str, Any], now: datetime) -> Stamp | None:
    return _published(cursor, OF_LIST, (arguments["consultation"],), now)


def of_overview(cursor: Any, arguments: dict[str, Any], now: datetime) -> Stamp | None:
    return _published(cursor, OF_OVERVIEW, (arguments["consultation"],), now)


def of_page(cursor: Any, arguments: dict[str, Any], now: datetime) -> Stamp | None:
    row = _ask(cursor, OF_SITE, ())
    return Stamp(tuple(row)) if row else None


def _item(arguments: dict[str, Any]) -> tuple[str, str]:
    return arguments["consultation"], normal_code(arguments["code"])


def _published(cursor: Any, question: str, values: tuple[str, ...], now: datetime) -> Stamp | None:
    row = _ask(cursor, question, values)
    if row is None:
        return None
    stage, opens, closes, catalogue_revision, *rest = row
    phase = Phase(stage) if stage else _by_dates(_moment(opens), _moment(closes), now)
    if phase is Phase.PREPARATION:
        return None
    return Stamp((phase.value, str(closes), catalogue_revision, *rest), catalogue_revision)


def _ask(cursor: Any, question: str, values: tuple[str, ...]) -> Any:
    cursor.execute(question if isinstance(cursor, sqlite3.Cursor) else question.replace("?", "%s"), values)
    return cursor.fetchone()


def _by_dates(opens: datetime | None, closes: datetime | None, now: datetime) -> Phase:
    if opens is None or now < opens:
        return Phase.PREPARATION
    return Phase.COMMENTING if closes is None or now < closes else Phase.REVIEW


def _moment(stored: Any) -> datetime | None:
    if isinstance(stored, str):
        return datetime.fromisoformat(stored).replace(tzinfo=UTC)
    moment: datetime | None = stored
    return moment
