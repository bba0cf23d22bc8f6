"""Owns the state: what was read and what was written, in `.digest/state.db`; disposable, and empty whenever it is odd.

Nothing in it decides what a page shows: it only spares reading and rendering again (I5, I6). It is committed once,
last, after all that it tells is on disk (I4). The salt stands for this program: another salt, another state.
"""

from __future__ import annotations

import contextlib
import marshal
import sqlite3
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from digest import fingerprint
from digest.output.files import Stamp

FORMAT = 4
NAME = "state.db"
STAMP = struct.Struct("<4q")
ODD = (sqlite3.Error, struct.error, ValueError, EOFError, TypeError)
"""What reading a state that was cut or scribbled on may raise."""
SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE posts (path TEXT PRIMARY KEY, stamp BLOB, file BLOB, context BLOB, entry BLOB,
  pack TEXT, start INT, length INT, warnings BLOB) WITHOUT ROWID;
CREATE TABLE outputs (path TEXT PRIMARY KEY, key BLOB, content BLOB, stamp BLOB) WITHOUT ROWID;
"""


class PostRecord(NamedTuple):
    """A post as it was read last."""

    stamp: Stamp
    file: bytes
    """Fingerprint of its bytes."""
    context: bytes
    """Fingerprint of what else it was read with."""
    entry: tuple[Any, ...]
    """The entry as plain tuples."""
    pack: str
    start: int
    length: int
    """Where its article stands."""
    warnings: tuple[Any, ...] = ()


class OutputRecord(NamedTuple):
    """An output file as it was written last."""

    key: bytes
    content: bytes
    """Fingerprint of its bytes."""
    stamp: Stamp


class State:
    """The state of one root, open for one build."""

    def __init__(self, folder: Path, salt: bytes, *, empty: bool = False) -> None:
        """Opens the state in `folder` (made when needed); one of another format or salt, or a broken one, is empty.

        `empty` forgets a good one too: for a build that trusts nothing.
        """
        self._path = folder / NAME
        self._salt = salt
        self.fresh = False
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._database = self._fresh() if empty else self._open()
        except (sqlite3.Error, ValueError, TypeError, OSError):
            self._database = self._fresh()

    def _open(self) -> sqlite3.Connection:
        if not self._path.is_file():
            raise ValueError
        database = _connect(self._path)
        known = dict(database.execute("SELECT name, value FROM meta"))
        if known.get("salt") != self._salt or known.get("format") != FORMAT:
            database.close()
            raise ValueError
        database.execute("SELECT count(*) FROM posts, outputs LIMIT 0").fetchall()
        return database

    def _fresh(self) -> sqlite3.Connection:
        self.fresh = True
        for name in (NAME, NAME + "-journal", NAME + "-wal", NAME + "-shm"):
            self._path.with_name(name).unlink(missing_ok=True)
        database = _connect(self._path)
        with database:
            database.executescript(SCHEMA)
            rows = (("salt", self._salt), ("format", FORMAT))
            database.executemany("INSERT INTO meta VALUES (?, ?)", rows)
        return database

    def meta(self, name: str) -> Any:  # noqa: ANN401 - each name has its own type
        """A remembered value, or None."""
        with contextlib.suppress(sqlite3.Error, ValueError, EOFError, TypeError):
            row = self._database.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
            return _loads(row[0]) if row else None
        return None

    def posts(self) -> dict[str, PostRecord]:
        """Every post as it was read last, by path."""
        try:
            rows = self._database.execute(
                "SELECT path, stamp, file, context, entry, pack, start, length, warnings FROM posts"
            ).fetchall()
            return {
                row[0]: PostRecord(
                    Stamp(*STAMP.unpack(row[1])),
                    row[2],
                    row[3],
                    _loads(row[4]),
                    row[5],
                    row[6],
                    row[7],
                    _loads(row[8]),
                )
                for row in rows
            }
        except ODD:
            self._forget()
            return {}

    def outputs(self) -> dict[str, OutputRecord]:
        """Every output file as it was written last, by path."""
        try:
            rows = self._database.execute("SELECT path, key, content, stamp FROM outputs").fetchall()
            return {path: OutputRecord(key, content, Stamp(*STAMP.unpack(stamp))) for path, key, content, stamp in rows}
        except ODD:
            self._forget()
            return {}

    def _forget(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            self._database.close()
        self._database = self._fresh()

    def commit(
        self,
        posts: Mapping[str, PostRecord | None],
        outputs: Mapping[str, OutputRecord | None],
        meta: Mapping[str, Any],
    ) -> None:
        """Records what changed (None: is gone), all of it or nothing; a state that turns out broken ends up empty."""
        try:
            self._commit(posts, outputs, meta)
        except sqlite3.DatabaseError:
            self._forget()

    def _commit(
        self,
        posts: Mapping[str, PostRecord | None],
        outputs: Mapping[str, OutputRecord | None],
        meta: Mapping[str, Any],
    ) -> None:
        with self._database as database:
            _apply(database, "posts", posts, _post_row)
            _apply(
                database,
                "outputs",
                outputs,
                lambda record: (record.key, record.content, STAMP.pack(*record.stamp)),
            )
            database.executemany(
                "INSERT OR REPLACE INTO meta VALUES (?, ?)", [(name, _dumps(value)) for name, value in meta.items()]
            )

    def close(self) -> None:
        """Ends the use of the state."""
        self._database.close()


def _post_row(record: PostRecord) -> tuple[Any, ...]:
    place = (record.pack, record.start, record.length)
    entry = _dumps(plain(record.entry))
    return (
        STAMP.pack(*record.stamp),
        record.file,
        record.context,
        entry,
        *place,
        _dumps(plain(record.warnings)),
    )


def _apply(database: sqlite3.Connection, table: str, rows: Mapping[str, Any], columns: Any) -> None:  # noqa: ANN401
    gone = [(path,) for path, record in rows.items() if record is None]
    kept = [(path, *columns(record)) for path, record in rows.items() if record is not None]
    database.executemany(f"DELETE FROM {table} WHERE path = ?", gone)  # noqa: S608 - the table's name is ours
    if kept:
        marks = ", ".join("?" * len(kept[0]))
        database.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", kept)  # noqa: S608


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None, timeout=30)
    database.isolation_level = "DEFERRED"
    database.execute("PRAGMA synchronous = OFF")
    database.execute("PRAGMA temp_store = MEMORY")
    return database


def plain(value: Any) -> Any:  # noqa: ANN401
    """A value with every named tuple made a plain one, as `marshal` wants it."""
    return tuple(map(plain, value)) if isinstance(value, tuple) else value


def _dumps(value: Any) -> bytes:  # noqa: ANN401
    data = marshal.dumps(value)
    return fingerprint.of_bytes(data) + data


def _loads(blob: bytes) -> Any:  # noqa: ANN401
    """The value of a blob that `_dumps` made; ValueError for any other: `marshal` must never see foreign bytes."""
    mark, data = blob[: fingerprint.SIZE], blob[fingerprint.SIZE :]
    if fingerprint.of_bytes(data) != mark:
        raise ValueError
    return marshal.loads(data)


def drop_missing(known: Iterable[str], there: Iterable[str]) -> dict[str, None]:
    """What is recorded but no longer there."""
    return dict.fromkeys(set(known) - set(there))
