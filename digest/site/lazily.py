"""Owns the parts of a view that are worked out when a template first asks for them: a page costs what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any, TypeVar

View = TypeVar("View", bound="tuple[Any, ...]")


class PartError(Exception):
    """A part could not be worked out: no fault of the template that asked for it, whatever it looks like."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


def lazily(view: View, **parts: Callable[[], object]) -> View:
    """The view (a named tuple), with fields that these functions give, once each and none before it is asked for."""
    made = _type(type(view), tuple(parts))(*view)
    made._parts = parts  # noqa: SLF001 - its type is made here
    return made  # type: ignore[no-any-return]


@lru_cache
def _type(view: type[Any], names: tuple[str, ...]) -> Any:  # noqa: ANN401 - a type made at run time
    """The view's type with these fields asked for; it has the same name, for messages tell a designer of it."""
    return type(view.__name__, (_Asked, view), {"_view": view, **{name: _part(name) for name in names}})


def _part(name: str) -> Any:  # noqa: ANN401 - as above
    def part(asked: Any) -> object:  # noqa: ANN401 - as above
        try:
            return asked._parts[name]()  # noqa: SLF001 - as above
        except Exception as error:
            raise PartError(error) from error

    return cached_property(part)


class _Asked:
    """Gone through, printed, compared, or asked by position or for a changed copy, it is whole.

    As a template might take it; what else tuples can do (`index`, `count`, `<`, `+`) nobody asks of a page.
    """

    _view: type[Any]
    _parts: Mapping[str, Callable[[], object]]

    def _whole(self) -> Any:  # noqa: ANN401 - as above
        return self._view(*(getattr(self, name) for name in self._view._fields))

    @classmethod
    def _make(cls, values: Iterable[object]) -> Any:  # noqa: ANN401 - as above
        return cls._view._make(values)

    def __iter__(self) -> Iterator[object]:
        return iter(self._whole())

    def __contains__(self, value: object) -> bool:
        return value in self._whole()

    def __getitem__(self, at: Any) -> object:  # noqa: ANN401 - a number or a slice
        return self._whole()[at]

    def __repr__(self) -> str:
        return repr(self._whole())

    def __eq__(self, other: object) -> bool:
        return bool(self._whole() == other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self._whole())
