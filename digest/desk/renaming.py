"""Owns the renaming and merging of topics: in every front matter and in the registry, in one step or not at all.

The old name stays as an alias, so what others wrote elsewhere still finds its way. A renamed topic keeps its slug; one
that had none but its Japanese name gets the new name's, and the alias leads on from the old address. Comments and
formatting stay as they are (`splicing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from digest.content import posts, statics
from digest.content.kinds import SEPARATORS
from digest.content.registries import SLUG, Registry, Term
from digest.content.yamltext import Plain
from digest.desk.importing.front import listed, scalar
from digest.desk.splicing import Change, Sheet, apply, instead, last_line, one_more, open_sheet, with_value
from digest.errors import ContentError, Mark, Problem, problem
from digest.output.files import walk
from digest.text.names import key, nearest, slugify_unicode

FILE = "content/topics.yaml"
How = Literal["rename", "merge"]


class Rewritten(NamedTuple):
    """A file with its new bytes."""

    path: str
    data: bytes


def rewrite(root: Path, topics: Registry, how: How, old: str, new: str) -> tuple[Rewritten, ...]:
    """The files that a renaming or merging changes, the registry first; ContentError with all that hinders it."""
    term = _check(topics, how, old, new)
    table = open_sheet((root / FILE).read_bytes(), FILE)
    target = topics.resolve(new).name if how == "merge" else new
    data = _renamed(table, term, new) if how == "rename" else _merged(table, term, topics.resolve(target))
    done, problems = [Rewritten(FILE, data)], list[Problem]()
    for path in _users(root):
        try:
            sheet = open_sheet((root / path).read_bytes(), path)
            if (found := _front(sheet, term.name, target)) is not None:
                done.append(Rewritten(path, found))
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return tuple(done)


def _check(topics: Registry, how: How, old: str, new: str) -> Term:
    """The topic's term, when the two names allow the change."""
    term, other = topics.find(old), topics.find(new)
    if term is None or key(term.name) != key(old):
        raise _refused(_not_named(topics, "OLD", old))
    if other is term and (how == "merge" or new == term.name):
        alias = how == "merge" and key(new) != key(term.name)
        raise _refused(problem("topics-same-alias" if alias else "topics-same", Mark("NEW"), name=term.name, alias=new))
    if not key(new) or SEPARATORS.search(new):
        raise _refused(problem("topics-bad-name", Mark("NEW"), name=new))
    if how == "merge" and (other is None or key(other.name) != key(new)):
        raise _refused(_not_named(topics, "NEW", new, old=term.name))
    if how == "rename" and other is not None and other is not term:
        code = "topics-taken" if key(other.name) == key(new) else "topics-taken-alias"
        raise _refused(problem(code, Mark("NEW"), name=new, other=other.name, old=term.name))
    return term


def _refused(found: Problem) -> ContentError:
    return ContentError([found])


def _not_named(topics: Registry, argument: str, name: str, old: str = "") -> Problem:
    """What to say of a name that is no topic: that it is an alias, or that there is none (`old`: to merge into it)."""
    term = topics.find(name)
    if term is not None:
        return problem("topics-alias", Mark(argument), name=name, other=term.name)
    near = nearest(name, tuple(one.name for one in topics.terms))
    return problem("topics-unknown-target" if old else "topics-unknown", Mark(argument), name=name, near=near, old=old)


def _users(root: Path) -> Iterator[str]:
    for folder in (posts.POSTS, statics.STORIES):
        yield from (f"{folder}{path}" for path in sorted(walk(root / folder).files) if path.endswith(".md"))


def _front(sheet: Sheet, old: str, new: str) -> bytes | None:
    """A post's bytes with the topic written by its new name; None where it does not name the old one."""
    node, value = sheet.node("topics"), sheet.document.value
    written = value.get("topics") if isinstance(value, dict) else None
    names = written if isinstance(written, list) else SEPARATORS.split(written) if isinstance(written, str) else []
    hits = [number for number, name in enumerate(names) if isinstance(name, str) and key(name) == key(old)]
    if not hits:
        return None
    there = any(
        isinstance(name, str) and key(name) == key(new) for number, name in enumerate(names) if number not in hits
    )
    if isinstance(written, str):
        parts = [name.strip() for number, name in enumerate(names) if number not in hits or not there]
        text = "、".join(dict.fromkeys(new if key(part) == key(old) else part for part in parts))
        return apply(sheet, [instead(sheet, node, text)], lambda found: found == with_value(value, ("topics",), text))
    return _listed(sheet, node, (names, hits), new, there=there)


def _listed(sheet: Sheet, node: Any, written: tuple[list[Any], list[int]], new: str, *, there: bool) -> bytes:  # noqa: ANN401
    """The first item that named the old topic names the new one; further ones, or all where it is there, go."""
    names, hits = written
    gone = hits if there else hits[1:]
    changes = [_without(sheet, node, number) for number in gone]
    after = list(names)
    if not there:
        changes.append(instead(sheet, node.value[hits[0]], new))
        after[hits[0]] = new
    kept = [name for number, name in enumerate(after) if number not in gone]
    return apply(sheet, changes, lambda found: found == with_value(sheet.document.value, ("topics",), kept))


def _without(sheet: Sheet, node: Any, number: int) -> Change:  # noqa: ANN401
    """An item taken out: with its comma within brackets, with its line in a block."""
    item = node.value[number]
    if not node.flow_style:
        return _lines_out(sheet, item.start_mark.line, last_line(item))
    if number:
        return Change(sheet.place(node.value[number - 1].end_mark), sheet.place(item.end_mark), "")
    follow = node.value[1].start_mark if len(node.value) > 1 else item.end_mark
    return Change(sheet.place(item.start_mark), sheet.place(follow), "")


def _lines_out(sheet: Sheet, first: int, last: int) -> Change:
    """Whole lines taken out, with the line end behind them."""
    starts, offset = sheet.starts, sheet.document.first_line - 1
    after = offset + last + 1
    return Change(starts[offset + first], starts[after] if after < len(starts) else len(sheet.raw), "")


def _renamed(table: Sheet, term: Term, new: str) -> bytes:
    """The registry with the new name, the old one among its aliases, and the slug that it had."""
    value = table.document.value
    assert isinstance(value, dict)
    entry = dict(value[term.name] or {})
    aliases = [name for name in _names(entry.get("aliases")) if key(name) != key(new)] + [term.name]
    keys, node = _entry(table, term.name)
    changes = [instead(table, keys, new)]
    dropped = [number for number, name in enumerate(_names(entry.get("aliases"))) if key(name) == key(new)]
    more = [term.name] if key(term.name) != key(new) else []
    changes += _with_aliases(table, term.name, more, dropped)
    slug = entry.get("slug") or (term.slug if SLUG.fullmatch(term.slug) else None)
    fields = {} if entry.get("slug") or not slug else {"slug": scalar(slug)}
    changes += _with_fields(table, node, fields | _new_aliases(table, term.name, more))

    def meant(found: Plain) -> bool:
        if not isinstance(found, dict) or list(found) != [new if name == term.name else name for name in value]:
            return False
        now = dict(found[new] or {})
        same = {name: one for name, one in now.items() if name not in {"aliases", "slug"}}
        rest = {name: one for name, one in entry.items() if name not in {"aliases", "slug"}}
        known = set(_names(now.get("aliases")))
        return same == rest and now.get("slug") == slug and known == {one for one in aliases if key(one) != key(new)}

    return apply(table, changes, meant)


def _merged(table: Sheet, term: Term, target: Term) -> bytes:
    """The registry without the old topic, whose names and address are aliases of the other one now."""
    value = table.document.value
    assert isinstance(value, dict)
    entry = dict(value[target.name] or {})
    own = {key(name) for name in (target.name, *_names(entry.get("aliases")))}
    address = () if term.slug == slugify_unicode(term.name) else (term.slug,)  # the old page and feed lead on from it
    more = [name for name in dict.fromkeys((term.name, *term.aliases, *address)) if key(name) not in own]
    keys, node = _entry(table, term.name)
    gone = _lines_out(table, keys.start_mark.line, last_line(node))
    fields = _with_fields(table, _entry(table, target.name)[1], _new_aliases(table, target.name, more))
    changes = [gone, *_with_aliases(table, target.name, more, []), *fields]

    def meant(found: Plain) -> bool:
        if not isinstance(found, dict) or list(found) != [name for name in value if name != term.name]:
            return False
        now = dict(found[target.name] or {})
        rest = {name: one for name, one in now.items() if name != "aliases"}
        known = set(_names(now.get("aliases")))
        return rest == {k: v for k, v in entry.items() if k != "aliases"} and known == {
            *_names(entry.get("aliases")),
            *more,
        }

    return apply(table, changes, meant)


def _names(value: Plain) -> list[str]:
    if isinstance(value, list):
        return [name for name in value if isinstance(name, str)]
    return [part.strip() for part in SEPARATORS.split(value) if part.strip()] if isinstance(value, str) else []


def _entry(table: Sheet, name: str) -> tuple[Any, Any]:
    """The nodes of an entry's key and value."""
    return next((one, value) for one, value in table.document.node.value if one.value == name)


def _new_aliases(table: Sheet, name: str, more: list[str]) -> dict[str, str]:
    """The field of aliases for an entry that has none yet."""
    missing = table.node(name, "aliases") is None and more
    return {"aliases": listed(scalar(one) for one in more)} if missing else {}


def _with_aliases(table: Sheet, name: str, more: list[str], dropped: list[int]) -> list[Change]:
    """Changes that put names to the aliases that an entry has, and take some out."""
    aliases = table.node(name, "aliases")
    if aliases is None:
        return []
    if aliases.id == "sequence" and aliases.value and not dropped:
        if not more:
            return []
        if aliases.flow_style:
            return [one_more(table, aliases, [], ", ".join(scalar(one) for one in more))]
        changes = [one_more(table, aliases, [scalar(one)], "") for one in more]
        return [Change(changes[0].start, changes[0].end, "".join(change.text for change in changes))]
    known = [one.value for one in aliases.value] if aliases.id == "sequence" else _names(aliases.value)
    text = listed(scalar(one) for number, one in enumerate([*known, *more]) if number not in dropped)
    return [_replaced(table, aliases, text)]


def _replaced(table: Sheet, node: Any, text: str) -> Change:  # noqa: ANN401
    """A short value written anew; a block list becomes one line."""
    start = table.place(node.start_mark)
    if node.id == "sequence" and not node.flow_style:
        line = node.start_mark.line - 1
        return Change(table.line_stop(line), table.line_stop(last_line(node)), f" {text}")
    end = table.place(node.end_mark)
    return Change(start, end, text if table.raw[start - 1] in " \t" else f" {text}")


def _with_fields(table: Sheet, node: Any, fields: Mapping[str, str]) -> list[Change]:  # noqa: ANN401
    """More fields of an entry, before those that it has."""
    if not fields:
        return []
    lines = [f"{name}: {text}" for name, text in fields.items()]
    start = table.place(node.start_mark)
    if node.id != "mapping":
        gap = " " if table.raw[table.place(node.end_mark) - 1] == ":" else ""
        return [Change(start, table.place(node.end_mark), f"{gap}{{{', '.join(lines)}}}")]
    if node.flow_style:
        return [Change(start + 1, start + 1, ", ".join(lines) + (", " if node.value else ""))]
    return [Change(start, start, "".join(f"{line}\n{' ' * node.start_mark.column}" for line in lines))]
