"""What a theme does not show of a post is not worked out; what it shows is the same as ever."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from miniature import LEAST_SETTINGS, Site
from workbench import NOW

from digest.builder import build
from digest.errors import ContentError
from digest.orders import Order
from digest.site.kinds import posts
from digest.site.lazily import lazily
from digest.verifying import Silent

Make = Callable[[Mapping[str, str]], Site]
POST = """\
---
title: 東都港の演習
date: 2023-09-05
sources:
- {outlet: 北洋新聞, headline: 演習始まる, cites: [東都通信]}
- {outlet: 東都通信}
---
本文
"""
PARTS = ("_json_ld", "claims_view", "provenance_view")


class Pair(NamedTuple):
    """A view."""

    left: str
    right: str = ""


def themed(site: Make, template: str) -> Site:
    settings = LEAST_SETTINGS + "theme: kid\n"
    theme = {"theme.yaml": "name: kid\nextends: base\ncontract: 1\n", "templates/post.html": template}
    kid = {f"themes/kid/{name}": text for name, text in theme.items()}
    return site({"content/site.yaml": settings, "content/posts/a.md": POST, **kid})


def run(blog: Site) -> str:
    build(Order(blog.root, blog.output, NOW, jobs=1), Silent())
    return blog.read("2023/09/05/a/index.html")


def test_a_part_is_worked_out_once_and_not_before_it_is_asked_for() -> None:
    asked: list[str] = []
    view = lazily(Pair("左"), right=lambda: asked.append("right") or "右")
    assert (view.left, asked) == ("左", [])
    assert (view.right, view.right, asked) == ("右", "右", ["right"])
    assert isinstance(view, Pair)
    assert type(view).__name__ == "Pair", "messages tell a designer of the view that the guide has"


@given(st.text(), st.text())
def test_taken_as_a_tuple_it_is_the_same_as_if_all_had_been_worked_out(left: str, right: str) -> None:
    whole = Pair(left, right)

    def view() -> Pair:
        return lazily(Pair(left), right=lambda: right)

    assert (tuple(view()), view()[1], view()[:2], repr(view())) == (tuple(whole), right, (left, right), repr(whole))
    assert (view(), whole, hash(view())) == (whole, view(), hash(whole))
    assert (view() != whole, whole != view()) == (False, False)
    assert (right in view(), view()._replace(left="別")) == (True, whole._replace(left="別"))
    assert type(view())._make(whole) == whole
    assert json.loads(json.dumps(view())) == [left, right]
    assert len({view(), whole}) == 1


def test_what_a_theme_does_not_show_is_not_worked_out(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PARTS:
        monkeypatch.delattr(posts, name)
    monkeypatch.delattr(posts.Sourced, "coverage_rows")
    blog = themed(site, "<!doctype html><html lang=ja><title>{{ page.title }}</title>{{ page.body_html|safe }}")
    assert "東都港の演習" in run(blog)


@pytest.mark.parametrize("error", [AttributeError, LookupError, ValueError, MemoryError])
def test_a_mistake_of_ours_in_such_a_part_is_not_laid_on_the_designer(
    site: Make, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def broken(*_: object) -> None:
        raise error("of ours")

    monkeypatch.setattr(posts, "claims_view", broken)
    with pytest.raises(error, match="of ours"):
        run(themed(site, "{{ page.claims }}"))


@pytest.mark.parametrize("field", ["head.json_ld", "coverage", "independence.origins", "claims", "provenance.boxes"])
def test_a_template_may_reach_such_a_part_in_any_way(site: Make, field: str) -> None:
    by_key = "".join(f"['{name}']" for name in field.split("."))
    ways = f"{{{{ page.{field} }}}}|{{{{ page{by_key} }}}}|{{{{ [page]|map(attribute='{field}')|first }}}}"
    page = run(themed(site, f"{{% set page = page %}}{ways}"))
    first, *others = page.strip().split("|")
    assert first
    assert others == [first, first]


@pytest.mark.parametrize(("name", "near"), [("covrage", "coverage"), ("parts", ""), ("whole", ""), ("view", "")])
def test_a_misspelt_field_is_told_by_the_name_of_its_view(site: Make, name: str, near: str) -> None:
    with pytest.raises(ContentError) as told:
        run(themed(site, f"{{{{ page.{name} }}}}"))
    args = dict(told.value.problems[0].args)
    assert (args["owner"], args["name"]) == ("PostView", name)
    assert near in args["near"]
