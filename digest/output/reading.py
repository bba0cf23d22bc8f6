"""Owns the reading of posts: those that changed are read, in parallel when there are many; the rest are remembered."""

from __future__ import annotations

import importlib
import marshal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from digest import fingerprint
from digest.config import Config
from digest.content.articles import Context
from digest.errors import Mark, Problem, problem
from digest.forms import form_of, sharing
from digest.output import files, packs
from digest.output.crew import Progress, share_out
from digest.output.files import NEVER, Stamp, settled
from digest.output.packs import Place
from digest.output.sealing import plain
from digest.output.state import PostRecord, State
from digest.site.library import Entry, enter
from digest.site.links import elsewhere
from digest.text.body import Hole

Packed = tuple[bytes, bytes]
"""An article as bytes, and their fingerprint."""
RECORDED = 500
"""Posts recorded at one time."""
LEAST = 80
"""Posts that make a process of their own worth while: it has to load the Markdown parser first."""


class Desk(NamedTuple):
    """What reading needs, in any process."""

    root: Path
    packs: Path
    context: Context
    config: Config

    @property
    def mark(self) -> bytes:
        """The fingerprint of all that an entry is made with, beside the post's file."""
        shape = (self.config.permalink, self.config.sections)
        return fingerprint.of_parts((self.context.fingerprint, fingerprint.of_value(shape)))


class Readings(NamedTuple):
    """All posts as they now are."""

    entries: dict[str, Entry]
    changed: dict[str, PostRecord | None]
    """What is still to be recorded (None: is gone)."""
    files: dict[str, bytes]
    """The fingerprint of each post's file."""
    places: dict[str, Place]
    packs: set[str]
    """The packs in which any of these stand, or what the state knew before."""
    problems: tuple[Problem, ...]
    hashed: int
    parsed: int
    refused: Mapping[str, tuple[tuple[int, Hole], ...]] = MappingProxyType({})
    """Posts that were read but have errors: their holes that lead elsewhere, for dead links are told all the same."""


class Outcome(NamedTuple):
    """What became of one file."""

    path: str
    record: PostRecord | None
    problems: tuple[Problem, ...]
    parsed: bool
    refused: tuple[tuple[int, Hole], ...] = ()
    """The links of an article that has errors."""


def read_all(  # noqa: PLR0913 - what is read, how, and what is done meanwhile
    desk: Desk,
    listing: Mapping[str, Stamp],
    state: State,
    *,
    jobs: int,
    progress: Progress,
    meanwhile: Callable[[], None] | None = None,
) -> Readings:
    """Every post of the listing: remembered where its file and its context are as they were, else read.

    Of thousands of new ones all but the last few are recorded as they come: what the state holds of one takes as much
    memory as its entry. The rest is left to the caller, so that a build that fails for a slip, in a post or in a
    registry, leaves what was known. A post with errors stays recorded as it was when it had none.
    `meanwhile` is as in `share_out`.
    """
    known, mark = state.posts(), desk.mark
    stale = sorted(path for path, stamp in listing.items() if not _stands(known.get(path), stamp, mark))
    taken = _Taken()
    for path in sorted(listing.keys() - set(stale)):
        taken.take(path, known[path])
        taken.problems += told(known[path].warnings)
    share = [(path, known.get(path)) for path in stale]
    if stale and desk.context.options.date_words:  # a large grammar: loaded before the processes part
        importlib.import_module("digest.content.dating")
    changed: dict[str, PostRecord | None] = dict.fromkeys(known.keys() - listing.keys())
    before, used = frozenset(known), {record.pack for record in known.values()}
    del known
    work = share_out(read_share, desk, share, jobs=jobs, least=LEAST, progress=progress, meanwhile=meanwhile)
    with closing(work) as outcomes:
        while some := list(islice(outcomes, RECORDED)):
            records = {one.path: one.record for one in some if one.record}
            if len(some) == RECORDED and not records.keys() & before:
                state.commit(records, {}, {})
            else:
                changed |= records
            for outcome in some:
                taken.hear(outcome)
    used |= {pack for pack, _, _ in taken.places.values()}
    kept = (taken.entries, changed, taken.files, taken.places, used, tuple(taken.problems))
    return Readings(*kept, len(stale), taken.parsed, taken.refused)


def _stands(record: PostRecord | None, stamp: Stamp, mark: bytes) -> bool:
    return record is not None and record.stamp == stamp and record.context == mark


class _Taken:
    """The posts as they are taken in; what recurs in them is held once."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.files: dict[str, bytes] = {}
        self.places: dict[str, Place] = {}
        self.problems: list[Problem] = []
        self.refused: dict[str, tuple[tuple[int, Hole], ...]] = {}
        self.parsed = 0
        self._entry = sharing(Entry)

    def take(self, path: str, record: PostRecord) -> None:
        self.entries[path] = self._entry(marshal.loads(record.entry))  # noqa: S302 - the state has checked these bytes
        self.files[path] = record.file
        self.places[path] = (record.pack, record.start, record.length)

    def hear(self, outcome: Outcome) -> None:
        self.parsed += outcome.parsed
        self.problems += outcome.problems
        if outcome.refused:
            self.refused[outcome.path] = outcome.refused
        if outcome.record:
            self.take(outcome.path, outcome.record)


def read_share(desk: Desk, share: Iterable[tuple[str, PostRecord | None]]) -> Iterator[Outcome]:
    """Reads a share of the posts; their articles go into a pack of this process's own."""
    writer: packs.Writer | None = None
    context = desk.mark
    for path, before in share:
        outcome, article = _read_one(desk, context, path, before)
        if article and outcome.record:
            writer = writer or packs.Writer(desk.packs, fingerprint.of_text(f"{time.time_ns()} {path}").hex())
            pack, start, length = writer.add(*article)
            outcome = outcome._replace(record=outcome.record._replace(pack=pack, start=start, length=length))
        yield outcome
    if writer:
        writer.close()


def _read_one(desk: Desk, context: bytes, path: str, before: PostRecord | None) -> tuple[Outcome, Packed | None]:
    """What became of a file, and its article where it was read anew; `context` is the desk's mark."""
    looked = time.time_ns()
    try:
        stamp, data = files.read(f"{desk.root}/{path}")
    except OSError as error:
        return Outcome(path, None, (problem("unreadable", Mark(path), why=error.strerror or ""),), parsed=False), None
    mark = fingerprint.of_bytes(data)
    if before and before.file == mark and before.context == context:
        return Outcome(path, before._replace(stamp=settled(stamp, looked)), told(before.warnings), parsed=False), None
    from digest.content.articles import packed, read  # noqa: PLC0415 - Markdown and YAML, only where a post is read

    article, problems = read(data, path, desk.context)
    if article is None or any(one.severity == "error" for one in problems):
        return Outcome(path, None, problems, parsed=True, refused=elsewhere(article.body) if article else ()), None
    whole = packed(article)
    entry = enter(article, desk.config, desk.config.sections, fingerprint.of_bytes(whole))
    record = PostRecord(
        settled(stamp, looked), mark, context, entry.url, packed_entry(entry), "", 0, 0, plain(_kept(problems))
    )
    return Outcome(path, record, problems, parsed=True), (whole, entry.article)


def _kept(problems: Sequence[Problem]) -> tuple[Any, ...]:
    """Warnings as plain tuples, to be told again while the post stays as it is."""
    return tuple(
        (one.code, (one.mark.path, one.mark.line, one.mark.column, one.mark.length), one.args) for one in problems
    )


def told(warnings: tuple[Any, ...]) -> tuple[Problem, ...]:
    """The warnings that a record keeps of a post."""
    return tuple(Problem(code, Mark(*mark), args, "warning") for code, mark, args in warnings)


def packed_entry(entry: Entry) -> bytes:
    """The entry as bytes."""
    return marshal.dumps(form_of(Entry).plain(entry))


def unpack_entry(data: bytes) -> Entry:
    """The entry that was packed so."""
    entry: Entry = form_of(Entry).value(marshal.loads(data))  # noqa: S302 - the state has checked these bytes
    return entry


__all__ = ["NEVER", "Desk", "Readings", "read_all"]
