"""Owns theme.yaml: what a theme says of itself, checked key by key.

`name` (the folder's name), `extends` (a theme, or null), `contract` (the number of `digest.theme.contract`) and
`options` (names with their defaults; a site may set them to values of the same type).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from digest import fingerprint
from digest.errors import Mark, Problem, problem
from digest.text.names import nearest
from digest.theme.contract import CONTRACT
from digest.theme.files import decode
from digest.theme.memory import Pair, Remembered, Scalar

KEYS = ("name", "extends", "contract", "options")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
"""What a theme may be called: a folder name that is safe everywhere and never a path."""

OptionValue = str | int | float | bool


class Option(NamedTuple):
    """An option's default and where it is written."""

    value: OptionValue
    mark: Mark


class Manifest(NamedTuple):
    """A theme's own word on itself; `extends` is empty for the first of a chain."""

    name: str
    extends: str
    extends_mark: Mark
    options: tuple[tuple[str, Option], ...]


def read_manifest(
    folder: Path, shown: str, known: Remembered[tuple[Pair, ...]]
) -> tuple[Manifest | None, tuple[Problem, ...]]:
    """The manifest of the theme in `folder` (shown in messages as `shown`), or None where it cannot be read."""
    path = f"{shown}/theme.yaml"
    try:
        data = (folder / "theme.yaml").read_bytes()
    except OSError:
        return None, (problem("theme-manifest-missing", Mark(path), name=folder.name),)
    pairs, found = read_pairs(data, path, known, typed=True)
    if pairs is None:
        return None, found
    return _checked(folder.name, path, {pair.key: pair for pair in pairs})


def read_pairs(
    data: bytes, path: str, known: Remembered[tuple[Pair, ...]], *, typed: bool
) -> tuple[tuple[Pair, ...] | None, tuple[Problem, ...]]:
    """The pairs of a YAML file, remembered by its bytes; None with problems."""
    found: list[Problem] = []

    def read() -> tuple[Pair, ...] | None:
        from digest.theme.yamlfile import read_mapping  # noqa: PLC0415

        text, problems = decode(data, path)
        pairs, more = ((), ()) if problems else read_mapping(text, path, typed=typed)
        found.extend((*problems, *more))
        return None if found else pairs

    key = fingerprint.of_parts((b"typed" if typed else b"text", data))
    return known.get(key, read), tuple(found)


def _checked(name: str, path: str, pairs: dict[str, Pair]) -> tuple[Manifest | None, tuple[Problem, ...]]:
    options, found = _options(pairs.get("options"), path)
    found += [_unknown_key(pair, path) for key, pair in pairs.items() if key not in KEYS]
    found += [problem("theme-manifest-lacks", Mark(path), key=key) for key in ("name", "contract") if key not in pairs]
    for key, code, wanted in (("name", "theme-manifest-name", name), ("contract", "theme-contract", CONTRACT)):
        if key in pairs and pairs[key].value != wanted:
            found.append(problem(code, _mark(pairs[key], path), said=_said(pairs[key].value), wanted=wanted))
    extends = pairs.get("extends", Pair("extends", None, 0, 0))
    if extends.value is not None and not (isinstance(extends.value, str) and NAME.fullmatch(extends.value)):
        found.append(problem("theme-bad-name", _mark(extends, path), name=_said(extends.value)))
    if found:
        return None, tuple(found)
    return Manifest(name, str(extends.value or ""), _mark(extends, path), options), ()


def _options(pair: Pair | None, path: str) -> tuple[tuple[tuple[str, Option], ...], list[Problem]]:
    """The options with their defaults; one without a value is an error (an unquoted `#234` is a comment to YAML)."""
    if pair is None or pair.value in (None, ()):
        return (), []
    if not isinstance(pair.value, tuple):
        return (), [problem("theme-yaml-mapping", _mark(pair, path))]
    options, found = [], []
    for each in pair.value:
        mark = _mark(each, path)
        if each.value is None or isinstance(each.value, tuple):
            found.append(problem("theme-option-empty", mark, name=each.key))
        else:
            options.append((each.key, Option(each.value, mark)))
    return tuple(options), found


def _unknown_key(pair: Pair, path: str) -> Problem:
    near = nearest(pair.key, KEYS)
    return problem("theme-manifest-key", _mark(pair, path), name=pair.key, near=near, known=", ".join(KEYS))


def _mark(pair: Pair, path: str) -> Mark:
    return Mark(path, pair.line, pair.column, max(1, len(pair.key)))


def _said(value: Scalar | tuple[Pair, ...]) -> str:
    return "{…}" if isinstance(value, tuple) else str(value)
