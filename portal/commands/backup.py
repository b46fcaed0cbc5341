"""`backup` and `restore`: everything the database holds, as of one moment, in a file either kind can read.

The full-text index is left out and built anew. A backup from before somebody was erased would bring them back: after
a restore, whoever stands in the list of `commands.erased` is erased again.
"""

import argparse
import hashlib
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from sqlalchemy import Connection, Date, DateTime, Engine, LargeBinary, MetaData, Table, func, insert, select
from sqlalchemy.orm import Session

from portal.commands import erased
from portal.commands.setting import complain, connected, looking, say, settings_now, working
from portal.comments.models import Comment, Redaction, Revision
from portal.consultations.models import Item, ItemVersion, Passage
from portal.kernel import migrations
from portal.kernel.database import unit_of_work
from portal.kernel.work import Work
from portal.search import engine as index
from portal.search.models import SearchDocument, Subject
from portal.tables import METADATA

AT_ONCE = 1000
FILES_AT_ONCE = 4
"""Rows of a table that holds whole files are read and written few at a time."""
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself: the revision and moment of the database, and rows and digests by table."""

    revision: str
    moment: str
    rows: dict[str, int]
    sha256: dict[str, str]


def add(tasks: Any) -> None:
    backup = tasks.add_parser("backup", help="write everything the database holds into a file, while the portal runs")
    backup.add_argument("file", type=Path)
    backup.set_defaults(run=_backup)
    restore = tasks.add_parser(
        "restore", help="read such a file into an empty database; one without tables takes earlier releases too"
    )
    restore.add_argument("file", type=Path)
    restore.add_argument(
        "--erased",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help=f"a copy of {erased.FILE}, besides the one in the data folder: who stands in it is erased again",
    )
    restore.set_defaults(run=_restore)


def write_backup(work: Work, path: Path) -> dict[str, int]:
    """One line of JSON per row, table by table, with counts and digests; `work` only reads, at one moment."""
    counts: dict[str, int] = {}
    digests: dict[str, str] = {}
    unfinished = path.with_name(f"{path.name}.unfinished")
    with _for_our_eyes(unfinished) as sink, ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        for table in METADATA.sorted_tables:
            digest, number = hashlib.sha256(), 0
            with archive.open(f"{table.name}.ndjson", "w", force_zip64=True) as file:
                for line in _lines(work, table):
                    file.write(line)
                    digest.update(line)
                    number += 1
            counts[table.name], digests[table.name] = number, digest.hexdigest()
        manifest = Manifest(migrations.newest() or "", work.now.isoformat(), counts, digests)
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
    unfinished.replace(path)
    return counts


def read_backup(work: Work, path: Path) -> dict[str, int]:
    """Put the rows of a backup into an empty database of the same revision; ValueError when something is off."""
    with ZipFile(path) as archive:
        manifest = _manifest(archive)
        if manifest.revision != migrations.newest():
            raise ValueError(
                f"The backup is of revision {manifest.revision}, the database of {migrations.newest()}. "
                "A database without tables can take it."
            )
        for table in METADATA.sorted_tables:
            if work.session.scalar(select(func.count()).select_from(table)):
                raise ValueError(f"The database is not empty: {table.name} holds rows.")
        _fill_all(work.session.connection(), archive, manifest)
    _complete(work.session)
    return manifest.rows


def read_into_blank(engine: Engine, path: Path) -> dict[str, int]:
    """Put the rows of a backup of this or an earlier release into a database without tables, and bring both up to date.

    ValueError when something is off; then the database has no tables again.
    """
    with ZipFile(path) as archive:
        manifest = _manifest(archive)
        if not migrations.is_known(manifest.revision):
            raise ValueError(f"The backup is of revision {manifest.revision}, which only a newer release knows.")
        with migrations.raised(engine, manifest.revision) as connection:
            _fill_all(connection, archive, manifest)
    with unit_of_work(engine) as session:
        _complete(session)
    return manifest.rows


def _complete(session: Session) -> None:
    """What a backup does not hold: where numbers go on, and the full-text index."""
    index.continue_numbers(session, [table.name for table in METADATA.sorted_tables if "id" in table.c])
    _index_anew(session)


def _manifest(archive: ZipFile) -> Manifest:
    return Manifest(**json.loads(archive.read(MANIFEST)))


def _for_our_eyes(path: Path) -> BinaryIO:
    """A new file that only its owner reads: it holds addresses and hashes of passwords."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _lines(work: Work, table: Table) -> Iterator[bytes]:
    rows = work.session.execute(
        select(table).order_by(*table.primary_key.columns), execution_options={"yield_per": _at_once(table)}
    )
    for row in rows:
        written = {name: _written(value) for name, value in row._mapping.items()}
        yield json.dumps(written, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _written(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(value, date | datetime) else value


def _fill_all(connection: Connection, archive: ZipFile, manifest: Manifest) -> None:
    """The tables are those the database has at the backup's revision, not those of this code."""
    there = MetaData()
    there.reflect(connection, only=list(manifest.rows))
    for table in there.sorted_tables:
        _fill(connection, table, archive, manifest.sha256[table.name])


def _fill(connection: Connection, table: Table, archive: ZipFile, digest: str) -> None:
    found = hashlib.sha256()
    with archive.open(f"{table.name}.ndjson") as file:
        for lines in _chunks(file, _at_once(table)):
            for line in lines:
                found.update(line)
            rows = [{name: _read(table, name, value) for name, value in json.loads(line).items()} for line in lines]
            connection.execute(insert(table), rows)
    if found.hexdigest() != digest:
        raise ValueError(f"The rows of {table.name} are damaged.")


def _read(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type
    if value is None:
        return None
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return b64decode(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value


def _at_once(table: Table) -> int:
    return FILES_AT_ONCE if any(isinstance(column.type, LargeBinary) for column in table.columns) else AT_ONCE


def _chunks(lines: Iterable[bytes], at_once: int) -> Iterator[list[bytes]]:
    chunk: list[bytes] = []
    for line in lines:
        chunk.append(line)
        if len(chunk) == at_once:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _index_anew(session: Session) -> None:
    """The full-text index is the database's own and is built from what it points to."""
    texts = _item_texts(session)
    documents = select(SearchDocument.id, SearchDocument.subject_id).where(SearchDocument.subject == Subject.ITEM)
    index.put_new(session, [(row.id, texts.get(row.subject_id, "")) for row in session.execute(documents)])
    shown = (
        select(SearchDocument.id, func.coalesce(Redaction.body, Revision.body))
        .join(Comment, Comment.id == SearchDocument.subject_id)
        .join(Revision, (Revision.comment_id == Comment.id) & (Revision.number == Comment.visible))
        .outerjoin(Redaction, Redaction.revision_id == Revision.id)
        .where(SearchDocument.subject == Subject.COMMENT)
    )
    for rows in session.execute(shown).partitions(AT_ONCE):
        index.put_new(session, [(row[0], row[1]) for row in rows])


def _item_texts(session: Session) -> dict[int, str]:
    rows = session.execute(
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
        known = erased.noted([settings_now().data_dir / erased.FILE, *given.erased])
        with connected() as engine:
            counts = read_into_blank(engine, given.file) if migrations.is_blank(engine) else None
        with working() as work:
            counts = counts or read_backup(work, given.file)
            again = erased.erase_again(work, known)
    except (ValueError, KeyError, OSError, BadZipFile) as fault:
        complain(f"Nothing was restored. {fault}")
        return 1
    say(f"{sum(counts.values())} rows of {len(counts)} tables are restored.")
    if again:
        say(f"{again} accounts had been erased since the backup and are erased again.")
    return 0
