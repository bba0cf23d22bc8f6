"""Owns what `check` and `deploy` make of the ledger: an address that would vanish is an error there, not a warning."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import Path

from digest.errors import Problem
from digest.output import register
from digest.site.ledger import Ledger
from digest.site.model import Model
from digest.site.pages import Page

CODES = frozenset({"url-would-vanish", "url-left-out", "id-would-change"})


def vanishing(
    root: Path, known: Ledger, model: Model, pages: Iterable[Page], problems: Iterable[Problem]
) -> tuple[Problem, ...]:
    """The published addresses that would vanish from a site as it is planned, and ids that would change; as errors.

    `problems` is what was found so far, as `register.examine` has it.
    """
    return as_errors(register.examine(root, known, model, pages, problems).wrong)


def as_errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those among the problems that the ledger gives, as errors."""
    return tuple(dataclasses.replace(one, severity="error") for one in problems if one.code in CODES)
