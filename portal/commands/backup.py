"""`backup` and `restore`: everything the database holds, as of one moment, in a file either kind can read."""

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from markupsafe import Markup
from sqlalchemy import Enum, Table, func, insert, select

from portal.commands.setting import complain, looking, say, working
from portal.comments.models import Comment, Redaction, Revision
from portal.consultations.models import Item, ItemVersion, Passage
from portal.kernel import migrations
from portal.kernel.columns import SafeHtml, UtcDateTime
from portal.kernel.work import Work
from portal.search import engine as index
from portal.search.models import SearchDocument, Subject
from portal.tables import METADATA

AT_ONCE = 1000
MANIFEST = "manifest.json"


def add(tasks: Any) -> None:
    backup = tasks.add_parser("backup", help="write everything the database holds into a file, while the portal runs")
    backup.add_argument("file", type=Path)
    backup.set_defaults(run=_backup)
    restore = tasks.add_parser("restore", help="read such a file into an empty, migrated database of either kind")
    restore.add_argument("file", type=Path)
    restore.set_defaults(run=_restore)


def write_backup(work: Work, path: Path) -> dict[str, int]:
    """One line of JSON per row, table by table, with counts and digests; `work` only reads, at one moment."""
    counts: dict[str, int] = {}
    digests: dict[str, str] = {}
    unfinished = path.with_name(f"{path.name}.unfinished")
    with ZipFile(unfinished, "w", ZIP_DEFLATED) as archive:
        for table in METADATA.sorted_tables:
            digest, number = hashlib.sha256(), 0
            with archive.open(f"{table.name}.ndjson", "w", force_zip64=True) as file:
                for line in _lines(work, table):
                    file.write(line)
                    digest.update(line)
                    number += 1
            counts[table.name], digests[table.name] = number, digest.hexdigest()
        manifest = {"revision": migrations.newest(), "moment": work.now.isoformat(), "rows": counts, "sha256": digests}
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
    unfinished.replace(path)
    return counts


def read_backup(work: Work, path: Path) -> dict[str, int]:
    """Put the rows of a backup into an empty database of the same revision; ValueError when something is off."""
    with ZipFile(path) as archive:
        manifest = json.loads(archive.read(MANIFEST))
        if manifest["revision"] != migrations.newest():
            raise ValueError(f"The backup is of revision {manifest['revision']}, this is {migrations.newest()}.")
        for table in METADATA.sorted_tables:
            if work.session.scalar(select(func.count()).select_from(table)):
                raise ValueError(f"The database is not empty: {table.name} holds rows.")
        for table in METADATA.sorted_tables:
            _fill(work, table, archive, manifest["sha256"][table.name])
    numbered = [table.name for table in METADATA.sorted_tables if "id" in table.c]
    index.continue_numbers(work.session, numbered)
    _index_anew(work)
    rows: dict[str, int] = manifest["rows"]
    return rows


def _lines(work: Work, table: Table) -> Iterator[bytes]:
    rows = work.session.execute(
        select(table).order_by(*table.primary_key.columns), execution_options={"yield_per": AT_ONCE}
    )
    for row in rows:
        written = {name: _written(value) for name, value in row._mapping.items()}
        yield json.dumps(written, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _fill(work: Work, table: Table, archive: ZipFile, digest: str) -> None:
    found = hashlib.sha256()
    with archive.open(f"{table.name}.ndjson") as file:
        for lines in _chunks(file):
            for line in lines:
                found.update(line)
            rows = [{name: _read(table, name, value) for name, value in json.loads(line).items()} for line in lines]
            work.session.execute(insert(table), rows)
    if found.hexdigest() != digest:
        raise ValueError(f"The rows of {table.name} are damaged.")


def _read(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type
    if value is None:
        return None
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, SafeHtml):
        return Markup(value)  # noqa: S704 - it was made safe before it was stored
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return kind.enum_class(value)
    return date.fromisoformat(value) if kind.python_type is date else value


def _chunks(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    chunk: list[bytes] = []
    for line in lines:
        chunk.append(line)
        if len(chunk) == AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _index_anew(work: Work) -> None:
    """The full-text index is the database's own and is built from what it points to."""
    texts = _item_texts(work)
    documents = select(SearchDocument.id, SearchDocument.subject_id).where(SearchDocument.subject == Subject.ITEM)
    index.put_new(work.session, [(row.id, texts.get(row.subject_id, "")) for row in work.session.execute(documents)])
    shown = (
        select(SearchDocument.id, func.coalesce(Redaction.body, Revision.body))
        .join(Comment, Comment.id == SearchDocument.subject_id)
        .join(Revision, (Revision.comment_id == Comment.id) & (Revision.number == Comment.visible))
        .outerjoin(Redaction, Redaction.revision_id == Revision.id)
        .where(SearchDocument.subject == Subject.COMMENT)
    )
    for rows in work.session.execute(shown).partitions(AT_ONCE):
        index.put_new(work.session, [(row[0], row[1]) for row in rows])


def _item_texts(work: Work) -> dict[int, str]:
    rows = work.session.execute(
        select(Item.id, Item.code, ItemVersion.title, Passage.source)
        .join(ItemVersion, (ItemVersion.item_id == Item.id) & (ItemVersion.number == Item.version))
        .outerjoin(Passage, Passage.version_id == ItemVersion.id)
    )
    texts: dict[int, str] = {}
    for item_id, code, title, source in rows:
        texts[item_id] = f"{texts.get(item_id) or f'{code} {title}'} {source or ''}"
    return texts


def _backup(given: argparse.Namespace) -> int:
    with looking() as work:
        counts = write_backup(work, given.file)
    say(f"{sum(counts.values())} rows of {len(counts)} tables are in {given.file}.")
    return 0


def _restore(given: argparse.Namespace) -> int:
    try:
        with working() as work:
            counts = read_backup(work, given.file)
    except (ValueError, KeyError, OSError) as fault:
        complain(f"Nothing was restored. {fault}")
        return 1
    say(f"{sum(counts.values())} rows of {len(counts)} tables are restored.")
    return 0
