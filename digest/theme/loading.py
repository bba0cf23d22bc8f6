"""Owns the loading of a theme: reads every file of its chain, tells every problem at once, and returns the `Theme`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from digest.errors import ContentError, Mark, Problem, problem
from digest.text.names import nearest
from digest.theme.assets import read_assets
from digest.theme.chain import Layer, read_chain
from digest.theme.contract import FUNCTIONS, PLAIN, SPECIAL, VARIABLES
from digest.theme.manifest import Option, OptionValue
from digest.theme.memory import Call, Facts, Pair, Remembered, ThemeMemory
from digest.theme.strings import Text, best_language, languages, read_strings
from digest.theme.templates import Template, Templates, extends_cycles, read_templates
from digest.theme.theme import Theme, closures_of

SETTINGS = Mark("content/site.yaml")
"""Where a site names its theme and sets its options."""
UNKNOWN = {"t": "theme-string-unknown", "asset": "theme-asset-unknown", "option": "theme-option-undeclared"}


def load_theme(  # noqa: PLR0913
    folders: Sequence[Path],
    name: str,
    language: str,
    options: Mapping[str, object],
    *,
    memory: ThemeMemory = ThemeMemory(),  # noqa: B008
    asked_at: Mark = SETTINGS,
) -> Theme:
    """The theme of this name from the first of `folders` that has it, in a language (BCP 47), with a site's options.

    `memory` is the `Theme.memory` of an earlier load; with it, unchanged files are not parsed again, and neither Jinja
    nor PyYAML is imported. `asked_at` is where the site names the theme. Raises ContentError with every problem of
    every file of the chain.
    """
    templates_known = Remembered(memory.templates)
    mappings_known = Remembered(memory.mappings)
    layers, found = read_chain(folders, name, asked_at, mappings_known)
    problems = list(found)
    if not layers:
        raise ContentError(problems)
    templates = _templates(layers, templates_known, problems)
    strings, spoken = _strings(layers, language, mappings_known, problems)
    assets, more = read_assets(tuple((layer.folder, layer.shown) for layer in layers))
    problems += more
    chosen = _options(layers, options, asked_at, problems)
    if not problems:
        tables = {"t": strings, "asset": {asset.name: "" for asset in assets}, "option": chosen}
        problems += _cross_checks(templates, tables, language if not spoken else "", layers)
    if problems:
        raise ContentError(problems)
    closures = closures_of(spoken or language, chosen, strings, assets, templates)
    learnt = ThemeMemory(templates_known.kept(), mappings_known.kept())
    mark = Mark(f"{layers[0].shown}/theme.yaml")
    return Theme(name, mark, spoken or language, chosen, strings, assets, templates, closures, learnt)


def _templates(layers: Sequence[Layer], known: Remembered[Facts], problems: list[Problem]) -> Templates:
    files: dict[str, Template] = {}
    for layer in layers:
        found, more = read_templates(layer.name, layer.folder, layer.shown, known)
        problems += more
        files.update((template.key, template) for template in found)
    return Templates(tuple(layer.name for layer in layers), files)


def _strings(
    layers: Sequence[Layer], language: str, known: Remembered[tuple[Pair, ...]], problems: list[Problem]
) -> tuple[dict[str, Text], str]:
    """The strings of the chain and the language they are in, which is empty where the chain does not speak it."""
    spoken = best_language(language, tuple(each for layer in layers for each in languages(layer.folder)))
    strings: dict[str, Text] = {}
    for layer in reversed(layers):
        found, more = read_strings(layer.folder, layer.shown, spoken, known) if spoken else ({}, ())
        problems += more
        strings |= found
    return strings, spoken


def _options(
    layers: Sequence[Layer], given: Mapping[str, object], asked_at: Mark, problems: list[Problem]
) -> dict[str, OptionValue]:
    """The chain's defaults with the site's values over them."""
    declared: dict[str, Option] = {}
    for layer in reversed(layers):
        declared |= dict(layer.manifest.options)
    chosen = {name: option.value for name, option in declared.items()}
    mark = Mark(asked_at.path)
    for name, value in given.items():
        if name not in declared:
            near, known = nearest(name, declared), ", ".join(declared)
            problems.append(problem("theme-option-unknown", mark, name=name, near=near, known=known))
            continue
        fitting = _fitting(value, chosen[name])
        if fitting is None:
            problems.append(problem("theme-option-type", mark, name=name, said=value, wanted=chosen[name]))
        else:
            chosen[name] = fitting
    return dict(sorted(chosen.items()))


def _fitting(value: object, default: OptionValue) -> OptionValue | None:
    """The value in its default's type; None where it is of another one. True is no number, a whole number is one."""
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str | int | float) and type(value) is type(default):
        return value
    return None


def _cross_checks(
    templates: Templates, tables: Mapping[str, Iterable[str]], unspoken: str, layers: Sequence[Layer]
) -> Iterator[Problem]:
    """What the files say of one another: names of templates, strings, assets, options and variables that are not there."""
    yield from extends_cycles(templates)
    known = {*VARIABLES, *FUNCTIONS, *PLAIN, *SPECIAL}
    for template in templates.files.values():
        known.update(template.facts.writes)
    speaks = any(call.function == "t" for template in templates.files.values() for call in template.facts.calls)
    if unspoken and speaks:
        spoken = ", ".join(sorted({each for layer in layers for each in languages(layer.folder)}))
        yield problem("theme-no-strings", Mark(layers[0].shown), language=unspoken, known=spoken)
    for template in templates.files.values():
        yield from _missing_templates(template, templates)
        yield from _missing_names(template, known)
        for call in template.facts.calls:
            if not (unspoken and call.function == "t"):
                yield from _missing_things(template, call, tables[call.function])


def _missing_templates(template: Template, templates: Templates) -> Iterator[Problem]:
    for reference in template.facts.references:
        if reference.required and templates.resolve(reference.name) is None:
            mark = template.mark(reference.line, reference.name)
            near = nearest(reference.name, templates.names())
            yield problem("theme-template-missing", mark, name=reference.name, near=near)


def _missing_names(template: Template, known: set[str]) -> Iterator[Problem]:
    for use in template.facts.reads:
        if use.name not in known:
            near = nearest(use.name, sorted(known))
            yield problem("theme-name-unknown", template.mark(use.line, use.name), name=use.name, near=near)


def _missing_things(template: Template, call: Call, table: Iterable[str]) -> Iterator[Problem]:
    there = call.name in table if call.whole else any(name.startswith(call.name) for name in table)
    if not there and (call.whole or call.name):
        near = nearest(call.name, sorted(table))
        shown = call.name if call.whole else f"{call.name}…"
        yield problem(UNKNOWN[call.function], template.mark(call.line, call.name), name=shown, near=near)
