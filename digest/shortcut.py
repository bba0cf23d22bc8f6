"""Owns the answers that need no plan: nothing changed, or only bodies of posts did (docs/decisions/0010, 0020).

Light: what making pages takes is imported only where there is a page to make.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from digest.errors import Problem
from digest.orders import Order, Report
from digest.output import unchanged
from digest.output.aside import beside
from digest.output.files import NEVER, Listing, stamp_of
from digest.output.unchanged import Drift, Memory, Standing

if TYPE_CHECKING:
    from digest.patching import Patched

POSTS = "content/posts/"
WORTH = 2000
"""Output files that are worth being looked at by a process beside this one."""
MOST = 40
"""Posts edited at one time, beyond which the long way is as short."""


def answer(order: Order) -> Report | None:
    """The report of a build that changes nothing, or no more than what bodies of posts say; None: plan the site."""
    began = time.monotonic()
    memory = unchanged.recall(order)
    if memory is None or not unchanged.applies(memory, order):
        return None
    outputs = beside(lambda: _standing(memory, order), worth=len(memory.outputs.files) > WORTH)
    try:
        drift = unchanged.drift(memory, order)
        likely = not drift.more and all_posts(drift.edited)
        if likely and drift.edited:
            import digest.patching  # noqa: PLC0415, F401 - it takes as long to import as the outputs to look at
    except BaseException:
        outputs.drop()
        raise
    if not likely:
        outputs.drop()
        return None
    found = outputs.result()
    if found is None:
        return None
    if not drift.edited:
        return unchanged.told(memory, order, time.monotonic() - began)
    return _patched(order, unchanged.stood(memory, Standing(*found)), drift, began)


def _standing(memory: Memory, order: Order) -> tuple[object, ...] | None:
    try:
        found = unchanged.standing(memory, order.output)
    except OSError:  # what cannot be looked at does not stand as it was left; the long way says what is wrong
        return None
    return tuple(found) if found else None


def all_posts(paths: Sequence[str]) -> bool:
    """Whether so few files are edited, and all of them posts."""
    return len(paths) <= MOST and all(path.startswith(POSTS) and path.endswith(".md") for path in paths)


def _patched(order: Order, memory: Memory, drift: Drift, began: float) -> Report | None:
    from digest.output.state import State  # noqa: PLC0415 - as below
    from digest.patching import patch, ready  # noqa: PLC0415 - Markdown, YAML and templates: not where nothing changed
    from digest.stopping import undone_when_stopped  # noqa: PLC0415 - as above

    with undone_when_stopped():
        state, tools = State(order.folder, memory.salt), None
        try:
            tools = ready(order, state) if state.turn == memory.turn else None
            done = patch(order, state, tools, drift.edited, unchanged.told(memory, order, 0.0)) if tools else None
            turn = state.turn
        finally:
            if tools:
                tools.workshop.close()
            state.close()
        if done is None:
            return None
        report = report_of(order, memory, done, drift.edited, time.monotonic() - began)
        unchanged.store(order, _after(order, memory._replace(turn=turn), drift, done, report))
        return report


def report_of(order: Order, memory: Memory, done: Patched, edited: Sequence[str], seconds: float) -> Report:
    """The report of a build that changed what `done` says."""
    before = unchanged.told(memory, order, seconds)
    problems = merged(before.problems, done.problems, edited)
    published = done.published._replace(kept=before.pages - len(done.published.rendered))
    return before._replace(published=published, problems=problems, hashed=done.hashed, parsed=done.parsed)


def merged(before: Sequence[Problem], now: Sequence[Problem], edited: Sequence[str]) -> tuple[Problem, ...]:
    """The warnings of a build, with those about the edited files as they are now."""
    kept = [one for one in before if one.mark.path not in edited]
    return tuple(sorted((*kept, *now), key=lambda one: one.order))


def _after(order: Order, memory: Memory, drift: Drift, done: Patched, report: Report) -> Memory:
    """The memory of a build that was patched: what it wrote was written just now, so its stamps are looked at again."""
    inputs = {name: unchanged.settle(listing, drift.looked) for name, listing in drift.inputs.items()}
    files, folders = dict(memory.outputs.files), dict(memory.outputs.folders)
    racy = dict(memory.racy)
    for path, record in done.published.records.items():
        files[path] = stamp_of((order.output / path).stat())
        racy[path] = record.content
        folder = path.rpartition("/")[0]
        folders[folder] = NEVER
    outputs = Listing(files, folders, [])
    return memory._replace(
        inputs=inputs, outputs=outputs, racy=racy, since=order.now.timestamp(), said=unchanged.said(report)
    )
