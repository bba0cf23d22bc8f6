"""Owns the parts of a view that are worked out when a template first asks for them: a page costs what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any, TypeVar

View = TypeVar("View", bound="tuple[Any, ...]")


def lazily(view: View, **parts: Callable[[], object]) -> View:
    """The view (a named tuple), with fields that these functions give, once each and none before it is asked for."""
    made = _type(type(view), tuple(parts))(*view)
    made.parts = parts
    return made  # type: ignore[no-any-return]


@lru_cache
def _type(view: type[Any], names: tuple[str, ...]) -> Any:  # noqa: ANN401 - a type made at run time
    """The view's type with these fields asked for; it has the same name, for messages tell a designer of it."""
    return type(view.__name__, (_Asked, view), {"view": view, **{name: _part(name) for name in names}})


def _part(name: str) -> Any:  # noqa: ANN401 - as above
    return cached_property(lambda asked: asked.parts[name]())


class _Asked:
    """Whoever takes it as a tuple, not by the name of a field, gets it whole."""

    view: type[Any]
    parts: Mapping[str, Callable[[], object]]

    def whole(self) -> Any:  # noqa: ANN401 - as above
        return self.view(*(getattr(self, name) for name in self.view._fields))

    def _replace(self, **fields: object) -> Any:  # noqa: ANN401 - as above
        return self.whole()._replace(**fields)

    def __iter__(self) -> Iterator[object]:
        return iter(self.whole())

    def __getitem__(self, at: Any) -> object:  # noqa: ANN401 - a number or a slice
        return self.whole()[at]

    def __repr__(self) -> str:
        return repr(self.whole())

    def __eq__(self, other: object) -> bool:
        return bool(self.whole() == other)

    def __hash__(self) -> int:
        return hash(self.whole())
