"""Owns what one page may know of another: a link to it, and a post's card."""

from __future__ import annotations

from typing import NamedTuple


class Link(NamedTuple):
    """A name and where it leads; an empty `url` means there is no page for it."""

    name: str
    url: str = ""


class Card(NamedTuple):
    """The only thing that one page may show of a post that is not its own."""

    url: str
    title: str
    date: str
    updated: str
    summary: str
    kicker: str
    status: str
    topics: tuple[Link, ...]
    outlets: tuple[Link, ...]
    """The outlets whose reports the post gathers, each once, in the order of its sources."""
    story: Link | None
    held: str = ""
    """In a preview only: draft, future or embargo; empty for what is published."""
    corrected: bool = False
    """Whether it has corrections; its status says so too, unless the author gave it another."""
    mark: bytes = b""
    """The fingerprint of all of the above, so that a list of cards is signed without reading them again."""

    def __repr__(self) -> str:
        """Its mark, which says all there is of it; all its fields where it has none."""
        return f"Card({self.mark.hex()})" if self.mark else f"Card{tuple.__repr__(self)}"

    def __hash__(self) -> int:
        """That of its mark, as cards are looked up by all lists; of all its fields where it has none."""
        return hash(self.mark) if self.mark else tuple.__hash__(self)
