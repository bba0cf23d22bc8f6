"""Owns the command `clip`."""

from __future__ import annotations

import argparse
from pathlib import Path

from digest.commands.arguments import Told, add_root, check_root
from digest.console import Console
from digest.desk import appending, clipping, webpage
from digest.desk.clipping import Clip
from digest.desk.ground import settled
from digest.desk.replacing import replace_all
from digest.errors import DONE, ContentError, Mark, problem
from digest.wording import say

LARGEST = 20_000_000
"""Bytes of a saved page that are read."""


def configure(parser: argparse.ArgumentParser, told: Told) -> None:
    """The arguments of `clip`."""
    parser.add_argument("page", metavar="FILE_OR_URL", help=told("clip-page"))
    add_root(parser, told)
    parser.add_argument("--post", default="", metavar="SLUG", help=told("clip-post"))
    parser.add_argument("--url", default="", metavar="URL", help=told("clip-url"))


def run(options: argparse.Namespace, console: Console) -> int:
    """`clip FILE_OR_URL`: prints an entry of `sources:`, or puts it into a post."""
    check_root(options.root)
    ground = settled(options.root)
    post = appending.post_of(options.root, options.post) if options.post else ""
    text, url = _page(options.page, options.url)
    found = clipping.clip(webpage.read(text), url, ground.tables, ground.config.zone)
    if not found.headline and not found.url:
        raise ContentError([problem("clip-nothing", Mark(options.page))])
    _tell_uses(options.root, found, post, console)
    question = _outlet_question(found, options.page, post)
    if question:
        console.complain(question, **_facts(found))
    ask = {"clip-unknown-outlet": "clip-ask-outlet", "clip-carried": "clip-ask-carried"}.get(question, "")
    lines = clipping.block(
        found, say(ask, "en" if ground.config.language == "en" else "ja", **_facts(found)) if ask else ""
    )
    if post:
        _append(options.root, post, lines, console)
    else:
        for number, line in enumerate(lines):
            console.write(("  - " if number == 0 else "    ") + line)
    return DONE


def _tell_uses(root: Path, found: Clip, post: str, console: Console) -> None:
    """Says which posts have the report already. Raises ContentError when the one it shall go into has."""
    for use in tuple(appending.uses(root, found.url)) if found.url else ():
        if use.path == post:
            raise ContentError([problem("clip-there-already", Mark(use.path, use.line))])
        console.complain("clip-used", path=use.path, line=use.line)


def _outlet_question(found: Clip, named: str, post: str) -> str:
    """What to ask about the outlet, or empty. Raises ContentError when a post would get a source of nobody."""
    if not found.outlet and not found.url:
        if post:
            raise ContentError([problem("clip-no-address", Mark(named))])
        return "clip-without-address"
    if found.via and not found.outlet:
        return "clip-carried"
    return "" if found.known else "clip-unknown-outlet"


def _facts(found: Clip) -> dict[str, str]:
    return {"via": found.via, "host": found.host, "name": found.outlet}


def _page(named: str, url: str) -> tuple[str, str]:
    """The page's text and where it is from; only an address is fetched."""
    if "://" in named:
        from digest.desk.fetching import fetch  # noqa: PLC0415 - the network, only when asked for

        fetched = fetch(named)
        data, charset, url = fetched.data, fetched.charset, fetched.url
    else:
        data, charset = _saved(named), ""
    if line := webpage.overlong(data):
        raise ContentError([problem("clip-long-line", Mark(named, line), limit=webpage.LONGEST // 1_000_000)])
    return webpage.decode(data, charset), url


def _saved(named: str) -> bytes:
    try:
        with Path(named).open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise ContentError([problem("clip-no-file", Mark(named), found=named)]) from None
    except OSError as error:
        raise ContentError([problem("unreadable", Mark(named), why=error.strerror or "")]) from None
    if len(data) > LARGEST:
        raise ContentError([problem("clip-too-large", Mark(named), limit=LARGEST // 1_000_000)])
    return data


def _append(root: Path, post: str, lines: list[str], console: Console) -> None:
    data = appending.appended((root / post).read_bytes(), post, lines)
    replace_all(root, {post: data})
    console.say("clip-appended", path=post)
