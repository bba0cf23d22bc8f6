"""Owns being told to stop while several files are written: the first signal is an interrupt, so that all is undone.

A second one would stop the undoing itself, so it is ignored. What nobody can catch (SIGKILL, a power cut) may leave
some of the files in place, each of them whole: the same command again finishes the work.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
"""SIGHUP, of a terminal that is closed, is not known on Windows."""


@contextmanager
def undone_when_stopped() -> Iterator[None]:
    """Within it the first of these signals raises KeyboardInterrupt and the others do nothing.

    Signals that were ignored before (nohup) stay so; outside the main thread, where none arrive, nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    known = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]
    before = {one: signal.getsignal(one) for one in known}
    heard = [one for one, how in before.items() if how not in {signal.SIG_IGN, None}]

    def stop(_number: int, _frame: FrameType | None) -> None:
        for one in heard:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    for one in heard:
        signal.signal(one, stop)
    try:
        yield
    finally:
        for one in heard:
            signal.signal(one, before[one])
