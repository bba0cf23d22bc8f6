"""Owns the lock: one build at a time per root; the second waits, and says for whom."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from digest.errors import Mark, UsageError, problem
from digest.output.files import discard

NAME = "lock"
PATIENCE = 600
"""Seconds to wait for another build."""
STEP = 0.05
SOON = 1.0
"""Seconds of waiting after which it is worth telling."""
Waits = Callable[[str], None]
"""Hears, once, for which process (its id) there is a wait."""


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
            _release(file)


def _take(file: IO[str], patience: float, waits: Waits) -> None:
    import time  # noqa: PLC0415 - only to wait

    began, told = time.monotonic(), False
    while not _try(file):
        waited = time.monotonic() - began
        if waited > patience:
            raise UsageError(problem("locked", Mark(file.name), holder=_holder(file)))
        if waited > SOON and not told:
            told = True
            waits(_holder(file))
        time.sleep(STEP)


def _holder(file: IO[str]) -> str:
    file.seek(0)
    return file.read().strip() or "?"


def _try(file: IO[str]) -> bool:
    try:
        import fcntl  # noqa: PLC0415 - not on Windows

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:
        return _try_windows(file)
    except OSError:
        return False
    return True


def _try_windows(file: IO[str]) -> bool:
    import msvcrt  # noqa: PLC0415 - on Windows only

    try:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True


def _release(file: IO[str]) -> None:
    with contextlib.suppress(ImportError):
        import fcntl  # noqa: PLC0415 - not on Windows

        fcntl.flock(file, fcntl.LOCK_UN)
