"""Owns the reading of a template without rendering it: what it refers to, calls, reads and sets; and its syntax errors.

Imported lazily, since it imports Jinja; what it finds is remembered by the file's fingerprint (`digest.theme.memory`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from jinja2 import Environment, TemplateSyntaxError, nodes

from digest.errors import Problem, problem
from digest.theme.contract import ITEM
from digest.theme.environment import plain_environment
from digest.theme.files import place_on_line
from digest.theme.memory import Call, Facts, Reference, Use

NAMING = ("t", "asset", "option")
"""Functions whose first argument names something of the theme's."""
Nodes = tuple[nodes.Node, ...]
Found = TypeVar("Found", bound=nodes.Node)
_TAGS: tuple[type[nodes.Node], ...] = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


def analyse(text: str, shown: str) -> tuple[Facts | None, tuple[Problem, ...]]:
    """The facts of a template's text, or its problems with line; `shown` is its path in messages."""
    environment = plain_environment()
    try:
        tree = environment.parse(text, filename=shown)
        every = tuple(_walk(tree))
        found = tuple(_dynamic(every, text, shown))
        facts = None if found else _facts(every)
        if _doubtful(
            tree, every, environment
        ):  # parsing knows nothing of filters; generating code tells, and uses the tree up
            environment.compile(tree, name=shown, filename=shown, raw=True)
    except TemplateSyntaxError as error:
        mark = place_on_line(text, error.lineno, "", shown)
        return None, (problem("theme-template-syntax", mark, reason=error.message or ""),)
    return facts, found


def _doubtful(tree: nodes.Template, every: Nodes, environment: Environment) -> bool:
    """Whether Jinja may refuse to make code of what it could parse, which it does for nothing else (3.1).

    That is: a filter or test that is not there, a block defined twice, `extends` below the top, a `loop` or a `caller`
    of the template's own. Making the code only to learn that all is well costs half as much as loading a theme.
    """
    known = {nodes.Filter: environment.filters, nodes.Test: environment.tests}
    blocks = [block.name for block in _of(nodes.Block, every)]
    parents = len(list(_of(nodes.Extends, every))) - sum(isinstance(node, nodes.Extends) for node in tree.body)
    return (
        parents > 0
        or len(blocks) > len(set(blocks))
        or any(one.name not in names for kind, names in known.items() for one in _of(kind, every))
        or any(name.ctx != "load" and name.name in ("loop", "caller") for name in _of(nodes.Name, every))
    )


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    """All nodes below a node, in the order of the text: walking costs more than all that is asked of the nodes."""
    for child in node.iter_child_nodes():
        yield child
        yield from _walk(child)


def _of(kind: type[Found], every: Nodes) -> Iterator[Found]:
    return (node for node in every if isinstance(node, kind))


def _dynamic(every: Nodes, text: str, shown: str) -> Iterator[Problem]:
    for tag, node in _tags(every):
        if _targets(node) is None:
            yield problem("theme-template-dynamic", place_on_line(text, node.lineno, tag, shown), tag=tag)


def _facts(every: Nodes) -> Facts:
    return Facts(
        references=tuple(_references(every)),
        calls=tuple(_calls(every)),
        reads=tuple(Use(read.name, read.lineno) for read in _reads(every)),
        writes=tuple(sorted(set(_writes(every)))),
    )


def _reads(every: Nodes) -> Iterator[nodes.Name]:
    return (name for name in _of(nodes.Name, every) if name.ctx == "load")


def _tags(every: Nodes) -> Iterator[tuple[str, nodes.Node]]:
    for node in (node for node in every if isinstance(node, _TAGS)):
        yield type(node).__name__.lower().replace("fromimport", "import"), node


def _targets(node: nodes.Node) -> tuple[str, ...] | None:
    """The literal names of a tag; None where a name is worked out at run time and so cannot be followed."""
    target = node.template  # type: ignore[attr-defined]
    if isinstance(target, nodes.Const) and isinstance(target.value, str):
        return (target.value,)
    if isinstance(target, nodes.Tuple | nodes.List):
        names = tuple(
            item.value for item in target.items if isinstance(item, nodes.Const) and isinstance(item.value, str)
        )
        return names if len(names) == len(target.items) else None
    return None


def _references(every: Nodes) -> Iterator[Reference]:
    for tag, node in _tags(every):
        names = _targets(node) or ()
        required = len(names) == 1 and not getattr(node, "ignore_missing", False)
        for name in names:
            yield Reference(name, node.lineno, tag, required)
    for read in _reads(every):
        if read.name == "cards":
            yield Reference(ITEM, read.lineno, "cards", required=True)


def _calls(every: Nodes) -> Iterator[Call]:
    """Calls of the naming functions; one handed on as a value (`map`, `set`) counts as a call with an unknown name."""
    called = set()
    for call in _of(nodes.Call, every):
        if isinstance(call.node, nodes.Name) and call.node.name in NAMING:
            called.add(id(call.node))
            name, whole = _known_part(call.args[0]) if call.args else ("", False)
            yield Call(call.node.name, name, whole, call.lineno)
    for read in _reads(every):
        if read.name in NAMING and id(read) not in called:
            yield Call(read.name, "", whole=False, line=read.lineno)


def _known_part(argument: nodes.Expr) -> tuple[str, bool]:
    """What is known of a name: all of `"key"`, the beginning of `"status_" ~ page.status`, else nothing."""
    if isinstance(argument, nodes.Const):
        return str(argument.value), True
    if isinstance(argument, nodes.Concat):
        return _known_part(argument.nodes[0])[0], False
    if isinstance(argument, nodes.Add):
        return _known_part(argument.left)[0], False
    return "", False


def _writes(every: Nodes) -> Iterator[Use]:
    for name in _of(nodes.Name, every):
        if name.ctx in ("store", "param"):
            yield Use(name.name, name.lineno)
    for macro in _of(nodes.Macro, every):
        yield Use(macro.name, macro.lineno)
    for imported in _of(nodes.Import, every):
        yield Use(imported.target, imported.lineno)
    for taken in _of(nodes.FromImport, every):
        yield from (Use(name[1] if isinstance(name, tuple) else name, taken.lineno) for name in taken.names)
