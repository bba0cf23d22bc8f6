"""Owns what tells whether the system's rules of time zones are those of before: when they were last put in their place.

Not by the zones that a site names: pages show the clocks of the places that reports come from as well.
"""

from __future__ import annotations

import os
from functools import cache
from zoneinfo import TZPATH

Found = tuple[tuple[str, int], ...]


@cache
def clockwork() -> Found:
    """The folders that hold such rules and when a file of each last came or went (epoch, ns); once for a process.

    An upgrade puts new files into the place of old ones, which shows in their folder. Where there are none, Python
    takes the package `tzdata`, which counts among the libraries.
    """
    return tuple(one for place in TZPATH for one in _folders(place))


def _folders(place: str) -> Found:
    try:
        with os.scandir(place) as entries:
            below = [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
        return tuple((folder, os.stat(folder).st_mtime_ns) for folder in (place, *sorted(below)))  # noqa: PTH116
    except OSError:
        return ()
