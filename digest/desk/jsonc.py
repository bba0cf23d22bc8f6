"""Owns settings as editors write them, JSON with comments and trailing commas: read plainly, and added to in place.

Nothing of the author's is written anew: values are put in or replaced at their places, and whoever changes a text here
reads it again and compares before it is believed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

_TOKEN = re.compile(
    r'(?P<gap>[\s\ufeff]+|//[^\n]*|/\*.*?\*/)|"(?:[^"\\\n]|\\.)*"|[{}\[\]:,]|[^\s"{}\[\]:,/]+', re.DOTALL
)


class Token(NamedTuple):
    """A piece of the text that is neither space nor comment."""

    text: str
    start: int
    end: int


class Member(NamedTuple):
    """A member of an object: its name, and where its value stands among the tokens."""

    name: str
    first: int
    last: int


def tokens(text: str) -> list[Token]:
    """The tokens of a text; raises ValueError for what is no JSON with comments."""
    found, at = [], 0
    while at < len(text):
        one = _TOKEN.match(text, at)
        if one is None:
            raise ValueError(at)
        if not one["gap"]:
            found.append(Token(one[0], at, one.end()))
        at = one.end()
    return found


def loads(text: str) -> Any:  # noqa: ANN401 - what JSON holds
    """The value; raises ValueError."""
    kept = tokens(text)
    closing = {"}", "]"}
    parts = (
        one.text
        for one, following in zip(kept, [*kept[1:], None], strict=True)
        if one.text != "," or following is None or following.text not in closing
    )
    return json.loads(" ".join(parts))


def members(found: Sequence[Token], opening: int) -> Iterator[Member]:
    """The members of the object that begins with the token `opening`."""
    depth, name, first = 0, "", 0
    for at in range(opening, len(found)):
        text = found[at].text
        if depth == 1 and text in {",", "}"} and name:
            yield Member(name, first, at - 1)
            name = ""
        elif depth == 1 and text == ":":
            name, first = json.loads(found[at - 1].text), at + 1
        depth += (text in {"{", "["}) - (text in {"}", "]"})
        if depth == 0:
            return


def with_member(text: str, path: Sequence[str], value: Any) -> str:  # noqa: ANN401 - what JSON holds
    """The text with the value at a path of names, whose objects are made where they are missing."""
    found = tokens(text)
    opening = 0
    for depth, name in enumerate(path):
        own = list(members(found, opening))
        there = next((one for one in reversed(own) if one.name == name), None)
        if there is None:
            inner: Any = value
            for outer in reversed(path[depth + 1 :]):
                inner = {outer: inner}
            return _inserted(text, found, opening, (name, inner))
        if depth == len(path) - 1:
            indent = _indent(text, found[there.first].start)
            return text[: found[there.first].start] + _written(value, indent) + text[found[there.last].end :]
        opening = there.first
    return text


def _inserted(text: str, found: Sequence[Token], opening: int, member: tuple[str, Any]) -> str:
    """The text with one more member at the end of an object."""
    closing = _closing(found, opening)
    before = found[closing - 1]
    outer = _indent(text, found[opening].start)
    indent = outer + ("\t" if "\t" in outer else "  ")
    comma = "" if before.text in {"{", ","} else ","
    written = f"{json.dumps(member[0], ensure_ascii=False)}: {_written(member[1], indent)}"
    end = found[closing].start
    gap = text[before.end : end]
    kept = gap.rstrip()
    return f"{text[: before.end]}{comma}{kept}\n{indent}{written}\n{outer}{text[end:]}"


def _closing(found: Sequence[Token], opening: int) -> int:
    """The token that ends the object."""
    depth = 0
    for at in range(opening, len(found)):
        depth += (found[at].text in {"{", "["}) - (found[at].text in {"}", "]"})
        if depth == 0:
            return at
    raise ValueError(opening)


def _indent(text: str, at: int) -> str:
    """The white space that begins the line of a place."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip())]


def _written(value: Any, indent: str) -> str:  # noqa: ANN401 - what JSON holds
    return json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n" + indent)
