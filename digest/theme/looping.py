"""Owns `loop` in templates: what turn of how many it is, counted beforehand where the items are a tuple.

Jinja's own `loop` takes every turn in Python and looks ahead for `last`; here the turns of so many items are made
once. `digest.theme.coding` uses this for templates that ask no more of `loop` than the fields of `Turn`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from jinja2.runtime import LoopContext, Undefined

LONGEST = 256
"""How many turns are counted beforehand; whatever has more is no list within a page's line."""


class Turn(NamedTuple):
    """A turn of a loop, in Jinja's words."""

    index: int  # type: ignore[assignment] # Jinja's word wins over tuple.index
    index0: int
    revindex: int
    revindex0: int
    first: bool
    last: bool
    length: int


def turns(items: Iterable[Any], undefined: type[Undefined], *recursion: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401
    """The items, each with its turn; what is no tuple, and what calls itself, goes through Jinja's `LoopContext`."""
    if items.__class__ is tuple and not recursion and len(items) <= LONGEST:
        return zip(items, _turns(len(items)), strict=True)
    return LoopContext(items, undefined, *recursion)


@lru_cache(maxsize=LONGEST)
def _turns(length: int) -> tuple[Turn, ...]:
    return tuple(
        Turn(number + 1, number, length - number, length - number - 1, number == 0, number + 1 == length, length)
        for number in range(length)
    )
