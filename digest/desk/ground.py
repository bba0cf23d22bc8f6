"""Owns what the desk's small commands stand on: the site's settings and tables, and nothing that takes long to read."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from digest import config as settings
from digest import gathering
from digest.config import Config
from digest.content import frontmatter
from digest.content.resolving import Registries
from digest.errors import ContentError, Problem


class Ground(NamedTuple):
    """A site's settings and tables."""

    config: Config
    tables: Registries


def settled(root: Path) -> Ground:
    """The ground at `root`. Raises ContentError where there are no settings, or settings or tables have faults."""
    file = root / settings.FILE
    text, problems = frontmatter.decode(file.read_bytes(), settings.FILE) if file.is_file() else (None, ())
    config, more = settings.read(text) if not problems else (None, ())
    found: list[Problem] = [*problems, *more]
    if config is None:
        raise ContentError(found)
    tables = gathering.tables(root, config, found)
    if any(one.severity == "error" for one in found):
        raise ContentError(found)
    return Ground(config, tables)
