"""Owns what loading may remember: facts of files by their fingerprints, so that an unchanged theme needs no parser.

Opaque and picklable: the caller stores `Theme.memory` and hands it to the next `load_theme`. It holds only what the
files themselves say, so it is right for any theme, language and options; a version of this program or of a library
that reads files otherwise must drop it (the build's salt does). Files with problems are never remembered, so
their problems come back on every run.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

Fact = TypeVar("Fact")
Scalar = str | int | float | bool | None


class Pair(NamedTuple):
    """A key of a YAML mapping with its value and the place of the key (line and column from 1)."""

    key: str
    value: Scalar | tuple[Pair, ...]
    line: int
    column: int


class Reference(NamedTuple):
    """A template that a template names."""

    name: str
    line: int
    tag: str
    """extends, include, import, or cards for `item.html`."""
    required: bool
    """False for `ignore missing` and for lists of alternatives."""


class Call(NamedTuple):
    """A call of a function whose argument names something of the theme's."""

    function: str
    """t, asset or option."""
    name: str
    whole: bool
    """True: the argument is `name`. False: it begins with `name` (empty: nothing is known of it)."""
    line: int


class Use(NamedTuple):
    """A variable that a template reads or sets."""

    name: str
    line: int


class Facts(NamedTuple):
    """What a template says about other things; all that is needed of it as long as it is not rendered."""

    references: tuple[Reference, ...] = ()
    calls: tuple[Call, ...] = ()
    reads: tuple[Use, ...] = ()
    writes: tuple[Use, ...] = ()
    """Names that it sets, imports, loops over or defines as macros."""


class ThemeMemory(NamedTuple):
    """Facts by fingerprint: of templates, and of YAML files."""

    templates: tuple[tuple[bytes, Facts], ...] = ()
    mappings: tuple[tuple[bytes, tuple[Pair, ...]], ...] = ()


class Remembered(Generic[Fact]):
    """A look-up that learns: what it was asked for in this run is what it will hand on."""

    def __init__(self, known: tuple[tuple[bytes, Fact], ...]) -> None:
        self._known = dict(known)
        self._asked: dict[bytes, Fact] = {}

    def get(self, fingerprint: bytes, make: Callable[[], Fact | None]) -> Fact | None:
        """The fact of this file, made where it is not known; None (a file with problems) is not kept."""
        fact = self._known.get(fingerprint)
        if fact is None:
            fact = make()
        if fact is not None:
            self._asked[fingerprint] = fact
        return fact

    def kept(self) -> tuple[tuple[bytes, Fact], ...]:
        """All that was asked for, in the order of fingerprints."""
        return tuple(sorted(self._asked.items(), key=lambda item: item[0]))
