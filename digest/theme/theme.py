"""Owns a loaded theme: all that its pages may depend on, with the fingerprint of each template's share of it.

A plain value: picklable, so that worker processes receive it, and without Jinja until a `Renderer` is made of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from digest import fingerprint
from digest.errors import ContentError, Mark, Problem, problem
from digest.text.names import nearest
from digest.theme.assets import Asset
from digest.theme.manifest import OptionValue
from digest.theme.memory import Call, ThemeMemory
from digest.theme.strings import Text
from digest.theme.templates import Template, Templates


@dataclass(frozen=True, slots=True)
class Theme:
    """A chain of themes in one language with a site's options."""

    name: str
    mark: Mark
    """The theme's own theme.yaml."""
    language: str
    """The language of the strings: `ja` or `en`, or whatever the theme has a file for."""
    options: Mapping[str, OptionValue]
    strings: Mapping[str, Text]
    assets: tuple[Asset, ...]
    templates: Templates
    closures: Mapping[str, bytes]
    memory: ThemeMemory
    """What to hand to the next `load_theme`."""

    @property
    def chain(self) -> tuple[str, ...]:
        """The themes' names, this one first."""
        return self.templates.chain

    def closure(self, template: str) -> bytes:
        """The fingerprint of all that this template's pages take from the theme.

        That is: the template and all it reaches by extends, include, import and `cards`, names that mean no file
        counted as absent, and of strings, options and asset addresses those that these templates name (all, where a
        name is worked out at run time). Raises ContentError for a template that the theme does not have.
        """
        if template not in self.closures:
            raise ContentError(self.absent([template]))
        return self.closures[template]

    def absent(self, templates: Iterable[str]) -> tuple[Problem, ...]:
        """The problems of those of these templates that the theme does not have."""
        missing = sorted(set(templates) - self.closures.keys())
        return tuple(
            problem("theme-template-absent", self.mark, name=name, near=nearest(name, self.closures))
            for name in missing
        )


def closures_of(
    language: str,
    options: Mapping[str, OptionValue],
    strings: Mapping[str, Text],
    assets: Iterable[Asset],
    templates: Templates,
) -> dict[str, bytes]:
    """The closure of each plain template name."""
    tables: dict[str, dict[str, str]] = {
        "t": {key: text.text for key, text in strings.items()},
        "option": {name: repr(value) for name, value in options.items()},
        "asset": {asset.name: asset.path for asset in assets},
    }
    return {name: _closure(templates.reached(name), language, tables) for name in templates.names()}


def _closure(reached: Mapping[str, Template | None], language: str, tables: Mapping[str, Mapping[str, str]]) -> bytes:
    files = sorted((key, template.fingerprint if template else b"") for key, template in reached.items())
    calls = [call for template in reached.values() if template for call in template.facts.calls]
    used = [(function, sorted(_used(function, calls, table))) for function, table in sorted(tables.items())]
    return fingerprint.of_value((language, files, used))


def _used(function: str, calls: Iterable[Call], table: Mapping[str, str]) -> set[tuple[str, str]]:
    used = set()
    for call in calls:
        if call.function == function and call.whole:
            used.add((call.name, table.get(call.name, "")))
        elif call.function == function:
            used.update(item for item in table.items() if item[0].startswith(call.name))
    return used
