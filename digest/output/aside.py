"""Owns doing one thing in a process beside this one: a fork, which has all in memory and gives back plain values.

Light, unlike a pool: for work of a tenth of a second, where two processors are idle otherwise.
"""

from __future__ import annotations

import marshal
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, NamedTuple


class Aside(NamedTuple):
    """Work that is under way in a process of its own, or that is done here when its result is asked for."""

    work: Callable[[], Any]
    child: int = 0
    """The process; 0 where there is none."""
    pipe: int = -1

    def result(self) -> Any:  # noqa: ANN401 - whatever the work gives
        """What the work gives; None where its process came to grief."""
        if not self.child:
            return self.work()
        try:
            with os.fdopen(self.pipe, "rb") as pipe:
                data = pipe.read()
        except BaseException:  # nobody waits for it any more
            self._end()
            raise
        _, status = os.waitpid(self.child, 0)
        return marshal.loads(data) if status == 0 else None  # noqa: S302 - our own child wrote it

    def drop(self) -> None:
        """The result is not wanted: the process ends, and nothing is done here."""
        if self.child:
            os.close(self.pipe)
            self._end()

    def _end(self) -> None:
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)


def beside(work: Callable[[], Any], *, worth: bool) -> Aside:
    """Begins the work in a process beside this one, where that is worth while and can be had; else it waits.

    The work gives what `marshal` takes, and changes nothing.
    """
    if not worth or not _can_fork():
        return Aside(work)
    ours, theirs = os.pipe()
    child = os.fork()
    if child:
        os.close(theirs)
        return Aside(work, child, ours)
    status = 1
    try:
        with os.fdopen(theirs, "wb") as pipe:
            pipe.write(marshal.dumps(work()))
        status = 0
    finally:
        os._exit(status)  # nothing of this process's own end: no flushing, no exit handlers


def _can_fork() -> bool:
    """Whether there is fork, a second processor, and no other thread (which a fork would cut in half)."""
    threads = sys.modules.get("threading")
    alone = threads is None or threads.active_count() == 1
    spawned = os.environ.get("DIGEST_START_METHOD", "fork") != "fork"
    return hasattr(os, "fork") and alone and not spawned and (os.cpu_count() or 1) > 1
