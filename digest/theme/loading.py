"""Owns the loading of a theme: reads every file of its chain, tells every problem at once, and returns the `Theme`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from digest.errors import ContentError, Mark, Problem, problem
from digest.text.names import nearest
from digest.theme.assets import read_assets
from digest.theme.chain import Layer, read_chain
from digest.theme.crosscheck import cross_check, speechless
from digest.theme.manifest import Option, OptionValue
from digest.theme.memory import Facts, Pair, Remembered, ThemeMemory
from digest.theme.strings import Text, best_language, languages, read_strings
from digest.theme.templates import Template, Templates, read_templates
from digest.theme.theme import Theme, closures_of

SETTINGS = Mark("content/site.yaml")
"""Where a site names its theme and sets its options."""


def load_theme(  # noqa: PLR0913
    folders: Sequence[Path],
    name: str,
    language: str,
    options: Mapping[str, object],
    *,
    memory: ThemeMemory = ThemeMemory(),  # noqa: B008
    asked_at: Mark = SETTINGS,
    plain: bool = False,
) -> Theme:
    """The theme of this name from the first of `folders` that has it, in a language (BCP 47), with a site's options.

    `memory` is the `Theme.memory` of an earlier load; with it, unchanged files are not parsed again, and neither Jinja
    nor PyYAML is imported. `asked_at` is where the site names the theme; `plain` as in `read_assets`. Raises
    ContentError with every problem of every file of the chain.
    """
    templates_known = Remembered(memory.templates)
    mappings_known = Remembered(memory.mappings)
    layers, problems = read_chain(folders, name, asked_at, mappings_known)
    if not layers:
        raise ContentError(problems)
    templates, bad_templates = _templates(layers, templates_known)
    strings, spoken, bad_strings = _strings(layers, language, mappings_known)
    assets, bad_assets = read_assets(tuple((layer.folder, layer.shown) for layer in layers), plain=plain)
    chosen, bad_options = _options(layers, options, asked_at)
    if not problems:
        problems = (*bad_templates, *bad_strings, *bad_assets, *bad_options)
        if not bad_templates:
            tables: dict[str, Collection[str]] = {"asset": [asset.name for asset in assets], "option": chosen}
            tables |= {"t": strings} if spoken and not bad_strings else {}
            problems += (*cross_check(templates, tables), *(() if spoken else speechless(layers, templates, language)))
    else:  # what the missing part of the chain would have given is not known, so only what is broken in itself is told
        problems += (*bad_templates, *bad_strings, *bad_assets)
    if problems:
        raise ContentError(problems)
    closures = closures_of(spoken or language, chosen, strings, assets, templates)
    learnt = ThemeMemory(templates_known.kept(), mappings_known.kept())
    mark = Mark(f"{layers[0].shown}/theme.yaml")
    return Theme(name, mark, spoken or language, chosen, strings, assets, templates, closures, learnt)


def _templates(layers: Sequence[Layer], known: Remembered[Facts]) -> tuple[Templates, tuple[Problem, ...]]:
    files: dict[str, Template] = {}
    problems: list[Problem] = []
    for layer in layers:
        found, more = read_templates(layer.name, layer.folder, layer.shown, known)
        problems += more
        files.update((template.key, template) for template in found)
    return Templates(tuple(layer.name for layer in layers), files), tuple(problems)


def _strings(
    layers: Sequence[Layer], language: str, known: Remembered[tuple[Pair, ...]]
) -> tuple[dict[str, Text], str, tuple[Problem, ...]]:
    """The strings of the chain and the language they are in, which is empty where the chain does not speak it."""
    spoken = best_language(language, tuple(each for layer in layers for each in languages(layer.folder)))
    strings: dict[str, Text] = {}
    problems: list[Problem] = []
    for layer in reversed(layers if spoken else ()):
        found, more = read_strings(layer.folder, layer.shown, spoken, known)
        problems += more
        strings |= found
    return strings, spoken, tuple(problems)


def _options(
    layers: Sequence[Layer], given: Mapping[str, object], asked_at: Mark
) -> tuple[dict[str, OptionValue], tuple[Problem, ...]]:
    """The chain's defaults with the site's values over them."""
    declared: dict[str, Option] = {}
    for layer in reversed(layers):
        declared |= dict(layer.manifest.options)
    chosen = {name: option.value for name, option in declared.items()}
    problems, mark = [], Mark(asked_at.path)
    for name, value in given.items():
        if name not in declared:
            near, known = nearest(name, declared), ", ".join(declared) or "-"
            problems.append(problem("theme-option-unknown", mark, name=name, near=near, known=known))
        elif (fitting := _fitting(value, chosen[name])) is None:
            problems.append(problem("theme-option-type", mark, name=name, said=value, wanted=chosen[name]))
        else:
            chosen[name] = fitting
    return dict(sorted(chosen.items())), tuple(problems)


def _read(text: str, default: float) -> OptionValue | None:
    """A number or truth value out of its text, of the type that the default has; None where it is none."""
    if isinstance(default, bool):
        return {"true": True, "yes": True, "false": False, "no": False}.get(text.lower())
    shape = r"[-+]?\d{1,9}" if isinstance(default, int) else r"[-+]?\d{1,9}(\.\d{1,9})?"
    return type(default)(text) if re.fullmatch(shape, text) else None


def _fitting(value: object, default: OptionValue) -> OptionValue | None:
    """The value in its default's type; None where it is of another one. True is no number, a whole number is one.

    Settings are read with every value as the text that was typed (`digest.content.yamltext`), so texts are read here.
    """
    if isinstance(value, str) and not isinstance(default, str):
        return _read(value, default)
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str | int | float) and type(value) is type(default):
        return value
    return None
