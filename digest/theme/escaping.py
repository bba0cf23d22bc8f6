"""Owns what stands between a template's value and the page: escaping, remembered, for the same names come again.

A page shows the names of outlets, topics and places, addresses and dates some hundred times; most were escaped for
the page before. `install` puts `shown` in the place of Jinja's `escape` in the code of a template.
"""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

REMEMBERED = 16_384
"""How many escaped texts are kept: names, titles and addresses of some ten bytes to some hundred."""
LONGEST = 200
"""Characters of a text that is worth remembering; a summary comes once or twice."""
_IMPORT = "from jinja2.runtime import "
_escaped = lru_cache(maxsize=REMEMBERED)(escape)


def shown(value: object) -> Markup:
    """The value as escaped markup; what is markup already stays as it is."""
    return _escaped(value) if value.__class__ is str and len(value) < LONGEST else escape(value)


def install(source: str) -> str:
    """The Python code of a compiled template with `shown` for `escape`, on the same lines."""
    head, found, rest = source.partition(_IMPORT)
    names, end, body = rest.partition("\n")
    if not found:
        return source
    return f"{head}from digest.theme.escaping import shown as escape; {found}{names.replace('escape, ', '')}{end}{body}"
