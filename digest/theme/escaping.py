"""Owns what stands between a template's value and the page: escaping, remembered, for the same names come again.

A page shows the names of outlets, topics and places, addresses and dates some hundred times; most were escaped for
the page before. `digest.theme.coding` puts `shown` in the place of Jinja's `escape` in the code of a template.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

from markupsafe import Markup, escape

REMEMBERED = 16_384
"""How many escaped texts are kept: names, titles and addresses of some ten bytes to some hundred."""
LONGEST = 200
"""Characters of a text that is worth remembering; a summary comes once or twice."""
_escaped = lru_cache(maxsize=REMEMBERED)(escape)

marked: Callable[[str], Markup] = partial(str.__new__, Markup)
"""Text that is markup already, as markup: what `Markup` makes of a text, at a quarter of the time."""


def shown(value: object) -> str:
    """The value as it stands in a page: escaped, but for what is markup already."""
    kind = value.__class__
    if kind is str:
        return _escaped(value) if len(value) < LONGEST else escape(value)  # type: ignore[arg-type]
    if kind is Markup:
        return value  # type: ignore[return-value]
    return str(value) if kind is int else escape(value)
