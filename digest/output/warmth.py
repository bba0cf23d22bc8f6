"""Owns what reading a post and making a page need beside posts, as the last build had it, kept to be at hand.

It is a function of the author's other files, the theme, the settings and this program: whoever brings it back must know
that none of them changed since (`digest.output.unchanged`).
"""

from __future__ import annotations

import dataclasses
import io
import pickle
from pathlib import Path
from typing import Any, NamedTuple

from digest.config import Config
from digest.content.articles import Context
from digest.errors import Mark
from digest.site.views import SiteInfo
from digest.theme.memory import ThemeMemory
from digest.theme.templates import Templates
from digest.theme.theme import Theme

NAME = "warm"
"""In the state."""
TRUSTED = ("digest.config", "digest.content.", "digest.text.body", "digest.theme.", "digest.site.")
WHOLE_TYPES = (Theme, Templates, Mark)
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
        return Warm(*_Reader(io.BytesIO(data)).load())
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is of no use
        return None


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401
        """A named type of ours; UnpicklingError for anything else: no function can be called."""
        if module.startswith("pathlib") and name in {"Path", "PosixPath", "WindowsPath"}:
            return Path
        if module.startswith((*TRUSTED, "digest.errors")) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and (issubclass(found, tuple) or found in WHOLE_TYPES):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")
