"""Owns the memory of short texts already read: the names of outlets, people and places stand in post after post."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from digest.content.kinds import Faults
from digest.content.yamltext import Path, Plain

Read = TypeVar("Read")
LONGEST_REMEMBERED = 60
"""Characters; names are shorter, and what is longer hardly comes twice."""


def remembering(parse: Callable[[Plain, Path, Faults], Read]) -> Callable[[Plain, Path, Faults], Read]:
    """`parse` with a memory for short texts that are in order: the same names stand in post after post.

    It must make the same of a text wherever that stands. What is in any way wrong is read again each time, so that its
    faults are told where it stands.
    """

    @lru_cache(maxsize=8192)
    def known(text: str) -> tuple[Read] | None:
        faults = Faults()
        found = parse(text, (), faults)
        return None if faults.found else (found,)

    def parse_remembering(value: Plain, at: Path, faults: Faults) -> Read:
        if isinstance(value, str) and len(value) <= LONGEST_REMEMBERED:
            found = known(value)
            if found is not None:
                return found[0]
        return parse(value, at, faults)

    return parse_remembering
