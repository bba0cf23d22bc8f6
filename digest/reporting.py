"""Owns what a build's report says: pure, as message codes with their values."""

from __future__ import annotations

import contextlib
import datetime
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from digest.orders import Report, Waiting
from digest.wording import Language, say

Line = tuple[str, dict[str, object]]


def report(done: Report, language: Language) -> Iterator[Line]:
    """The lines of the report."""
    for held in done.held:
        yield _held(held, done.now, language)
    published = done.published
    yield (
        "built",
        {
            "output": done.output,
            "posts": done.posts,
            "pages": done.pages,
            "rendered": len(published.rendered),
            "kept": published.kept,
            "deleted": len(published.deleted),
            "seconds": f"{done.seconds:.2f}",
        },
    )


def _held(held: Waiting, now: datetime.datetime, language: Language) -> Line:
    if held.why == "draft":
        return "held-draft", {"path": held.path}
    due = datetime.datetime.fromtimestamp(held.due, tz=datetime.datetime.fromisoformat(held.date).tzinfo)
    return f"held-{held.why}", {
        "path": held.path,
        "due": f"{due:%Y-%m-%d %H:%M}",
        "wait": wait(held.due, now, language),
    }


def wait(due: int, now: datetime.datetime, language: Language) -> str:
    """How long until an instant (epoch seconds), in the largest unit that says it, rounded up: `3 h`."""
    minutes = max(1, -(-(due - int(now.timestamp())) // 60))
    if minutes < 60:
        return say("wait-minutes", language, count=minutes)
    hours = -(-minutes // 60)
    if hours < 48:
        return say("wait-hours", language, count=hours)
    return say("wait-days", language, count=-(-hours // 24))


def why(done: Report, path: str, language: Language) -> Line:
    """Why the page at `path` (an output file, an address or a post's file) was or was not made."""
    named = _named(done, path)
    files = [file for one in named for file in (one, f"{one}/index.html".lstrip("/"), done.sources.get(one, ""))]
    files += [file for one in named for file in done.published.reasons if _is_asset(file, one)]
    for file in files:
        if file in done.published.reasons:
            return f"why-{done.published.reasons[file]}", {"path": file}
        if file in done.published.deleted:
            return "why-deleted", {"path": file}
    held = next((one for one in done.held if {one.path, one.url.strip("/")} & {*named}), None)
    return _waiting(held, done, language) if held else ("why-unknown", {"path": path})


def _waiting(held: Waiting, done: Report, language: Language) -> Line:
    code, told = _held(held, done.now, language)
    return f"why-{code}", told


def _named(done: Report, path: str) -> tuple[str, ...]:
    """What a path may mean, from the site's root: an address as a browser has it, or a file as a shell has it."""
    spelled = [path, path.partition("#")[0].partition("?")[0]]
    with contextlib.suppress(ValueError):  # no address then
        spelled.append(unquote(urlsplit(path).path))
    found = []
    for one in spelled:
        found += [one, one.removeprefix(done.base_path)]
        for folder in (done.output, done.root):
            with contextlib.suppress(ValueError, OSError):  # elsewhere, or no path
                found.append(Path(one).resolve().relative_to(folder.resolve()).as_posix())
    tidy = [posixpath.normpath(one.lstrip("/")).removeprefix(f"{done.output.name}/").strip("/") for one in found]
    bare = [one.removesuffix("/index.html") for one in tidy]
    media = [one.removeprefix("content/") for one in tidy if one.startswith("content/media/")]
    return tuple(dict.fromkeys("" if one == "." else one for one in (*tidy, *bare, *media)))


def _is_asset(file: str, name: str) -> bool:
    """Whether a file is the asset of this name (`assets/style.css`), whose own name holds its fingerprint."""
    stem, _, suffix = name.rpartition(".")
    return bool(stem) and re.fullmatch(rf"{re.escape(stem)}\.[0-9a-f]{{8}}\.{re.escape(suffix)}", file) is not None
