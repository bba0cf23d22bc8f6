"""Owns the links that follow a moved post: in every file of the author's that led to it, and in the post itself.

Each changed file is rendered again, and must then lead exactly where it led before, but for the moved post.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from digest.content import frontmatter
from digest.desk.relinking import relink, written
from digest.errors import ContentError, Mark, problem
from digest.gathering import Gathered
from digest.output.reading import Readings
from digest.site.links import elsewhere
from digest.text import markdown
from digest.text.body import Hole, MarkdownOptions


class Links(NamedTuple):
    """A post's file and address, before and after."""

    old: str
    new: str
    old_url: str
    new_url: str


def follow(
    root: Path, gathered: Gathered, readings: Readings, links: Links, moved: bytes
) -> tuple[dict[str, bytes | None], tuple[str, ...]]:
    """All files to write, by path (None: to remove), and which of them had links that follow.

    `moved` is the post as it will be, its own links not yet followed.
    """
    files: dict[str, bytes | None] = {}
    followed = []
    for path, holes in _linking(gathered, readings):
        if path == links.old:
            continue
        wanted = {hole: new for hole in holes if (new := _address(hole, path, path, links)) != hole.value}
        if wanted:
            files[path] = _rewritten((root / path).read_bytes(), (path, path), wanted, links, gathered)
            followed.append(path)
    files |= {links.old: None} if links.new != links.old else {}
    own = _holes(moved, links.old, gathered)
    wanted = {hole: new for hole in own if (new := _address(hole, links.old, links.new, links)) != hole.value}
    files[links.new] = _rewritten(moved, (links.old, links.new), wanted, links, gathered) if wanted else moved
    return files, tuple(followed)


def _linking(gathered: Gathered, readings: Readings) -> Iterator[tuple[str, tuple[Hole, ...]]]:
    """Every file that links to other files, with its links."""
    for entry in readings.entries.values():
        yield entry.path, tuple(hole for _, hole in entry.links)
    for page in gathered.pages:
        yield page.path, tuple(hole for _, hole in elsewhere(page.body))
    for story in gathered.stories:
        yield story.path, tuple(hole for _, hole in elsewhere(story.body))


def _address(hole: Hole, before: str, after: str, links: Links) -> str:
    """What a link in the file `before`, which becomes `after`, must say to lead where it leads."""
    address, mark, fragment = hole.value.partition("#")
    if address.startswith("/"):
        same = unquote(address).strip("/") == links.old_url.strip("/")
        return f"/{written(links.new_url)}{mark}{fragment}" if same and links.old_url != links.new_url else hole.value
    target = _target(address, before)
    if target != links.old and before == after:
        return hole.value
    moved = links.new if target == links.old else target
    return written(posixpath.relpath(moved, posixpath.dirname(after))) + mark + fragment


def _target(address: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(address.partition("?")[0])))


def _rewritten(data: bytes, paths: tuple[str, str], wanted: dict[Hole, str], links: Links, gathered: Gathered) -> bytes:
    """The bytes of a file (`paths`: before and after) with its links changed.

    Raises ContentError naming the first link that could not be.
    """
    before, after = paths
    holes = _holes(data, before, gathered)
    text = relink(data.decode("utf-8-sig"), holes, wanted)
    bom = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    fresh = bom + text.encode("utf-8")
    meant = [_led(hole, before, links) for hole in holes]
    now = [_led(hole, after, links) for hole in _holes(fresh, after, gathered)]
    if meant != now:
        wrong = next((hole for hole, one, other in zip(holes, meant, now, strict=False) if one != other), holes[0])
        mark = Mark(before, wrong.line, wrong.column, wrong.length)
        raise ContentError([problem("move-link-unsure", mark, target=wrong.value)])
    return fresh


def _led(hole: Hole, path: str, links: Links) -> tuple[str, str]:
    """Where a link leads, the moved post by its new file and address."""
    address, _, fragment = hole.value.partition("#")
    if address.startswith("/"):
        place = unquote(address).strip("/")
        return "/" + (links.new_url.strip("/") if place == links.old_url.strip("/") else place), unquote(fragment)
    target = _target(address, path)
    return links.new if target == links.old else target, unquote(fragment)


def _holes(data: bytes, path: str, gathered: Gathered) -> tuple[Hole, ...]:
    text, _ = frontmatter.decode(data, path)
    parts, _ = frontmatter.split(text, path)
    options: MarkdownOptions = gathered.context.options
    body, _ = markdown.render(parts.body, path=path, first_line=parts.body_line, options=options)
    return tuple(_without_index(elsewhere(body)))


def _without_index(holes: Iterable[tuple[int, Hole]]) -> Iterator[Hole]:
    return (hole for _, hole in holes)
