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
    return _named(kind, share=False)


def sharing(kind: type[tuple[Any, ...]]) -> Conversion:
    """As `form_of(kind).value`, with one object for all equal tuples of texts within the values that it gives.

    The same names stand in thousands of posts: what is held of these shrinks to a third. The conversion itself holds
    all that it has shared, so it is made for one run of values and dropped.
    """
    return _named(kind, share=True).value


def _named(kind: type[tuple[Any, ...]], *, share: bool) -> Form:
    return _fixed(get_type_hints(kind).values(), kind._make, share=share)  # type: ignore[attr-defined]


def _form(hint: Any, *, share: bool) -> Form | None:  # noqa: ANN401 - a type, or what stands for one
    """The form of what this hint describes; None where nothing is to be done with it."""
    form = _changing(hint, share=share)
    return _sharing(form or Form(tuple, tuple)) if share and hint is not str and _of_texts(hint) else form


def _changing(hint: Any, *, share: bool) -> Form | None:  # noqa: ANN401 - as above
    """The form of what this hint describes; None where there is no named tuple in it, nor anything shared."""
    if hasattr(hint, "_fields"):
        return _named(hint, share=True) if share else form_of(hint)
    parts = get_args(hint)
    if get_origin(hint) is tuple:
        if parts[1:] == (...,):
            return _each(_form(parts[0], share=share))
        return _fixed(parts, tuple, share=share) if any(_form(part, share=share) for part in parts) else None
    if get_origin(hint) is UnionType and NoneType in parts:
        return _perhaps(next(filter(None, (_form(part, share=share) for part in parts)), None))
    return None


def _of_texts(hint: Any) -> bool:  # noqa: ANN401 - as above
    """Whether equal values of this type are the same in all: texts are, where 1, 1.0 and True are not."""
    if hasattr(hint, "_fields"):
        return all(map(_of_texts, get_type_hints(hint).values()))
    return hint is str or (get_origin(hint) is tuple and all(part is ... or _of_texts(part) for part in get_args(hint)))


def _sharing(form: Form) -> Form:
    """The form, whose values are the first that were equal to them."""
    value = form.value
    known: dict[Any, Any] = {}

    def shared(given: Any) -> Any:  # noqa: ANN401 - as `Conversion` has it
        made = value(given)
        return known.setdefault(made, made)

    return Form(form.plain, shared)


def _fixed(hints: Iterable[Any], make: Conversion, *, share: bool) -> Form:
    """The form of a tuple of so many fields, which `make` makes of a list of them."""
    inner = [(index, form) for index, hint in enumerate(hints) if (form := _form(hint, share=share))]
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
