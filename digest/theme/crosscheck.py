"""Owns the check of a theme's files against one another: templates, strings, assets, options and names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from digest.errors import Mark, Problem, problem
from digest.text.names import nearest
from digest.theme.chain import Layer
from digest.theme.contract import FUNCTIONS, PLAIN, RESERVED, SPECIAL, VARIABLES, VIEW_KEYS
from digest.theme.memory import Call
from digest.theme.strings import languages
from digest.theme.templates import Template, Templates, extends_cycles
from digest.theme.theme import Theme

UNKNOWN = {"t": "theme-string-unknown", "asset": "theme-asset-unknown", "option": "theme-option-undeclared"}


def cross_check(templates: Templates, tables: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """Every name in a template that nothing answers to.

    `tables` holds the known names by the function that takes them (`t`, `asset`, `option`); a function without a table
    is not checked. A variable is known when the program gives it or any template of the chain sets it, since a
    template sees what the one that includes it has set; what is left is told when a page is rendered.
    """
    yield from extends_cycles(templates)
    known = {*VARIABLES, *FUNCTIONS, *PLAIN, *SPECIAL}
    for template in templates.files.values():
        known.update(use.name for use in template.facts.writes)
    for template in templates.files.values():
        yield from _missing_templates(template, templates)
        yield from _missing_names(template, known)
        yield from _reserved_names(template)
        for call in template.facts.calls:
            if call.function in tables:
                yield from _missing_things(template, call, tables[call.function])


def speechless(layers: Sequence[Layer], templates: Templates, language: str) -> Iterator[Problem]:
    """The problem that a chain does not speak the site's language, where its templates ask for strings at all."""
    if any(call.function == "t" for template in templates.files.values() for call in template.facts.calls):
        spoken = sorted({each for layer in layers for each in languages(layer.folder)})
        yield problem("theme-no-strings", Mark(layers[0].shown), language=language, known=", ".join(spoken) or "-")


def lacking(theme: Theme) -> Iterator[Problem]:
    """The strings that pages are worded with before any template sees them, and that the theme does not have."""
    for key in VIEW_KEYS:
        if key not in theme.strings:
            yield problem("theme-string-unknown", theme.mark, name=key, near=nearest(key, theme.strings))


def _missing_templates(template: Template, templates: Templates) -> Iterator[Problem]:
    for reference in template.facts.references:
        if reference.required and templates.resolve(reference.name) is None:
            mark = template.mark(reference.line, reference.name)
            near = nearest(reference.name, templates.names())
            yield problem("theme-template-missing", mark, name=reference.name, near=near)


def _missing_names(template: Template, known: Collection[str]) -> Iterator[Problem]:
    for use in template.facts.reads:
        if use.name not in known:
            near = nearest(use.name, sorted(known))
            yield problem("theme-name-unknown", template.mark(use.line, use.name), name=use.name, near=near)


def _reserved_names(template: Template) -> Iterator[Problem]:
    """Names that a template must not give to something of its own, since they are worked out while compiling."""
    for use in template.facts.writes:
        if use.name in RESERVED:
            yield problem("theme-name-reserved", template.mark(use.line, use.name), name=use.name)


def _missing_things(template: Template, call: Call, table: Collection[str]) -> Iterator[Problem]:
    there = call.name in table if call.whole else any(name.startswith(call.name) for name in table)
    if not there and (call.whole or call.name):
        near = nearest(call.name, sorted(table))
        shown = call.name if call.whole else f"{call.name}…"
        yield problem(UNKNOWN[call.function], template.mark(call.line, call.name), name=shown, near=near)
