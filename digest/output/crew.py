"""Owns the sharing of work among processes: the same results in the same order for any number of them.

Forks where it can (nothing is copied), spawns elsewhere (everything handed over must pickle). A worker that raises or
dies brings the whole run down; an interrupt ends all of them.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from digest.errors import ContentError
from digest.output.packs import BrokenPackError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Item = TypeVar("Item")
Common = TypeVar("Common")
Result = TypeVar("Result")
Progress = Callable[[int], None]
"""Called with how many items have been done since the last call."""
Work = Callable[[Common, Sequence[Item], Progress], Result]


class WorkerDiedError(RuntimeError):
    """A worker ended without a word: killed from outside, most likely for want of memory."""


def unheard(count: int) -> None:
    """The progress of work that nobody watches; `count` items more are done."""


def available() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def share_out(  # noqa: PLR0913 - the work, what it is done with, and how
    work: Work[Common, Item, Result],
    common: Common,
    items: Sequence[Item],
    *,
    jobs: int,
    least: int,
    progress: Progress,
) -> list[Result]:
    """The results of `work(common, share, progress)` over shares of the items, one per process.

    Below `least` items per process fewer processes are used; with one, the work is done here. What a worker raises is
    raised here; `WorkerDiedError` when one ends without a result.
    """
    count = max(1, min(jobs, len(items) // max(1, least)))
    if count == 1:
        return [work(common, items, progress)]
    shares = [items[number::count] for number in range(count)]
    return _run(work, common, shares, progress)


def start_method() -> str:
    """How processes begin: fork where it can be had (DIGEST_START_METHOD says otherwise, for tests)."""
    import multiprocessing  # noqa: PLC0415 - only where there is work for several

    wanted = os.environ.get("DIGEST_START_METHOD", "fork")
    return wanted if wanted in multiprocessing.get_all_start_methods() else "spawn"


def _run(
    work: Work[Common, Item, Result], common: Common, shares: list[Sequence[Item]], progress: Progress
) -> list[Result]:
    import multiprocessing  # noqa: PLC0415 - as above

    context = multiprocessing.get_context(start_method())
    processes, pipes = [], []
    try:
        for share in shares:
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_child, args=(theirs, work, common, share), daemon=True)  # type: ignore[attr-defined]
            process.start()
            theirs.close()
            processes.append(process)
            pipes.append(ours)
        return _gather(pipes, progress)
    finally:
        for process in processes:
            process.terminate()
        for process, pipe in zip(processes, pipes, strict=True):
            process.join()
            pipe.close()


def _gather(pipes: list[Any], progress: Progress) -> list[Any]:
    from multiprocessing.connection import wait  # noqa: PLC0415 - as above

    pipe: Any
    results: dict[int, Any] = {}
    open_pipes = {pipe: number for number, pipe in enumerate(pipes)}
    while open_pipes:
        for pipe in wait(list(open_pipes)):
            number = open_pipes[pipe]
            try:
                kind, value = pipe.recv()
            except EOFError:
                raise WorkerDiedError from None
            if kind == "progress":
                progress(value)
            elif kind == "done":
                results[number] = value
                del open_pipes[pipe]
            else:
                raise value
    return [results[number] for number in range(len(pipes))]


def _child(pipe: Connection, work: Work[Any, Any, Any], common: Any, share: Sequence[Any]) -> None:  # noqa: ANN401
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    try:
        result = work(common, share, lambda done: pipe.send(("progress", done)))
        pipe.send(("done", result))
    except (ContentError, OSError, BrokenPackError) as error:
        pipe.send(("raised", error))
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent must hear of it
        pipe.send(("failed", _told(error)))
    finally:
        pipe.close()


def _told(error: BaseException) -> BaseException:
    """The exception with its own traceback as text, for it crosses a process border."""
    import traceback  # noqa: PLC0415 - only when something went wrong

    return RuntimeError("".join(traceback.format_exception(error)))
