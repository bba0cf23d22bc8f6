"""Links within the site lead to files of the author's, or to places that the plan has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import Problem
from digest.site.links import Atlas, Target, dead_places, resolve
from digest.text.body import Hole

HERE = "content/posts/2023/09/x.md"
ATLAS = Atlas(
    {
        HERE: Target("2023/09/05/x/", ("経緯",)),
        "content/posts/2023/08/演習.md": Target("2023/08/01/ex/", ("背景", "a-b")),
        "content/posts/2023/09/held.md": Target("2030/01/01/held/", (), held=True),
        "content/pages/about.md": Target("about/", ()),
    },
    frozenset({"content/media/2023/map.svg"}),
    frozenset({"content/posts/2023/09/broken.md"}),
)


def follow(address: str, kind: str = "href") -> tuple[str, Problem | None]:
    ((_, url),), problems = resolve(HERE, [(0, Hole(kind, address, 7, 3, 9))], ATLAS)
    return url, problems[0] if problems else None


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("../08/演習.md", "2023/08/01/ex/"),
        ("../08/%E6%BC%94%E7%BF%92.md#背景", "2023/08/01/ex/#背景"),
        ("../08/演習.md#%E8%83%8C%E6%99%AF", "2023/08/01/ex/#背景"),
        ("../../../pages/about.md", "about/"),
        ("x.md#経緯", "2023/09/05/x/#経緯"),
        ("./x.md?from=mail", "2023/09/05/x/"),
        ("../../../media/2023/map.svg", "media/2023/map.svg"),
        ("/topics/nk/#list", "topics/nk/#list"),
        ("/", ""),
    ],
)
def test_a_link_leads_to_what_it_names(written: str, url: str) -> None:
    assert follow(written) == (url, None)


@pytest.mark.parametrize(
    ("written", "kind", "code", "near"),
    [
        ("../08/演習会.md", "href", "dead-link", "../08/演習.md"),
        ("演習.md", "href", "dead-link", "../08/演習.md"),
        ("../../../media/2023/mapp.svg", "src", "dead-media", "../../../media/2023/map.svg"),
        ("../08/演習.md#a-c", "href", "dead-anchor", "a-b"),
        ("../../../../secret.md", "href", "link-outside", ""),
        ("../../../../../../etc/passwd", "src", "link-outside", ""),
        ("%2e%2e/%2e%2e/%2e%2e/%2e%2e/secret.md", "href", "link-outside", ""),
        ("held.md", "href", "link-to-held", ""),
    ],
)
def test_a_dead_link_is_told_with_what_was_perhaps_meant(written: str, kind: str, code: str, near: str) -> None:
    _, found = follow(written, kind)
    assert found is not None
    assert (found.code, dict(found.args).get("near", "")) == (code, near)
    assert (found.mark.path, found.mark.line, found.mark.column, found.mark.length) == (HERE, 7, 3, 9)


def test_a_file_with_problems_of_its_own_is_no_further_problem() -> None:
    assert follow("broken.md")[1] is None


OUTPUTS = {"topics/nk/index.html", "feed.xml", "index.html", "2023/a/index.html"}
TEXTS = {"2023/a/index.html": ("content/posts/a.md", ("見出し", "another"))}


@pytest.mark.parametrize(
    ("written", "dead"),
    [("/topics/nk/", False), ("/topics/nk", True), ("/topics/none/", True), ("/feed.xml", False), ("/#top", False)],
)
def test_a_place_is_alive_when_the_plan_has_it(written: str, dead: bool) -> None:  # noqa: FBT001 - a case
    found = dead_places(HERE, [(0, Hole("href", written, 1, 1, 1))], OUTPUTS, TEXTS)
    assert [one.code for one in found] == (["dead-place"] if dead else [])


@pytest.mark.parametrize(
    ("written", "dead"),
    [
        ("/2023/a/", False),
        ("/2023/a/#見出し", False),
        ("/2023/a/#%E8%A6%8B%E5%87%BA%E3%81%97", False),
        ("/2023/a/#見出", True),
        ("/topics/nk/#whatever", False),
    ],
)
def test_a_heading_at_a_place_is_looked_for_where_the_page_is_the_authors(written: str, dead: bool) -> None:  # noqa: FBT001 - a case
    found = dead_places(HERE, [(0, Hole("href", written, 1, 1, 1))], OUTPUTS, TEXTS)
    assert [(one.code, dict(one.args)["near"]) for one in found] == ([("dead-anchor", "見出し")] if dead else [])


@given(st.text(max_size=60))
def test_no_address_leads_out_of_the_content(address: str) -> None:
    url, found = follow(address)
    if address.startswith("/"):
        return
    known = {target.url for target in ATLAS.files.values()} | {"media/2023/map.svg", "posts/2023/09/broken.md"}
    assert url.partition("#")[0] in known | {""}
    assert found is not None or url.partition("#")[0] in known
