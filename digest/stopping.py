"""Owns being told to stop while several files are written: the first signal is an interrupt, so that all is undone.

A second one would stop the undoing itself, so it is ignored; so are all once nothing is undone any more.
What nobody can catch (SIGKILL, a power cut) may leave some of the files in place, each of them whole: the same command
again finishes the work.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
"""SIGHUP, of a terminal that is closed, is not known on Windows."""


class _Stop:
    """What hears these signals meanwhile."""

    def __init__(self, heard: list[signal.Signals]) -> None:
        self.heard = heard

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        self.end()
        raise KeyboardInterrupt

    def end(self) -> None:
        for one in self.heard:
            signal.signal(one, signal.SIG_IGN)


@contextmanager
def undone_when_stopped() -> Iterator[None]:
    """Within it the first of these signals raises KeyboardInterrupt and the others do nothing.

    Signals that were ignored before (nohup) stay so; outside the main thread, where none arrive, nothing is changed,
    and neither is within another such context.
    """
    known = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]
    before = {one: signal.getsignal(one) for one in known}
    within = any(isinstance(how, _Stop) for how in before.values())
    if within or threading.current_thread() is not threading.main_thread():
        yield
        return
    heard = [one for one, how in before.items() if how not in {signal.SIG_IGN, None}]
    stop = _Stop(heard)
    for one in heard:
        signal.signal(one, stop)
    try:
        yield
    finally:
        for one in heard:
            signal.signal(one, before[one])


def past_undoing() -> None:
    """To be called within when all is in its place: what is left to be done takes a moment and is finished."""
    if threading.current_thread() is threading.main_thread():
        for name in NAMES:
            how = signal.getsignal(getattr(signal, name)) if hasattr(signal, name) else None
            if isinstance(how, _Stop):
                how.end()
                return
