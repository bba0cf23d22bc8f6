"""Old addresses lead on: aliases of posts, pages, stories and registry names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from miniature import Site

from digest.content.aliases import place_of

Make = Callable[[Mapping[str, str]], Site]
NOTE = "---\ntitle: 東都港の演習\ndate: 2023-09-05\nkind: note\n{more}---\n本文\n"
POST = "content/posts/2023/09/exercise.md"


def leads(text: str) -> tuple[str, str, bool]:
    """Where a redirect page leads: by refresh, by canonical; and whether it keeps out of search engines."""
    refresh = re.search(r'http-equiv="refresh" content="0; url=([^"]*)"', text)
    canonical = re.search(r'rel="canonical" href="([^"]*)"', text)
    assert refresh
    assert canonical
    assert f'<a href="{refresh[1]}">' in text
    return refresh[1], canonical[1], 'name="robots" content="noindex"' in text


def test_a_posts_aliases_lead_to_it_under_a_sub_path(site: Make) -> None:
    blog = site({POST: NOTE.format(more="aliases: [/old/place/, old/entry.html, /archives/123.php, '%E6%97%A7']\n")})
    assert blog.build("--base-url", "https://name.example/repo/").status == 0
    for path in ("old/place/index.html", "old/entry.html", "archives/123.php/index.html", "旧/index.html"):
        assert leads(blog.read(path)) == (
            "/repo/2023/09/05/exercise/",
            "https://name.example/repo/2023/09/05/exercise/",
            True,
        )
    assert "old/place" not in blog.read("sitemap.xml")


def test_pages_and_stories_have_aliases_too(site: Make) -> None:
    blog = site(
        {
            POST: NOTE.format(more="story: harbour\n"),
            "content/pages/about.md": "---\ntitle: 案内\naliases: [/profile/]\n---\n本文\n",
            "content/stories/harbour.md": "---\ntitle: 港\naliases: [/stories/old-harbour/]\n---\n",
        }
    )
    assert blog.build().status == 0
    assert leads(blog.read("profile/index.html"))[0] == "/about/"
    assert leads(blog.read("stories/old-harbour/index.html"))[0] == "/stories/harbour/"


def test_a_topics_other_names_lead_to_it_and_its_old_feed_stays(site: Make) -> None:
    topics = "架空国: {slug: nation, aliases: [old-nation, ネーション]}\n"
    blog = site({POST: NOTE.format(more="topics: [架空国]\n"), "content/topics.yaml": topics})
    assert blog.build().status == 0
    assert leads(blog.read("topics/old-nation/index.html"))[0] == "/topics/nation/"
    assert leads(blog.read("topics/ネーション/index.html"))[0] == "/topics/nation/"
    assert blog.read("topics/old-nation/feed.xml") == blog.read("topics/nation/feed.xml")
    assert 'href="https://digest.example/topics/nation/feed.xml"' in blog.read("topics/old-nation/feed.xml")
    assert not blog.exists("topics/ネーション/feed.xml"), "a spelling never was a feed"


def test_topics_that_are_named_by_their_slugs_leave_feeds_under_every_name(site: Make) -> None:
    blog = site(
        {POST: NOTE.format(more="topics: [新しい名]\n"), "content/topics.yaml": "新しい名: {aliases: [古い名]}\n"}
    )
    assert blog.build().status == 0
    assert blog.read("topics/古い名/feed.xml") == blog.read("topics/新しい名/feed.xml")


REPORT = """---
title: 東都港の演習
date: 2023-09-05
story: harbour
sources:
  - {outlet: 東都新聞, reporters: [青木健二], dateline: 架空港, headline: 演習、始まる, published: 2023-09-05}
---
本文
"""


def test_every_kind_of_feed_leaves_one_at_its_old_address(site: Make) -> None:
    blog = site(
        {
            POST: REPORT,
            "content/stories/harbour.md": "---\ntitle: 港\naliases: [/stories/old-harbour/]\n---\n",
            "content/outlets.yaml": "東都新聞: {slug: toto, aliases: [old-toto]}\n",
            "content/places.yaml": "架空港: {slug: port, aliases: [old-port]}\n",
        }
    )
    assert blog.build("--verify").status == 0
    moved = {
        "stories/old-harbour/": "stories/harbour/",
        "outlets/old-toto/": "outlets/toto/",
        "reporters/old-toto-青木健二/": "reporters/toto-青木健二/",
        "places/old-port/": "places/port/",
    }
    for old, new in moved.items():
        assert unquote(leads(blog.read(f"{old}index.html"))[0]) == f"/{new}"
        assert blog.read(f"{old}feed.xml") == blog.read(f"{new}feed.xml")
        assert old not in unquote(blog.read("sitemap.xml") + blog.read("feeds.opml"))


def test_a_name_that_came_into_the_table_later_keeps_its_old_feed_when_it_is_its_own_alias(site: Make) -> None:
    files = {POST: REPORT, "content/stories/harbour.md": "---\ntitle: 港\n---\n"}
    blog = site(files)
    assert blog.build().status == 0
    old = {path for path in blog.tree() if "東都新聞" in path}
    assert {"outlets/東都新聞/feed.xml", "reporters/東都新聞-青木健二/feed.xml"} <= old
    blog.write("content/outlets.yaml", "東都新聞: {slug: toto, aliases: [東都新聞]}\n")
    assert blog.build("--strict").status == 0
    assert old <= set(blog.tree())


def test_the_feeds_of_a_section_that_is_off_are_gone_with_it_and_the_rest_stays(site: Make) -> None:
    rest = "sections: [days, months, years, stories]\n"
    blog = site(
        {
            "content/site.yaml": "title: 試験のダイジェスト\nbase_url: https://digest.example/\n" + rest,
            POST: REPORT,
            "content/stories/harbour.md": "---\ntitle: 港\naliases: [/stories/old/]\n---\n",
            "content/outlets.yaml": "東都新聞: {slug: toto, aliases: [old-toto]}\n",
        }
    )
    assert blog.build("--strict").status == 0
    feeds = {path for path in blog.tree() if path.endswith(("feed.xml", "atom.xml", "feed.json"))}
    assert feeds == {"feed.xml", "atom.xml", "feed.json", "stories/harbour/feed.xml", "stories/old/feed.xml"}


def test_a_topic_without_posts_has_no_redirect(site: Make) -> None:
    blog = site({POST: NOTE.format(more=""), "content/topics.yaml": "架空国: {slug: nation, aliases: [old-nation]}\n"})
    assert blog.build().status == 0
    assert not blog.exists("topics/old-nation/index.html")


def test_held_posts_have_no_redirects(site: Make) -> None:
    blog = site({POST: NOTE.format(more="draft: true\naliases: [/old/]\n")})
    assert blog.build().status == 0
    assert not blog.exists("old/index.html")


def test_an_alias_that_is_a_live_page_stops_the_build_and_names_both(site: Make) -> None:
    blog = site(
        {
            POST: NOTE.format(more="aliases: [/2023/09/05/other/]\n"),
            "content/posts/2023/09/other.md": NOTE.format(more=""),
        }
    )
    run = blog.build()
    assert run.status == 1
    assert "[alias-clash]" in run.stderr
    assert "content/posts/2023/09/exercise.md: aliases" in run.stderr
    assert "content/posts/2023/09/other.md" in run.stderr
    assert not blog.output.exists()


def test_two_posts_cannot_have_the_same_alias_however_written(site: Make) -> None:
    blog = site(
        {
            POST: NOTE.format(more="aliases: [/Old/]\n"),
            "content/posts/2023/09/other.md": NOTE.format(more="aliases: [old/index.html]\n"),
        }
    )
    run = blog.build()
    assert run.status == 1
    assert "[alias-clash]" in run.stderr


def test_the_posts_own_address_as_alias_does_no_harm(site: Make) -> None:
    blog = site({POST: NOTE.format(more="aliases: [/2023/09/05/exercise/]\n")})
    assert blog.build().status == 0
    assert "refresh" not in blog.read("2023/09/05/exercise/index.html")


@pytest.mark.parametrize(
    "alias", ["/", "../x/", "/a/%2e%2e/b/", "/a//b/", "https://elsewhere.example/x", "/.git/config", "/a?p=1", "/a b/"]
)
def test_what_is_no_place_of_this_site_is_refused(site: Make, alias: str) -> None:
    blog = site({POST: NOTE.format(more=f"aliases: ['{alias}']\n")})
    run = blog.build()
    assert run.status == 1
    assert "[bad-alias]" in run.stderr


@given(st.text(alphabet=st.sampled_from("./\\%2eEfF aあ:#?\x00\n\t旧~-"), max_size=24) | st.text(max_size=20))
def test_a_place_never_leaves_the_site(alias: str) -> None:
    place = place_of(alias)
    if place:
        parts = place.removesuffix("/").split("/")
        assert all(part and not part.startswith(".") for part in parts)
        assert not re.search(r"[\s\\?#:\x00]", place)
        assert place_of(place.replace("%", "%25")) == place
