"""Owns the sharing of work among processes: the same results in the same order for any number of them, as they come.

Each process is dealt a few items at a time, hands over what came of them, and has the next ones in hand by then: none
waits for another, neighbours stay together, and this process takes in results while others work. Forks where it can
(nothing is copied), spawns elsewhere (everything handed over must pickle). A worker that raises or dies brings the
whole run down; an interrupt ends all of them.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from digest.errors import ContentError, Mark, problem
from digest.output.packs import BrokenPackError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Item = TypeVar("Item")
Common = TypeVar("Common")
Result = TypeVar("Result")
Progress = Callable[[int], None]
"""Called with how many items have been done since the last call."""
Work = Callable[[Common, Iterable[Item]], Iterable[Result]]
"""Gives what comes of each item before it takes the next."""
LONGEST, SHORTEST = 64, 4
"""How many items are dealt at a time, fewer towards the end: a feed takes as long as thirty posts."""
AHEAD = 2
"""Deals that a process has in hand: with one it waited while this process took in results, 8 % of reading posts."""
NOTHING = (-1, -1)
"""Dealt where there are no more."""
STEP = 100
"""Items done between two calls of `Progress`, where there is one process."""


def available() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processes(items: int, jobs: int, least: int) -> int:
    """How many processes so many items are worth, of at most `jobs`, when each is to have `least` of them."""
    return max(1, min(jobs, items // max(1, least)))


def share_out(  # noqa: PLR0913 - the work, what it is done with, and how
    work: Work[Common, Item, Result],
    common: Common,
    items: Sequence[Item],
    *,
    jobs: int,
    least: int,
    progress: Progress,
    meanwhile: Callable[[], None] | None = None,
) -> Generator[Result, None, None]:
    """The results of `work(common, share)` over shares of the items, one per process, in the order of the items.

    Below `least` items per process fewer processes are used; with one, the work is done here, unless there is something
    else to be done here meanwhile. What a worker raises is raised here; ContentError when one ends without a word:
    killed from outside, most likely for want of memory. To be closed by whoever may not take all of them. `meanwhile`
    is done here while others work, and is over when the results are.
    """
    count = processes(len(items), jobs, least)
    if count == 1 and (jobs == 1 or len(items) < least or not meanwhile):
        return _told(work(common, items), progress)
    return _run(work, common, items, count, progress, meanwhile)


def _told(results: Iterable[Result], progress: Progress) -> Generator[Result, None, None]:
    """The results of work that is done here."""
    number = 0
    for number, result in enumerate(results, 1):
        yield result
        if number % STEP == 0:
            progress(STEP)
    progress(number % STEP)


def start_method() -> str:
    """How processes begin: fork where it can be had (DIGEST_START_METHOD says otherwise, for tests)."""
    import multiprocessing  # noqa: PLC0415 - only where there is work for several

    wanted = os.environ.get("DIGEST_START_METHOD", "fork")
    return wanted if wanted in multiprocessing.get_all_start_methods() else "spawn"


def _run(  # noqa: PLR0913, PLR0917 - as `share_out`
    work: Work[Common, Item, Result],
    common: Common,
    items: Sequence[Item],
    count: int,
    progress: Progress,
    meanwhile: Callable[[], None] | None,
) -> Generator[Result, None, None]:
    import multiprocessing  # noqa: PLC0415 - as above

    context = multiprocessing.get_context(start_method())
    workers: list[Any] = []
    pipes: list[Connection] = []
    dealer = _Dealer(len(items), count)
    try:
        for _ in range(count):
            ours, theirs = context.Pipe()
            pipes.append(ours)
            for _ in range(AHEAD):
                dealer.deal(ours)
            process = context.Process(target=_child, args=(theirs, pipes, work, common, items), daemon=True)  # type: ignore[attr-defined]
            process.start()
            theirs.close()
            workers.append(process)
        with _in_thread(meanwhile) if meanwhile else contextlib.nullcontext():  # they have begun: no more forks
            yield from _gather(pipes, dealer, progress)
    finally:
        for process in workers:
            process.terminate()
        for process in workers:
            process.join()
        for pipe in pipes:
            pipe.close()


@contextlib.contextmanager
def _in_thread(work: Callable[[], None]) -> Iterator[None]:
    """Does the work in a thread beside what is done within, which must start no process by forking."""
    import threading  # noqa: PLC0415 - as above

    failed: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - whatever it is, whoever asked for the work must hear of it
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join()
    if failed:
        raise failed[0]


def _gather(pipes: Sequence[Connection], dealer: _Dealer, progress: Progress) -> Iterator[Any]:
    """What the processes hand over, in the order of the items; for each deal they are through with they get another."""
    from multiprocessing.connection import wait  # noqa: PLC0415 - as above

    pipe: Any
    early: dict[int, tuple[int, list[Any]]] = {}
    working, following = list(pipes), 0
    while working:
        for pipe in wait(working):
            try:
                kind, value = pipe.recv()
            except (EOFError, ConnectionError):
                raise ContentError([problem("worker-died", Mark("--jobs"))]) from None
            if kind == "more":
                dealer.deal(pipe)
                start, stop, done = value
                early[start] = stop, done
                progress(len(done))
            elif kind == "done":
                working.remove(pipe)
            else:
                raise value
        while following in early:
            following, done = early.pop(following)
            yield from done


class _Dealer:
    """Deals the items out, and tells each process once that there are no more: by then it may be gone."""

    def __init__(self, total: int, count: int) -> None:
        self._deals = _deals(total, count)
        self._told: set[Connection] = set()

    def deal(self, pipe: Connection) -> None:
        if pipe in self._told:
            return
        deal = next(self._deals, NOTHING)
        if deal == NOTHING:
            self._told.add(pipe)
        with contextlib.suppress(ConnectionError):  # it ended in the deal it had in hand: its last words are to be read
            pipe.send(deal)


def _deals(total: int, count: int) -> Iterator[tuple[int, int]]:
    """Where the items begin and end that are dealt at a time, to so many processes."""
    start = 0
    while start < total:
        stop = min(total, start + max(SHORTEST, min(LONGEST, (total - start) // (4 * count))))
        yield start, stop
        start = stop


def _child(
    pipe: Connection,
    others: Sequence[Connection],
    work: Work[Any, Any, Any],
    common: Any,  # noqa: ANN401
    items: Sequence[Any],
) -> None:
    """The work of one process; `others` are ends of pipes that belong to the parent alone, so that its end is seen."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # by which it ends this process
    for other in others:
        other.close()
    done: list[Any] = []
    try:
        for result in work(common, _dealt(pipe, items, done)):
            done.append(result)  # noqa: PERF402 - each before the next item is asked for
        pipe.send(("done", None))
    except (ContentError, OSError, BrokenPackError) as error:
        pipe.send(("raised", error))
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent must hear of it
        pipe.send(("failed", _traced(error)))
    finally:
        pipe.close()


def _dealt(pipe: Connection, items: Sequence[Item], done: list[Any]) -> Iterator[Item]:
    """The items that this process is dealt; what is `done` goes over after each deal."""
    while True:
        try:
            start, stop = pipe.recv()
            if (start, stop) == NOTHING:
                return
            yield from items[start:stop]
            pipe.send(("more", (start, stop, done)))
        except (EOFError, ConnectionError):  # the parent is gone, and nobody wants the rest
            os._exit(1)
        done.clear()


def _traced(error: BaseException) -> BaseException:
    """The exception with its own traceback as text, for it crosses a process border."""
    import traceback  # noqa: PLC0415 - only when something went wrong

    return RuntimeError("".join(traceback.format_exception(error)))
