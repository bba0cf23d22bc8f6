"""Owns folding: what a template asks that is the same on every page of a site is worked out once, when it is compiled.

Two changes to a template's tree, both without any effect on what it says: a call of one of our functions becomes a
filter of the same name, which Jinja calls directly and, where all arguments are literal (`t("home")`, `asset("a.css")`,
`url("topics/")`), works out while compiling; and `site.title` and the like become their values. Templates
may therefore not set these names themselves (`theme-name-reserved`), and compiled code is good for one site, one set of
strings, options and assets only (`digest.theme.compiled`).
"""

from __future__ import annotations

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from digest.site.views import SiteInfo
from digest.theme.contract import FUNCTIONS


class Folding(NodeTransformer):
    """The walk that changes a tree in place."""

    def __init__(self, site: SiteInfo) -> None:
        self._site = site

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        """A call of ours with an argument, as a filter; what has none or an unpacked one stays a call."""
        self.generic_visit(node)
        ours = isinstance(node.node, nodes.Name) and node.node.name in FUNCTIONS
        if not ours or not node.args or node.dyn_args or node.dyn_kwargs:
            return node
        first, *others = node.args
        name = node.node.name  # type: ignore[attr-defined]
        return self._placed(nodes.Filter(first, name, others, node.kwargs, None, None), node)

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802
        """A plain field of `site`, as its value; one that it does not have is left to be told when rendering."""
        self.generic_visit(node)
        if isinstance(node.node, nodes.Name) and node.node.name == "site" and node.attr in self._site._fields:
            value = getattr(self._site, node.attr)
            if isinstance(value, str):
                return self._placed(nodes.Const(value), node)
        return node

    @staticmethod
    def _placed(made: nodes.Node, old: nodes.Node) -> nodes.Node:
        return made.set_lineno(old.lineno).set_environment(old.environment)  # type: ignore[arg-type]
