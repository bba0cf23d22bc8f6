"""Owns JSON put together as text, member by member: what is absent is left out, and a node made once is used again.

Building a tree for an encoder to walk takes longer than writing what it would write; half of a post's JSON-LD is the
names of outlets and places that stood in the posts before. The empty text stands for what is absent.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

encoded = json.JSONEncoder(ensure_ascii=False).encode
"""A text or number as JSON."""


def node(kind: str, *members: str) -> str:
    """An object of this `@type`, which needs no escaping, and of the members that are there."""
    present = [member for member in members if member]
    return f'{{"@type":"{kind}",{",".join(present)}}}' if present else f'{{"@type":"{kind}"}}'


def text(name: str, value: str) -> str:
    """A text as a member; absent where it is empty."""
    return f'"{name}":{encoded(value)}' if value else ""


def member(name: str, value: str) -> str:
    """A value that is JSON already as a member; absent where there is none."""
    return f'"{name}":{value}' if value else ""


def listed(name: str, values: Iterable[str]) -> str:
    """Values that are JSON already as a list; absent where there are none."""
    inside = ",".join(values)
    return f'"{name}":[{inside}]' if inside else ""
