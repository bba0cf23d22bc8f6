"""Related posts: older ones alone, rare things before common ones, and old posts' lists stay as they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digest.site.library import Entry
from digest.site.related import MOST, related
from digest.site.views import Card


def entry(number: int, *topics: str, outlets: tuple[str, ...] = (), story: str = "") -> Entry:
    card = Card(f"{number}/", f"第{number}報", "2023-09-05", "", "", "", "", (), (), None)
    reports = tuple((outlet, "", ()) for outlet in outlets)
    return Entry(f"{number}.md", f"{number}/", "", number, card, b"", "", topics=topics, story=story, reports=reports)


def lists(*oldest_first: Entry, apart: dict[str, frozenset[str]] | None = None) -> dict[str, list[str]]:
    found = related(oldest_first[::-1], apart or {})
    return {path: [card.url for card in cards] for path, cards in found.items()}


def test_a_post_relates_to_older_posts_only() -> None:
    found = lists(entry(1, "演習"), entry(2, "演習"), entry(3, "調達"))
    assert found == {"1.md": [], "2.md": ["1/"], "3.md": []}


def test_a_rare_topic_comes_before_a_common_one() -> None:
    common = [entry(number, "防衛") for number in range(1, 40)]
    found = lists(entry(0, "掃海"), *common, entry(50, "防衛", "掃海"))
    assert found["50.md"][0] == "0/"


def test_what_nearly_all_posts_share_relates_nothing() -> None:
    found = lists(*(entry(number, "防衛") for number in range(100)))
    assert found["99.md"] == []


def test_the_same_story_comes_first_and_its_neighbours_are_shown_elsewhere() -> None:
    posts = (entry(1, story="s"), entry(2, "掃海"), entry(3, "掃海", story="s"))
    assert lists(*posts)["3.md"] == ["1/", "2/"]
    assert lists(*posts, apart={"3.md": frozenset({"1/"})})["3.md"] == ["2/"]


def test_an_outlet_alone_relates_nothing_but_breaks_a_tie() -> None:
    assert lists(entry(1, outlets=("toto",)), entry(2, outlets=("toto",)))["2.md"] == []
    posts = (entry(1, "掃海", outlets=("toto",)), entry(2, "掃海"), entry(3, "掃海", outlets=("toto",)))
    assert lists(*posts)["3.md"] == ["1/", "2/"]


POSTS = st.lists(
    st.tuples(st.sets(st.sampled_from("abcdef"), max_size=3), st.sampled_from(["", "", "s", "t"])), max_size=40
)


@given(POSTS)
def test_a_new_post_changes_no_older_list(described: list[tuple[set[str], str]]) -> None:
    posts = [entry(number, *sorted(topics), story=story) for number, (topics, story) in enumerate(described)]
    whole = lists(*posts)
    before = lists(*posts[:-1])
    assert {path: whole[path] for path in before} == before
    assert all(len(cards) <= MOST for cards in whole.values())
    assert all(int(url.rstrip("/")) < int(path.removesuffix(".md")) for path, urls in whole.items() for url in urls)
