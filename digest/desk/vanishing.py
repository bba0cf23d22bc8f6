"""Owns what `check` and `deploy` make of the ledger: an address that would vanish is an error there, not a warning."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable
from pathlib import Path

from digest.builder import model_of
from digest.errors import Problem
from digest.gathering import Gathered
from digest.output import register
from digest.output.reading import Readings
from digest.site.library import assemble
from digest.site.plan import plan

CODES = frozenset({"url-would-vanish", "id-would-change"})


def vanishing(root: Path, gathered: Gathered, readings: Readings, now: datetime.datetime) -> tuple[Problem, ...]:
    """The published addresses that would vanish, and ids that would change, as of `now` (aware); as errors."""
    if not gathered.ledger.there:
        return ()
    library = assemble(readings.entries.values(), int(now.timestamp()), drafts=False)
    model, _ = model_of(gathered, readings, library)
    return as_errors(register.examine(root, gathered.ledger, model, plan(model)))


def as_errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those among the problems that the ledger gives, as errors."""
    return tuple(dataclasses.replace(one, severity="error") for one in problems if one.code in CODES)
