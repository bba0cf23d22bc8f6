"""Owns the memory of how things stood when the last build ended, and what differs from it now, told from stamps alone.

The plan is a pure function of the author's files, the theme, this program, the order and the moments at which held
posts appear and news grows old. When none of them changed and every output file is as it was left, its answer is known
and nothing needs to be read (docs/decisions/0010). The memory is one small file, forgotten before a build touches
anything and written after all else; a file whose stamp could not be trusted when it was written is compared by bytes.
"""

from __future__ import annotations

import marshal
import os
import struct
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from digest import fingerprint
from digest.errors import Mark, Problem
from digest.orders import Order, Published, Report, Waiting
from digest.output.clockwork import clockwork
from digest.output.files import NEVER, Listing, Stamp, discard, revisit, revisit_site, settled, walk
from digest.output.listings import packed, unpacked

NAME = "last"
BESIDE = "last.new"
"""Where it is written before it is whole."""
CONTENT = "content"
PACKAGE = Path(__file__).resolve().parent.parent
NOTHING = Listing({}, {}, [])


class Memory(NamedTuple):
    """What the last build left."""

    asked: bytes
    """The order and the program."""
    salt: bytes
    """The program's fingerprint, of which `asked` holds the stamps."""
    turn: bytes
    """Which state of the state it belongs to (`State.turn`)."""
    inputs: Mapping[str, Listing]
    """Each folder that is read, as it was before it was read; a stamp that could not be trusted is `NEVER`."""
    outputs: Listing
    racy: Mapping[str, bytes]
    """Output files whose stamps could not be trusted, and the fingerprints of their bytes."""
    since: float
    """The moment of the build (epoch): before it, what it published may not be published yet."""
    due: int
    """When (epoch; 0: never) a build is another with no edit: a post appears or is held otherwise, news grows old."""
    said: tuple[Any, ...]
    """Numbers, held posts and warnings of the report, as plain tuples."""


class Drift(NamedTuple):
    """What differs from what a memory holds."""

    edited: tuple[str, ...]
    """Files that were there and still are, with other stamps; by a name that does not change when the root moves."""
    more: bool
    """Whether files came or went."""
    inputs: Mapping[str, Listing]
    """How the folders are now."""
    looked: int
    """From when on they were looked at (epoch, ns)."""


def recall(order: Order) -> Memory | None:
    """The memory of the last build into this state, whatever was asked of it."""
    return _load(order.folder / NAME)


def applies(memory: Memory, order: Order) -> bool:
    """Whether the memory is of a build that was asked the same, by the same program, in the same stretch of time."""
    return timely(memory, order) and not order.clean and not order.ask and memory.asked == _asked(order)


def timely(memory: Memory, order: Order) -> bool:
    """Whether the order's moment is one at which the site is as it was when the memory was made."""
    now = order.now.timestamp()
    return now >= memory.since and not (memory.due and now >= memory.due)


def forget(order: Order) -> None:
    """To be called before anything is touched."""
    for name in (NAME, BESIDE):
        discard(order.folder / name)


def look(order: Order, memory: Memory | None) -> tuple[dict[str, Listing], int]:
    """All that a build reads, by stamps taken before it is read, and when (epoch, ns); cheap with a `memory`."""
    looked = time.time_ns()
    before = memory.inputs if memory else {}
    return {name: revisit(folder, before.get(name, NOTHING)) for name, folder in _folders(order).items()}, looked


def drift(memory: Memory, order: Order) -> Drift:
    """What of the inputs differs from what the memory holds."""
    now, looked = look(order, memory)
    edited: list[str] = []
    more = now.keys() != memory.inputs.keys()
    for name, listing in now.items():
        before = memory.inputs.get(name, NOTHING)
        same_names = listing.files.keys() == before.files.keys() and listing.links == before.links
        more = more or not (same_names or _names(listing) == _names(before))
        more = more or bool(listing.links and _names(listing)[1])  # what stands behind one may be another by now
        known = before.files
        edited += (f"{name}/{path}" for path, stamp in listing.files.items() if known.get(path, stamp) != stamp)
    shown = (path for path in edited if not path.startswith(f"{CONTENT}/") or "/." not in path)
    return Drift(tuple(shown), more, now, looked)


def _names(listing: Listing) -> tuple[set[str], set[str]]:
    """The names of files and links, without the hidden ones (an editor's own)."""
    return (
        {path for path in listing.files if path[0] != "." and "/." not in path},
        {path for path in listing.links if path[0] != "." and "/." not in path},
    )


class Standing(NamedTuple):
    """An output folder in which every file is as it was left, and no other: what a second look at stamps showed."""

    files: dict[str, tuple[int, ...]]
    """New stamps of files with the same bytes."""
    folders: dict[str, tuple[int, ...]]
    racy: dict[str, bytes]
    """Files whose stamps still cannot be trusted, and the fingerprints of their bytes."""


def standing(memory: Memory, output: Path) -> Standing | None:
    """What is new of an output folder that stands as it was left; None where it does not."""
    looked = time.time_ns()
    now, known, racy = revisit_site(output, memory.outputs), memory.outputs, memory.racy
    if now.links or now.files.keys() != known.files.keys() or now.folders.keys() != known.folders.keys():
        return None
    files = {path: tuple(stamp) for path, stamp in now.files.items() if known.files[path] != stamp}
    if not files.keys() <= racy.keys():
        return None
    if any(fingerprint.of_bytes((output / path).read_bytes()) != mark for path, mark in racy.items()):
        return None
    folders = {path: tuple(stamp) for path, stamp in now.folders.items() if known.folders[path] != stamp}
    unsettled = {path: mark for path, mark in racy.items() if settled(now.files[path], looked) == NEVER}
    return Standing(files, folders, unsettled)


def stood(memory: Memory, found: Standing) -> Memory:
    """The memory with what a second look showed."""
    files, folders = {**memory.outputs.files, **found.files}, {**memory.outputs.folders, **found.folders}
    return memory._replace(outputs=Listing(files, folders, []), racy=found.racy)  # type: ignore[arg-type]


def told(memory: Memory, order: Order, seconds: float) -> Report:
    """The report of a build that changes nothing."""
    posts, pages, held, _ = memory.said
    return Report(
        Published((), 0, pages, (), {}, {}),
        tuple(Waiting(*one) for one in held),
        _warnings_of(memory),
        posts,
        pages,
        0,
        0,
        seconds,
        order.output,
        order.now,
        {},
    )


def _warnings_of(memory: Memory) -> tuple[Problem, ...]:
    """The warnings that the build told."""
    return tuple(Problem(code, Mark(*mark), args, "warning") for code, mark, args in memory.said[3])


def said(report: Report) -> tuple[Any, ...]:
    """What a report says, as plain tuples."""
    warnings = tuple((one.code, _plain_mark(one.mark), one.args) for one in report.problems)
    return (report.posts, report.pages, tuple(map(tuple, report.held)), warnings)


def remember(  # noqa: PLR0913, PLR0917 - what was seen before, what is there now, and what was said
    order: Order,
    salt: bytes,
    turn: bytes,
    seen: tuple[Mapping[str, Listing], int],
    outputs: Listing,
    written: Mapping[str, tuple[Stamp, bytes]],
    report: Report,
) -> None:
    """Records how things stand after a build.

    `seen`: what `look` gave before; `outputs`: the output folder now; `written`: each output file's stamp as it was
    recorded and the fingerprint of its bytes. Nothing is recorded where the folder holds anything else.
    """
    if outputs.links or outputs.files.keys() != written.keys():
        return
    if any(stamp not in {NEVER, outputs.files[path]} for path, (stamp, _) in written.items()):
        return
    inputs, looked = seen
    changes = [one.due for one in report.held] + [report.next_change]
    waiting = [one for one in changes if one > order.now.timestamp()]
    memory = Memory(
        _asked(order),
        salt,
        turn,
        {name: settle(listing, looked) for name, listing in inputs.items()},
        outputs,
        {path: mark for path, (stamp, mark) in written.items() if stamp == NEVER},
        order.now.timestamp(),
        min(waiting, default=0),
        said(report),
    )
    store(order, memory)


def settle(listing: Listing, looked: int) -> Listing:
    """The listing with the stamps that cannot be trusted later made `NEVER`."""
    return listing._replace(files={path: settled(stamp, looked) for path, stamp in listing.files.items()})


def store(order: Order, memory: Memory) -> None:
    """Writes the memory, in one step."""
    body = marshal.dumps(tuple(map(_plain, memory)))
    beside = order.folder / BESIDE
    beside.write_bytes(fingerprint.sealed(body))
    beside.replace(order.folder / NAME)


def _plain(value: Any) -> Any:  # noqa: ANN401
    """A part of a memory as `marshal` wants it: no named tuples."""
    if isinstance(value, Listing):
        return packed(value)
    return {name: _plain(one) for name, one in value.items()} if isinstance(value, Mapping) else value


def _load(path: Path) -> Memory | None:
    try:
        body = fingerprint.opened(path.read_bytes())
        asked, salt, turn, inputs, outputs, *rest = marshal.loads(body)  # noqa: S302 - checked
        listings = {name: unpacked(*one) for name, one in inputs.items()}
        return Memory(asked, salt, turn, listings, unpacked(*outputs), *rest)
    except (OSError, ValueError, EOFError, TypeError, AttributeError, struct.error):
        return None


def _plain_mark(mark: Mark) -> tuple[str, int, int, int]:
    return (mark.path, mark.line, mark.column, mark.length)


def _asked(order: Order) -> bytes:
    """The order (but for its moment, its jobs and where the root is) and the stamps of this program."""
    where = os.path.relpath(order.output, order.root)
    themes = [str(folder) for folder in order.themes]
    asked = (order.base_url, order.theme, order.drafts, order.strict, order.plain, where, themes)
    return fingerprint.of_value((asked, _program()))


def _program() -> tuple[Any, ...]:
    """Files of this program by their stamps, and the libraries beside it by their names: reading them costs more."""
    files = sorted((path, stamp) for path, stamp in walk(PACKAGE).files.items() if "__pycache__" not in path)
    folders = [Path(place) for place in sys.path if place.endswith(("site-packages", "dist-packages"))]
    libraries = sorted(name for folder in folders if folder.is_dir() for name in os.listdir(folder))  # noqa: PTH208 - names are enough
    return (files, libraries, sys.version, clockwork())


def _folders(order: Order) -> dict[str, Path]:
    """The folders that a build reads, by names that do not change when the root is moved."""
    folders = {CONTENT: order.root / CONTENT, "themes": order.root / "themes"}
    return folders | {f"themes-{number}": folder for number, folder in enumerate(order.themes)}
