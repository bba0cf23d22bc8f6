"""Work in a process beside this one: its result comes, and nobody goes on with it who was told to stop."""

from __future__ import annotations

import os
import signal
import time
from types import FrameType

import pytest

from digest.output import aside
from digest.output.aside import beside

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")


@pytest.fixture(autouse=True)
def two_processors_and_no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the machine has, and the tests before left."""
    monkeypatch.setattr(aside, "_can_fork", lambda: True)


def test_the_result_comes_from_another_process() -> None:
    assert beside(os.getpid, worth=True).result() != os.getpid()
    assert beside(os.getpid, worth=False).result() == os.getpid()


def test_work_that_comes_to_grief_gives_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    assert beside(lambda: os._exit(3), worth=True).result() is None
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("how", ["dropped", "interrupted"])
def test_what_is_not_wanted_any_more_ends(how: str) -> None:
    task = beside(lambda: time.sleep(60), worth=True)
    if how == "dropped":
        task.drop()
    else:
        before = signal.signal(signal.SIGALRM, interrupt)
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        try:
            with pytest.raises(KeyboardInterrupt):
                task.result()
        finally:
            signal.signal(signal.SIGALRM, before)
    with pytest.raises(ProcessLookupError):
        os.kill(task.child, 0)


def interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
