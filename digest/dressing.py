"""Owns which theme a site wears: loads the one that its settings or the command line name, with all that is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from digest import config as settings
from digest.config import Config
from digest.content import frontmatter, yamltext
from digest.errors import ContentError, Mark, Problem
from digest.output.memo import Memo
from digest.theme.contract import TEMPLATES
from digest.theme.crosscheck import lacking
from digest.theme.loading import load_theme
from digest.theme.theme import Theme


class Worn(NamedTuple):
    """The theme; None where it is so broken that no page can be planned."""

    theme: Theme | None
    problems: tuple[Problem, ...]


def wear(  # noqa: PLR0913 - where it is, how it is read, and who named it
    root: Path, config: Config, themes: tuple[Path, ...], memo: Memo, *, plain: bool, ordered: bool
) -> Worn:
    """The theme that `config` names, of the root's own or of `themes`, but for what `memo` knows already.

    `plain`: its files keep their own names; `ordered`: it was named on the command line and not in the settings.
    """
    folders = tuple(folder for folder in (root / "themes", *themes) if folder.is_dir())
    try:
        options = dict(config.theme_options)
        loaded = load_theme(folders, config.theme, config.language, options, memory=memo.theme, plain=plain)
    except ContentError as error:
        return Worn(None, tuple(_located(root, error.problems, ordered=ordered)))
    memo.keep_theme(loaded.memory)
    if wordless := tuple(lacking(loaded)):  # then the plan, which tells what templates it needs, cannot be made
        return Worn(None, (*wordless, *loaded.absent(name for name, _ in TEMPLATES)))
    return Worn(loaded, ())


def _located(root: Path, problems: tuple[Problem, ...], *, ordered: bool) -> Iterator[Problem]:
    """Problems with a theme; those with what the settings say of it, at the line that says so."""
    file = root / settings.FILE
    text, _ = frontmatter.decode(file.read_bytes(), settings.FILE) if file.is_file() else ("", ())
    document, _ = yamltext.read(text, settings.FILE)
    for one in problems:
        yield _at_setting(one, document, ordered=ordered) if one.mark == Mark(settings.FILE) else one


def _at_setting(found: Problem, document: yamltext.Document, *, ordered: bool) -> Problem:
    options = document.value.get("theme_options") if isinstance(document.value, dict) else None
    name = dict(found.args).get("name", "")
    if isinstance(options, dict) and name in options:
        key = "" if found.code == "theme-option-type" else name
        at = ("theme_options", name) if found.code == "theme-option-type" else ("theme_options",)
        return replace(found, mark=document.mark(*at, key=key))
    if ordered:
        return replace(found, mark=Mark("--theme"))
    return replace(found, mark=document.mark("theme")) if "theme" in (document.value or {}) else found
