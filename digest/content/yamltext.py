"""Owns YAML in: text to plain values in which every scalar is text, and from a value's path back to its place.

Scalars stay text (`12:30`, `no`, `007`, `2023-09-05` are what the author typed); the schema gives them types. So the
YAML traps of notes/news-domain.md 1.4 cannot bite. What YAML itself refuses becomes a located problem that says what to
type. Anchors and aliases are refused: nobody's front matter needs them, and they can blow up. Places are made only when
one is asked for.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

from digest.content import yamlslips
from digest.errors import Mark, Problem, problem

Plain = str | list[Any] | dict[str, Any] | None
Path = tuple[str | int, ...]

LARGEST = 500_000
"""Characters of YAML read from one file; far above any registry's need."""
DEEPEST = 40
"""Levels of nesting read."""
NESTED_LINE = re.compile(r"[-?:] +[-?:] +[-?:] +[-?:] ")
"""Four levels or more that begin on one line, which no author writes."""
BREAKS = str.maketrans(dict.fromkeys("\x85\u2028\u2029", " "))
"""Line ends to YAML 1.1 (5.4) that no editor shows as such: lines would be counted otherwise than authors do."""
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
"""What an unquoted value says that is none."""
PROPERTY = re.compile(r"(?:^|[\s\[{,:])[&!]")
"""Where an anchor or a tag (YAML 1.1, 6.8.1) could stand."""


class Document(NamedTuple):
    """A YAML text once read: its plain value, and the text, in which places are found again."""

    value: Plain
    path: str
    first_line: int
    text: str
    whole: bool = True
    """Whether it is YAML at all."""

    @property
    def node(self) -> Any:  # noqa: ANN401 - PyYAML nodes carry no types
        """The node at the root, or None where there is nothing."""
        return _composed(self.text) if self.whole else None

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the text."""
        return _lines(self.text)

    def mark(self, *keys: str | int, key: str = "") -> Mark:
        """The place of the value at this path of keys (as deep as it exists), or of the key itself with `key`."""
        node, found = self.node, None
        for step in keys:
            below = child(node, step)
            if below is None:
                break
            node = below
        if key:
            found = _key_node(node, key)
        return self.mark_of(found or node)

    def comment_after(self, *keys: str | int) -> str:
        """The ` # comment` right behind a plain scalar on its line; or empty."""
        node = self.node
        for step in keys:
            node = child(node, step)
            if node is None:
                return ""
        if getattr(node, "style", "") or not hasattr(node, "value") or not isinstance(node.value, str):
            return ""
        line = self.lines[node.end_mark.line] if node.end_mark.line < len(self.lines) else ""
        behind = line[node.end_mark.column :].lstrip()
        return behind.strip() if behind.startswith("#") else ""

    def mark_of(self, node: Any) -> Mark:  # noqa: ANN401 - PyYAML nodes carry no types
        """The place of a node."""
        if node is None:
            return Mark(self.path, self.first_line, 1)
        start, end = node.start_mark, node.end_mark
        one_line = end.line == start.line and end.column > start.column
        rest = len(self.lines[start.line].rstrip()) - start.column if start.line < len(self.lines) else 1
        return Mark(
            self.path,
            self.first_line + start.line,
            start.column + 1,
            end.column - start.column if one_line else max(rest, 1),
        )


def child(node: Any, step: str | int) -> Any:  # noqa: ANN401
    """The node below a node at a key or number, or None."""
    content = getattr(node, "value", None)
    if not isinstance(content, list):
        return None
    if isinstance(step, int):
        return content[step] if step < len(content) and not isinstance(content[step], tuple) else None
    return next((value for key, value in content if key.value == step), None) if _is_mapping(node) else None


def _key_node(node: Any, name: str) -> Any:  # noqa: ANN401
    return next((key for key, _ in node.value if key.value == name), None) if _is_mapping(node) else None


def _is_mapping(node: Any) -> bool:  # noqa: ANN401
    return getattr(node, "id", "") == "mapping"


def read(text: str, path: str, first_line: int = 1) -> tuple[Document, tuple[Problem, ...]]:
    """The document of a YAML text that begins at `first_line` of the file `path`, and what is wrong with it."""
    if any(chr(sign) in text for sign in BREAKS):
        text = text.translate(BREAKS)
    nothing = Document(None, path, first_line, text, whole=False)
    if len(text) > LARGEST:
        return nothing, (problem("yaml-too-large", Mark(path, first_line), limit=LARGEST),)
    slips = yamlslips.at_sight(nothing)
    return (nothing, slips) if slips else _read(text, nothing)


def _read(text: str, nothing: Document) -> tuple[Document, tuple[Problem, ...]]:
    import yaml  # noqa: PLC0415 - a build that changes nothing reads no YAML

    try:
        if too_deep(text):
            return nothing, (problem("yaml-too-deep", Mark(nothing.path, nothing.first_line), limit=DEEPEST),)
        node = _composed(text)
    except yaml.YAMLError as error:
        return nothing, (yamlslips.behind(error, nothing),)
    document = nothing._replace(whole=True)
    found: list[Problem] = []
    value = _plain(node, document, found, set(), 0)
    if ("&" in text or "!" in text) and PROPERTY.search(text):
        found += _with_properties(document)
    return document._replace(value=value), tuple(dict.fromkeys(found))


@lru_cache(maxsize=1)
def _composed(text: str) -> Any:  # noqa: ANN401
    """The nodes of a text, the last one remembered: a text with one fault is often asked for the places of more."""
    import yaml  # noqa: PLC0415

    return yaml.compose(text, Loader=_loader())


@lru_cache(maxsize=1)
def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n"))


@cache
def _loader() -> Any:  # noqa: ANN401
    """PyYAML's loader without types, which no one asks for here: resolving them would take a third of the time."""
    import yaml  # noqa: PLC0415

    class Untyped(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
        def resolve(self, _kind: object, _value: object, _implicit: object) -> str:
            return ""

        def descend_resolver(self, _node: object, _index: object) -> None:
            """No path has a type of its own."""

        def ascend_resolver(self) -> None:
            """No path has a type of its own."""

    return Untyped


def too_deep(text: str) -> bool:
    """Whether a YAML text nests deeper than is read; raises YAMLError."""
    return _may_be_deep(text) and _depth(text) > DEEPEST


def _may_be_deep(text: str) -> bool:
    """Whether a text could nest too deeply at all; nearly every front matter cannot, and is spared the second parse."""
    if text.count("[") + text.count("{") > DEEPEST or " " * DEEPEST in text:
        return True
    return NESTED_LINE.search(text) is not None


def _depth(text: str) -> int:
    """How deep the text nests, told from its events: libyaml's own composer recurses and would crash the process."""
    import yaml  # noqa: PLC0415

    deepest = depth = 0
    for event in yaml.parse(text, Loader=_loader()):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        deepest = max(deepest, depth)
        if deepest > DEEPEST:
            break
    return deepest


def _plain(node: Any, document: Document, found: list[Problem], seen: set[int], depth: int) -> Plain:  # noqa: ANN401
    if node is None:
        return None
    if node.id == "scalar":
        text: str = node.value
        return None if not node.style and text in NULLS else text
    if id(node) in seen:
        found.append(problem("yaml-alias", document.mark_of(node)))
        return None
    if depth >= DEEPEST:
        found.append(problem("yaml-too-deep", document.mark_of(node), limit=DEEPEST))
        return None
    seen.add(id(node))
    if node.id == "sequence":
        return [_plain(item, document, found, seen, depth + 1) for item in node.value]
    return _mapping(node, document, found, seen, depth)


def _with_properties(document: Document) -> list[Problem]:
    """A problem for each value that has an anchor or a tag: YAML would drop it silently, and a title its first word."""
    found: dict[tuple[int, int], Problem] = {}
    seen, ahead = set(), [document.node] if document.node else []
    while ahead:
        node = ahead.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        start = node.start_mark
        line = document.lines[start.line] if start.line < len(document.lines) else ""
        if line[start.column : start.column + 1] in {"&", "!"}:
            found[start.line, start.column] = problem("yaml-alias", document.mark_of(node))
        if node.id != "scalar":
            ahead += [part for item in node.value for part in (item if isinstance(item, tuple) else (item,))]
    return list(found.values())


def _mapping(node: Any, document: Document, found: list[Problem], seen: set[int], depth: int) -> Plain:  # noqa: ANN401
    out: dict[str, Any] = {}
    for key_node, value_node in node.value:
        if key_node.id != "scalar":
            found.append(problem("yaml-needs-quotes", document.mark_of(key_node), value="{…}", fixed="'{…}'"))
            continue
        key = key_node.value
        if key in out:
            line = document.first_line + _key_node(node, key).start_mark.line
            found.append(problem("yaml-duplicate-key", document.mark_of(key_node), key=key, first=line))
        out[key] = _plain(value_node, document, found, seen, depth + 1)
    return out
