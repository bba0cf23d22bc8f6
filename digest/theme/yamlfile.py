"""Owns the reading of a theme's YAML: mappings with places, duplicate keys refused; no meaning is given to them here.

YAML 1.1 as PyYAML reads it has traps that this reader takes away: keys are always text (`no:` and `12:` too), and in
files of strings so are the values. Imported lazily, since it imports PyYAML: only for a file that is not remembered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml
from yaml.constructor import ConstructorError, SafeConstructor

from digest.content import yamlslips
from digest.content.yamltext import BREAKS, DEEPEST, LARGEST, Document, too_deep
from digest.errors import Mark, Problem, problem
from digest.theme.memory import Pair

if TYPE_CHECKING:
    from digest.theme.memory import Scalar

DEPTH = 2
"""How deep mappings may nest: theme.yaml has `options`, no file has more."""


def read_mapping(text: str, path: str, *, typed: bool) -> tuple[tuple[Pair, ...], tuple[Problem, ...]]:
    """The pairs of a YAML mapping in the order of the file, and its problems; an empty file is an empty mapping.

    `typed`: values get YAML's types (text, number, truth, nothing); otherwise every value is text as written.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(BREAKS)
    if len(text) > LARGEST:
        return (), (problem("yaml-too-large", Mark(path, 1), limit=LARGEST),)
    document = Document(None, path, 1, text, whole=False)
    if slips := tuple(one for one in yamlslips.at_sight(document) if one.code != "yaml-tab"):  # which may be right
        return (), slips
    try:
        if too_deep(text):
            return (), (problem("yaml-too-deep", Mark(path, 1), limit=DEEPEST),)
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        return (), (yamlslips.behind(error, document),)
    if node is None:
        return (), ()
    found: list[Problem] = []
    pairs = _pairs(node, _Place(path, typed, found), 1)
    return pairs, tuple(found)


class _Place:
    """What a walk needs to know: the file, how to read values, and where problems go."""

    def __init__(self, path: str, typed: bool, found: list[Problem]) -> None:  # noqa: FBT001
        self.path = path
        self.typed = typed
        self.found = found

    def mark(self, node: yaml.Node) -> Mark:
        """The place of a node."""
        start, end = node.start_mark, node.end_mark
        length = end.column - start.column if end.line == start.line else 1
        return Mark(self.path, start.line + 1, start.column + 1, max(length, 1))


def _pairs(node: yaml.Node, place: _Place, depth: int) -> tuple[Pair, ...]:
    if not isinstance(node, yaml.MappingNode):
        place.found.append(problem("theme-yaml-mapping", place.mark(node)))
        return ()
    pairs: dict[str, Pair] = {}
    for key, value in node.value:
        where = place.mark(key)
        if not isinstance(key, yaml.ScalarNode):
            place.found.append(problem("theme-yaml-key", where))
        elif key.value in pairs:
            place.found.append(problem("theme-yaml-twice", where, name=key.value, first=pairs[key.value].line))
        else:
            pairs[key.value] = Pair(key.value, _value(value, place, depth), where.line, where.column)
    return tuple(pairs.values())


def _value(node: yaml.Node, place: _Place, depth: int) -> Scalar | tuple[Pair, ...]:
    if isinstance(node, yaml.MappingNode) and depth < DEPTH:
        return _pairs(node, place, depth + 1)
    if not isinstance(node, yaml.ScalarNode):
        place.found.append(problem("theme-yaml-plain", place.mark(node)))
        return None
    if not place.typed:
        return str(node.value)
    return _scalar(node, place)


def _scalar(node: yaml.ScalarNode, place: _Place) -> Scalar:
    """The typed value; what is neither text, number, truth nor nothing (a date, say) stays as written."""
    try:
        value = SafeConstructor().construct_object(node)
    except (ConstructorError, ValueError) as error:
        place.found.append(problem("theme-yaml", place.mark(node), reason=str(error).splitlines()[0]))
        return None
    return value if isinstance(value, str | int | float | bool | None) else str(node.value)
