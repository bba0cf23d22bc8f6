"""Work shared among processes gives what one process gives, and what goes wrong there is told here."""

from __future__ import annotations

import errno
import os
import select
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from functools import partial

import pytest

from digest.errors import ContentError, Mark, problem
from digest.output import crew
from digest.output.crew import share_out


def double(common: int, items: Iterable[int]) -> Iterator[tuple[int, int]]:
    return ((item, item * common) for item in items)


def refuse(common: str, items: Iterable[int]) -> Iterator[int]:
    raise ContentError([problem("not-utf8", Mark(f"{common}{next(iter(items))}.md", 3), byte="0x80")])


def stumble(common: str, items: Iterable[int]) -> Iterator[int]:
    raise ZeroDivisionError(common)


def die(common: int, items: Iterable[int]) -> Iterator[int]:
    for item in items:
        if os.getpid() != common:
            os.kill(os.getpid(), signal.SIGKILL)
        yield item


def whose(common: None, items: Iterable[int]) -> Iterator[int]:
    return (os.getpid() for _ in items)


def tell(pipe: int, items: Iterable[int]) -> Iterator[int]:
    for item in items:
        os.write(pipe, b".")
        time.sleep(0.001)
        yield item


def run(jobs: int, count: int, least: int = 1) -> tuple[list[tuple[int, int]], int]:
    done: list[int] = []
    results = list(share_out(double, 3, range(count), jobs=jobs, least=least, progress=done.append))
    return results, sum(done)


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_the_results_are_the_same_for_any_number_of_processes(
    jobs: int, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGEST_START_METHOD", method)
    assert run(jobs, 1000) == ([(item, item * 3) for item in range(1000)], 1000)


def test_work_for_one_is_done_here() -> None:
    assert list(share_out(whose, None, range(9), jobs=4, least=10, progress=print)) == [os.getpid()] * 9
    assert list(share_out(whose, None, (), jobs=4, least=1, progress=print)) == []
    assert os.getpid() not in list(share_out(whose, None, range(20), jobs=4, least=10, progress=print))


@pytest.mark.parametrize(("jobs", "times"), [(1, 0), (2, 1)])
def test_what_is_done_meanwhile_is_done_here_once_and_over_at_the_end(jobs: int, times: int) -> None:
    there: list[int] = []

    def meanwhile() -> None:
        time.sleep(0.3)
        there.append(os.getpid())

    before = threading.active_count()
    list(share_out(whose, None, range(9), jobs=jobs, least=1, progress=print, meanwhile=meanwhile))
    assert there == [os.getpid()] * times
    assert threading.active_count() == before  # so that the next may fork


def test_work_for_one_is_done_elsewhere_where_there_is_something_to_do_here() -> None:
    here: list[int] = []
    share = partial(share_out, whose, None, range(9), least=9, progress=print, meanwhile=lambda: here.append(1))
    assert list(share(jobs=1)) == [os.getpid()] * 9
    there = list(share(jobs=4))
    assert (len(set(there)), os.getpid() in there, here) == (1, False, [1])
    few = share_out(whose, None, range(8), jobs=4, least=9, progress=print, meanwhile=lambda: here.append(2))
    assert (list(few), here) == ([os.getpid()] * 8, [1])


def test_what_goes_wrong_meanwhile_is_raised_here_when_the_work_is_done() -> None:
    done: list[int] = []
    with pytest.raises(ZeroDivisionError):
        list(share_out(double, 3, range(99), jobs=2, least=1, progress=done.append, meanwhile=lambda: 1 / 0))  # type: ignore[arg-type, return-value]
    assert sum(done) == 99


@pytest.mark.parametrize("count", [1, 2, 5, 8, 9, 17, 300])
def test_no_process_is_left_waiting_however_few_items_there_are(count: int) -> None:
    for jobs in (2, 3, 7):
        assert run(jobs, count) == ([(item, item * 3) for item in range(count)], count)


def test_what_is_done_meanwhile_is_over_when_the_work_fails() -> None:
    before, slowly = threading.active_count(), partial(time.sleep, 0.3)
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        list(share_out(stumble, "x", range(9), jobs=2, least=1, progress=print, meanwhile=slowly))
    assert threading.active_count() == before


def test_a_problem_found_elsewhere_is_raised_here_whole() -> None:
    with pytest.raises(ContentError) as caught:
        list(share_out(refuse, "x", range(4), jobs=2, least=1, progress=print))
    (found,) = caught.value.problems
    assert (found.code, found.mark.line, dict(found.args)) == ("not-utf8", 3, {"byte": "0x80"})


def test_a_bug_elsewhere_brings_its_traceback() -> None:
    with pytest.raises(RuntimeError, match=r"(?s)test_crew\.py.*ZeroDivisionError: why"):
        list(share_out(stumble, "why", range(4), jobs=2, least=1, progress=print))


def tire(common: int, items: Iterable[int]) -> Iterator[int]:
    for item in items:
        if item >= common:
            raise OSError(errno.ENOSPC, "no space")
        yield item


@pytest.mark.parametrize("jobs", [2, 5])
@pytest.mark.parametrize("last", [30, 100, 250, 399])
def test_what_is_raised_in_a_later_deal_is_heard_however_late_the_results_are_taken(last: int, jobs: int) -> None:
    def slowly(_count: int) -> None:
        time.sleep(0.01)

    for _ in range(3):
        with pytest.raises(OSError, match="no space"):
            list(share_out(tire, last, range(400), jobs=jobs, least=1, progress=slowly))


def test_a_worker_that_is_killed_is_told() -> None:
    with pytest.raises(ContentError, match="worker-died"):
        list(share_out(die, os.getpid(), range(4), jobs=2, least=1, progress=print))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_workers_end_when_their_parent_is_killed() -> None:
    ours, theirs = os.pipe()
    parent = os.fork()
    if not parent:
        os.close(ours)
        list(share_out(tell, theirs, range(100_000), jobs=2, least=1, progress=lambda _: None))
        os._exit(0)
    os.close(theirs)
    assert os.read(ours, 1)
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    while select.select([ours], [], [], 10)[0] and os.read(ours, 4096):  # to the end, when nobody can write any more
        pass
    assert select.select([ours], [], [], 0)[0], "a worker goes on"
    os.close(ours)


def test_an_unknown_way_to_start_is_spawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGEST_START_METHOD", "teleport")
    assert crew.start_method() == "spawn"
    assert crew.available() >= 1
