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
