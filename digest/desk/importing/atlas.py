"""Owns where old addresses lead now: to the imported post or file, or back to where it was."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

SCHEMES = frozenset({"http", "https", "mailto"})


class Landing(NamedTuple):
    """Where an entry went."""

    path: str
    """From the base."""
    linkable: bool
    """Not so for drafts and entries of the future: a link to them would be dead."""


class Atlas:
    """All entries of an import by their old addresses."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Landing] = {}
        self._hosts: set[str] = set()
        self._landings: set[str] = set()
        self._files: dict[str, Landing] = {}

    def enter(self, addresses: Iterable[str], landing: Landing) -> None:
        """Notes an entry; where two claim one address, the first has it."""
        if landing.linkable:
            self._landings.add(landing.path)
        for address in addresses:
            host, path = split(address)
            self._hosts.add(host)
            self._known.setdefault((host, path), landing)
            self._known.setdefault(("", path), landing)

    def know(self, base: str) -> None:
        """Notes an old site's own address: a path of it is a path of the blog."""
        self._hosts.add(split(base)[0])

    def enter_file(self, file: str, landing: Landing) -> None:
        """Notes an entry that was a file of its own."""
        if file:
            self._files[file] = landing

    def find_file(self, file: str) -> Landing | None:
        """The entry that a file was."""
        return self._files.get(file)

    def lands(self, path: str) -> bool:
        """Whether a path is that of an entry which may be linked to."""
        return path in self._landings

    def find(self, address: str) -> Landing | None:
        """The entry that lived at an address, absolute or from the root of the blog."""
        host, path = split(address)
        if path in {"", "/"}:
            return None
        return self._known.get((host, path)) or (self._known.get(("", path)) if host in self._hosts else None)


def split(address: str) -> tuple[str, str]:
    """Host and path of an address, in the form in which two spellings of one address are the same."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    path = unquote(parts.path).rstrip("/").removesuffix("/index.html").removesuffix("/index.htm")
    query = f"?{parts.query}" if parts.query.startswith(("p=", "page_id=")) else ""
    return (parts.hostname or "").removeprefix("www."), path + query


def absolute(address: str, base: str) -> str:
    """An address as seen from `base`; itself where that is not known or no address."""
    if address.startswith("//"):
        return "https:" + address
    try:
        return urljoin(base, address) if base else address
    except ValueError:
        return ""


def scheme_of(address: str) -> str:
    """The scheme in lower case, or empty."""
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return "?"


def stays(address: str) -> bool:
    """Whether an address may be written as it is: it names its host, or a mail box."""
    try:
        parts = urlsplit(address)
        return parts.scheme.lower() in SCHEMES and bool(parts.netloc or parts.scheme.lower() == "mailto")
    except ValueError:
        return False


def relative(path: str, start: str) -> str:
    """The path of a file of the site as the post at `start` links to it."""
    return posixpath.relpath(path, posixpath.dirname(start))
