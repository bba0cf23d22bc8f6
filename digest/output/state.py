"""Owns the state: what was read and what was written, in `.digest/state.db`; disposable, and empty whenever it is odd.

Nothing in it decides what a page shows: it only spares reading and rendering again (I5, I6). It is committed
last, after all that it tells is on disk (I4); of thousands of new posts the most as soon as they are read. The salt
stands for this program: another salt, another state.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import sqlite3
import struct
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from digest import fingerprint
from digest.fingerprint import opened, sealed
from digest.output.files import Stamp
from digest.site.recipes import Recipe

FORMAT = 6
NAME = "state.db"
STAMP = struct.Struct("<4q")
ODD = (sqlite3.Error, struct.error, ValueError, EOFError, TypeError)
"""What reading a state that was cut or scribbled on may raise."""
POST = "path, stamp, file, context, url, entry, pack, start, length, warnings"
OUTPUT = "key, content, stamp"
"""Columns in the order of the records' fields."""
SHOWING = """SELECT path, key, content, stamp, recipe
  FROM shows JOIN recipes USING (page) JOIN outputs ON path = page WHERE url = ?"""
TURN = "turn"
SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE posts (path TEXT PRIMARY KEY, stamp BLOB, file BLOB, context BLOB, url TEXT, entry BLOB,
  pack TEXT, start INT, length INT, warnings BLOB);
CREATE INDEX posts_by_url ON posts (url);
CREATE TABLE outputs (path TEXT PRIMARY KEY, key BLOB, content BLOB, stamp BLOB) WITHOUT ROWID;
CREATE TABLE recipes (page TEXT PRIMARY KEY, recipe BLOB);
CREATE TABLE shows (url TEXT, page TEXT, PRIMARY KEY (url, page)) WITHOUT ROWID;
CREATE INDEX shows_by_page ON shows (page);
"""


class PostRecord(NamedTuple):
    """A post as it was read last."""

    stamp: Stamp
    file: bytes
    """Fingerprint of its bytes."""
    context: bytes
    """Fingerprint of what else it was read with."""
    url: str
    entry: bytes
    """The entry, packed (`digest.output.reading.packed_entry`)."""
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


class Showing(NamedTuple):
    """A page that shows a post whole, and how to make it again."""

    page: str
    record: OutputRecord
    recipe: bytes


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

    @property
    def turn(self) -> bytes:
        """Another one after each commit that changed anything: tells whether this is the one that is remembered."""
        return self.meta(TURN) or b""

    def posts(self) -> dict[str, PostRecord]:
        """Every post as it was read last, by path."""
        try:
            return dict(map(_post_of, self._database.execute(f"SELECT {POST} FROM posts")))  # noqa: S608 - our own
        except ODD:
            self._forget()
            return {}

    def post(self, name: str, *, by: str) -> tuple[str, PostRecord] | None:
        """The path and record of the one post with this `path` or `url` (`by`); None for none, or several."""
        try:
            rows = self._database.execute(f"SELECT {POST} FROM posts WHERE {by} = ?", (name,)).fetchall()  # noqa: S608
            return _post_of(rows[0]) if len(rows) == 1 else None
        except ODD:
            return None

    def showing(self, url: str) -> tuple[Showing, ...] | None:
        """The pages that show the post at this address whole; None where the state is odd."""
        try:
            rows = self._database.execute(SHOWING, (url,)).fetchall()
            return tuple(Showing(row[0], _output_of(row[1:4]), row[4]) for row in sorted(rows))
        except ODD:
            return None

    def outputs(self) -> dict[str, OutputRecord]:
        """Every output file as it was written last, by path."""
        try:
            rows = self._database.execute(f"SELECT path, {OUTPUT} FROM outputs")  # noqa: S608 - as above
            return {row[0]: _output_of(row[1:]) for row in rows}
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
        recipes: Mapping[str, Recipe] = MappingProxyType({}),
    ) -> None:
        """Records what changed (None: is gone), all of it or nothing; a state that turns out broken ends up empty.

        `recipes` are those of the pages that were made.
        """
        try:
            self._commit(posts, outputs, meta, recipes)
        except sqlite3.DatabaseError:
            self._forget()

    def _commit(
        self,
        posts: Mapping[str, PostRecord | None],
        outputs: Mapping[str, OutputRecord | None],
        meta: Mapping[str, Any],
        recipes: Mapping[str, Recipe],
    ) -> None:
        if posts or outputs or recipes:
            meta = {**meta, TURN: os.urandom(fingerprint.SIZE)}
        with self._database as database:
            _apply(database, "posts", posts, _post_row)
            _apply(
                database,
                "outputs",
                outputs,
                lambda record: (record.key, record.content, STAMP.pack(*record.stamp)),
            )
            _keep_recipes(database, recipes, [path for path, record in outputs.items() if record is None])
            database.executemany(
                "INSERT OR REPLACE INTO meta VALUES (?, ?)", [(name, _dumps(value)) for name, value in meta.items()]
            )

    def close(self) -> None:
        """Ends the use of the state."""
        self._database.close()


def _post_row(record: PostRecord) -> tuple[Any, ...]:
    stamp, file, context, url, entry, *place, warnings = record
    return (STAMP.pack(*stamp), file, context, url, sealed(entry), *place, _dumps(plain(warnings)))


def _post_of(row: tuple[Any, ...]) -> tuple[str, PostRecord]:
    path, stamp, file, context, url, entry, pack, start, length, warnings = row
    read = Stamp(*STAMP.unpack(stamp))
    return path, PostRecord(read, file, context, url, opened(entry), pack, start, length, _loads(warnings))


def _output_of(row: tuple[Any, ...]) -> OutputRecord:
    key, content, stamp = row
    return OutputRecord(key, content, Stamp(*STAMP.unpack(stamp)))


def _keep_recipes(database: sqlite3.Connection, recipes: Mapping[str, Recipe], gone: list[str]) -> None:
    """Records recipes, and forgets those of pages that are made otherwise now or not at all."""
    old = [(path,) for path in (*recipes, *gone)]
    database.executemany("DELETE FROM recipes WHERE page = ?", old)
    database.executemany("DELETE FROM shows WHERE page = ?", old)
    kept = [(path, one) for path, one in recipes.items() if one.data]
    database.executemany("INSERT INTO recipes VALUES (?, ?)", [(path, one.data) for path, one in kept])
    database.executemany("INSERT INTO shows VALUES (?, ?)", [(url, path) for path, one in kept for url in one.urls])


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
    return sealed(marshal.dumps(value))


def _loads(blob: bytes) -> Any:  # noqa: ANN401
    """The value of a blob that `_dumps` made."""
    return marshal.loads(opened(blob))
