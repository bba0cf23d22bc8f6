"""Owns the locks: one build at a time per root, and per output; the second waits, and says for whom."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from digest.errors import Mark, Problem, UsageError, problem
from digest.output.files import discard

NAME = "lock"
PATIENCE = 600
"""Seconds to wait for another build."""
STEP = 0.05
SOON = 1.0
"""Seconds of waiting after which it is worth telling."""
Waits = Callable[[str], None]
"""Hears, once, for which process (its id; empty: it is not known) there is a wait."""


@contextlib.contextmanager
def building(folder: Path, output: Path, waits: Waits = lambda _: None) -> Iterator[None]:
    """Holds the state in `folder` and the output; UsageError when either stays taken."""
    with held(folder, waits=waits), _alone(output, PATIENCE, waits):
        yield


@contextlib.contextmanager
def held(folder: Path, patience: float = PATIENCE, waits: Waits = lambda _: None) -> Iterator[None]:
    """Holds the lock of `folder` (made when needed); UsageError with the holder's process id when it stays taken."""
    if folder.is_file():
        raise UsageError(problem("state-not-a-folder", Mark(str(folder)), path=folder))
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / NAME).is_dir():
        discard(folder / NAME)
    with (folder / NAME).open("a+") as file:
        _take(file, patience, waits)
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        try:
            yield
        finally:
            _release(file.fileno())


@contextlib.contextmanager
def _alone(output: Path, patience: float, waits: Waits) -> Iterator[None]:
    """Holds an output folder: another root may build into the same, and knows nothing of our state.

    Where it cannot be opened (on Windows, or it is not there yet) nothing is held.
    """
    there = -1
    with contextlib.suppress(OSError):
        there = os.open(output, os.O_RDONLY)
    try:
        if there >= 0:
            taken = problem("output-locked", Mark("--output"), path=output)
            _wait(lambda: _try(there), patience, lambda: waits(""), lambda: taken)
        yield
    finally:
        if there >= 0:
            _release(there)
            os.close(there)


def _take(file: IO[str], patience: float, waits: Waits) -> None:
    def late() -> Problem:
        return problem("locked", Mark(file.name), holder=_holder(file))

    _wait(lambda: _try(file.fileno()), patience, lambda: waits(_holder(file)), late)


def _wait(ready: Callable[[], bool], patience: float, waits: Callable[[], None], late: Callable[[], Problem]) -> None:
    """Until it is ready; UsageError with what is `late` where it is not in time."""
    import time  # noqa: PLC0415 - only to wait

    began, told = time.monotonic(), False
    while not ready():
        waited = time.monotonic() - began
        if waited > patience:
            raise UsageError(late())
        if waited > SOON and not told:
            told = True
            waits()
        time.sleep(STEP)


def _holder(file: IO[str]) -> str:
    file.seek(0)
    return file.read().strip() or "?"


def _try(descriptor: int) -> bool:
    """Whether it is ours now; so it is where the file system knows no locks."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:
        return _try_windows(descriptor)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _try_windows(descriptor: int) -> bool:
    import msvcrt  # noqa: PLC0415 - on Windows only

    try:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True


def _release(descriptor: int) -> None:
    with contextlib.suppress(ImportError):
        import fcntl  # noqa: PLC0415 - not on Windows

        fcntl.flock(descriptor, fcntl.LOCK_UN)
