"""Owns the kinds of value that are names of outlets, bodies and places: whatever gets a page and an address of its own.

A name has a letter in it. `cites: 7` is a slip (the seventh source? page 7?), and no outlet is called that.
"""

from __future__ import annotations

from typing import NamedTuple

from digest.content.kinds import Faults, Json, Names, Text, last
from digest.content.remembering import remembering
from digest.content.yamltext import Path, Plain

LETTER = r"[^\u0000-@\[-`{-\u007f]"
"""What is a letter, as nearly as JSON Schema's patterns can say it: nothing of ASCII's digits and signs."""


def is_name(text: str) -> bool:
    """Whether this can be a name: it has at least one letter of any script."""
    return any(sign.isalpha() for sign in text)


class Name(NamedTuple):
    """One name."""

    def parse(self, value: Plain, at: Path, faults: Faults) -> str:
        return _name(value, at, faults)

    def schema(self) -> Json:
        return {"type": ["string", "boolean"], "pattern": LETTER}


@remembering
def _name(value: Plain, at: Path, faults: Faults) -> str:
    text = Text().parse(value, at, faults)
    if text and not is_name(text):
        faults.add(at, "not-a-name", key_name=last(at), found=text)
        return ""
    return text


class NameList(NamedTuple):
    """Several names: a YAML list, or one text split at `、 , / ` and line breaks."""

    def parse(self, value: Plain, at: Path, faults: Faults) -> tuple[str, ...]:
        names = Names().parse(value, at, faults)
        for name in names:
            if not is_name(name):
                faults.add(at, "not-a-name", key_name=last(at), found=name)
        return tuple(name for name in names if is_name(name))

    def schema(self) -> Json:
        name = Name().schema()
        return {"anyOf": [name, {"type": "array", "items": name}]}
