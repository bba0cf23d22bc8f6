"""A site may leave kinds of pages out; what remains then leads to none of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from miniature import Site

FILES = {
    "content/site.yaml": "title: 記録\nbase_url: https://one.example/\nsections: [archive]\n",
    "content/topics.yaml": "演習: {slug: exercises}\n",
    "content/posts/2023/09/exercise.md": "---\ntitle: 合同演習\ndate: 2023-09-05\nkind: note\n"
    "topics: [演習]\n---\n本文。\n",
}


def test_a_topic_without_a_page_is_named_and_not_linked(site: Callable[[Mapping[str, str]], Site]) -> None:
    made = site(FILES)
    made.build()

    for page in ("index.html", "2023/09/05/exercise/index.html"):
        assert '<a class="topic">演習</a>' in made.read(page)
    assert not made.exists("topics/exercises/index.html")


def test_a_topic_that_no_table_knows_has_a_page_a_feed_and_a_line_of_the_index(
    site: Callable[[Mapping[str, str]], Site],
) -> None:
    settings = "title: 記録\nbase_url: https://one.example/\nregistries: {topics: open}\n"
    post = FILES["content/posts/2023/09/exercise.md"].replace("[演習]", "[演習, 離島]")
    made = site(FILES | {"content/site.yaml": settings, "content/posts/2023/09/exercise.md": post})
    assert made.build().status == 0

    assert 'href="/topics/%E9%9B%A2%E5%B3%B6/">離島</a>' in made.read("2023/09/05/exercise/index.html")
    assert "合同演習" in made.read("topics/離島/index.html")
    assert "<title>合同演習</title>" in made.read("topics/離島/feed.xml")
    for shown in ("topics/index.html", "feeds/index.html", "feeds.opml"):
        assert "離島" in made.read(shown), shown
