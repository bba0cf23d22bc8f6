"""The plan: one path, one owner; two that want one path are told, also where case and normal forms are alike."""

from __future__ import annotations

import unicodedata

import pytest

from digest.site.kinds.statics import literal
from digest.site.pages import Page
from digest.site.plan import LONGEST_NAME, clashes
from digest.site.views import Card, Link


def page(path: str, owner: str = "") -> Page:
    return Page(path, "", owner or f"content/posts/{path}.md", literal, (path.encode(),))


def codes(*paths: str) -> list[str]:
    return [one.code for one in clashes(tuple(map(page, paths)))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a/index.html", "a/index.html"),
        ("A/index.html", "a/index.html"),
        (unicodedata.normalize("NFD", "topics/がく/index.html"), "topics/がく/index.html"),
        ("a", "a/index.html"),
        ("STRASSE/x", "straße/x"),
    ],
)
def test_two_pages_of_one_path_are_one_problem(one: str, other: str) -> None:
    assert codes(one, other) == ["output-clash"]
    assert codes(other, one) == ["output-clash"]


def test_pages_beside_each_other_are_none() -> None:
    assert codes("index.html", "a/index.html", "a/b/index.html", "ab/index.html", "a.html") == []


def test_a_clash_names_both_and_points_to_a_file_of_the_authors() -> None:
    (found,) = clashes((page("topics/index.html", "topics"), page("topics/index.html", "content/pages/topics.md")))
    assert set(dict(found.args).values()) == {"topics/index.html", "topics", "content/pages/topics.md"}
    assert found.mark.path == "content/pages/topics.md"
    (found,) = clashes((page("x", "feed x"), page("x", "home")))
    assert found.mark.path == "content/site.yaml"


def test_a_name_too_long_for_a_file_system_is_told() -> None:
    assert codes("a" * LONGEST_NAME + "/index.html") == []
    assert codes("あ" * (LONGEST_NAME // 3 + 1) + "/index.html") == ["name-too-long"]


def sign(*args: object) -> bytes:
    return Page("x", "", "x", literal, args).signature


def test_a_page_is_signed_with_what_it_is_made_from_and_nothing_is_mixed_up() -> None:
    card = Card("a/", "題", "2023-09-05", "", "要約", "", "", (), (), None, mark=b"1" * 16)
    arguments: list[tuple[object, ...]] = [
        (),
        ("a", "b"),
        ("ab",),
        (("a", "b"),),
        (("a",), "b"),
        ((("a",), "b"),),
        ("a", None),
        ("a", ""),
        ("a", 0),
        ("a", False),
        ("a", b""),
        (card,),
        ((card,),),
        (card._replace(mark=b"2" * 16),),
        ((card, card),),
        (Link("a", "b"),),
        (Link("a"),),
    ]
    assert len({sign(*args) for args in arguments}) == len(arguments)
    assert sign("a", card) == sign("a", card)
