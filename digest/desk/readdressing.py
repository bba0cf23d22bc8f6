"""Owns what a move writes into front matter and tables: id, aliases, slug and date; the rest of the text stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from digest.content.aliases import place_of
from digest.content.yamltext import Plain
from digest.desk.importing.front import scalar
from digest.desk.splicing import Change, Sheet, apply, instead, last_line, one_more, open_sheet

AFTER = ("date", "title")
"""Keys behind one of which a new key of a post is put."""


def readdressed(data: bytes, path: str, values: Mapping[str, str], alias: str, drop: str) -> bytes:
    """A post's bytes with these keys set, the old address added to `aliases`, and the new one (`drop`) taken out of it.

    Raises ContentError where the front matter cannot be read or changed.
    """
    sheet = open_sheet(data, path)
    before = dict(sheet.document.value) if isinstance(sheet.document.value, dict) else {}
    old = _listed(before.get("aliases"))
    kept = [one for one in old if place_of(one) != drop]
    wanted = kept + ([alias] if alias and place_of(alias) not in map(place_of, kept) else [])
    meant: dict[str, Plain] = {**before, **values}
    changes = [_set(sheet, key, value) for key, value in values.items() if before.get(key) != value]
    if wanted != old:
        changes.append(_aliases(sheet, old, wanted))
        meant |= {"aliases": list(wanted)}
    return apply(sheet, _joined(changes), lambda value: _same(value, meant))


def _listed(value: Plain) -> list[str]:
    return [value] if isinstance(value, str) else [one for one in value or () if isinstance(one, str)]


def _same(value: Plain, meant: Mapping[str, Plain]) -> bool:
    """Whether the text says what is meant; `aliases` may be a list or a single text."""
    if not isinstance(value, dict):
        return False
    rest = {key: one for key, one in value.items() if key != "aliases"}
    return rest == {key: one for key, one in meant.items() if key != "aliases"} and _listed(
        value.get("aliases")
    ) == _listed(meant.get("aliases"))


def _set(sheet: Sheet, key: str, value: str) -> Change:
    node = sheet.node(key)
    return instead(sheet, node, value) if node is not None else _new(sheet, f"{key}: {scalar(value)}")


def _new(sheet: Sheet, line: str) -> Change:
    """A line behind the date, or the title, or as the first."""
    for key in AFTER:
        node = sheet.node(key)
        if node is not None:
            stop = sheet.line_stop(last_line(node))
            return Change(stop, stop, f"\n{line}")
    start = sheet.starts[sheet.document.first_line - 1]
    return Change(start, start, f"{line}\n")


def _aliases(sheet: Sheet, old: list[str], wanted: list[str]) -> Change:
    """One more item where only one is added; else the list is written anew."""
    node: Any = sheet.node("aliases")
    listed = "[" + ", ".join(scalar(one) for one in wanted) + "]"
    if node is None:
        return _new(sheet, f"aliases: {listed}")
    if isinstance(node.value, list) and node.value and wanted[:-1] == old:
        return one_more(sheet, node, [scalar(wanted[-1])], scalar(wanted[-1]))
    stop = sheet.line_stop(last_line(node)) if isinstance(node.value, list) else sheet.place(node.end_mark)
    end = sheet.place(node.end_mark) if getattr(node, "flow_style", False) else stop
    start = sheet.place(node.start_mark)
    if isinstance(node.value, list) and not node.flow_style:  # a block list begins on a line of its own
        start = sheet.line_stop(node.start_mark.line - 1)
        return Change(start, end, f" {listed}")
    return Change(start, end, listed if start < end else f" {listed}")


def _joined(changes: list[Change]) -> list[Change]:
    """Insertions at one place become one, so that they do not swap."""
    joined: dict[tuple[int, int], Change] = {}
    for change in changes:
        place = (change.start, change.end)
        known = joined.get(place)
        joined[place] = known._replace(text=known.text + change.text) if known else change
    return list(joined.values())


def reslugged(data: bytes, path: str, name: str, old: str, slug: str) -> bytes:
    """A table's bytes with the entry `name` under a new slug, its old one among its aliases.

    Raises ContentError where the table cannot be read or changed.
    """
    sheet = open_sheet(data, path)
    table = sheet.document.value if isinstance(sheet.document.value, dict) else {}
    before = table.get(name)
    entry = dict(before) if isinstance(before, dict) else {}
    names = [one for one in _split(entry.get("aliases")) if one != slug]
    wanted = names if old in names else [*names, old]
    meant = {**entry, "slug": slug, "aliases": wanted}
    changes = _entry_changes(sheet, name, entry, slug, wanted)
    return apply(sheet, _joined(changes), lambda value: isinstance(value, dict) and _meant(value, table, name, meant))


def _split(value: Plain) -> list[str]:
    """The aliases of a table's entry, which may be one text with separators."""
    from digest.content.schema import SEPARATORS  # noqa: PLC0415 - the schema, only where a table is changed

    return [one.strip() for one in SEPARATORS.split(value) if one.strip()] if isinstance(value, str) else _listed(value)


def _meant(value: Mapping[str, Plain], table: Mapping[str, Plain], name: str, meant: Mapping[str, Plain]) -> bool:
    return dict(value) == {**table, name: dict(meant)}


def _entry_changes(sheet: Sheet, name: str, entry: Mapping[str, Plain], slug: str, aliases: list[str]) -> list[Change]:
    fresh = {"slug": scalar(slug), "aliases": "[" + ", ".join(scalar(one) for one in aliases) + "]"}
    if not entry:
        return [_filled(sheet, name, fresh)]
    changes = []
    for key, text in fresh.items():
        node = sheet.node(name, key)
        if node is None:
            changes.append(_with_key(sheet, sheet.node(name), f"{key}: {text}"))
        elif key == "slug":
            changes.append(instead(sheet, node, slug))
        elif _split(entry.get("aliases")) != aliases:
            changes.append(_listed_anew(sheet, node, text))
    return changes


def _filled(sheet: Sheet, name: str, fresh: Mapping[str, str]) -> Change:
    """An entry that had nothing yet."""
    key = next(key for key, _ in sheet.document.node.value if key.value == name)
    node = sheet.node(name)
    colon = sheet.raw.index(":", sheet.place(key.end_mark)) + 1
    start, stop = sheet.place(node.start_mark), sheet.place(node.end_mark)
    end = stop if start < stop else colon
    return Change(colon, end, " {" + ", ".join(f"{key}: {text}" for key, text in fresh.items()) + "}")


def _with_key(sheet: Sheet, node: Any, pair: str) -> Change:  # noqa: ANN401 - PyYAML nodes carry no types
    """One more key in an entry, in the form that it has."""
    last = node.value[-1][1]
    if node.flow_style:
        end = sheet.place(last.end_mark)
        return Change(end, end, f", {pair}")
    stop = sheet.line_stop(last_line(node))
    return Change(stop, stop, "\n" + " " * node.value[0][0].start_mark.column + pair)


def _listed_anew(sheet: Sheet, node: Any, text: str) -> Change:  # noqa: ANN401
    if isinstance(node.value, list) and not node.flow_style:
        start = sheet.line_stop(node.start_mark.line - 1)
        return Change(start, sheet.line_stop(last_line(node)), f" {text}")
    return Change(sheet.place(node.start_mark), sheet.place(node.end_mark), text)
