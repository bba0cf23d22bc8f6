"""Owns the quick answer: whether anything at all differs from when the last build ended, told from stamps alone.

The plan is a pure function of the author's files, the theme, this program, the order and the moments at which held
posts appear and news grows old. When none of them changed and every output file is as it was left, its answer is known
and nothing needs to be read (docs/decisions/0010). The memory is one small file, forgotten before a build touches
anything and written after all else; a file whose stamp could not be trusted when it was written is compared by bytes.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from digest import fingerprint
from digest.errors import Mark, Problem
from digest.orders import Order, Published, Report, Waiting
from digest.output.files import NEVER, Stamp, parents, settled, walk

NAME = "last"
BESIDE = "last.new"
"""Where it is written before it is whole."""
CONTENT = "content"
PACKAGE = Path(__file__).resolve().parent.parent


class Memory(NamedTuple):
    """What the last build left."""

    asked: bytes
    """The order and the program."""
    inputs: bytes
    outputs: bytes
    racy: tuple[tuple[str, bytes], ...]
    """Output files whose stamps could not be trusted, and the fingerprints of their bytes."""
    since: float
    """The moment of the build (epoch): before it, what it published may not be published yet."""
    due: int
    """When the site is next another though nothing is edited: a held post appears, news grows old (epoch; 0: never)."""
    said: tuple[Any, ...]
    """Numbers, held posts and warnings of the report, as plain tuples."""


def answer(order: Order) -> Report | None:
    """The report of a build that would change nothing; None where a build must find out."""
    began = time.monotonic()
    memory = _load(order.folder / NAME)
    if memory is None or order.clean or order.ask or memory.asked != _asked(order):
        return None
    now = order.now.timestamp()
    if now < memory.since or (memory.due and now >= memory.due):
        return None
    if _of_inputs(_inputs(order)) != memory.inputs or not _same_outputs(order.output, memory):
        return None
    posts, pages, held, warnings = memory.said
    published = Published((), 0, pages, (), {}, {})
    waiting = tuple(Waiting(*one) for one in held)
    told = tuple(Problem(code, Mark(*mark), args, "warning") for code, mark, args in warnings)
    seconds = time.monotonic() - began
    return Report(published, waiting, told, posts, pages, 0, 0, seconds, order.output, order.now, {})


def forget(order: Order) -> None:
    """To be called before anything is touched."""
    (order.folder / NAME).unlink(missing_ok=True)
    (order.folder / BESIDE).unlink(missing_ok=True)


def look(order: Order) -> tuple[dict[str, Stamp], int]:
    """The stamps of all inputs, taken before they are read, and when (epoch, ns)."""
    looked = time.time_ns()
    return _inputs(order), looked


def remember(  # noqa: PLR0913, PLR0917 - what was seen before, what is there now, and what was said
    order: Order,
    inputs: Mapping[str, Stamp],
    looked: int,
    outputs: Mapping[str, Stamp],
    contents: Mapping[str, bytes],
    report: Report,
) -> None:
    """Records how things stand after a build; nothing where an input was touched just before it was looked at."""
    if any(settled(stamp, looked) == NEVER for stamp in inputs.values()):
        return
    racy = sorted(path for path, stamp in outputs.items() if stamp == NEVER)
    if any(path not in contents for path in racy):
        return
    trusted = {path: stamp for path, stamp in outputs.items() if stamp != NEVER}
    changes = [one.due for one in report.held] + [report.next_change]
    waiting = [one for one in changes if one > order.now.timestamp()]
    warnings = tuple((one.code, tuple(_plain_mark(one.mark)), one.args) for one in report.problems)
    said = (report.posts, report.pages, tuple(map(tuple, report.held)), warnings)
    memory = Memory(
        _asked(order),
        _of_inputs(inputs),
        _of_stamps(trusted),
        tuple((path, contents[path]) for path in racy),
        order.now.timestamp(),
        min(waiting, default=0),
        said,
    )
    _store(order.folder / NAME, memory)


def _plain_mark(mark: Mark) -> tuple[str, int, int, int]:
    return (mark.path, mark.line, mark.column, mark.length)


def _asked(order: Order) -> bytes:
    """The order (but for its moment, its jobs and where the root is) and the stamps of this program."""
    where = os.path.relpath(order.output, order.root)
    themes = [str(folder) for folder in order.themes]
    return fingerprint.of_value((order.base_url, order.theme, order.drafts, order.strict, where, themes, _program()))


def _program() -> tuple[Any, ...]:
    """Files of this program by their stamps, and the libraries beside it by their names: reading them costs more."""
    files = sorted((path, stamp) for path, stamp in walk(PACKAGE).files.items() if "__pycache__" not in path)
    folders = [Path(place) for place in sys.path if place.endswith(("site-packages", "dist-packages"))]
    libraries = sorted(name for folder in folders if folder.is_dir() for name in os.listdir(folder))  # noqa: PTH208 - names are enough
    return (files, libraries, sys.version)


def _inputs(order: Order) -> dict[str, Stamp]:
    """The stamps of all that a build reads, by a name that does not change when the root is moved."""
    folders = [(CONTENT, order.root / CONTENT), ("themes", order.root / "themes")]
    folders += [(f"themes-{number}", folder) for number, folder in enumerate(order.themes)]
    found: dict[str, Stamp] = {}
    for name, folder in folders:
        listing = walk(folder)
        found |= {f"{name}/{path}": stamp for path, stamp in listing.files.items()}
        found |= {f"{name}/{path}": Stamp(0, 0, 0, 0) for path in listing.links}
    return found


def _of_inputs(stamps: Mapping[str, Stamp]) -> bytes:
    return _of_stamps(stamps)


def _of_stamps(stamps: Mapping[str, Stamp]) -> bytes:
    return fingerprint.of_text("\n".join([f"{path}\0{stamp}" for path, stamp in sorted(stamps.items())]))


def _same_outputs(output: Path, memory: Memory) -> bool:
    listing = walk(output)
    racy = dict(memory.racy)
    if listing.links or not racy.keys() <= listing.files.keys() or set(listing.folders) != parents(iter(listing.files)):
        return False
    trusted = {path: stamp for path, stamp in listing.files.items() if path not in racy}
    if _of_stamps(trusted) != memory.outputs:
        return False
    return all(fingerprint.of_bytes((output / path).read_bytes()) == mark for path, mark in racy.items())


def _load(path: Path) -> Memory | None:
    try:
        data = path.read_bytes()
        mark, body = data[: fingerprint.SIZE], data[fingerprint.SIZE :]
        return Memory(*marshal.loads(body)) if fingerprint.of_bytes(body) == mark else None  # noqa: S302 - checked
    except (OSError, ValueError, EOFError, TypeError):
        return None


def _store(path: Path, memory: Memory) -> None:
    body = marshal.dumps(tuple(memory))
    beside = path.with_name(BESIDE)
    beside.write_bytes(fingerprint.of_bytes(body) + body)
    beside.replace(path)
