"""Owns `move OLD NEW`: a post's file, slug or date, or a topic's address, changes; what led there before still does.

The id is frozen in the front matter, the old address becomes an alias, and links in the author's other files follow.
Everything is worked out and read again before anything is written, and then all of it is written or nothing.
"""

from __future__ import annotations

import datetime
import os
import posixpath
import re
from pathlib import Path
from typing import NamedTuple

from digest import moments
from digest.content import articles
from digest.content.articles import Article
from digest.content.posts import DATED_STEM, POSTS, SLUG, default_slug
from digest.desk import stock
from digest.desk.following import Links, follow
from digest.desk.moving_topics import Moved, move_topic
from digest.desk.readdressing import readdressed
from digest.desk.replacing import replace_all
from digest.desk.splicing import open_sheet
from digest.errors import ContentError, Mark, UsageError, problem
from digest.gathering import Gathered, gather
from digest.output.reading import Readings
from digest.site import urls
from digest.site.ledger import GONE
from digest.site.library import Entry, why_held
from digest.text.names import nearest

DATE = re.compile(r"\d{4}[-/年].*")


class Wish(NamedTuple):
    """What a post is to become; empty: as it is."""

    path: str
    slug: str = ""
    date: str = ""


class Scene(NamedTuple):
    """All of the content as it is before a move."""

    root: Path
    gathered: Gathered
    readings: Readings
    now: datetime.datetime


def move(root: Path, old: str, new: str, now: datetime.datetime) -> Moved:
    """Moves; returns what was done.

    Raises UsageError for names that mean nothing, ContentError where it cannot be done; nothing is changed then.
    """
    gathered = gather(root, base_url="", theme="", themes=())
    readings = stock.readings(root, gathered)
    found = [one for one in (*gathered.problems, *readings.problems) if one.severity == "error"]
    if found:
        raise ContentError(found)
    posts = _matching(root, old, readings)
    if len(posts) > 1:
        raise UsageError(problem("move-ambiguous", Mark("OLD"), found=old, all=", ".join(one.path for one in posts)))
    if posts:
        return _move_post(Scene(root, gathered, readings, now), posts[0], _wish(root, posts[0], new))
    moved = move_topic(root, gathered, old, new)
    if moved:
        return moved
    names = [*readings.entries, *(default_slug(path) for path in readings.entries)]
    names += [term.name for term in gathered.context.tables.topics.terms]
    raise UsageError(problem("move-unknown", Mark("OLD"), found=old, near=nearest(old, names)))


def _matching(root: Path, old: str, readings: Readings) -> list[Entry]:
    """The posts that OLD names: by file, by address, or by slug."""
    for path in _paths(root, old):
        if path in readings.entries:
            return [readings.entries[path]]
    place = old.strip("/")
    return [
        entry
        for entry in readings.entries.values()
        if place in {entry.url.strip("/"), entry.url.strip("/").rpartition("/")[2], default_slug(entry.path)}
    ]


def _paths(root: Path, written: str) -> list[str]:
    """What a file's name may mean: from where we are, from the root, or from content/posts/; never outside."""
    tidy = posixpath.normpath(written)
    here = Path(os.path.abspath(written))  # noqa: PTH100 - without following links, unlike resolve()
    base = Path(os.path.abspath(root))  # noqa: PTH100
    found = [here.relative_to(base).as_posix()] if here.is_relative_to(base) else []
    if ".." not in written.split("/"):
        found += [tidy] if tidy.startswith("content/") else [POSTS + tidy]
    return [path for path in found if path.startswith(POSTS)]


def _wish(root: Path, entry: Entry, new: str) -> Wish:
    """What NEW asks for: another file, another day, or another slug."""
    if new.endswith((".md", "/")):
        return Wish(_new_path(root, entry, new))
    if DATE.fullmatch(new):
        return Wish(entry.path, date=_checked_date(new))
    if not SLUG.fullmatch(new):
        raise UsageError(problem("move-bad-new", Mark("NEW"), found=new))
    sheet = open_sheet((root / entry.path).read_bytes(), entry.path)
    if sheet.node("slug") is not None:
        return Wish(entry.path, slug=new)
    stem = posixpath.basename(entry.path).removesuffix(".md")
    dated = DATED_STEM.match(stem)
    return Wish(posixpath.join(posixpath.dirname(entry.path), f"{dated[0] if dated else ''}{new}.md"))


def _checked_date(new: str) -> str:
    try:
        moments.read(new, moments.zone("UTC"))
    except moments.BadMomentError:
        raise UsageError(problem("move-bad-new", Mark("NEW"), found=new)) from None
    return new


def _new_path(root: Path, entry: Entry, new: str) -> str:
    named = new + posixpath.basename(entry.path) if new.endswith("/") else new
    beside = posixpath.join(posixpath.dirname(entry.path), named) if "/" not in named else ""
    choices = [beside] if beside else _paths(root, named)
    if not choices:
        raise UsageError(problem("move-outside", Mark("NEW"), found=new, folder=POSTS))
    target = root / choices[0]
    if target.exists() and not target.samefile(root / entry.path):
        raise UsageError(problem("move-taken", Mark("NEW"), found=choices[0]))
    return choices[0]


def _move_post(scene: Scene, entry: Entry, wish: Wish) -> Moved:
    root, gathered, readings, now = scene
    data = (root / entry.path).read_bytes()
    values = {key: text for key, text in (("slug", wish.slug), ("date", wish.date)) if text}
    public = _is_public(gathered, entry, now)
    if public and not entry.id:
        derived = urls.post_id(entry.path, _authority(gathered))
        values["id"] = gathered.ledger.ids.get(entry.path) or derived
    fresh = readdressed(data, entry.path, values, "", "")
    url = urls.post(_article(fresh, wish.path, gathered).post, gathered.config.permalink)
    alias = f"/{entry.url}" if public and url != entry.url else ""
    fresh = readdressed(data, entry.path, values, alias, url)
    _article(fresh, wish.path, gathered)
    files, links = follow(root, gathered, readings, Links(entry.path, wish.path, entry.url, url), fresh)
    replace_all(root, files)
    return Moved("moved-post", (entry.path, wish.path), (f"/{entry.url}", f"/{url}"), alias, links)


def _is_public(gathered: Gathered, entry: Entry, now: datetime.datetime) -> bool:
    """Whether the post was or is to be seen, so that its address and id bind."""
    noted = any(line.url == f"/{entry.url}" and line.state != GONE for line in gathered.ledger.lines)
    return noted or not why_held(entry, int(now.timestamp()))[0]


def _authority(gathered: Gathered) -> str:
    from digest.config import id_authority  # noqa: PLC0415 - one name of many

    return id_authority(gathered.config)


def _article(data: bytes, path: str, gathered: Gathered) -> Article:
    """The post as it will be read. Raises ContentError where the build would refuse it."""
    article, problems = articles.read(data, path, gathered.context)
    found = [one for one in problems if one.severity == "error"]
    if article is None or found:
        raise ContentError(found or problems)
    return article
