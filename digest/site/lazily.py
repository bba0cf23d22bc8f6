"""Owns the parts of a view that are worked out when a template first asks for them: a page costs what it shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any, TypeVar

View = TypeVar("View", bound="tuple[Any, ...]")


def lazily(view: View, **parts: Callable[[], object]) -> View:
    """The view (a named tuple), with fields that these functions give, once each and none before it is asked for.

    To be done last: what `_replace` makes of it has no such parts. By position, which no template goes by, such a field
    is what it was.
    """
    made = _type(type(view), tuple(parts))(*view)
    made.parts = parts
    return made  # type: ignore[no-any-return]


@lru_cache
def _type(view: type[Any], names: tuple[str, ...]) -> Any:  # noqa: ANN401 - a type made at run time
    """The view's type with these fields asked for; it has the same name, for messages tell a designer of it."""
    return type(view.__name__, (view,), {name: _part(name) for name in names})


def _part(name: str) -> Any:  # noqa: ANN401 - as above
    return cached_property(lambda view: view.parts[name]())
