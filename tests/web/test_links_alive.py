"""No link dies: our site as Pages serves it, crawled in Chromium; a feed in a reader; a deploy, served."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import pytest
from miniature import REPOSITORY, Site
from playwright.sync_api import Browser

from scripts import browsing

pytestmark = pytest.mark.web

CRAWL = """async home => {
  const faults = [], seen = new Map(), links = [], queue = [home], kinds = {};
  const inside = url => url.href.startsWith(home);
  const enqueue = (url, from) => {
    const key = url.href.split('#')[0];
    if (!seen.has(key)) { seen.set(key, null); queue.push(key); }
    links.push([key, decodeURIComponent(url.hash.slice(1)), from]);
  };
  seen.set(home, null);
  while (queue.length) {
    const here = queue.shift(), answer = await fetch(here);
    const type = (answer.headers.get('content-type') || '').split(';')[0];
    kinds[type] = (kinds[type] || 0) + 1;
    if (!answer.ok) { faults.push(`${answer.status} ${here}`); continue; }
    if (type !== 'text/html') { await answer.arrayBuffer(); continue; }
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const ids = new Set([...page.querySelectorAll('[id]')].map(one => one.id));
    seen.set(here, ids);
    for (const [what, name] of [['[href]', 'href'], ['[src]', 'src'], ['[action]', 'action']])
      for (const one of page.querySelectorAll(what)) {
        if (one.closest('svg') || one.matches('link[rel=canonical], link[rel=alternate][hreflang]')) continue;
        const url = new URL(one.getAttribute(name), here);
        if (!/^https?:$/.test(url.protocol)) continue;
        if (inside(url)) enqueue(url, here);
        else if (url.host === new URL(home).host) faults.push(`${here} leaves the site for ${url.href}`);
      }
    const refresh = page.querySelector('meta[http-equiv=refresh]');
    if (refresh) enqueue(new URL(refresh.content.split('url=')[1], here), here);
  }
  let anchors = 0;
  for (const [key, id, from] of links) {
    if (!id) continue;
    anchors++;
    if (!seen.get(key) || !seen.get(key).has(id)) faults.push(`${from} leads to no #${id} in ${key}`);
  }
  return {faults: [...new Set(faults)], pages: kinds['text/html'] || 0, addresses: [...seen.keys()], anchors};
}"""


class Crawled(NamedTuple):
    """What a crawl of all of a site found."""

    faults: list[str]
    pages: int
    addresses: list[str]
    anchors: int


def crawl(browser: Browser, home: str) -> Crawled:
    """Everything that links lead to from the home page on, fetched and parsed by Chromium."""
    page = browser.new_page()
    try:
        page.goto(home)
        found: Mapping[str, Any] = page.evaluate(CRAWL, home)
    finally:
        page.close()
    return Crawled(found["faults"], found["pages"], found["addresses"], found["anchors"])


def own_site(root: Path) -> Site:
    """This repository's content and themes in a root of the test's own."""
    made = Site(root)
    for name in ("content", "themes"):
        shutil.copytree(REPOSITORY / name, root / name)
    return made


@pytest.mark.parametrize("base", ["/", "/repo/"])
def test_every_link_and_anchor_of_our_own_site_leads_somewhere(browser: Browser, tmp_path: Path, base: str) -> None:
    site = own_site(tmp_path / "ours")
    with browsing.served(site.output, base) as home:
        built = site.build("--base-url", home)
        assert built.status == 0, built.stderr
        found = crawl(browser, home)
        assert found.faults == []
        assert found.anchors > 100
        made = {path for path in site.tree() if path.endswith(".html")}
        reached = {address.removeprefix(home) for address in found.addresses}
        led_to = {name for name in made if name.removesuffix("index.html") not in map(unquote, reached)}
        lonely = {name for name in led_to if browsing.LEADS_ON not in site.read(name)}
        assert lonely == {"404.html"}, "every page can be reached, but for the one that nobody looks for"


def test_the_crawl_itself_is_awake(browser: Browser, tmp_path: Path) -> None:
    pages = {
        "index.html": "<a href=a/>a</a> <a href=gone/>gone</a> <img src=none.png> <a href=/outside>out</a>",
        "a/index.html": "<h1 id=x>x</h1> <a href=../#y>y</a> <a href=#x>x</a>",
    }
    for name, text in pages.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"<!doctype html>{text}", encoding="utf-8")
    with browsing.served(tmp_path, "/repo/") as home:
        found = crawl(browser, home)
        assert sorted(fault.replace(home, "~") for fault in found.faults) == [
            "404 ~gone/",
            "404 ~none.png",
            f"~ leaves the site for {home.removesuffix('repo/')}outside",
            "~a/ leads to no #y in ~",
        ]


POST = "---\ntitle: {title}\ndate: 2023-09-0{day}\nkind: note\n{more}---\n{body}\n"


class Reader:
    """A program that shows of a feed what it has not seen: by the id of each item, as the formats tell it to."""

    def __init__(self) -> None:
        """Nothing was shown yet."""
        self._known: set[str] = set()

    def look(self, address: str) -> list[str]:
        """Reads the feed at an address; returns the titles that are new to it."""
        import feedparser  # noqa: PLC0415 - its import warns on some Pythons

        feed = feedparser.parse(address)
        assert not feed.bozo, feed
        fresh = [(entry.id, entry.title) for entry in feed.entries if entry.id not in self._known]
        self._known |= {one for one, _ in fresh}
        return [title for _, title in fresh]


def test_a_feed_reader_sees_each_item_once(tmp_path: Path) -> None:
    """Before and after an edit, another title, another slug, a move of the file and another home of the whole site."""
    blog = Site(tmp_path / "blog")
    shutil.copytree(REPOSITORY / "themes", blog.root / "themes")
    blog.write("content/site.yaml", "title: 試験のダイジェスト\nbase_url: https://digest.example/\n")
    for day in (1, 2, 3):
        blog.write(f"content/posts/2023/09/{day}.md", POST.format(title=f"記事{day}", day=day, more="", body="本文"))
    readers = {name: Reader() for name in ("feed.xml", "atom.xml")}

    def news(*arguments: str, base: str = "/") -> dict[str, list[str]]:
        with browsing.served(blog.output, base) as home:
            done = blog.build("--base-url", home, *arguments)
            assert done.status == 0, done.stderr
            return {name: reader.look(home + name) for name, reader in readers.items()}

    def every(*titles: str) -> dict[str, list[str]]:
        return {name: list(titles) for name in readers}

    assert news() == every("記事3", "記事2", "記事1")
    assert news() == every()
    more = "updated: 2023-09-08\n"
    blog.write("content/posts/2023/09/1.md", POST.format(title="記事1", day=1, more=more, body="直した本文"))
    assert news() == every(), "an edit"
    blog.write("content/posts/2023/09/2.md", POST.format(title="改題した記事", day=2, more="", body="本文"))
    assert news() == every(), "another title"
    assert blog.run("move", "3", "renamed").status == 0
    assert news() == every(), "another slug and file"
    assert news(base="/repo/") == every(), "another base URL"
    blog.write("content/posts/2023/09/4.md", POST.format(title="新しい記事", day=4, more="", body="本文"))
    assert news(base="/repo/") == every("新しい記事")


def git(folder: Path, *arguments: str) -> None:
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = ("-c", "user.name=aoki", "-c", "user.email=aoki@site.example")
    subprocess.run(
        ["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True, env=os.environ | alone
    )


def test_what_is_deployed_is_what_is_served(browser: Browser, tmp_path: Path) -> None:
    """A deploy to a bare repository; its branch checked out and served as Pages serves a project's site."""
    site = own_site(tmp_path / "author")
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    with browsing.served(tmp_path / "clone", "/repo/") as home:
        settings = site.root / "content/site.yaml"
        text = re.sub(r"(?m)^base_url: .*", f"base_url: {home}", settings.read_text(encoding="utf-8"))
        settings.write_text(text, encoding="utf-8")
        site.write(".gitignore", "/public/\n/.digest/\n")
        git(site.root, "init", "--quiet", "--initial-branch", "main")
        git(site.root, "remote", "add", "origin", str(tmp_path / "remote.git"))
        git(site.root, "add", "--all")
        git(site.root, "commit", "--quiet", "--message", "記事")
        done = site.run("deploy")
        assert done.status == 0, done.stderr
        git(tmp_path, "clone", "--quiet", "--branch", "gh-pages", str(tmp_path / "remote.git"), "clone")
        found = crawl(browser, home)
        assert found.faults == []
        assert found.pages > 100
