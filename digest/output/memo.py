"""Owns the memo: what the settings, tables, pages and the theme's files said when they were read last.

A value is found again only by the fingerprint of all that went into it, so a memo can spare work and change nothing;
one that is broken is an empty one. What was read with a problem, a warning included, is not kept: it is told again.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any, TypeVar

from digest import fingerprint
from digest.errors import Problem
from digest.thawing import Reader
from digest.theme.memory import ThemeMemory

Value = TypeVar("Value")
Reading = tuple[Value, tuple[Problem, ...]]
THEME = b"theme"
TRUSTED = frozenset(
    {
        "digest.config",
        "digest.content.registries",
        "digest.content.statics",
        "digest.text.body",
        "digest.theme.memory",
    }
)
"""The modules whose types are remembered; a memo can bring nothing else to life."""


class Memo:
    """Readings by fingerprint; what is asked for in this run is what it hands on."""

    def __init__(self, data: bytes | None = None) -> None:
        """`data`: of an earlier memo's `data`; anything else makes an empty one."""
        self._known = _load(data or b"")
        self._asked: dict[bytes, Any] = {}

    def read(self, about: tuple[object, ...], make: Callable[[], Reading[Value]]) -> Reading[Value]:
        """What `make` gives, or gave when it was asked about the same; `about` says, by `repr`, all that it reads."""
        mark = fingerprint.of_value(about)
        if mark in self._known:
            self._asked[mark] = self._known[mark]
            return self._known[mark], ()
        value, problems = make()
        if not problems:
            self._asked[mark] = value
        return value, problems

    @property
    def theme(self) -> ThemeMemory:
        """What the theme's files said."""
        return self._known.get(THEME, ThemeMemory())  # type: ignore[no-any-return]

    def keep_theme(self, learnt: ThemeMemory) -> None:
        """Hands on what loading the theme taught."""
        self._asked[THEME] = learnt

    @property
    def changed(self) -> bool:
        """Whether there is anything to record."""
        return self._asked.keys() != self._known.keys() or self._asked.get(THEME) != self._known.get(THEME)

    @property
    def data(self) -> bytes:
        """All that was asked for, to begin the next memo with."""
        return pickle.dumps(self._asked, protocol=5)


def _load(data: bytes) -> dict[bytes, Any]:
    try:
        known = Reader(data, TRUSTED).load() if data else {}
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is an empty one
        return {}
    return known if isinstance(known, dict) else {}
