"""How many comments stand where: counted along with every change, and counted anew to check."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from sqlalchemy import case, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from portal.comments.models import Arrival, Comment, Counter
from portal.consultations.models import Item
from portal.kernel.work import Work

Key = tuple[object, ...]

INSERTS: dict[str, Callable[..., Any]] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}

KEY = (
    Counter.item_id,
    Counter.group_id,
    Counter.stance,
    Counter.state,
    Counter.voice,
    Counter.is_late,
    Counter.is_shown,
)


def key_of(comment: Comment) -> Key:
    """The one row of the counters this comment is counted in."""
    return (
        comment.item_id,
        comment.group_id,
        comment.stance,
        comment.state,
        comment.voice,
        comment.arrival is Arrival.LATE,
        comment.visible is not None,
    )


def move(work: Work, before: Key | None, after: Key | None) -> None:
    """Count a comment in another row. Rows are touched in one order, so that two who count never wait in a ring."""
    if before == after:
        return
    steps = sorted(((key, change) for key, change in ((before, -1), (after, 1)) if key is not None), key=repr)
    for key, change in steps:
        _add(work, key, change)


def move_all(work: Work, moves: Iterable[tuple[Key | None, Key | None]]) -> None:
    """Like `move` for many comments at once, in one statement however many they are."""
    changes: dict[Key, int] = {}
    for before, after in moves:
        for key, change in ((before, -1), (after, 1)):
            if key is not None:
                changes[key] = changes.get(key, 0) + change
    names = [column.key for column in KEY]
    rows = [
        {**dict(zip(names, key, strict=True)), "number": change}
        for key, change in sorted(changes.items(), key=repr)
        if change
    ]
    if rows:
        upsert = INSERTS[work.session.get_bind().dialect.name](Counter).values(rows)
        added = {"number": Counter.number + upsert.excluded.number}
        work.session.execute(upsert.on_conflict_do_update(index_elements=names, set_=added))


def _add(work: Work, key: Key, change: int) -> None:
    values = {column.key: value for column, value in zip(KEY, key, strict=True)}
    work.session.execute(_adding(work.session.get_bind().dialect.name), values | {"number": change})


@cache
def _adding(dialect: str) -> Any:
    """The statement by which every comment is counted, built once."""
    names = [column.key for column in KEY]
    upsert = INSERTS[dialect](Counter.__table__)
    added = {"number": Counter.number + upsert.excluded.number}
    return upsert.on_conflict_do_update(index_elements=names, set_=added)


def recount(work: Work, consultation_id: int) -> dict[Key, int]:
    """What the counters of a consultation ought to say, from the comments themselves."""
    late = case((Comment.arrival == Arrival.LATE, True), else_=False)
    shown = case((Comment.visible.is_not(None), True), else_=False)
    parts = (Comment.item_id, Comment.group_id, Comment.stance, Comment.state, Comment.voice, late, shown)
    rows = work.session.execute(
        select(*parts, func.count()).where(Comment.consultation_id == consultation_id).group_by(*parts)
    )
    return {(*row[:5], bool(row[5]), bool(row[6])): row[7] for row in rows}


def counted(work: Work, consultation_id: int) -> dict[Key, int]:
    """What the counters of a consultation say."""
    rows = work.session.execute(
        select(*KEY, Counter.number)
        .join(Item, Item.id == Counter.item_id)
        .where(Item.consultation_id == consultation_id, Counter.number != 0)
    )
    return {tuple(row[:7]): row[7] for row in rows}


def repair(work: Work, consultation_id: int) -> None:
    """Write the counters of a consultation anew."""
    items = select(Item.id).where(Item.consultation_id == consultation_id)
    work.session.execute(delete(Counter).where(Counter.item_id.in_(items)))
    rows: Iterable[dict[str, object]] = (
        {**{column.key: value for column, value in zip(KEY, key, strict=True)}, "number": number}
        for key, number in recount(work, consultation_id).items()
    )
    found = list(rows)
    if found:
        work.session.execute(insert(Counter), found)
