"""Owns what the tags of Jekyll, Octopress, Hexo and Hugo mean that are in wide use: the Markdown that says the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

_NAMED = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(\S+))")
_WORDS = re.compile(r"\"([^\"]*)\"|'([^']*)'|(\S+)")
_URL = re.compile(r"https?://\S+")
_OPTION = re.compile(r"\w+:\w+")

NOTHING = frozenset({"more", "toc"})
PICTURES = frozenset({"figure", "img", "asset_img", "image"})
POSTS = frozenset({"post_url", "post_link", "post_path", "ref", "relref", "link"})
FILES = frozenset({"asset_path", "asset_link", "static"})
PLAYERS = {
    "youtube": "https://www.youtube.com/watch?v=",
    "youtube_video": "https://www.youtube.com/watch?v=",
    "youtubeplayer": "https://www.youtube.com/watch?v=",
    "vimeo": "https://vimeo.com/",
    "instagram": "https://www.instagram.com/p/",
    "slideshare": "https://www.slideshare.net/slideshow/embed_code/",
    "speakerdeck": "https://speakerdeck.com/player/",
}


class Args(NamedTuple):
    """What is written behind a tag's name."""

    words: tuple[str, ...]
    named: dict[str, str]

    @property
    def first(self) -> str:
        """What the tag is about."""
        return self.words[0] if self.words else self.named.get("id", "")

    @property
    def urls(self) -> list[str]:
        """Addresses among the arguments."""
        return [one for one in (*self.words, *self.named.values()) if _URL.fullmatch(one)]


def read(args: str) -> Args:
    """The arguments: words, quoted or not, and `name=value`."""
    named = {one[1].lower(): one[2] or one[3] or one[4] or "" for one in _NAMED.finditer(args)}
    words = (one[1] or one[2] or one[3] or "" for one in _WORDS.finditer(_NAMED.sub("", args)))
    return Args(tuple(words), named)


def known(name: str, written: str, post: Callable[[str], str]) -> str | None:
    """The Markdown of a tag whose meaning is plain; None for others. `post` gives a post's address by its file."""
    args = read(written)
    if name == "include" and args.first:  # a template of the theme, named after what it shows
        name, args = re.sub(r"\.\w+$", "", args.first.rpartition("/")[2]).lower(), args._replace(words=args.words[1:])
    if name in NOTHING:
        return ""
    if name == "details":
        title = args.named.get("summary") or " ".join(args.words)
        return f"\n\n**{title}**\n\n" if title else "\n\n"
    if name in PICTURES:
        return _picture(args)
    if name in FILES and args.first:
        return f"[{' '.join(args.words[1:]) or args.first}]({args.first})" if name == "asset_link" else args.first
    if name in POSTS and args.first and not args.urls:
        return (
            f"[{' '.join(args.words[1:]) or args.first}]({post(args.first)})"
            if name == "post_link"
            else post(args.first)
        )
    return _embedded(name, args)


def _embedded(name: str, args: Args) -> str | None:
    """An embed as a link to what it shows; what has one address and nothing beside it is a card of that page."""
    first = args.first
    if name in PLAYERS and first and not args.urls:
        return f"<{PLAYERS[name]}{first.rpartition('/')[2]}>"
    if name == "gist" and first:
        return f"<https://gist.github.com/{first if '/' in first else '/'.join(args.words[:2])}>"
    if name in {"tweet", "x", "twitter"} and args.named.get("user") and args.named.get("id"):
        return f"<https://twitter.com/{args.named['user']}/status/{args.named['id']}>"
    return None if name.startswith("/") else _card(args)


def _card(args: Args) -> str | None:
    """A link to the one page that a tag names, under the title that it gives."""
    told = [args.named[key] for key in ("url", "link", "href") if _URL.fullmatch(args.named.get(key, ""))]
    pages = told or args.urls
    if len(pages) != 1:
        return None
    text = args.named.get("title") or " ".join(
        word for word in args.words if word != pages[0] and not _OPTION.fullmatch(word)
    )
    return f"[{text.replace(']', '')}]({pages[0]})" if text else f"<{pages[0]}>"


def _picture(args: Args) -> str | None:
    """A picture: Hugo names its parts, Hexo writes classes, the file, sizes and a title."""
    words, named = args
    source = next((named[one] for one in ("src", "link", "url", "image_path", "path") if named.get(one)), "") or next(
        (word for word in words if re.search(r"\.\w{2,5}$|^https?:", word)), ""
    )
    if not source:
        return None
    behind = words[words.index(source) + 1 :] if source in words else ()
    told = next((named[one] for one in ("alt", "caption", "title") if named.get(one)), "")
    alt = told or " ".join(word for word in behind if not word.isdigit())
    return f"![{alt.replace(']', '')}]({source.replace(' ', '%20')})"


def fenced(args: str, code: str) -> str:
    """A listing as a fenced block, in the language that its tag names."""
    words = (args or "").replace("lang:", " ").split()
    language = next((word for word in words if re.fullmatch(r"[A-Za-z][\w+#.-]*", word)), "")
    bare = re.sub(r"^[ \t]*\n|\n[ \t]*$", "", code)
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`{3,}", bare)), default=0))
    return f"\n{fence}{language}\n{bare}\n{fence}\n"


def quoted(text: str) -> str:
    """A text as a quotation."""
    return "\n\n" + "\n".join(f"> {line}".rstrip() for line in text.strip().split("\n")) + "\n\n"
