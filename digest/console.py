"""Owns the author's screen: alone in printing: reports to standard output, problems and progress beside it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from digest.errors import ContentError, UsageError
from digest.wording import Language, hints, message, say

MOST_SHOWN = 100
"""Problems drawn in one run, the gravest before all; the rest are counted."""
GRAVITY = ("error", "warning", "note")


class Console:
    """Where a command speaks: reports to `out`, problems and progress to `err`."""

    def __init__(self, out: TextIO, err: TextIO, language: Language, *, quiet: bool = False) -> None:
        """`quiet` leaves only problems."""
        self.out, self.err, self.language, self.quiet = out, err, language, quiet

    def say(self, code: str, /, **args: object) -> None:
        """A line of the report."""
        if not self.quiet:
            print(say(code, self.language, **args), file=self.out)

    def write(self, text: str) -> None:
        """Text that is the command's result."""
        print(text, file=self.out)

    def complain(self, code: str, /, **args: object) -> None:
        """A line beside the report, said even when quiet."""
        print(say(code, self.language, **args), file=self.err)

    def usage(self, error: UsageError) -> None:
        """What was wrong with the command line."""
        found = error.problem
        print(f"{found.mark.path}: {message(found, self.language)} [{found.code}]", file=self.err)
        for hint in hints(found, self.language):
            print(f"  hint: {hint}", file=self.err)

    def problems(self, error: ContentError, root: Path, *, typed: str | None = None) -> None:
        """Every problem, drawn, and how many there are; `typed`: the text they are of, which stands in no file."""
        from digest.drawing import draw  # noqa: PLC0415 - only when something is wrong

        gravest = sorted(error.problems, key=lambda found: GRAVITY.index(found.severity))[:MOST_SHOWN]
        for found in sorted(gravest, key=lambda found: found.order):
            print(draw(found, root, self.language, typed), file=self.err)
        errors, warnings, notes = (sum(found.severity == one for found in error.problems) for one in GRAVITY)
        code = "problems-more" if len(error.problems) > MOST_SHOWN else "problems"
        print(say(code, self.language, errors=errors, warnings=warnings, shown=MOST_SHOWN), file=self.err)
        if notes:
            print(say("problems-notes", self.language, count=notes), file=self.err)


class Progress:
    """Draws how a build goes on: a bar on a terminal for what takes over a second, a line now and then elsewhere."""

    WIDTH = 30
    FIRST, EVERY = 1.0, 0.1
    PLAIN_EVERY = 5.0

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        """Silent where the console is quiet."""
        self._console, self._clock = console, clock
        self._terminal = console.err.isatty() and not os.environ.get("CI")  # logs keep lines, not bars
        self._name, self._total, self._count, self._drawn = "", 0, 0, False
        self._began = self._last = clock()

    def stage(self, name: str, total: int) -> None:
        """A stage of `total` items begins."""
        self.clear()
        self._name, self._total, self._count = name, total, 0
        self._began = self._last = self._clock()

    def done(self, count: int) -> None:
        """So many items more are done."""
        self._count += count
        now = self._clock()
        every = self.EVERY if self._terminal else self.PLAIN_EVERY
        if self._console.quiet or now - self._began < self.FIRST or now - self._last < every:
            return
        self._last = now
        label = say(f"stage-{self._name}", self._console.language)
        if self._terminal:
            filled = self.WIDTH * self._count // max(1, self._total)
            bar = "█" * min(filled, self.WIDTH) + "░" * (self.WIDTH - filled)
            print(f"\r{label} {bar} {self._count}/{self._total}", end="", file=self._console.err, flush=True)
            self._drawn = True
        else:
            print(f"{label} {self._count}/{self._total}", file=self._console.err, flush=True)

    def waiting(self, holder: str) -> None:
        """Another build is at work, and this one begins when it is over."""
        if not self._console.quiet:
            self._console.complain("waiting" if holder else "waiting-output", holder=holder)

    def clear(self) -> None:
        """Takes the bar away."""
        if self._drawn:
            print("\r\x1b[K", end="", file=self._console.err, flush=True)
            self._drawn = False
