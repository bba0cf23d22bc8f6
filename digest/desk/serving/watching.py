"""Owns noticing saves: what happens to files below the watched folders becomes bursts, each of which ends a save.

Events (inotify and its like, through watchdog) make it quick; a patrol that compares all stamps every few seconds makes
it sure where events are lost or never sent: a full kernel queue, network drives, a folder that was taken away and put
back. Nothing that comes in while a burst is being answered is lost: it is the next burst.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
import warnings
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from digest.output.files import Stamp, walk

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

FOLDERS = ("content", "themes")
CALM = 0.015
"""Seconds of silence after which a file that was closed or renamed is a finished save."""
HALF_DONE = 0.05
"""The same after a file was made or changed and not closed yet (not every system tells of closing)."""
GONE = 0.12
"""The same after a file went away: some editors delete a file and write it anew."""
MANY, MANY_CALM = 20, 0.2
"""More files than a person saves: a checkout or a search-and-replace, which goes on for a while."""
LONGEST = 2.0
"""Seconds after which a burst that never calms down is answered anyway."""
PATROL = 2.0
PATROL_SHARE = 50
"""The patrol rests this many times as long as it takes, and `PATROL` seconds at least."""
FINISHED = frozenset({"closed", "moved"})
HEARD = frozenset({"created", "modified", "deleted", *FINISHED})
"""Kinds of events that say something changed; the others tell of reading, which the build does itself."""


def patience(events: Mapping[str, str]) -> float:
    """How long to wait for more, in seconds, by the last kind of event of each path."""
    if len(events) > MANY:
        return MANY_CALM
    kinds = set(events.values())
    if "deleted" in kinds:
        return GONE
    return CALM if kinds <= FINISHED else HALF_DONE


def visible(path: str) -> bool:
    """Whether a path from the root names something that a build reads: nothing with a leading dot."""
    return not any(part.startswith(".") for part in path.split("/"))


def look(root: Path) -> dict[str, Stamp]:
    """The stamps of everything watched, by path from the root."""
    for _ in range(3):
        with contextlib.suppress(OSError):  # what vanishes while it is listed: once more
            return {
                f"{folder}/{path}": stamp
                for folder in FOLDERS
                for path, stamp in walk(root / folder).files.items()
                if visible(path)
            }
    return {}


def unexplained(before: Mapping[str, Stamp], after: Mapping[str, Stamp], told: set[str]) -> set[str]:
    """What differs between two looks and no event had told of.

    An event of its folder is not enough: what is written into a new folder at once may come before anybody listens.
    """
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)} - told


class Watch:
    """Hears what happens below the root; `burst` waits for the next finished save."""

    def __init__(self, root: Path, seen: Mapping[str, Stamp]) -> None:
        """`seen`: how things looked before the site was first built."""
        self._root = root.resolve()
        self._seen = dict(seen)
        self._events: dict[str, str] = {}
        self._told: set[str] = set()
        self._deaf = False
        """Whether a watched folder went: what is put in its place is another one, which nobody listens to yet."""
        self._heard = asyncio.Event()
        self._last = 0.0
        self._loop = asyncio.get_running_loop()

    async def burst(self) -> frozenset[str]:
        """The paths from the root of the next burst."""
        await self._heard.wait()
        began = time.monotonic()
        while (rest := min(self._last + patience(self._events), began + LONGEST) - time.monotonic()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(rest)
        paths = frozenset(self._events)
        self._events.clear()
        self._heard.clear()
        return paths

    def hear(self, path: str, kind: str) -> None:
        """An event told that something happened to a path from the root."""
        self._told.add(path)
        self._deaf = self._deaf or (path in FOLDERS and kind in {"deleted", "moved"})
        self._note(path, kind)

    def _note(self, path: str, kind: str) -> None:
        self._events[path] = kind
        self._last = time.monotonic()
        self._heard.set()

    def dispatch(self, event: FileSystemEvent) -> None:
        """Watchdog's door, in its own thread."""
        if event.event_type not in HEARD or (event.is_directory and event.event_type == "modified"):
            return
        for place in (event.src_path, event.dest_path):
            path = self._from_root(str(place))
            if path and visible(path):
                self._loop.call_soon_threadsafe(self.hear, path, event.event_type)

    def _from_root(self, place: str) -> str:
        with contextlib.suppress(ValueError):
            return Path(place).relative_to(self._root).as_posix()
        return ""

    async def patrol(self) -> None:
        """Looks after what no event told of, for ever; begins with what happened since `seen`."""
        places, observer = _places(self._root), _observe(self._root, self)
        try:
            while True:
                began = time.monotonic()
                told, self._told = self._told, set()
                now = await asyncio.to_thread(look, self._root)
                deaf, self._deaf = self._deaf or places != _places(self._root), False
                missed = unexplained(self._seen, now, set() if deaf else told | self._told)
                self._seen = now
                for path in sorted(missed):
                    self._note(path, "closed")  # not `hear`: it will not be told of by an event the next time either
                await asyncio.sleep(max(PATROL, PATROL_SHARE * (time.monotonic() - began)))
                if missed or deaf:  # events are not coming in as they should: begin anew
                    observer.stop()
                    places, observer = _places(self._root), _observe(self._root, self)
        finally:
            observer.stop()


def _places(root: Path) -> list[int]:
    """Which folders stand at the watched places; 0 where there is none."""
    found = []
    for folder in FOLDERS:
        try:
            found.append((root / folder).stat().st_ino)
        except OSError:
            found.append(0)
    return found


def _observe(root: Path, watch: Watch) -> BaseObserver:
    from watchdog.observers import Observer  # noqa: PLC0415 - for the preview only

    # What it says is about itself (a folder heard of twice, a full queue), in English; the patrol makes up for it.
    warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")
    logging.getLogger("watchdog").setLevel(logging.CRITICAL)
    observer = Observer()
    observer.start()  # first: it would pass on the error of a folder that cannot be watched, and watch none
    for folder in FOLDERS:
        with contextlib.suppress(OSError):  # not there, or no more watches to be had: the patrol sees to it
            if (root / folder).is_dir():
                observer.schedule(watch, str(root / folder), recursive=True)  # type: ignore[arg-type]
    return observer


@contextlib.asynccontextmanager
async def watching(root: Path, seen: Mapping[str, Stamp]) -> AsyncIterator[Watch]:
    """A watch over `content/` and `themes/` of this root while the context lasts."""
    watch = Watch(root, seen)
    patrol = asyncio.create_task(watch.patrol())
    try:
        yield watch
    finally:
        patrol.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await patrol
