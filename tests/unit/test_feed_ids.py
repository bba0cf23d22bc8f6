"""Feed ids hold from the first publication on: neither the site's address nor a post's own is part of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from miniature import Site

POST = "---\ntitle: 演習\ndate: 2023-09-05\nkind: note\n{}---\n本文である。\n"
PATH = "content/posts/2023/09/exercise.md"


def ids(site: Site) -> list[str]:
    return re.findall(r"<guid[^>]*>([^<]+)</guid>", site.read("feed.xml"))


def settings(base: str) -> str:
    return f"title: 演習の記録\nbase_url: {base}\n"


def test_ids_survive_a_move_of_the_site_a_new_slug_and_a_new_title(site: Callable[[Mapping[str, str]], Site]) -> None:
    made = site({"content/site.yaml": settings("https://one.example/"), PATH: POST.format("")})
    made.build()
    before = ids(made)
    made.write("content/site.yaml", settings("https://two.example/repo/"))
    made.write(PATH, POST.format("slug: drill\n").replace("演習\n", "合同演習\n", 1))
    made.build()

    assert ids(made) == before == ["tag:digest.invalid,2000:posts/2023/09/exercise"]
    assert "https://two.example/repo/2023/09/05/drill/" in made.read("feed.xml")
