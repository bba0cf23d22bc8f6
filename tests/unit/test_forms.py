"""Named tuples made plain come back as they were, with the types that their fields name and no other."""

from __future__ import annotations

import marshal
import re
import sys
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.content.articles import Article
from digest.forms import form_of, sharing
from digest.site.library import Entry


class Place(NamedTuple):
    name: str
    at: tuple[int, int] = (0, 0)


class Trip(NamedTuple):
    start: Place
    stops: tuple[Place, ...] = ()
    end: Place | None = None
    legs: tuple[tuple[int, Place], ...] = ()
    names: tuple[str, ...] = ()
    note: str | None = None


class Year(NamedTuple):
    trips: tuple[Trip, ...]


PLACES = st.builds(Place, st.text(), st.tuples(st.integers(), st.integers()))
TRIPS = st.builds(
    Trip,
    PLACES,
    st.lists(PLACES).map(tuple),
    st.none() | PLACES,
    st.lists(st.tuples(st.integers(), PLACES)).map(tuple),
    st.lists(st.text()).map(tuple),
    st.none() | st.text(),
)


def shape(value: object) -> object:
    """The value with the type of each of its tuples, which equality leaves out."""
    return (type(value), tuple(map(shape, value))) if isinstance(value, tuple) else value


@given(st.builds(Year, st.lists(TRIPS).map(tuple)))
def test_what_was_made_plain_comes_back(year: Year) -> None:
    form = form_of(Year)
    plain = form.plain(year)
    assert set(_types(plain)) <= {tuple}
    assert shape(form.value(marshal.loads(marshal.dumps(plain)))) == shape(year)


def _types(value: object) -> list[type]:
    return [type(value), *(one for part in value for one in _types(part))] if isinstance(value, tuple) else []


@given(st.lists(TRIPS, min_size=1, max_size=4))
def test_shared_values_are_those_that_were_made_plain(trips: list[Trip]) -> None:
    rows = [marshal.dumps(form_of(Trip).plain(trip)) for trip in (*trips, *trips)]
    value = sharing(Trip)
    found = [value(marshal.loads(row)) for row in rows]
    assert list(map(shape, found)) == list(map(shape, (*trips, *trips)))
    again = found[len(trips) :]
    assert all(one.names is other.names for one, other in zip(found, again, strict=False) if one.names)


class Named(NamedTuple):
    name: str
    url: str


class Mixed(NamedTuple):
    pairs: tuple[tuple[str, str], ...]
    named: tuple[Named, ...]
    numbers: tuple[int, ...]


def test_only_what_is_the_same_in_all_is_shared() -> None:
    """A pair of texts equals a named tuple of them, and 1 equals True: neither may take the other's place."""
    mixed = Mixed((("a", "b"),), (Named("a", "b"),), (1, True))
    value = sharing(Mixed)
    found = [value(form_of(Mixed).plain(one)) for one in (mixed, mixed._replace(numbers=(True, 1)))]
    assert shape(found[0]) == shape(mixed)
    assert found[0].named is found[1].named
    assert [type(one) for one in found[1].numbers] == [bool, int]


@pytest.mark.parametrize("row", [(), ("x",) * 7, 1, (("x", (0, 0)), ((),), None, (), (), None)])
def test_another_shape_is_refused(row: Any) -> None:
    with pytest.raises((TypeError, IndexError)):
        form_of(Trip).value(row)


@pytest.mark.parametrize("kind", [Article, Entry])
def test_no_field_of_what_is_stored_is_overlooked(kind: type[tuple[Any, ...]]) -> None:
    """A field whose type names a named tuple in a way that `form_of` does not know would come back plain."""
    named = set(_named(kind))
    assert len(named) > 2
    form_of.cache_clear()
    form_of(kind)
    assert form_of.cache_info().currsize == len(named)


def _named(kind: type[tuple[Any, ...]]) -> list[str]:
    """The named tuples that the types of a named tuple's fields speak of, by what they say of themselves."""
    found = [kind.__qualname__]
    for hint in kind.__annotations__.values():
        text = hint.__forward_arg__ if hasattr(hint, "__forward_arg__") else str(hint)
        for name in re.findall(r"\w+", text):
            inner = getattr(sys.modules[kind.__module__], name, None)
            if hasattr(inner, "_fields"):
                found += _named(inner)
    return found
