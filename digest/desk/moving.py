"""Owns `move OLD NEW`: another file, slug, date or title of a post, another address of what else has one.

What led there before still does; pages and stories are `moving_files`', topics, outlets and places `moving_terms`'. The
id is frozen in the front matter, the old address becomes an alias, and links in the author's other files
follow. Everything is worked out and read again before anything is written, and then all of it is written or nothing.
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
from digest.desk.moving_files import move_file
from digest.desk.moving_terms import Moved, move_term
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

DATE = re.compile(r"\d{4}[-/年].*|\d{8}(?:T.*)?")
TIMED = re.compile(r"\d{4}-\d\d-\d\d([T ]\d.*)")
"""A date with a time of day."""
ADDRESS_PARTS = {
    "year": r"(?P<year>\d{4})",
    "month": r"(?P<month>\d\d)",
    "day": r"(?P<day>\d\d)",
    "slug": r"(?P<slug>[^/]+)",
}
UNFIT = re.compile(r"[\x00-\x1f\x7f:\\]|(?:^|/)\.(?!\.?/)")
"""What no path of a post has: controls, signs that other systems give a meaning to, names that begin with a dot."""


class Wish(NamedTuple):
    """What a post is to become; empty: as it is."""

    path: str
    slug: str = ""
    date: str = ""
    title: str = ""


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
    gathered = gather(root)
    readings = stock.readings(root, gathered)
    old, new = (_without_host(one, gathered.config.base_url) for one in (old, new))
    found = [one for one in (*gathered.problems, *readings.problems) if one.severity == "error"]
    if found:
        raise ContentError(found)
    posts = _matching(root, old, readings)
    if len(posts) > 1:
        raise UsageError(problem("move-ambiguous", Mark("OLD"), found=old, all=", ".join(one.path for one in posts)))
    if posts:
        return _move_post(Scene(root, gathered, readings, now), posts[0], _wish(root, gathered, posts[0], new))
    moved = move_file(root, gathered, readings, old, new) or move_term(root, gathered, old, new)
    if moved:
        return moved
    names = [*readings.entries, *(default_slug(path) for path in readings.entries)]
    names += [term.name for table in gathered.context.tables[:3] for term in table.terms]
    raise UsageError(problem("move-unknown", Mark("OLD"), found=old, near=nearest(old, names)))


def _without_host(written: str, base_url: str) -> str:
    """An address of the site as it stands in a browser, as a place of the site."""
    return "/" + written.removeprefix(base_url).lstrip("/") if base_url and written.startswith(base_url) else written


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


def _wish(root: Path, gathered: Gathered, entry: Entry, new: str) -> Wish:
    """What NEW asks for: another address, file, day, slug or title."""
    address = _address_pattern(gathered.config.permalink).fullmatch(new.strip("/") + "/")
    if address and new.startswith("/"):
        parts = address.groupdict()
        day = "-".join(
            parts.get(part) or was
            for part, was in zip(("year", "month", "day"), entry.card.date[:10].split("-"), strict=True)
        )
        wish = _with_slug(root, entry, parts["slug"])
        return wish if day == entry.card.date[:10] else wish._replace(date=_new_date(root, entry, day))
    if "://" not in new and new.endswith((".md", "/")):
        return Wish(_new_path(root, entry, new))
    if DATE.fullmatch(new):
        return Wish(entry.path, date=_new_date(root, entry, new))
    if not SLUG.fullmatch(new) and (" " in new.strip() or not new.isascii()):
        return Wish(entry.path, title=new.strip())
    return _with_slug(root, entry, new)


def _address_pattern(permalink: str) -> re.Pattern[str]:
    """What the address of a post looks like."""
    pieces = re.split(r"\{(\w+)\}", permalink.lstrip("/"))
    return re.compile(
        "".join(ADDRESS_PARTS[one] if number % 2 else re.escape(one) for number, one in enumerate(pieces))
    )


def _with_slug(root: Path, entry: Entry, new: str) -> Wish:
    """Another slug: in the front matter where it stands there, else the file's name."""
    if not SLUG.fullmatch(new):
        raise UsageError(problem("move-bad-new", Mark("NEW"), found=new))
    sheet = open_sheet((root / entry.path).read_bytes(), entry.path)
    if sheet.node("slug") is not None:
        return Wish(entry.path, slug=new)
    stem = posixpath.basename(entry.path).removesuffix(".md")
    dated = DATED_STEM.match(stem)
    return Wish(
        _free(root, entry, posixpath.join(posixpath.dirname(entry.path), f"{dated[0] if dated else ''}{new}.md"))
    )


def _new_date(root: Path, entry: Entry, new: str) -> str:
    """The new date as it is to be written: a day alone keeps the time of day that the post has."""
    try:
        moments.read(new, moments.zone("UTC"))
    except moments.BadMomentError:
        raise UsageError(problem("move-bad-date", Mark("NEW"), found=new)) from None
    value = open_sheet((root / entry.path).read_bytes(), entry.path).document.value
    written = value.get("date") if isinstance(value, dict) else None
    timed = TIMED.fullmatch(written) if isinstance(written, str) else None
    return new + timed[1] if timed and re.fullmatch(r"\d{4}-\d\d-\d\d", new) else new


def _new_path(root: Path, entry: Entry, new: str) -> str:
    named = new + posixpath.basename(entry.path) if new.endswith("/") else new
    beside = posixpath.join(posixpath.dirname(entry.path), named) if "/" not in named else ""
    choices = [beside] if beside else _paths(root, named)
    if not choices or UNFIT.search(choices[0]):
        raise UsageError(problem("move-outside", Mark("NEW"), found=new, folder=POSTS))
    return _free(root, entry, choices[0])


def _free(root: Path, entry: Entry, path: str) -> str:
    """The path, where no other file is; raises UsageError."""
    target = root / path
    if target.exists() and not target.samefile(root / entry.path):
        raise UsageError(problem("move-taken", Mark("NEW"), found=path))
    return path


def _move_post(scene: Scene, entry: Entry, wish: Wish) -> Moved:
    root, gathered, readings, now = scene
    data = (root / entry.path).read_bytes()
    values = {key: text for key, text in (("slug", wish.slug), ("date", wish.date), ("title", wish.title)) if text}
    public = _is_public(gathered, entry, now)
    if wish == Wish(entry.path, title=wish.title):
        return _retitled(scene, entry, wish.title)
    if wish.path == entry.path and readdressed(data, entry.path, values, "", "") == data:
        raise UsageError(problem("move-same", Mark("NEW"), found=f"/{entry.url}"))
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
    code = "moved-address" if wish.path == entry.path else "moved-post"
    return Moved(code, (entry.path, wish.path), (f"/{entry.url}", f"/{url}"), alias, links)


def _retitled(scene: Scene, entry: Entry, title: str) -> Moved:
    """Another title: neither address nor id depends on it, so nothing else changes."""
    data = (scene.root / entry.path).read_bytes()
    fresh = readdressed(data, entry.path, {"title": title} if title else {}, "", "")
    if fresh == data:
        raise UsageError(problem("move-same", Mark("NEW"), found=title or f"/{entry.url}"))
    _article(fresh, entry.path, scene.gathered)
    replace_all(scene.root, {entry.path: fresh})
    return Moved("retitled", (entry.card.title, title), (f"/{entry.url}", f"/{entry.url}"), "", ())


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
