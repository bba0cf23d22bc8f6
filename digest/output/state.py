"""Owns the state: what was read and what was written, in `.digest/state.db`; disposable, and empty whenever it is odd.

Nothing in it decides what a page shows: it only spares reading and rendering again (I5, I6). It is committed
last, after all that it tells is on disk (I4); of thousands of new posts the most as soon as they are read. The salt
stands for this program: another salt, another state.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import struct
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from digest import fingerprint
from digest.fingerprint import opened, sealed
from digest.output.files import Stamp, discard
from digest.output.sealing import dumps, loads, plain
from digest.output.shown import keep_recipes
from digest.site.recipes import Recipe

FORMAT = 7
NAME = "state.db"
STAMP = struct.Struct("<4q")
ODD = (sqlite3.Error, struct.error, ValueError, EOFError, TypeError)
"""What reading a state that was cut or scribbled on may raise."""
POST = "path, stamp, file, context, url, entry, pack, start, length, warnings"
OUTPUT = "key, content, stamp"
"""Columns in the order of the records' fields."""
SHOWN = "SELECT path, key, content, stamp, recipe FROM recipes JOIN outputs ON path = page WHERE page = ?"
TURN = "turn"
SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE posts (path TEXT PRIMARY KEY, stamp BLOB, file BLOB, context BLOB, url TEXT, entry BLOB,
  pack TEXT, start INT, length INT, warnings BLOB);
CREATE INDEX posts_by_url ON posts (url);
CREATE TABLE outputs (path TEXT PRIMARY KEY, key BLOB, content BLOB, stamp BLOB) WITHOUT ROWID;
CREATE TABLE recipes (page TEXT PRIMARY KEY, recipe BLOB, urls BLOB);
CREATE TABLE shows (url TEXT PRIMARY KEY, pages BLOB) WITHOUT ROWID;
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
            discard(self._path.with_name(name))
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
            return loads(row[0]) if row else None
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
        """The pages that show the post at this address whole; None where the state knows of none, or is odd."""
        try:
            row = self._database.execute("SELECT pages FROM shows WHERE url = ?", (url,)).fetchone()
            pages = loads(row[0]) if row else ()
            rows = [self._database.execute(SHOWN, (page,)).fetchone() for page in pages]
            return tuple(Showing(path, _output_of(rest), recipe) for path, *rest, recipe in rows) or None
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
        *,
        elsewhere: bool = False,
    ) -> None:
        """Records what changed (None: is gone), all of it or nothing; a state that turns out broken ends up empty.

        `recipes` are those of the pages that were made. `elsewhere`: what is known of outputs is of another folder.
        """
        try:
            self._commit(posts, outputs, meta, recipes, elsewhere=elsewhere)
        except ODD:
            self._forget()

    def _commit(
        self,
        posts: Mapping[str, PostRecord | None],
        outputs: Mapping[str, OutputRecord | None],
        meta: Mapping[str, Any],
        recipes: Mapping[str, Recipe],
        *,
        elsewhere: bool,
    ) -> None:
        if posts or outputs or recipes:
            meta = {**meta, TURN: os.urandom(fingerprint.SIZE)}
        with self._database as database:
            for table in ("outputs", "recipes", "shows") if elsewhere else ():
                database.execute(f"DELETE FROM {table}")  # noqa: S608 - the table's name is ours
            _apply(database, "posts", posts, _post_row)
            _apply(
                database,
                "outputs",
                outputs,
                lambda record: (record.key, record.content, STAMP.pack(*record.stamp)),
            )
            keep_recipes(database, recipes, [path for path, record in outputs.items() if record is None])
            database.executemany(
                "INSERT OR REPLACE INTO meta VALUES (?, ?)", [(name, dumps(value)) for name, value in meta.items()]
            )

    def close(self) -> None:
        """Ends the use of the state."""
        self._database.close()


def _post_row(record: PostRecord) -> tuple[Any, ...]:
    stamp, file, context, url, entry, *place, warnings = record
    return (STAMP.pack(*stamp), file, context, url, sealed(entry), *place, dumps(plain(warnings)))


def _post_of(row: tuple[Any, ...]) -> tuple[str, PostRecord]:
    path, stamp, file, context, url, entry, pack, start, length, warnings = row
    read = Stamp(*STAMP.unpack(stamp))
    return path, PostRecord(read, file, context, url, opened(entry), pack, start, length, loads(warnings))


def _output_of(row: tuple[Any, ...]) -> OutputRecord:
    key, content, stamp = row
    return OutputRecord(key, content, Stamp(*STAMP.unpack(stamp)))


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
