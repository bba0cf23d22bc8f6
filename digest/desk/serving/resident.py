"""Owns building again and again in one process: what the last build left in memory makes an edited post a small matter.

What the watch tells of is believed, so nothing is listed: only the posts that changed are read, and the pages that show
them are made. Whatever is more than that is built as any build is, and everything is looked at again.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

from digest import builder, shortcut
from digest.orders import Order, Report, Teller
from digest.output import lock, unchanged
from digest.output.state import State
from digest.output.unchanged import NOTHING, Memory
from digest.patching import Patched, Ready, patch, ready


class Resident:
    """Builds, and remembers."""

    def __init__(self) -> None:
        """Nothing has been built yet."""
        self._order: Order | None = None
        self._memory: Memory | None = None
        self._tools: Ready | None = None
        self._pending: frozenset[str] = frozenset()
        """Files that changed since the last build that succeeded."""
        self._sources: Mapping[str, str] = {}

    def __call__(self, order: Order, teller: Teller, paths: frozenset[str]) -> Report:
        """Brings the output to what the content says; `paths`, from the root, are the files that changed since.

        Raises ContentError as `digest.builder.build` does; the output is then as it was.
        """
        self._pending |= paths
        report = self._short(order) or self._long(order, teller)
        self._pending = frozenset()
        return report

    def _long(self, order: Order, teller: Teller) -> Report:
        report = builder.build(order, teller)
        found = unchanged.recall(order)
        self._memory = found._replace(inputs={}, outputs=NOTHING, racy={}) if found else None
        if self._tools:
            self._tools.workshop.close()
        self._order, self._tools, self._sources = order, None, report.sources
        return report

    def _short(self, order: Order) -> Report | None:
        began, memory, edited = time.monotonic(), self._memory, tuple(sorted(self._pending))
        if memory is None or self._order is None or not edited or not shortcut.all_posts(edited):
            return None
        if self._order != order._replace(now=self._order.now, jobs=self._order.jobs):
            return None
        if not unchanged.timely(memory, order) or not all((order.root / path).is_file() for path in edited):
            return None
        done, turn = self._patched(order, memory, edited)
        if done is None:
            return None
        report = shortcut.report_of(order, memory, done, edited, time.monotonic() - began)
        self._memory = memory._replace(turn=turn, said=unchanged.said(report), since=order.now.timestamp())
        return report._replace(sources=self._sources)

    def _patched(self, order: Order, memory: Memory, edited: tuple[str, ...]) -> tuple[Patched | None, bytes]:
        """What came of patching, and the turn of the state after it."""
        with lock.building(order.folder, order.output):
            state = State(order.folder, memory.salt)
            try:
                if state.turn != memory.turn:
                    return None, b""
                self._tools = self._tools or ready(order, state)
                last = unchanged.told(memory, order, 0.0)
                done = patch(order, state, self._tools, edited, last) if self._tools else None
                return done, state.turn
            finally:
                state.close()
