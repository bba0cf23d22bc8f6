"""Owns the YAML that needs no parser of YAML: the few forms that nearly all front matter has, read line by line.

A line is `key: value`, `- value`, `- key: value`, `key:` before what is indented below it, or empty. A value is plain,
in quotes without escapes, `[a, b]` of plain ones or `{key: a}` of these, and ends on its line. Whatever else stands in
a text, right or wrong, makes it None, and `digest.content.yamltext` then asks libyaml: this gives what that gives, or
nothing.
"""

from __future__ import annotations

import re
from typing import Any

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
"""What an unquoted value says that is none."""
DEEPEST = 20
"""Collections within each other that are read here; far fewer than `yamltext` reads."""
_ODD = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
"""What libyaml refuses, passes over or ends lines at (YAML 1.1, 5.1 and 5.4), and tabs."""
_FIRST = rf"[^{_ODD} \-?:,\[\]{{}}#&*!|>'\"%@`]"
_PLAIN = rf"{_FIRST}[^{_ODD}:#]*+(?:(?::(?![ \n]|\Z)|(?<! )#)[^{_ODD}:#]*+)*+"
_ITEM = rf"{_FIRST}[^{_ODD},\[\]{{}}:#?\"']*+"
_KEY = r"\w[\w-]{0,99}+"
_LIST = rf"\[ *+(?:{_ITEM}(?:, *+{_ITEM})*+)?\]"
_QUOTED = rf"\"[^{_ODD}\"\\]*+\""
_PAIR = rf"{_KEY}: ++(?:{_ITEM}|(?:{_LIST}|{_QUOTED}) *+)"
_PAIRS = re.compile(rf"(?P<key>{_KEY}): ++(?:(?P<plain>{_ITEM})|(?P<list>{_LIST})|(?P<quoted>{_QUOTED}))")
_LINE = re.compile(
    rf"(?P<indent> *+)(?P<dash>- ++)?(?:(?P<key>{_KEY}):(?: ++|(?=\n|\Z)))?"
    rf"(?:(?P<plain>{_PLAIN})|\"(?P<double>[^{_ODD}\"\\]*+)\"|'(?P<single>[^{_ODD}']*+)'"
    rf"|(?P<list>{_LIST})|(?P<pairs>\{{ *+{_PAIR}(?:, *+{_PAIR})*+\}}))? *+(?:\n|\Z)"
)

Open = list[tuple[int, Any]]
"""The collections that a line may belong to, from the root down, each with the column of its entries."""


def read(text: str) -> dict[str, Any] | None:
    """The mapping in a text, every scalar in it a text or None; None where the text asks for a parser of YAML."""
    root: dict[str, Any] = {}
    opened: Open = [(0, root)]
    entries, column, empty = root, 0, ""  # the innermost mapping, the column of its keys, and the last key if bare
    at, end, match = 0, len(text), _LINE.match
    while at < end:
        found = match(text, at)
        if found is None:
            return None
        at, said = found.end(), found.lastgroup
        indent, dash, key, plain = found.group("indent", "dash", "key", "plain")
        value = _value(found, said) if plain is None else _known(plain)
        if value is None and said == "pairs":
            return None
        if key is None:
            items = None if dash is None or said == "dash" else _place(opened, len(indent), [], empty)
            if items is not None:
                items.append(value)
                column, empty = -1, ""
            elif said != "indent":
                return None
            continue
        if dash is not None or len(indent) != column:
            entries = _mapping(opened, len(indent), dash, empty)
            column = opened[-1][0] if opened else -1
        if entries is None or key in entries:
            return None
        entries[key], empty = value, key if said == "key" else ""
    return root or None


def _value(found: re.Match[str], said: str | None) -> Any:  # noqa: ANN401 - text, a list or mapping, or None
    """What a line says behind its key or dash, where that is no plain text."""
    if said in {"double", "single"}:
        return found[said]
    if said == "list":
        return _items(found["list"])
    return _pairs(found["pairs"]) if said == "pairs" else None


def _known(plain: str) -> str | None:
    text = plain.rstrip(" ")
    return None if text in NULLS else text


def _items(written: str) -> list[str | None]:
    inside = written[1:-1].strip(" ")
    return [_known(item.lstrip(" ")) for item in inside.split(",")] if inside else []


def _pairs(braces: str) -> dict[str, Any] | None:
    """The mapping in braces, or None where a key comes twice."""
    pairs: dict[str, Any] = {}
    for pair in _PAIRS.finditer(braces):
        if pair["key"] in pairs:
            return None
        written = pair[pair.lastgroup or "plain"]
        pairs[pair["key"]] = _items(written) if pair["list"] else written[1:-1] if pair["quoted"] else _known(written)
    return pairs


def _mapping(opened: Open, column: int, dash: str | None, empty: str) -> Any:  # noqa: ANN401 - a mapping, or None
    """The mapping that the key of a line belongs to, now the innermost; behind a dash it is a new one."""
    if dash is None:
        return _place(opened, column, {}, empty)
    items = _place(opened, column, [], empty)
    if items is None:
        return None
    items.append({})
    opened.append((column + len(dash), items[-1]))
    return items[-1]


def _place(opened: Open, column: int, new: Any, empty: str) -> Any:  # noqa: ANN401 - a list or mapping, like `new`
    """The collection that an entry at `column` belongs to: the value of the bare key above (`new`), or an open one.

    A list may begin at the column of the key that it is the value of. None: there is none, and YAML knows better.
    """
    above, last = opened[-1]
    if empty and (column > above or (column == above and type(new) is list)):
        if len(opened) > DEEPEST:
            return None
        last[empty] = new
        opened.append((column, new))
        return new
    while opened and (opened[-1][0] > column or (opened[-1][0] == column and type(opened[-1][1]) is not type(new))):
        opened.pop()
    return opened[-1][1] if opened and opened[-1][0] == column else None
