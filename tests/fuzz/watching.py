"""Owns the watch on what a reader does to the machine: an audit hook that refuses writes outside, network, programs."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ONE, TWO = ("os.mkdir", "os.remove", "os.rmdir", "os.truncate"), ("os.rename", "os.link", "os.symlink")
PATHS = dict.fromkeys(ONE, 1) | dict.fromkeys(TWO, 2)
"""How many of an event's first arguments are paths that it changes (docs.python.org, audit events table)."""
NEVER = frozenset({"socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec"})
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Trespass(AssertionError):  # noqa: N818 - it is no error of the program's, but a finding
    """Something was about to be done that no reader may do."""


class Watch:
    """Armed while a reader runs; what it saw stays in `seen`, for the reader may have caught the exception."""

    def __init__(self) -> None:
        self._allowed: Path | None = None
        self._hooked = False
        self._armed = False
        self.seen: list[str] = []
        self.slowest = 0.0
        """Seconds of the processor's that the longest reader took since this was last set to nothing."""

    @contextmanager
    def over(self, allowed: Path | None) -> Iterator[None]:
        """Nothing may be written but below `allowed` (None: nothing at all)."""
        if not self._hooked:
            sys.addaudithook(self._hook)
            self._hooked = True
        self._allowed, self.seen = allowed and allowed.resolve(), []
        self._armed, begun = True, time.process_time()
        try:
            yield
        finally:
            self._armed = False
            self.slowest = max(self.slowest, time.process_time() - begun)
        if self.seen:
            raise Trespass(self.seen[0])

    def _hook(self, event: str, args: tuple[Any, ...]) -> None:
        if not self._armed:
            return
        if event in NEVER or (
            event == "open" and isinstance(args[2], int) and args[2] & WRITING and not self._may(args[0], -1)
        ):
            self._refuse(event, args)
        elif event in PATHS:
            folder = next((one for one in args[PATHS[event] :] if isinstance(one, int) and 0 <= one < 1 << 16), -1)
            if not all(
                self._may(one, folder if event in {"os.remove", "os.rmdir"} else -1) for one in _paths(event, args)
            ):
                self._refuse(event, args)

    def _may(self, path: Any, folder: int) -> bool:
        if isinstance(path, int):  # a descriptor: its file was opened before
            return True
        whole = Path(os.fsdecode(path))
        if folder >= 0:  # as `shutil.rmtree` removes, by the descriptor of the folder
            opened = Path(f"/proc/self/fd/{folder}")
            whole = opened.readlink() / whole if opened.is_symlink() else whole
        whole = whole.parent.resolve() / whole.name
        return "__pycache__" in whole.parts or (self._allowed is not None and whole.is_relative_to(self._allowed))

    def _refuse(self, event: str, args: tuple[Any, ...]) -> None:
        self.seen.append(f"{event} {args!r}")
        raise Trespass(self.seen[-1])


def _paths(event: str, args: tuple[Any, ...]) -> tuple[Any, ...]:
    """What an event changes; of a symbolic link only where it stands, for what it leads to is not touched."""
    return args[1:2] if event == "os.symlink" else args[: PATHS[event]]


WATCH = Watch()
"""A process has one, for an audit hook cannot be taken away again."""
