"""Owns template code within bodies: Liquid, Hexo's tags and Hugo's shortcodes as Markdown, else as code.

Nothing is run. Code blocks and spans of the body are left alone, for posts about generators show such code.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

_CODE = re.compile(
    r"(^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^(?P=fence)[`~]*[ \t]*$|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\3(?!`))",
    re.MULTILINE | re.DOTALL,
)
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_HIGHLIGHT = re.compile(
    r"^[ \t]*\{%-?\s*(?:highlight|codeblock|code)\b(?P<args>[^%]*?)-?%\}[ \t]*\n?(?P<code>.*?)\n?[ \t]*"
    r"\{%-?\s*end(?:highlight|codeblock|code)\s*-?%\}",
    re.MULTILINE | re.DOTALL,
)
_HUGO_CODE = re.compile(
    r"^[ \t]*\{\{<\s*highlight\s+(?P<args>[^>]*?)>\}\}[ \t]*\n?(?P<code>.*?)\n?[ \t]*\{\{<\s*/\s*highlight\s*>\}\}",
    re.MULTILINE | re.DOTALL,
)
_QUOTE = re.compile(
    r"\{%-?\s*(?:blockquote|quote|pullquote)\b[^%]*?-?%\}(.*?)\{%-?\s*end(?:blockquote|quote|pullquote)\s*-?%\}",
    re.DOTALL,
)
_TAG = re.compile(
    r"\{%-?\s*(?P<name>[\w-]+)\s*(?P<args>[^%]*?)-?%\}|\{\{[<%]\s*(?P<short>/?\s*[\w/-]+)\s*(?P<given>[^}]*?)\s*/?[>%]\}\}"
)
_OUTPUT = re.compile(
    r"\{\{\s*(?:['\"](?P<text>[^'\"{}]*)['\"]\s*\|\s*(?:relative_url|absolute_url|prepend:[^{}|]*)|(?:site\.(?:baseurl|url|root)|site\.github\.url|page\.root))[^{}]*\}\}"
)
_ATTRIBUTES = re.compile(r"^\{:[^}\n]*\}[ \t]*$\n?|(?<=[\])*_`\w])\{:[^}\n]*\}", re.MULTILINE)
_MORE = re.compile(r"^[ \t]*<!--\s*(?:more|excerpt|end_excerpt|readmore)\s*-->[ \t]*$", re.MULTILINE | re.IGNORECASE)
_NAMED = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(\S+))")
_WORDS = re.compile(r"\"([^\"]*)\"|'([^']*)'|(\S+)")


NOTHING = frozenset({"more", "toc", "comment", "endcomment"})
PICTURES = frozenset({"figure", "img", "asset_img", "image"})
POSTS = frozenset({"post_url", "post_link", "ref", "relref"})
PLAYERS = {
    "youtube": "https://www.youtube.com/watch?v=",
    "youtube_video": "https://www.youtube.com/watch?v=",
    "vimeo": "https://vimeo.com/",
}


class Plain(NamedTuple):
    """A body without template code."""

    text: str
    unknown: tuple[str, ...]
    """Tags that stayed as code, by name, each once."""


def plain(text: str, post: Callable[[str], str]) -> Plain:
    """The body with template code as Markdown; `post` gives the address of a post by its file's name."""
    unknown: list[str] = []
    text = _HIGHLIGHT.sub(_fenced, _HUGO_CODE.sub(_fenced, text))
    out = []
    last = 0
    for found in _CODE.finditer(text):
        out += [_prose(text[last : found.start()], post, unknown), found[0]]
        last = found.end()
    out.append(_prose(text[last:], post, unknown))
    return Plain("".join(out), tuple(dict.fromkeys(unknown)))


def _fenced(found: re.Match[str]) -> str:
    words = (found["args"] or "").replace("lang:", " ").split()
    language = next((word for word in words if re.fullmatch(r"[A-Za-z][\w+#.-]*", word)), "")
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`{3,}", found["code"])), default=0))
    return f"\n{fence}{language}\n{found['code']}\n{fence}\n"


def _prose(text: str, post: Callable[[str], str], unknown: list[str]) -> str:
    if "{" not in text and "<!--" not in text:
        return text
    text = _QUOTE.sub(
        lambda found: "\n\n" + "\n".join(f"> {line}" for line in found[1].strip().split("\n")) + "\n\n", text
    )
    text = _RAW.sub(lambda found: found[1], _MORE.sub("", text))
    text = _OUTPUT.sub(lambda found: found["text"] or "", text)
    text = _TAG.sub(lambda found: _tag(found, post, unknown), text)
    return _ATTRIBUTES.sub("", text)


def _tag(found: re.Match[str], post: Callable[[str], str], unknown: list[str]) -> str:
    name = (found["name"] or found["short"] or "").replace(" ", "").lower()
    args = found["args"] or found["given"] or ""
    named = {one[1].lower(): one[2] or one[3] or one[4] or "" for one in _NAMED.finditer(args)}
    words = [one[1] or one[2] or one[3] or "" for one in _WORDS.finditer(_NAMED.sub("", args))]
    made = _known(name, words, named, post)
    if made is None:
        unknown.append(name)
        return f"`{found[0]}`" if "\n" not in found[0] and "`" not in found[0] else found[0]
    return made


def _known(name: str, words: list[str], named: dict[str, str], post: Callable[[str], str]) -> str | None:
    """The Markdown of a tag whose meaning is plain; None for others."""
    first = words[0] if words else named.get("id", "")
    if name in NOTHING:
        return ""
    if name in PICTURES:
        return _picture(words, named)
    if name in POSTS and first:
        return f"[{' '.join(words[1:]) or first}]({post(first)})" if name == "post_link" else post(first)
    return _embedded(name, first, words, named)


def _embedded(name: str, first: str, words: list[str], named: dict[str, str]) -> str | None:
    """An embed as a link to what it shows."""
    if name in PLAYERS and first:
        return f"<{PLAYERS[name]}{first.rpartition('/')[2]}>"
    if name == "gist" and first:
        return f"<https://gist.github.com/{first if '/' in first else '/'.join(words[:2])}>"
    if name in {"tweet", "x", "twitter"} and named.get("user") and named.get("id"):
        return f"<https://twitter.com/{named['user']}/status/{named['id']}>"
    return None


def _picture(words: list[str], named: dict[str, str]) -> str | None:
    """A picture: Hugo names its parts, Hexo writes classes, the file, sizes and a title."""
    source = (
        named.get("src")
        or named.get("link")
        or next((word for word in words if re.search(r"\.\w{2,5}$|^https?:", word)), "")
    )
    if not source:
        return None
    behind = words[words.index(source) + 1 :] if source in words else []
    alt = (
        named.get("alt")
        or named.get("caption")
        or named.get("title")
        or " ".join(word for word in behind if not word.isdigit())
    )
    return f"![{alt.replace(']', '')}]({source.replace(' ', '%20')})"
