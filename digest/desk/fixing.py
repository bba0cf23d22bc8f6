"""Owns `check --fix`: findings that have one right answer are mended in the author's file, and nothing else in it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from digest.content.yamltext import Path as Keys
from digest.content.yamltext import Plain
from digest.desk.findings import Finding, Fix
from digest.desk.locating import keys_there
from digest.desk.replacing import replace_all
from digest.desk.splicing import Change, Sheet, apply, instead, open_sheet, with_value


class Mended(NamedTuple):
    """What was put instead of what, in which file, by which rule."""

    path: str
    old: str
    new: str
    code: str


def mend(root: Path, findings: Iterable[Finding]) -> tuple[Mended, ...]:
    """Mends all that can be, in all files or in none. Raises ContentError where a file cannot be changed safely."""
    fixable = sorted((one for one in findings if one.fix), key=lambda one: one.path)
    done: list[Mended] = []
    changed: dict[str, bytes | None] = {}
    for path, group in groupby(fixable, key=lambda one: one.path):
        data, mended = _file(open_sheet((root / path).read_bytes(), path), list(group))
        if mended:
            changed[path] = data
            done += mended
    replace_all(root, changed)
    return tuple(done)


def _file(sheet: Sheet, findings: list[Finding]) -> tuple[bytes, list[Mended]]:
    """A file's bytes with the fixes of its findings; two fixes of one value are made one after the other."""
    value, texts, done = sheet.document.value, dict[Keys, str](), list[Mended]()
    for one in findings:
        assert one.fix
        keys = _scalar_keys(sheet, one)
        old = texts.get(keys, _text(sheet, keys))
        if one.fix.old in old:
            texts[keys] = _mended(old, one.fix)
            done.append(Mended(sheet.path, one.fix.old, one.fix.new, one.code))
    changes: list[Change] = []
    for keys, text in texts.items():
        changes.append(instead(sheet, sheet.node(*keys), text))
        value = with_value(value, keys, text)
    return apply(sheet, changes, lambda found: found == value), done


def _mended(old: str, fix: Fix) -> str:
    return old.replace(fix.old, fix.new, 1)


def _scalar_keys(sheet: Sheet, one: Finding) -> Keys:
    """The path of the scalar that a finding is about: deeper into a mapping's `name`, or up to a shorthand's text."""
    keys = keys_there(sheet.document, one.spot.keys)
    node = sheet.node(*keys)
    if getattr(node, "id", "") == "mapping":
        return (*keys, "name")
    while keys and sheet.node(*keys) is None:
        keys = keys[:-1]
    return keys


def _text(sheet: Sheet, keys: Keys) -> str:
    """The scalar's text; empty where there is none to mend."""
    value: Plain = sheet.document.value
    for step in keys:
        if isinstance(value, list) and isinstance(step, int):
            value = value[step] if step < len(value) else None
        else:
            value = value.get(str(step)) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""
