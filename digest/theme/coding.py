"""Owns how templates become code: what Jinja would generate, with its dearest habits replaced and the same output.

A post's page asks some four hundred fields and writes some two hundred values. Jinja goes through a function of its
own for every call, and resumes every template of the chain for each piece of text; here a call is a call, and pieces
in a row are one. Names that the code imports from Jinja are exchanged for ours (`QuickMacro`, `escaping.shown`).

A field is taken as Python takes it, which raises `AttributeError` for what is no attribute (a key of a mapping, a name
that is not there). Jinja tries more; so a page that raises it is to be rendered again by code that asks as Jinja does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby
from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Macro
from markupsafe import Markup

from digest.site.views import BodyView, Link, ReporterView
from digest.theme.escaping import marked

_IMPORT = "from jinja2.runtime import "
_OURS = "from digest.theme.coding import QuickMacro as Macro; from digest.theme.escaping import shown as escape; "
_REPLACED = ("escape, ", "Macro, ")
_WITH_FIELDS = (nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Call)
_PIECE = re.compile(r"( *)yield (?!from )(.*)")
"""A line that hands out a piece of text; Jinja never breaks an expression into lines."""


SMALL = frozenset((str, Link, ReporterView, BodyView))
"""What a macro's texts are remembered for: frozen, of few fields, and the same again on other pages."""
REMEMBERED = 4096
"""How many texts each imported macro keeps, of some hundred bytes."""


class QuickMacro(Macro):
    """A macro, called at once where it is given just the arguments that it names, as nearly always."""

    known: Callable[..., str] | None = None

    def remember(self) -> None:
        """From now on its texts are kept; for macros of which nothing but the arguments decides on the text."""
        self.known = lru_cache(maxsize=REMEMBERED, typed=True)(self._text)

    def _text(self, *args: object) -> Markup:
        return marked(self._func(*args))

    def __call__(self, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401 - as Jinja's
        """The macro's text as markup."""
        if kwargs or len(args) != self._argument_count or self.caller or self.catch_kwargs or self.catch_varargs:
            return super().__call__(*args, **kwargs)
        if self.known and all(argument.__class__ in SMALL for argument in args):
            return self.known(*args)
        return marked(self._func(*args))


class Coder(CodeGenerator):
    """Jinja's generator of code, but for calls: nothing that templates may call asks for Jinja's context."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """A field as Python's attribute, where Jinja is not to be asked and the name is one of Python's."""
        direct = isinstance(node.node, _WITH_FIELDS) and getattr(self.environment, "direct", False)
        if not direct or iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: FBT001, FBT002, N802
        """A call with plain arguments as one of Python's; any other as Jinja would."""
        plain = not (forward_caller or node.dyn_args or node.dyn_kwargs)
        if not plain or any(iskeyword(named.key) for named in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")


def quickened(source: str) -> str:
    """The Python code of a template, what it imports exchanged and pieces in a row joined, on the same lines."""
    head, found, rest = source.partition(_IMPORT)
    names, end, body = rest.partition("\n")
    if not found:
        return source
    for name in _REPLACED:
        names = names.replace(name, "")
    return f"{head}{_OURS}{found}{names}{end}" + "\n".join(_joined(body.split("\n")))


def _joined(lines: list[str]) -> Iterator[str]:
    """The lines, each run of pieces of one indentation made one piece of as many lines."""
    for indent, run in groupby(lines, key=_indent):
        group = list(run)
        if indent is None or len(group) == 1:
            yield from group
            continue
        first, *inner, last = (line[len(indent) + len("yield ") :] for line in group)
        yield f"{indent}yield ''.join(({first},"
        yield from (f"{piece}," for piece in inner)
        yield f"{last}))"


def _indent(line: str) -> str | None:
    piece = _PIECE.fullmatch(line)
    return piece[1] if piece else None
