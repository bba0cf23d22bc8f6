"""Owns what `theme list|new|check` do with the themes of a root."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from digest import config as settings
from digest.content.frontmatter import decode
from digest.errors import ContentError, Problem
from digest.theme.chain import theme_folders
from digest.theme.check import check_theme
from digest.theme.starter import new_theme

DEFAULT = "shimbun"


def list_themes(root: Path) -> Iterator[str]:
    """The names of the themes that the root has."""
    yield from sorted(theme_folders((root / "themes",)))


def new_theme_in(root: Path, name: str, extends: str) -> tuple[str, ...]:
    """Starts a theme; returns the files written, by path from the root.

    Raises ContentError for an unfit or taken name, so nothing is overwritten.
    """
    files = new_theme((root / "themes",), name, extends)
    for path, text in files.items():
        target = root / "themes" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return tuple(f"themes/{path}" for path in files)


def check_theme_of(root: Path, name: str) -> tuple[Problem, ...]:
    """Every problem of a theme; without a name, of the theme that the site uses, with its options."""
    file = root / settings.FILE
    text, _ = decode(file.read_bytes(), settings.FILE) if file.is_file() else ("", ())
    config, _ = settings.read(text) if text else (None, ())
    own = config is not None and name in {"", config.theme}
    options = dict(config.theme_options) if config and own else {}
    try:
        return check_theme((root / "themes",), name or (config.theme if config else DEFAULT), options)
    except ContentError as error:
        return error.problems
