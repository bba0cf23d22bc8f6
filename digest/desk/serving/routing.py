"""Owns what an address of the preview stands for, by the rules of GitHub Pages.

An exact file, else the same with `.html`, else a folder's `index.html` after a redirect to the address with a slash;
what is not there is answered by `404.html`. Names that begin with a dot are not published there, nor served here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote


class File(NamedTuple):
    """A file of the output, by POSIX path."""

    path: str


class Redirect(NamedTuple):
    """Another address of this server, without its query."""

    to: str


class Missing(NamedTuple):
    """There is nothing."""


class Outside(NamedTuple):
    """Not an address of the site: it lies under a sub-path."""


Answer = File | Redirect | Missing | Outside


def route(address: str, base: str, is_file: Callable[[str], bool], moved: Mapping[str, str]) -> Answer:
    """The answer to the path of a request (percent-encoded, no query) of a site under `base` (`/` or `/repo/`).

    `is_file` tells whether a POSIX path names a file of the output; `moved` are files that went elsewhere.
    """
    if f"{address}/" == base:
        return Redirect(base)
    if not address.startswith(base):
        return Outside()
    name = _decoded(address.removeprefix(base))
    if name is None:
        return Missing()
    folder = name == "" or name.endswith("/")
    candidates = (f"{name}index.html",) if folder else (name, f"{name}.html")
    found = next((one for one in candidates if is_file(one)), None)
    if found:
        return File(found)
    if not folder and is_file(f"{name}/index.html"):
        return Redirect(f"{address}/")
    goal = next((moved[one] for one in (*candidates, f"{name}/index.html") if one in moved), None)
    return Redirect(base + quote(goal.removesuffix("index.html"))) if goal else Missing()


def _decoded(address: str) -> str | None:
    """The file name behind a percent-encoded path; None for one that no published file can have."""
    try:
        name = unquote(address, errors="strict")
    except UnicodeDecodeError:
        return None
    parts = name.removesuffix("/").split("/")
    if name and any(part == "" or part.startswith(".") or set(part) & {"\0", "\\"} for part in parts):
        return None
    return name


def stands_in(folder: Path) -> Callable[[str], bool]:
    """Whether a POSIX path is a plain file within a folder, reached through no symbolic link."""

    def is_file(path: str) -> bool:
        real = folder.resolve()
        file = real / path
        try:
            return file.is_file() and file.resolve() == file
        except (OSError, ValueError):  # a name too long, or one that no file can have
            return False

    return is_file
