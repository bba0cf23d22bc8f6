"""Owns plain forms: named tuples as the plain ones that `marshal` takes, and back, as the types of their fields say.

Only the named type that is asked for comes back, with those that its fields name; what is stored names no type at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

Conversion = Callable[[Any], Any]


class Form(NamedTuple):
    """How values of one type are made plain, and made again."""

    plain: Conversion
    """The plain tuples of a value."""
    value: Conversion
    """The value of plain tuples; TypeError or IndexError where there are more or fewer fields than the type has."""


@lru_cache(maxsize=64)
def form_of(kind: type[tuple[Any, ...]]) -> Form:
    """The form of a named tuple's type; among its fields named tuples may stand alone, in tuples, or be None."""
    return _fixed(get_type_hints(kind).values(), kind._make)  # type: ignore[attr-defined]


def _form(hint: Any) -> Form | None:  # noqa: ANN401 - a type, or what stands for one
    """The form of what this hint describes; None where there is no named tuple in it."""
    if hasattr(hint, "_fields"):
        return form_of(hint)
    parts = get_args(hint)
    if get_origin(hint) is tuple:
        if parts[1:] == (...,):
            return _each(_form(parts[0]))
        return _fixed(parts, tuple) if any(map(_form, parts)) else None
    if get_origin(hint) is UnionType and NoneType in parts:
        return _perhaps(next(filter(None, map(_form, parts)), None))
    return None


def _fixed(hints: Iterable[Any], make: Conversion) -> Form:
    """The form of a tuple of so many fields, which `make` makes of a list of them."""
    inner = [(index, form) for index, form in enumerate(map(_form, hints)) if form]
    if not inner:
        return Form(tuple, make)
    plain = [(index, form.plain) for index, form in inner]
    value = [(index, form.value) for index, form in inner]
    return Form(lambda given: tuple(_changed(given, plain)), lambda given: make(_changed(given, value)))


def _changed(given: Iterable[Any], conversions: Iterable[tuple[int, Conversion]]) -> list[Any]:
    fields = list(given)
    for index, convert in conversions:
        fields[index] = convert(fields[index])
    return fields


def _each(form: Form | None) -> Form | None:
    """The form of a tuple of any number of these."""
    if form is None:
        return None
    plain, value = form
    return Form(lambda given: tuple(map(plain, given)), lambda given: tuple(map(value, given)))


def _perhaps(form: Form | None) -> Form | None:
    """The form of one of these, or None."""
    if form is None:
        return None
    plain, value = form
    return Form(
        lambda given: None if given is None else plain(given), lambda given: None if given is None else value(given)
    )
