"""Owns addresses: the site-relative URL of everything, and the file in the output that answers to it.

A URL here has no leading slash; a folder's ends with one and is answered by its `index.html`. Names in addresses are
NFC text; percent-encoding happens where a page or feed is written.
"""

from __future__ import annotations

import unicodedata

from digest.model import Post

PAGE = "page/"
MARKER = ".made-by-digest"
"""Says that a folder is ours to replace; a folder without it is refused."""


def post(post: Post, pattern: str) -> str:
    """The permalink of a post, from its date in the site's zone and its slug."""
    year, month, day = post.date[:10].split("-")
    return pattern.format(year=year, month=month, day=day, slug=post.slug)


def post_id(path: str, authority: str) -> str:
    """The feed id of a post whose front matter freezes none: a `tag:` URI (RFC 4151) of authority and file.

    It holds neither slug nor address, so that moving a site or retitling a post brings nothing back as new; nor does it
    tell which normal form a file system gives to names.
    """
    return f"tag:{authority}:{composed(path).removeprefix('content/').removesuffix('.md')}"


def composed(path: str) -> str:
    """A path in the normal form of addresses, NFC; some file systems (of macOS) take names apart."""
    return path if path.isascii() else unicodedata.normalize("NFC", path)


def term(kind: str, slug: str) -> str:
    """The page of a topic, outlet, reporter, place or story."""
    return f"{kind}/{slug}/"


def numbered(first: str, number: int) -> str:
    """Page `number` of a list whose newest page is `first`."""
    return f"{first}{PAGE}{number}/"


def feed(of: str) -> str:
    """The RSS feed of a page."""
    return f"{of}feed.xml"


def output(url: str) -> str:
    """The output file that answers to a site-relative URL."""
    return f"{url}index.html" if url == "" or url.endswith("/") else url
