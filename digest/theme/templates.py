"""Owns a theme's templates as files: which file a name means along the chain, and what each one reaches.

A plain name (`post.html`) means the first file along the whole chain. A name that begins with a theme of the chain
(`base/post.html`) means the first file from that theme on, so that an override can extend what it overrides; a folder
of templates can therefore not be called as a theme of its chain is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from digest import fingerprint
from digest.errors import Mark, Problem, problem
from digest.theme.files import decode, place_on_line, walk
from digest.theme.memory import Facts, Remembered


class Template(NamedTuple):
    """A template's file and what it says."""

    key: str
    """The one name of this file: theme, slash, name (`base/post.html`)."""
    shown: str
    """Its path in messages."""
    text: str
    fingerprint: bytes
    facts: Facts

    def mark(self, line: int, word: str = "") -> Mark:
        """The place of a word on a line of this file."""
        return place_on_line(self.text, line, word, self.shown)


@dataclass(frozen=True, slots=True)
class Templates:
    """All templates of a chain, by key; `chain` names the themes, the chosen one first."""

    chain: tuple[str, ...]
    files: Mapping[str, Template]

    def resolve(self, name: str) -> Template | None:
        """The file that a plain or qualified name means, or None."""
        theme, _, rest = name.partition("/")
        if rest and theme in self.chain:
            return self._first(self.chain[self.chain.index(theme) :], rest)
        return self._first(self.chain, name)

    def names(self) -> tuple[str, ...]:
        """Every plain name that means a file, sorted."""
        return tuple(sorted({key.partition("/")[2] for key in self.files}))

    def reached(self, name: str) -> dict[str, Template | None]:
        """All that rendering `name` may look at: canonical names with their files, absent ones with None."""
        found: dict[str, Template | None] = {}
        waiting = [name]
        while waiting:
            asked = waiting.pop()
            template = self.resolve(asked)
            key = template.key if template else asked
            if key in found:
                continue
            found[key] = template
            if template:
                waiting.extend(reference.name for reference in template.facts.references)
        return found

    def extended(self, template: Template) -> Iterator[Template]:
        """The templates that this one extends directly."""
        for reference in template.facts.references:
            parent = self.resolve(reference.name) if reference.tag == "extends" else None
            if parent:
                yield parent

    def _first(self, themes: Sequence[str], name: str) -> Template | None:
        return next((self.files[f"{theme}/{name}"] for theme in themes if f"{theme}/{name}" in self.files), None)


def read_templates(
    theme: str, folder: Path, shown: str, known: Remembered[Facts]
) -> tuple[tuple[Template, ...], tuple[Problem, ...]]:
    """The templates of one theme; those with problems are left out, and all problems are told."""
    below = f"{shown}/templates"
    files, problems = walk(folder / "templates", below)
    templates, found = [], list(problems)
    for name, path in files:
        template, more = _read(f"{theme}/{name}", path.read_bytes(), f"{below}/{name}", known)
        found += more
        if template:
            templates.append(template)
    return tuple(templates), tuple(found)


def _read(key: str, data: bytes, shown: str, known: Remembered[Facts]) -> tuple[Template | None, tuple[Problem, ...]]:
    text, found = decode(data, shown)
    if found:
        return None, found
    problems: list[Problem] = []

    def make() -> Facts | None:
        from digest.theme.analysis import analyse  # noqa: PLC0415

        facts, broken = analyse(text, shown)
        problems.extend(broken)
        return facts

    mark = fingerprint.of_bytes(data)
    facts = known.get(mark, make)
    return (Template(key, shown, text, mark, facts) if facts else None), tuple(problems)


def extends_cycles(templates: Templates) -> tuple[Problem, ...]:
    """Templates that in the end extend themselves: `post.html` extending `post.html` instead of `base/post.html`."""
    found = []
    for key, template in sorted(templates.files.items()):
        seen, waiting = set(), list(templates.extended(template))
        while waiting:
            parent = waiting.pop()
            if parent.key not in seen:
                seen.add(parent.key)
                waiting.extend(templates.extended(parent))
        if key in seen:
            line = next(each.line for each in template.facts.references if each.tag == "extends")
            found.append(problem("theme-template-cycle", template.mark(line, "extends"), name=key.partition("/")[2]))
    return tuple(found)
