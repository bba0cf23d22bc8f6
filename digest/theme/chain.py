"""Owns the chain: from the theme a site names, through each theme it extends, to the first; every break of it told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from digest.errors import Mark, Problem, problem
from digest.text.names import nearest
from digest.theme.manifest import NAME, Manifest, read_manifest
from digest.theme.memory import Pair, Remembered

DEEPEST = 8
"""Themes in a chain; more is a mistake rather than a design."""


class Layer(NamedTuple):
    """One theme of a chain."""

    name: str
    folder: Path
    shown: str
    """The folder in messages: `themes/base`."""
    manifest: Manifest


def theme_folders(folders: Sequence[Path]) -> dict[str, Path]:
    """Every theme by name, with the first of `folders` that has it.

    Any folder with a usable name counts, also one without a theme.yaml, so that the missing file can be told.
    """
    themes: dict[str, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            continue
        for path in sorted(folder.iterdir()):
            if path.is_dir() and NAME.fullmatch(path.name):
                themes.setdefault(path.name, path)
    return dict(sorted(themes.items()))


def shown_folder(folder: Path) -> str:
    """A theme's folder as messages show it: below the root, never with a path of this machine."""
    return f"{folder.parent.name}/{folder.name}"


def read_chain(
    folders: Sequence[Path], name: str, asked_at: Mark, known: Remembered[tuple[Pair, ...]]
) -> tuple[tuple[Layer, ...], tuple[Problem, ...]]:
    """The layers from the named theme to the first of its chain, as far as it can be followed, and what stopped it."""
    themes = theme_folders(folders)
    layers: list[Layer] = []
    names: list[str] = []
    while name:
        broken = _broken(name, asked_at, tuple(themes), names)
        if broken:
            return tuple(layers), (broken,)
        folder = themes[name]
        shown = shown_folder(folder)
        manifest, found = read_manifest(folder, shown, known)
        if manifest is None:
            return tuple(layers), found
        layers.append(Layer(name, folder, shown, manifest))
        names.append(name)
        name, asked_at = manifest.extends, manifest.extends_mark
    return tuple(layers), ()


def _broken(name: str, asked_at: Mark, known: Sequence[str], names: Sequence[str]) -> Problem | None:
    """Why the chain cannot go on to `name`, if it cannot."""
    if name in names:
        return problem("theme-cycle", asked_at, chain=" → ".join((*names, name)))
    if len(names) >= DEEPEST:
        return problem("theme-too-deep", asked_at, chain=" → ".join(names), limit=DEEPEST)
    if not NAME.fullmatch(name):
        return problem("theme-bad-name", asked_at, name=name)
    if name in known:
        return None
    if not known:
        return problem("theme-none", asked_at, name=name)
    return problem("theme-unknown", asked_at, name=name, near=nearest(name, known), known=", ".join(known))
