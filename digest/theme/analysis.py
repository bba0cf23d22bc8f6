"""Owns the reading of a template without rendering it: what it refers to, calls, reads and sets; and its syntax errors.

Imported lazily, since it imports Jinja; what it finds is remembered by the file's fingerprint (`digest.theme.memory`).
"""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import TemplateSyntaxError, nodes

from digest.errors import Problem, problem
from digest.theme.contract import ITEM
from digest.theme.environment import plain_environment
from digest.theme.files import place_on_line
from digest.theme.memory import Call, Facts, Reference, Use

NAMING = ("t", "asset", "option")
"""Functions whose first argument names something of the theme's."""
_TAGS: tuple[type[nodes.Node], ...] = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


def analyse(text: str, shown: str) -> tuple[Facts | None, tuple[Problem, ...]]:
    """The facts of a template's text, or its problems with line; `shown` is its path in messages."""
    environment = plain_environment()
    try:
        tree = environment.parse(text, filename=shown)
        # Parsing knows nothing of filters, tests and doubled blocks; generating the code does.
        environment.compile(environment.parse(text, filename=shown), name=shown, filename=shown, raw=True)
    except TemplateSyntaxError as error:
        mark = place_on_line(text, error.lineno, "", shown)
        return None, (problem("theme-template-syntax", mark, reason=error.message or ""),)
    found = tuple(
        problem("theme-template-dynamic", place_on_line(text, node.lineno, tag, shown), tag=tag)
        for tag, node in _tags(tree)
        if _targets(node) is None
    )
    return (None, found) if found else (_facts(tree), ())


def _facts(tree: nodes.Template) -> Facts:
    return Facts(
        references=tuple(_references(tree)),
        calls=tuple(_calls(tree)),
        reads=tuple(Use(read.name, read.lineno) for read in _reads(tree)),
        writes=tuple(sorted(set(_writes(tree)))),
    )


def _reads(tree: nodes.Template) -> Iterator[nodes.Name]:
    return (name for name in tree.find_all(nodes.Name) if name.ctx == "load")


def _tags(tree: nodes.Template) -> Iterator[tuple[str, nodes.Node]]:
    for node in tree.find_all(_TAGS):
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


def _references(tree: nodes.Template) -> Iterator[Reference]:
    for tag, node in _tags(tree):
        names = _targets(node) or ()
        required = len(names) == 1 and not getattr(node, "ignore_missing", False)
        for name in names:
            yield Reference(name, node.lineno, tag, required)
    for read in _reads(tree):
        if read.name == "cards":
            yield Reference(ITEM, read.lineno, "cards", required=True)


def _calls(tree: nodes.Template) -> Iterator[Call]:
    """Calls of the naming functions; one handed on as a value (`map`, `set`) counts as a call with an unknown name."""
    called = set()
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in NAMING:
            called.add(id(call.node))
            name, whole = _known_part(call.args[0]) if call.args else ("", False)
            yield Call(call.node.name, name, whole, call.lineno)
    for read in _reads(tree):
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


def _writes(tree: nodes.Template) -> Iterator[Use]:
    for name in tree.find_all(nodes.Name):
        if name.ctx in ("store", "param"):
            yield Use(name.name, name.lineno)
    for macro in tree.find_all(nodes.Macro):
        yield Use(macro.name, macro.lineno)
    for imported in tree.find_all(nodes.Import):
        yield Use(imported.target, imported.lineno)
    for taken in tree.find_all(nodes.FromImport):
        yield from (Use(name[1] if isinstance(name, tuple) else name, taken.lineno) for name in taken.names)
