"""Owns what reading a post and making a page need beside posts, as the last build had it, kept to be at hand.

It is a function of the author's other files, the theme, the settings and this program: whoever brings it back must know
that none of them changed since (`digest.output.unchanged`).
"""

from __future__ import annotations

import dataclasses
import pickle
from pathlib import Path
from typing import NamedTuple

from digest.config import Config
from digest.content.articles import Context
from digest.errors import Mark
from digest.site.views import SiteInfo
from digest.thawing import Reader
from digest.theme.memory import ThemeMemory
from digest.theme.templates import Templates
from digest.theme.theme import Theme

NAME = "warm"
"""In the state."""
TRUSTED = ("digest.config", "digest.content.", "digest.text.body", "digest.theme.", "digest.site.")
MORE = (Theme, Templates, Mark, type(Path()))
"""What it is made of beside named tuples."""


class Warm(NamedTuple):
    """All of it."""

    context: Context
    config: Config
    theme: Theme
    """Without the files of its assets, which pages that show posts do not read."""
    site: SiteInfo


def dump(warm: Warm) -> bytes:
    """As bytes; the same value always gives the same."""
    assets = tuple(asset._replace(source=Path(), text=None) for asset in warm.theme.assets)
    theme = dataclasses.replace(warm.theme, assets=assets, memory=ThemeMemory())
    return pickle.dumps(tuple(warm._replace(theme=theme)), protocol=5)


def load(data: object) -> Warm | None:
    """What `dump` wrote down; None for anything else."""
    if not isinstance(data, bytes):
        return None
    try:
        return Warm(*Reader(data, TRUSTED, MORE).load())
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is of no use
        return None
