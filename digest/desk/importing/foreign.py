"""Owns the front matter of other generators: YAML, TOML and JSON blocks and Pelican's metadata lines, as plain values.

What is not right by the letter is still read: a post of 2012 may hold a tab or a second colon, and its title counts
more than its syntax. That it was read line by line is noted.
"""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from typing import Any, NamedTuple

from digest.content import yamltext
from digest.desk.importing.escaping import without_controls

Values = dict[str, Any]
"""Keys in lower case; values are texts, lists, mappings, or what TOML and JSON make of theirs."""
_YAML = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_HEADLESS = re.compile(r"((?:[A-Za-z_][\w-]*[ \t]*:[^\n]*\n|[ \t]+[^\n]*\n|- [^\n]*\n)+)^---+[ \t]*$\n?", re.MULTILINE)
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_OPEN = re.compile(r"---[ \t]*\n[A-Za-z_][\w-]*[ \t]*:(?:[ \t]|\n)|\+\+\+[ \t]*\n[A-Za-z_][\w-]*[ \t]*=")
"""Front matter begins and nothing ended it."""
_JSON_END = re.compile(r"^\}[ \t]*$", re.MULTILINE)
_LINES = re.compile(r"(?:[A-Za-z][\w-]*[ \t]*:[^\n]*\n(?:[ \t]+[^\n]*\n)*)+")
_KEY = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*)")


class Parts(NamedTuple):
    """A post of another generator."""

    values: Values
    body: str
    form: str
    """yaml, toml, json, lines, empty for none, or open for a block that nothing ends: the file is cut off."""
    loosely: bool = False
    """Whether the block was not right by the letter and was read line by line."""


def read(text: str) -> Parts:
    r"""Front matter and body of a text with `\n` line ends."""
    text = text.removeprefix("\ufeff").lstrip("\n")
    for form, pattern, reader in (("yaml", _YAML, _yaml), ("toml", _TOML, _toml), ("yaml", _HEADLESS, _yaml)):
        found = pattern.match(text)
        if found:
            values, loosely = reader(found[1])
            return Parts(values, text[found.end() :], form, loosely)
    if text.startswith("{"):
        return _json(text)
    found = _LINES.match(text)
    if found and re.match(
        r"(?i)title[ \t]*:|date[ \t]*:|slug[ \t]*:|tags[ \t]*:|category[ \t]*:|authors?[ \t]*:", text
    ):
        return Parts(_loose(found[0]), text[found.end() :], "lines")
    return Parts({}, text, "open" if _OPEN.match(text) else "")


def _lowered(values: object) -> Values:
    return {str(key).lower(): value for key, value in values.items()} if isinstance(values, dict) else {}


def _yaml(block: str) -> tuple[Values, bool]:
    document, problems = yamltext.read(without_controls(block), "-")
    if problems or not isinstance(document.value, dict):
        return _loose(block), bool(block.strip())
    return _lowered(document.value), False


def _toml(block: str) -> tuple[Values, bool]:
    try:
        values = _lowered(tomllib.loads(block))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {
            key: value.strip("\"'") if isinstance(value, str) else value for key, value in _equals(block).items()
        }, True
    return values, False


def _equals(block: str) -> Values:
    pairs = (line.partition("=") for line in block.split("\n") if "=" in line)
    return {key.strip().lower(): value.strip() for key, _, value in pairs}


def _json(text: str) -> Parts:
    """Hugo's JSON: an object whose last brace stands alone on its line."""
    for end in _JSON_END.finditer(text):
        try:
            return Parts(_lowered(json.loads(text[: end.end()])), text[end.end() :].lstrip("\n"), "json")
        except (ValueError, RecursionError):
            continue
    return Parts({}, text, "")


def _loose(block: str) -> Values:
    """Key and value a line; `- item` lines below a key are its list, indented lines go on with its text."""
    values: Values = {}
    last = ""
    for line in block.split("\n"):
        found = _KEY.match(line)
        if found:
            last = found[1].lower()
            values[last] = found[2].strip().strip("\"'")
        elif last and line.strip().startswith("- "):
            items = values[last] if isinstance(values[last], list) else []
            values[last] = [*items, line.strip()[2:].strip().strip("\"'")]
        elif last and line[:1] in {" ", "\t"} and not _KEY.match(line.strip()) and isinstance(values[last], str):
            values[last] = f"{values[last]} {line.strip()}".strip()
    return values


def text_of(values: Values, *names: str) -> str:
    """The first of these that is there, as text; a list gives its first item."""
    for name in names:
        value = values.get(name)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, datetime.datetime | datetime.date | datetime.time):
            return value.isoformat()
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""


def flag_of(values: Values, name: str) -> bool | None:
    """Yes or no, or None where it is not said."""
    value = values.get(name)
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else ""
    return True if word in {"true", "yes", "on"} else False if word in {"false", "no", "off"} else None


def names_of(values: Values, *keys: str, split: str) -> list[str]:
    """Names from lists, nested lists (Hexo's levels) and texts, which `split` (a pattern) divides."""
    names: list[str] = []
    waiting = [values[key] for key in reversed(keys) if key in values]
    while waiting and len(names) < 1000:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value)
        elif isinstance(value, dict):
            waiting += [str(value.get("name", ""))]
        elif isinstance(value, str | int | float):
            bare = str(value).strip()
            inner = bare[1:-1] if bare.startswith("[") and bare.endswith("]") else bare
            parts = re.split(r"\s*,\s*", inner) if inner != bare else re.split(split, bare) if split else [bare]
            names += [part.strip().strip("\"'") for part in parts if part.strip().strip("\"'")]
    return names
