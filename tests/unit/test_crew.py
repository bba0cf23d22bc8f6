"""Work shared among processes gives what one process gives, and what goes wrong there is told here."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence

import pytest

from digest.errors import ContentError, Mark, problem
from digest.output import crew
from digest.output.crew import Progress, WorkerDiedError, share_out


def double(common: int, items: Sequence[int], progress: Progress) -> list[tuple[int, int]]:
    progress(len(items))
    return [(item, item * common) for item in items]


def refuse(common: str, items: Sequence[int], progress: Progress) -> list[int]:
    raise ContentError([problem("not-utf8", Mark(f"{common}{items[0]}.md", 3), byte="0x80")])


def stumble(common: str, items: Sequence[int], progress: Progress) -> list[int]:
    raise ZeroDivisionError(common)


def die(common: int, items: Sequence[int], progress: Progress) -> list[int]:
    if os.getpid() != common:
        os.kill(os.getpid(), signal.SIGKILL)
    return []


def whose(common: None, items: Sequence[int], progress: Progress) -> list[int]:
    return [os.getpid()]


def run(jobs: int, count: int, least: int = 1) -> tuple[list[tuple[int, int]], int]:
    done: list[int] = []
    parts = share_out(double, 3, range(count), jobs=jobs, least=least, progress=done.append)
    return sorted(pair for part in parts for pair in part), sum(done)


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_the_results_are_the_same_for_any_number_of_processes(
    jobs: int, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGEST_START_METHOD", method)
    assert run(jobs, 10) == ([(item, item * 3) for item in range(10)], 10)


def test_work_for_one_is_done_here() -> None:
    assert share_out(whose, None, range(9), jobs=4, least=10, progress=print) == [[os.getpid()]]
    assert share_out(whose, None, (), jobs=4, least=1, progress=print) == [[os.getpid()]]
    assert os.getpid() not in {pids[0] for pids in share_out(whose, None, range(20), jobs=4, least=10, progress=print)}


def test_a_problem_found_elsewhere_is_raised_here_whole() -> None:
    with pytest.raises(ContentError) as caught:
        share_out(refuse, "x", range(4), jobs=2, least=1, progress=print)
    (found,) = caught.value.problems
    assert (found.code, found.mark.line, dict(found.args)) == ("not-utf8", 3, {"byte": "0x80"})


def test_a_bug_elsewhere_brings_its_traceback() -> None:
    with pytest.raises(RuntimeError, match=r"(?s)test_crew\.py.*ZeroDivisionError: why"):
        share_out(stumble, "why", range(4), jobs=2, least=1, progress=print)


def test_a_worker_that_is_killed_is_told() -> None:
    with pytest.raises(WorkerDiedError):
        share_out(die, os.getpid(), range(4), jobs=2, least=1, progress=print)


def test_an_unknown_way_to_start_is_spawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGEST_START_METHOD", "teleport")
    assert crew.start_method() == "spawn"
    assert crew.available() >= 1
