"""Owns the recognising of what an earlier import brought: the same entry goes to the same post, another never there.

A name is no identity: two blogs may both have a `hello` in one month. An entry is the same when its frozen feed id is;
or when its date is and beside that its title, an old address or, where the date has a time, the name of its file.
A clipping is the same when the text kept of it is, or when a headline of it stands in what is there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from digest.content.aliases import place_of
from digest.desk.importing import front
from digest.desk.importing.atlas import split
from digest.desk.importing.escaping import one_line
from digest.desk.importing.ground import Known, Post
from digest.desk.importing.records import Record


class Wanted(NamedTuple):
    """What an entry shall become."""

    record: Record
    title: str
    date: str
    path: str
    """Where it would go by its name."""


def recognised(wanted: Wanted, known: Known, taken: Collection[str]) -> str:
    """The path of the post that this entry already is, or empty; `taken` are posts of other entries."""
    owner = known.ids.get(wanted.record.id, "") if wanted.record.id else ""
    if owner and owner not in taken:
        return owner
    posts = (one for one in known.posts.get(wanted.date, ()) if one.path not in taken)
    same = (one.path for one in posts if _is_same(one, wanted))
    return min(same, key=lambda path: _nearness(path, wanted.path), default="")


def _nearness(path: str, wanted: str) -> tuple[bool, bool, int, str]:
    """Of twins the first got its name as it is and the next ones numbers, so they are found again in this order."""
    stem = wanted.removesuffix(".md")
    numbered = path.startswith(f"{stem}-") and path.removeprefix(f"{stem}-").removesuffix(".md").isdecimal()
    return path != wanted, not numbered, len(path), path


def _is_same(post: Post, wanted: Wanted) -> bool:
    """Whether a post of the same date is this entry."""
    written = {one_line(wanted.title), front.scalar(wanted.title)}
    named = post.title in written or post.title.strip("'\"") in written
    there = post.path == wanted.path and "T" in wanted.date
    old = {place_of(split(address)[1]) for address in wanted.record.addresses}
    return named or there or bool(old & post.aliases - {""})


def shares_headline(headlines: Iterable[str], text: str) -> bool:
    """Whether any of a clipping's headlines stands in a text, as written or as front matter has it."""
    return any(one in text or front.scalar(one) in text for one in headlines if one)
