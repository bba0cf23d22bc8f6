"""Owns `move` for the author's pages and stories: another file name, another address; what led there before still does.

The old address becomes an alias; links in all files follow, and posts join the story under its new name.
"""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import NamedTuple

from digest.content.statics import NAME, PAGES, STORIES
from digest.desk.following import Links, follow
from digest.desk.moving_terms import Moved
from digest.desk.readdressing import readdressed
from digest.desk.splicing import open_sheet
from digest.desk.trying import replace_and_try
from digest.errors import Mark, UsageError, problem
from digest.gathering import Gathered
from digest.output.reading import Readings
from digest.site import urls


class File(NamedTuple):
    """A page or story, as it can be named."""

    path: str
    url: str
    folder: str

    @property
    def names(self) -> set[str]:
        """What may stand for it: its file (with or without `content/`), its address, its name."""
        short = self.path.removeprefix("content/")
        stem = posixpath.basename(self.path).removesuffix(".md")
        return {self.path, short, short.removesuffix(".md"), self.url.strip("/"), stem, f"{stem}.md"}


def move_file(root: Path, gathered: Gathered, readings: Readings, old: str, new: str) -> Moved | None:
    """Gives the page or story `old` the name, file or address `new`; None where there is none.

    Raises UsageError for a name that cannot be or is taken, ContentError where something cannot be changed.
    """
    file = _matching(gathered, old)
    if file is None:
        return None
    name = new.strip("/").removeprefix("content/").removeprefix(file.folder.removeprefix("content/"))
    name = name.removesuffix(".md")
    if not NAME.fullmatch(name):
        raise UsageError(problem("move-bad-name", Mark("NEW"), found=new, folder=file.folder))
    data = (root / file.path).read_bytes()
    slugged = file.folder == PAGES and open_sheet(data, file.path).node("slug") is not None
    path = file.path if slugged else f"{file.folder}{name}.md"
    url = f"{name}/" if file.folder == PAGES else urls.term("stories", name)
    if url == file.url:
        raise UsageError(problem("move-same", Mark("NEW"), found=f"/{url}"))
    if path != file.path and (root / path).exists():
        raise UsageError(problem("move-taken", Mark("NEW"), found=path))
    fresh = readdressed(data, file.path, {"slug": name} if slugged else {}, f"/{file.url}", url)
    files, followed = follow(root, gathered, readings, Links(file.path, path, file.url, url), fresh)
    joined = _joined(root, file, name, readings, files) if file.folder == STORIES else {}
    replace_and_try(root, {**files, **joined})
    changed = tuple(sorted({*followed, *joined}))
    return Moved("moved-post", (file.path, path), (f"/{file.url}", f"/{url}"), f"/{file.url}", changed)


def _matching(gathered: Gathered, old: str) -> File | None:
    known = [File(page.path, page.url, PAGES) for page in gathered.pages]
    known += [File(story.path, urls.term("stories", story.id), STORIES) for story in gathered.stories]
    return next((file for file in known if posixpath.normpath(old.strip("/")) in file.names), None)


def _joined(
    root: Path, story: File, name: str, readings: Readings, files: dict[str, bytes | None]
) -> dict[str, bytes | None]:
    """The posts of a story, under its new name; `files` are those that change already."""
    old = posixpath.basename(story.path).removesuffix(".md")
    members = [one.path for one in readings.entries.values() if one.story == old]
    texts = {path: files.get(path) or (root / path).read_bytes() for path in members}
    return {path: readdressed(data, path, {"story": name}, "", "") for path, data in texts.items()}
