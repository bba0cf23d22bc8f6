"""Owns links within the site: what an address in a post or page means, and whether it leads anywhere.

Authors link to files (`../08/x.md#見出し`, `../../media/map.svg`) or to places of the site (`/topics/north-korea/`).
"""

from __future__ import annotations

import posixpath
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol
from urllib.parse import unquote

from digest.errors import Mark, Problem, problem
from digest.site.urls import composed
from digest.text.body import Body, Hole
from digest.text.names import nearest

CONTENT = "content/"
MEDIA = "content/media/"


class Written(Protocol):
    """A file of the author's with a body: a page or a story."""

    @property
    def path(self) -> str:
        """From the root."""

    @property
    def body(self) -> Body:
        """Rendered."""


class Target(NamedTuple):
    """A file of the author's that can be linked to."""

    url: str
    anchors: tuple[str, ...]
    held: bool = False
    """Whether it is not published yet, so that a link to it would be dead today."""


class Atlas(NamedTuple):
    """Everything that a link can lead to."""

    files: Mapping[str, Target]
    """By path from the root."""
    media: frozenset[str]
    """Paths from the root."""
    unread: frozenset[str] = frozenset()
    """Files that are there but have problems of their own: a link to one is no further problem."""


def elsewhere(body: Body) -> tuple[tuple[int, Hole], ...]:
    """The holes of a body that lead to other files of the site, by index."""
    return tuple((index, hole) for index, hole in enumerate(body.holes) if _leads_elsewhere(hole))


def of_files(*groups: Iterable[Written]) -> list[tuple[str, tuple[tuple[int, Hole], ...]]]:
    """The path of each of these files with the holes of its body that lead elsewhere."""
    return [(file.path, elsewhere(file.body)) for group in groups for file in group]


def _leads_elsewhere(hole: Hole) -> bool:
    return hole.kind in {"href", "src"} and not hole.value.startswith(("#", "source-url:"))


def resolve(
    path: str, holes: Iterable[tuple[int, Hole]], atlas: Atlas
) -> tuple[tuple[tuple[int, str], ...], tuple[Problem, ...]]:
    """Where the holes of the file `path` lead, as site-relative addresses by index; and the dead ones as problems."""
    found: list[tuple[int, str]] = []
    problems: list[Problem] = []
    for index, hole in holes:
        url, wrong = _one(path, hole, atlas)
        found.append((index, url))
        problems += [wrong] if wrong else []
    return tuple(found), tuple(problems)


def _one(path: str, hole: Hole, atlas: Atlas) -> tuple[str, Problem | None]:
    address, _, fragment = hole.value.partition("#")
    fragment = unquote(fragment)
    mark = Mark(path, hole.line, hole.column, hole.length)
    if address.startswith("/"):
        return address.lstrip("/") + (f"#{fragment}" if fragment else ""), None
    file = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(address.partition("?")[0])))
    file = _on_disk(file, atlas)
    if file in atlas.media or file in atlas.unread:
        return composed(file.removeprefix(CONTENT)), None
    target = atlas.files.get(file)
    if target is None:
        return "", _dead(hole, file, mark, atlas)
    if target.held and not _held(path, atlas):
        return target.url, problem("link-to-held", mark, target=hole.value, file=file)
    if fragment and fragment not in target.anchors:
        return target.url, _dead_anchor(hole, fragment, file, mark, target.anchors)
    return target.url + (f"#{fragment}" if fragment else ""), None


def _held(path: str, atlas: Atlas) -> bool:
    """Whether the file itself is not published yet: until then nobody can follow its links, and drafts may lead on."""
    return path in atlas.files and atlas.files[path].held


def _on_disk(file: str, atlas: Atlas) -> str:
    """The file as its name stands on the disk, which may be in another normal form than the link."""
    if file.isascii() or file in atlas.files or file in atlas.media:
        return file
    every = (*atlas.files, *atlas.media, *atlas.unread)
    return next((path for path in every if not path.isascii() and composed(path) == composed(file)), file)


def _dead_anchor(hole: Hole, fragment: str, file: str, mark: Mark, anchors: tuple[str, ...]) -> Problem:
    near, known = nearest(fragment, anchors), " ".join(f"#{anchor}" for anchor in anchors) or "—"
    return problem("dead-anchor", mark, target=hole.value, fragment=fragment, file=file, near=near, known=known)


def _dead(hole: Hole, file: str, mark: Mark, atlas: Atlas) -> Problem:
    if not file.startswith(CONTENT):
        return problem("link-outside", mark, target=hole.value)
    stem = posixpath.basename(file)
    same_name = [path for path in (*atlas.files, *atlas.media) if posixpath.basename(path) == stem]
    known = same_name or sorted((*atlas.files, *atlas.media))
    near = same_name[0] if same_name else nearest(file, known)
    near = posixpath.relpath(near, posixpath.dirname(mark.path)) if near else ""
    return problem("dead-link" if hole.kind == "href" else "dead-media", mark, target=hole.value, file=file, near=near)


Texts = Mapping[str, tuple[str, tuple[str, ...]]]
"""By output file: the author's file that it is made of, and the headings in it."""


def dead_places(
    path: str, holes: Iterable[tuple[int, Hole]], outputs: Container[str], texts: Texts
) -> tuple[Problem, ...]:
    """Links to places of the site (`/topics/x/`) that no page of the plan answers, or to headings it does not have."""
    rooted = (hole for _, hole in holes if hole.value.startswith("/"))
    return tuple(found for hole in rooted if (found := _dead_place(path, hole, outputs, texts)))


def _dead_place(path: str, hole: Hole, outputs: Container[str], texts: Texts) -> Problem | None:
    mark = Mark(path, hole.line, hole.column, hole.length)
    place, fragment = _answering(hole.value), unquote(hole.value.partition("#")[2])
    if place not in outputs:
        return problem("dead-place", mark, target=hole.value)
    file, anchors = texts.get(place, ("", ()))
    if file and fragment and fragment not in anchors:
        return _dead_anchor(hole, fragment, file, mark, anchors)
    return None


def to_media(hole: Hole) -> bool:
    """Whether it leads to a place that only a file of `content/media/` can answer."""
    return hole.value.startswith("/media/")


def dead_settings(places: Iterable[str], lines: Sequence[str], path: str, outputs: Iterable[str]) -> Iterator[Problem]:
    """Places that the settings (the text `lines` of the file `path`) lead to and that no page of the plan answers."""
    known = frozenset(outputs)
    for place in places:
        if place and ":" not in place and _answering(place) not in known:
            number = next((number for number, line in enumerate(lines, 1) if place in line), 0)
            column = lines[number - 1].index(place) + 1 if number else 0
            yield problem("dead-place", Mark(path, number, column, len(place)), target=place)


def _answering(address: str) -> str:
    place = unquote(address.partition("#")[0].partition("?")[0]).lstrip("/")
    return f"{place}index.html" if place == "" or place.endswith("/") else place
