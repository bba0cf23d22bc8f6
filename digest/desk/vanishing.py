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

CODES = frozenset({"url-would-vanish", "id-would-change"})


def vanishing(root: Path, known: Ledger, model: Model, pages: Iterable[Page]) -> tuple[Problem, ...]:
    """The published addresses that would vanish from a site as it is planned, and ids that would change; as errors."""
    return as_errors(register.examine(root, known, model, pages).wrong)


def as_errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those among the problems that the ledger gives, as errors."""
    return tuple(dataclasses.replace(one, severity="error") for one in problems if one.code in CODES)
