"""Owns the arguments that several commands share, and what they mean."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Callable
from pathlib import Path

from digest import moments
from digest.errors import Mark, UsageError, problem

Told = Callable[[str], str]
"""The help text of an argument, in the author's language, by `help-<name>` of `digest/messages`."""


def add_root(parser: argparse.ArgumentParser, told: Told) -> None:
    """`--root DIR`."""
    parser.add_argument("--root", type=Path, default=Path(), metavar="DIR", help=told("root"))


def moment_of(written: str) -> datetime.datetime:
    """The instant of `--now`; a time without offset is Japan's, nothing is now."""
    if not written:
        return datetime.datetime.now(tz=datetime.UTC)
    tokyo = moments.zone("Asia/Tokyo")
    try:
        return datetime.datetime.fromisoformat(moments.instant(moments.read(written, tokyo), tokyo))
    except moments.BadMomentError:
        raise UsageError(problem("bad-now", Mark("--now"), found=written)) from None


def check_root(root: Path) -> None:
    """Raises UsageError for a root that is no folder."""
    if not root.is_dir():
        raise UsageError(problem("no-root", Mark("--root"), found=root))


def jobs_of(wanted: int) -> int:
    """The number of processes; 0: as many as there are processors."""
    if wanted < 0:
        raise UsageError(problem("bad-jobs", Mark("--jobs"), found=wanted))
    return wanted
