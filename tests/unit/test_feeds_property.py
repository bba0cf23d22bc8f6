"""Whatever stands in a view, feeds parse and say it again; nothing outside the view reaches them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from html import unescape
from pathlib import Path

from feed_samples import SITE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from digest.site.feeds import atom, json_feed, opml, rss
from digest.site.feeds.texts import UNFIT
from digest.site.views import Feed, FeedItem, FeedSource, FeedView, Link, SiteInfo

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parents[1] / "data" / "atom.rng"))

PIECES = (
    "護衛艦",
    "]]>",
    "<b>",
    "</title>",
    "&",
    "&amp;",
    "\x00",
    "\x0b",
    "\x85",
    "\ud800",
    "\ufffe",
    "\u202e",
    "😀",
    "\r\n",
    '"',
    "'",
)
TEXT = st.lists(st.sampled_from(PIECES) | st.text(st.characters(codec=None), max_size=4), max_size=5).map("".join)
VISIBLE = TEXT.map(lambda text: f"安{text}")
"""A text that is never blank, so that it comes back and not its fallback."""
PATH = st.text(st.sampled_from("ab/護-%? #\x00"), max_size=8)
URL = st.one_of(st.just(""), TEXT, PATH.map(lambda path: f"https://toto.example/{path}"))
FURTHEST = timedelta(hours=14)
"""From UTC: as far as XML Schema goes; Manila's local mean time, until 1844, went further."""
MOMENTS = st.datetimes(timezones=st.timezones()).filter(lambda when: abs(when.utcoffset() or timedelta()) <= FURTHEST)
WHEN = MOMENTS.map(lambda when: when.isoformat())
SOURCES = st.builds(
    FeedSource,
    TEXT,
    TEXT,
    TEXT,
    URL,
    st.tuples(TEXT),
    st.tuples(TEXT),
    TEXT,
    TEXT,
    st.lists(TEXT, max_size=2).map(tuple),
)
ITEMS = st.builds(
    FeedItem,
    id=VISIBLE,
    url=PATH,
    title=VISIBLE,
    published=WHEN,
    updated=st.just("") | WHEN,
    author=TEXT,
    summary=VISIBLE,
    content_html=VISIBLE,
    topics=st.lists(st.builds(Link, TEXT, PATH), max_size=2).map(tuple),
    sources=st.lists(SOURCES, max_size=2).map(tuple),
    origins=st.tuples(TEXT),
    status=TEXT,
    story=TEXT,
    language=st.sampled_from(("ja", "en")),
    image=PATH,
)
VIEWS = st.builds(
    FeedView,
    url=PATH,
    id=VISIBLE,
    title=VISIBLE,
    description=VISIBLE,
    home=PATH,
    updated=st.just("") | WHEN,
    items=st.lists(ITEMS, max_size=2).map(tuple),
    hub=URL,
)
SITES = st.builds(
    lambda *texts: SITE._replace(title=texts[0], author=texts[1], author_url=texts[2], copyright=texts[3]),
    TEXT,
    TEXT,
    URL,
    TEXT,
)
often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def shown(text: str) -> str:
    return UNFIT.sub("", text)


def read_construct(element: etree._Element | None) -> str:
    assert element is not None
    return unescape(element.text or "") if element.get("type") == "html" else element.text or ""


@given(VIEWS, SITES)
@often
def test_rss_says_what_the_view_says(view: FeedView, site: SiteInfo) -> None:
    head = etree.fromstring(rss(view, site))[0]
    assert head.findtext("title") == shown(view.title)
    assert head.findtext("description") == shown(view.description)
    items = head.findall("item")
    assert [item.findtext("title") for item in items] == [shown(one.title) for one in view.items]
    assert [item.findtext("guid") for item in items] == [shown(one.id).strip() for one in view.items]
    assert [item.findtext(CONTENT) for item in items] == [shown(one.content_html) for one in view.items]
    described = [(item.findtext("description") or "") for item in items]
    escaped = [shown(one.summary).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for one in view.items]
    assert described == escaped


@given(VIEWS, SITES)
@often
def test_atom_is_valid_and_says_what_the_view_says(view: FeedView, site: SiteInfo) -> None:
    root = etree.fromstring(atom(view, site))
    SCHEMA.assertValid(root)
    assert read_construct(root.find(f"{ATOM}title")) == shown(view.title)
    entries = root.findall(f"{ATOM}entry")
    for one, entry in zip(view.items, entries, strict=True):
        assert read_construct(entry.find(f"{ATOM}title")) == shown(one.title)
        assert read_construct(entry.find(f"{ATOM}summary")) == shown(one.summary)
        assert entry.findtext(f"{ATOM}content") == shown(one.content_html)


@given(VIEWS, SITES)
@often
def test_json_says_what_the_view_says(view: FeedView, site: SiteInfo) -> None:
    document = json.loads(json_feed(view, site).decode())
    assert document["title"] == shown(view.title)
    for one, item in zip(view.items, document["items"], strict=True):
        assert (item["title"], item["summary"]) == (shown(one.title), shown(one.summary))
        assert item["content_html"] == shown(one.content_html)


@given(VIEWS, SITES)
@often
def test_every_address_is_ascii_and_of_the_web(view: FeedView, site: SiteInfo) -> None:
    addresses = [link.get("href") or "" for link in etree.fromstring(atom(view, site)).iter(f"{ATOM}link")]
    addresses += [link.text or "" for link in etree.fromstring(rss(view, site)).iter("link")]
    for address in addresses:
        assert address.isascii()
        assert address.startswith(("http://", "https://"))
        assert not set(address) & set(' <>"{}|\\^`\n\r\t')


@given(st.lists(st.builds(Feed, TEXT, PATH, st.just("application/rss+xml")), max_size=3), SITES)
@often
def test_opml_parses_and_keeps_names(feeds: list[Feed], site: SiteInfo) -> None:
    outlines = etree.fromstring(opml(feeds, site)).findall("body/outline/outline")
    assert [o.get("text") for o in outlines] == [
        shown(f.title) if shown(f.title).strip() else o.get("xmlUrl") for f, o in zip(feeds, outlines, strict=True)
    ]


PROGRAM = """
import sys
from feed_samples import EMPTY, FEED, ITEM, SITE, SOURCE
from digest.site.feeds import atom
from digest.site.feeds import json_feed
from digest.site.feeds import rss
full = FEED._replace(items=(ITEM, ITEM._replace(id="tag:b,2023:2", sources=(SOURCE, SOURCE._replace(url="", key="b")))))
sys.stdout.buffer.write(b"".join(write(view, SITE) for view in (full, EMPTY) for write in (rss, atom, json_feed)))
"""


def written(**environment: str) -> bytes:
    here = Path(__file__).resolve()
    paths = os.pathsep.join((str(here.parent), str(here.parents[2])))
    found = {**os.environ, "PYTHONPATH": paths, **environment}
    return subprocess.run([sys.executable, "-c", PROGRAM], check=True, capture_output=True, env=found).stdout


def test_machine_zone_and_hash_seed_leave_no_trace() -> None:
    first = written(PYTHONHASHSEED="1", TZ="Asia/Tokyo", LC_ALL="C.UTF-8")
    assert first
    assert first == written(PYTHONHASHSEED="2", TZ="America/New_York", LC_ALL="C")


def test_feedgen_is_not_loaded_before_it_is_needed() -> None:
    program = "import sys, digest.site.feeds; print([name for name in ('feedgen', 'lxml') if name in sys.modules])"
    found = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    ran = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, env=found)
    assert ran.stdout.strip() == "[]"
