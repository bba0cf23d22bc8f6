"""Owns the rules that need all posts at once: reused addresses, topics, aliases, media, names, stories, drafts."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from digest.content.registries import Term
from digest.content.resolving import Registries
from digest.content.statics import Media, Story
from digest.desk.examining import Facts
from digest.desk.findings import Finding, Spot, finding
from digest.site import urls
from digest.text.names import key, slugify_unicode

OLD_DAYS = 30
"""After which a draft is old, and a topic used once is no longer merely new."""
FILLERS = re.compile(r"[\s・･=＝\-‐–—ー_、,，./／のと]+|(?:問題|情勢|関連|関係|について)$")
"""What two spellings of one topic may differ in."""
LOANWORD = re.compile(r"[\u30a1-\u30ffA-Za-z]+")


class Shelf(NamedTuple):
    """What is asked beside the posts."""

    tables: Registries
    stories: tuple[Story, ...]
    media: tuple[Media, ...]
    texts: tuple[str, ...]
    """Whatever else may name a media file: pages, stories, registries, settings."""
    today: datetime.date
    published: frozenset[str] = frozenset()
    """The addresses that the ledger notes."""


def check(facts: Sequence[Facts], shelf: Shelf) -> Iterator[Finding]:
    """What is doubtful in the library as a whole; `facts` in the order of paths."""
    yield from _reused(facts)
    yield from _drafts(facts, shelf.today)
    yield from _topics(facts, shelf)
    yield from _aliases(facts, shelf)
    yield from _unlisted(facts)
    yield from _media(facts, shelf)
    yield from _stories(facts, shelf.stories)


def _reused(facts: Iterable[Facts]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for post in sorted(facts, key=lambda one: (one.date, one.path)):
        for number, address in post.addresses:
            other = first.setdefault(address, post.path)
            if other != post.path:
                yield finding("url-reused", post.path, Spot(("sources", number, "url")), other=other)


def _drafts(facts: Iterable[Facts], today: datetime.date) -> Iterator[Finding]:
    for post in facts:
        days = _age(post.date, today)
        if post.draft and days > OLD_DAYS:
            yield finding("draft-old", post.path, Spot(("draft",)), days=days)


def _age(date: str, today: datetime.date) -> int:
    return (today - datetime.date.fromisoformat(date[:10])).days


def _topics(facts: Sequence[Facts], shelf: Shelf) -> Iterator[Finding]:
    """Topics of one old post, and names that look like two spellings of one topic."""
    users: dict[str, list[Facts]] = {}
    for post in facts:
        for name in post.topics:
            users.setdefault(name, []).append(post)
    for name, posts in users.items():
        if len(posts) == 1 and _age(posts[0].date, shelf.today) > OLD_DAYS:
            yield finding("topic-once", posts[0].path, Spot(("topics",)), name=name)
    terms = {term.name: term for term in shelf.tables.topics.terms}
    names = [*terms, *(name for name in users if name not in terms)]
    for name, other in near(names, terms):
        path = "content/topics.yaml" if name in terms else users[name][0].path
        yield finding("topic-near", path, Spot((name,) if name in terms else ("topics",)), name=name, other=other)


def near(names: Sequence[str], terms: dict[str, Term]) -> Iterator[tuple[str, str]]:
    """Names that are probably another spelling of an earlier one.

    Only what cannot tell two things apart counts: signs, の, a closing 問題, one letter of a loanword, the reading.
    日米 and 日韓 differ in one character and are two things.
    """
    seen: dict[str, str] = {}
    for name in names:
        reading = terms[name].reading if name in terms else ""
        marks = [f"bare {_bare(name)}", *([f"read {key(reading)}"] if reading else [])]
        marks += [f"loan {shape}" for shape in _shapes(name)]
        other = next((seen[mark] for mark in marks if seen.get(mark, name) != name), "")
        for mark in marks:
            seen.setdefault(mark, name)
        if other:
            yield name, other


def _bare(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return FILLERS.sub("", FILLERS.sub("", folded)) or folded


def _shapes(name: str) -> Iterator[str]:
    """The name with each letter of a loanword left out in turn: two names one letter apart share a shape."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    if len(folded) >= 5 and LOANWORD.fullmatch(folded):
        yield folded
        for at in range(len(folded)):
            yield folded[:at] + folded[at + 1 :]


def _aliases(facts: Iterable[Facts], shelf: Shelf) -> Iterator[Finding]:
    """Spellings that nobody writes and that lead nowhere.

    A topic with posts has a page, and every alias an address that leads there: to drop one would break a link.
    """
    used = frozenset().union(*(post.spelled for post in facts))
    topics = {name for post in facts for name in post.topics}
    for term in shelf.tables.topics.terms:
        idle = [one for one in term.aliases if one not in used and not _addresses(one, term) & shelf.published]
        if idle and term.name not in topics:
            place = Spot((term.name, "aliases"))
            yield finding("alias-unused", "content/topics.yaml", place, name=term.name, aliases="、".join(idle))


def _addresses(alias: str, term: Term) -> frozenset[str]:
    return frozenset(f"/{urls.term('topics', slug)}" for slug in (slugify_unicode(alias), term.slug))


def _unlisted(facts: Iterable[Facts]) -> Iterator[Finding]:
    """Each name once, at its first post."""
    told: set[tuple[str, str]] = set()
    for post in facts:
        for table, name, keys in post.unlisted:
            if (table, key(name)) not in told:
                told.add((table, key(name)))
                yield finding("name-unlisted", post.path, Spot(keys), table=table, name=name)


def _media(facts: Iterable[Facts], shelf: Shelf) -> Iterator[Finding]:
    """Files that nothing names; a file counts as named wherever its name stands, so nothing in use is told."""
    named = {unquote(address).partition("#")[0].rpartition("/")[2] for post in facts for address in post.media}
    for file in shelf.media:
        name = file.path.rpartition("/")[2]
        if name not in named and not any(name in text for text in shelf.texts):
            yield finding("media-orphan", file.path, Spot())


def _stories(facts: Iterable[Facts], stories: Iterable[Story]) -> Iterator[Finding]:
    used = {post.story for post in facts}
    for story in stories:
        if story.id not in used:
            yield finding("story-empty", story.path, Spot(("title",)), story=story.id)
