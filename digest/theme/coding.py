"""Owns how templates become code: what Jinja would generate, with its dearest habits replaced and the same output.

A post's page asks some four hundred fields and writes some two hundred values. Jinja goes through a function of its
own for every call, and resumes every template of the chain for each piece of text; here a call is a call, and the
pieces of a template or a block are handed out as one. Names that the code takes from Jinja are exchanged for ours
(`QuickMacro`, `digest.theme.escaping`, `digest.theme.looping`).

A field is taken as Python takes it, which raises `AttributeError` for what is no attribute (a key of a mapping, a name
that is not there). Jinja tries more; so a page that raises it is to be rendered again by code that asks as Jinja does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Macro
from markupsafe import Markup

from digest.site.views import BodyView, Link, ReporterView
from digest.theme.escaping import marked
from digest.theme.looping import Turn

_WITH_FIELDS = (nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Call)
_HANDED_ON = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Block)
"""What may see the variables of a loop in which it stands."""
SMALL = frozenset((str, Link, ReporterView, BodyView))
"""What a macro's texts are remembered for: frozen, of few fields, and the same again on other pages."""
REMEMBERED = 4096
"""How many texts each imported macro keeps, of some hundred bytes."""


class QuickMacro(Macro):
    """A macro, called at once where it is given just the arguments that it names, as nearly always."""

    known: Callable[..., str] | None = None

    @cached_property
    def expected(self) -> int:
        """How many arguments are just those that it names; no number where it takes others too."""
        return -1 if self.caller or self.catch_kwargs or self.catch_varargs else self._argument_count

    def remember(self) -> None:
        """From now on its texts are kept; for macros of which nothing but the arguments decides on the text."""
        self.known = lru_cache(maxsize=REMEMBERED, typed=True)(self._text)

    def _text(self, *args: object) -> Markup:
        return marked(self._func(*args))

    def __call__(self, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401 - as Jinja's
        """The macro's text as markup."""
        if kwargs or len(args) != self.expected:
            return super().__call__(*args, **kwargs)
        if self.known and SMALL.issuperset(map(type, args)):
            return self.known(*args)
        return marked(self._func(*args))


class Coder(CodeGenerator):
    """Jinja's generator of code, but for pieces, fields and calls: nothing templates may call asks Jinja's context."""

    _gathering = True

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """A template; the names that it takes from Jinja are exchanged at the end, before anything is called."""
        self._gathering = all(one.with_context for one in node.find_all(nodes.Include))  # others hand out by themselves
        super().visit_Template(node, frame)
        self.writeline("from digest.theme.coding import QuickMacro as Macro")
        self.writeline("from digest.theme.escaping import joined as markup_join, marked as Markup, shown as escape")
        if _counts_only(node):
            self.writeline("from digest.theme.looping import turns as LoopContext")

    def enter_frame(self, frame: Frame) -> None:
        """Where a template or a block begins: its pieces are gathered from here on."""
        super().enter_frame(frame)
        if self._gathering and frame.parent is None:
            self.buffer(frame)

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:  # noqa: FBT001, FBT002 - as Jinja's
        """Where it ends: they are handed out as one."""
        super().leave_frame(frame, with_python_scope)
        if self._gathering and frame.parent is None:
            self.writeline(f"yield concat({frame.buffer})")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """A field as Python's attribute, where Jinja is not to be asked and the name is one of Python's."""
        direct = isinstance(node.node, _WITH_FIELDS) and getattr(self.environment, "direct", False)
        if not direct or iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        if isinstance(node.node, nodes.Name):
            self.write(frame.symbols.ref(node.node.name))  # a name that is not there has no fields, which is told
        else:
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


def _counts_only(template: nodes.Template) -> bool:
    """Whether nothing is asked of any `loop` but what turn it is, nor handed on to where more may be asked."""
    asked = [one for one in template.find_all(nodes.Getattr) if one.attr in Turn._fields and _is_loop(one.node)]
    if len(asked) < len([name for name in template.find_all(nodes.Name) if _is_loop(name)]):
        return False
    handed_on = (one for loop in template.find_all(nodes.For) for one in loop.find_all(_HANDED_ON))
    return next(handed_on, None) is None


def _is_loop(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "loop"
