"""One build at a time for each root: the second waits, or says who is building."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from miniature import REPOSITORY

from digest.errors import UsageError
from digest.output import lock

HOLDER = """
import sys, time
from pathlib import Path
from digest.output import lock
with lock.held(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def holding(folder: Path, seconds: float) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        (sys.executable, "-c", HOLDER, str(folder), str(seconds)), cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_says_who_holds_it(tmp_path: Path) -> None:
    with holding(tmp_path, 60) as process:
        try:
            with pytest.raises(UsageError) as caught, lock.held(tmp_path, patience=0.1):
                pass
            assert dict(caught.value.problem.args) == {"holder": str(process.pid)}
        finally:
            process.kill()


def test_the_second_waits_for_the_first(tmp_path: Path) -> None:
    with holding(tmp_path, 0.5) as process, lock.held(tmp_path, patience=60):
        assert process.wait(timeout=60) == 0


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    with holding(tmp_path, 60) as process:
        process.kill()
        process.wait()
    with lock.held(tmp_path, patience=10):
        pass


def test_it_is_let_go_after_an_error_and_can_be_taken_again(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), lock.held(tmp_path / "new", patience=5):
            raise ZeroDivisionError
    with lock.held(tmp_path / "new", patience=5):
        assert (tmp_path / "new" / lock.NAME).read_text() == str(os.getpid())
