"""Owns the rules on sources: what a post rests on, and what it says of outlets, persons, dates and addresses."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator

from digest import moments
from digest.content.articles import Article
from digest.content.resolving import Registries
from digest.desk import addresses
from digest.desk.findings import NOTE, Finding, Fix, Spot, finding
from digest.model import Post, Source
from digest.sourcing import agencies
from digest.text.names import key
from digest.wording import say

LONGEST_HEADLINE = 110
OLDEST_DAYS = 30
LONGEST_NAME = 12
"""Characters of a Japanese person's name, with room for a middle dot."""
COPIED_PART = 15
"""Characters of a headline that a title may not contain whole."""
AGGREGATORS = frozenset(
    key(name)
    for name in [
        "Yahoo!ニュース",
        "ヤフーニュース",
        "Yahoo! JAPAN",
        "Yahoo! News",
        "Googleニュース",
        "Google News",
        "グーグルニュース",
        "スマートニュース",
        "SmartNews",
        "グノシー",
        "Gunosy",
        "LINE NEWS",
        "LINEニュース",
        "MSN",
        "MSNニュース",
        "dメニューニュース",
        "ライブドアニュース",
        "livedoor NEWS",
        "gooニュース",
        "BIGLOBEニュース",
        "niftyニュース",
        "@niftyニュース",
        "au Webポータル",
        "エキサイトニュース",
        "インフォシーク",
        "Infoseekニュース",
        "ニュースパス",
        "アンテナ",
        "antenna",
        "NewsPicks",
        "ニューズピックス",
        "はてなブックマーク",
        "ニコニコニュース",
        "Flipboard",
        "Apple News",
        "Feedly",
    ]
)
"""Services that carry others' reports: `via`, never `outlet` (notes/news-domain.md 1.2)."""
PLACEHOLDERS = frozenset((say("import-clipping-outlet", "ja"), say("import-clipping-outlet", "en")))
"""What `import` writes where a clipping does not tell its outlet."""
TITLES = re.compile(
    r"(?P<name>.+?)\s*(?P<title>記者|特派員|論説委員|編集委員|支局長|総局長|解説委員|カメラマン|通信員|デスク|アナウンサー)"
)
ODD_NAME = re.compile(r"[0-9()\[\]{}<>【】〔〕「」@/:;]")
JAPANESE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]")
SIGNS = re.compile(r"[\W_]+")


def check(article: Article, tables: Registries, local: datetime.tzinfo) -> Iterator[Finding]:
    """What is doubtful in the sources of a post."""
    post = article.post
    yield from _title(post)
    if post.kind == "digest" and len(post.sources) == 1 and not at_first_hand(post):
        yield finding("single-article", post.path, Spot(("sources",)), outlet=post.sources[0].outlet)
    for number, source in enumerate(post.sources):
        yield from _report(post, number, source, tables)
        yield from _reporters(post, number, source, tables)
        yield from _dates(post, number, source, local)


def at_first_hand(post: Post) -> bool:
    """Whether an official release is among the sources: then nothing is retold that could not be looked up."""
    return any(source.kind == "release" for source in post.sources)


def folded(text: str) -> str:
    """A headline as it is compared: NFKC, case folded, without signs and spaces."""
    return SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())


def _title(post: Post) -> Iterator[Finding]:
    """A title that is a source's headline, or holds a long one whole: notes/features.md 5, the rulings on headlines."""
    title = folded(post.title)
    for source in post.sources:
        headline = folded(source.headline)
        if headline and (title == headline or (len(headline) >= COPIED_PART and headline in title)):
            yield finding("headline-copied", post.path, Spot(("title",)), outlet=source.outlet)
            return


def _report(post: Post, number: int, source: Source, tables: Registries) -> Iterator[Finding]:
    at = ("sources", number)
    term = tables.outlets.find(source.outlet) if source.outlet else None
    if key(source.outlet) in AGGREGATORS or (term and term.get("kind") == "aggregator"):
        yield finding("outlet-aggregator", post.path, Spot((*at, "outlet")), outlet=source.outlet)
    if source.outlet in PLACEHOLDERS:
        found = finding("outlet-placeholder", post.path, Spot((*at, "outlet")), outlet=source.outlet)
        yield found._replace(severity=NOTE) if post.draft else found
    if len(source.headline) > LONGEST_HEADLINE:
        size = len(source.headline)
        yield finding("headline-long", post.path, Spot((*at, "headline")), size=size, limit=LONGEST_HEADLINE)
    if source.treatment == "full":
        yield finding("treatment-full", post.path, Spot((*at, "treatment")), key=source.key)
    if names := addresses.tracking(source.url):
        fix = Fix(source.url, addresses.clean(source.url))
        yield finding("url-tracking", post.path, Spot((*at, "url")), fix=fix, names=", ".join(names), fixed=fix.new)


def _reporters(post: Post, number: int, source: Source, tables: Registries) -> Iterator[Finding]:
    for index, one in enumerate(source.reporters):
        name = unicodedata.normalize("NFKC", one.name)
        spot = Spot(("sources", number, "reporters", index))
        if titled := TITLES.fullmatch(name):
            fix = Fix(one.name, titled["name"]) if titled["title"] == "記者" else None
            args = {"name": one.name, "title": titled["title"], "bare": titled["name"]}
            yield finding("reporter-title", post.path, spot, fix=fix, **args)
        elif _is_no_person(name, tables):
            yield finding("reporter-not-person", post.path, spot, name=one.name)
        elif ODD_NAME.search(name) or (len(name) > LONGEST_NAME and JAPANESE.search(name)):
            yield finding("reporter-odd", post.path, spot, name=one.name)


def _is_no_person(name: str, tables: Registries) -> bool:
    """Whether a name is that of an agency, an outlet or a place that reports come from."""
    return bool(agencies.find(name) or tables.outlets.find(name) or tables.places.find(name))


def _dates(post: Post, number: int, source: Source, local: datetime.tzinfo) -> Iterator[Finding]:
    """A report later than the post, or much older. The post's time is that of its last change."""
    if not source.published:
        return
    last = max(post.date, post.updated, key=lambda one: moments.epoch(one, local) if one else 0)
    spot = Spot(("sources", number, "published"))
    if _is_after(source.published, last, local):
        yield finding("published-after-post", post.path, spot, published=source.published, date=last)
    days = (_day(post.date, local) - _day(source.published, local)).days
    if days > OLDEST_DAYS:
        yield finding("published-long-before", post.path, spot, published=source.published, days=days)


def _is_after(published: str, date: str, local: datetime.tzinfo) -> bool:
    """Instants are compared as instants; where one is a calendar day, days are."""
    if len(published) == 10 or len(date) == 10:
        return _day(published, local) > _day(date, local)
    return moments.epoch(published, local) > moments.epoch(date, local)


def _day(moment: str, local: datetime.tzinfo) -> datetime.date:
    return datetime.date.fromisoformat(moments.in_zone(moment, local)[:10])
