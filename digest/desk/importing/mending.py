"""Owns the last word on an imported post: it is read as `build` will read it, and what build would refuse is mended.

A refused mark of markup is escaped, so that its text stays; a link that would lead nowhere becomes its text. Each is
noted. Where that does not help the body becomes plain paragraphs, which always build, and that is noted, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from digest.content import articles
from digest.content.articles import Article, Context
from digest.desk.importing.escaping import literal
from digest.desk.importing.records import Note, note
from digest.errors import Mark, Problem
from digest.text.body import Hole
from digest.text.names import key

ROUNDS = 8
HOPELESS = frozenset({"body-too-deep", "body-too-many-lines", "body-too-many-signs"})
"""What no escaping mends: it would make the body longer."""
LINKS = frozenset({"bad-link-scheme", "empty-link"})
_INLINE_LINK = re.compile(
    r"(?s)(!?)\[(?P<text>.*)\]\(\s*(?:<[^<>\n]*>|[^\s]*?)(?P<title>\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
)
_REFERENCE = re.compile(r"(?s)(!?)\[(?P<text>.*?)\](?:\s?\[[^\]]*\])?")

Resolve = Callable[[Hole], str | None]
"""The address that a local link or picture shall have, or None when it leads nowhere; the same address keeps it."""


class Settled(NamedTuple):
    """A post's text as build will take it."""

    text: str
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]
    """What nothing could mend: front matter."""


class Piece(NamedTuple):
    """A post as it was made: where it shall stand, and where in the export it comes from."""

    front: str
    body: str
    path: str
    source: str
    line: int


class _Fix(NamedTuple):
    """What to do at a place of the text: with no `address` escape the sign there."""

    mark: Mark
    code: str
    what: str
    address: str | None = None


def settle(piece: Piece, context: Context, resolve: Resolve) -> Settled:
    """The post as it shall stand."""
    front, text, first = piece.front, piece.body, piece.front.count("\n") + 1
    notes: list[Note] = []
    for _ in range(ROUNDS):
        article, problems = articles.read((front + text).encode(), piece.path, context)
        wrong = [one for one in problems if one.severity == "error"]
        if article is None or any(one.mark.line < first or one.code in HOPELESS for one in wrong):
            return Settled(front + text, tuple(notes), tuple(wrong))
        fixes = [*_escapes(wrong, text.split("\n"), first), *_links(article, resolve)]
        if not fixes and not wrong:
            return Settled(front + text, tuple(notes), ())
        changed = _applied(text, fixes, first)
        if changed == text:
            break
        text = changed
        notes += [note(fix.code, piece.source, piece.line, what=fix.what) for fix in fixes]
    return _plainly(piece, context)


def _plainly(piece: Piece, context: Context) -> Settled:
    text = piece.front + literal(piece.body) + "\n"
    _, problems = articles.read(text.encode(), piece.path, context)
    wrong = tuple(one for one in problems if one.severity == "error")
    return Settled(text, (note("import-body-plain", piece.source, piece.line),), wrong)


def _escapes(wrong: Iterable[Problem], lines: Sequence[str], first: int) -> list[_Fix]:
    fixes = []
    for one in wrong:
        mark = one.mark
        if one.code == "dead-anchor":
            continue  # `_links` finds the heading that is meant, or drops the link
        if one.code == "duplicate-heading-id":
            row = lines[mark.line - first] if mark.line - first < len(lines) else ""
            mark = Mark(mark.path, mark.line, row.rfind("{#") + 1, 1)
        if mark.column and one.code in LINKS:
            fixes.append(_Fix(mark, "import-link-dropped", dict(one.args).get("address", ""), ""))
        elif mark.column:
            fixes.append(_Fix(mark, "import-markup-escaped", one.code))
    return fixes


def _links(article: Article, resolve: Resolve) -> list[_Fix]:
    """Links within the site that must change: to a heading of the body, to what was imported, or to nothing."""
    headings = {_loosely(anchor): f"#{anchor}" for anchor in reversed(article.body.anchors)}
    fixes = []
    for hole in article.body.holes:
        if hole.kind not in {"href", "src"} or hole.value.startswith("source-url:"):
            continue
        within = hole.value.startswith("#")
        address = headings.get(_loosely(hole.value)) if within else resolve(hole)
        if address != hole.value:
            mark = Mark(article.post.path, hole.line, hole.column, hole.length)
            fixes.append(_Fix(mark, _moved_code(address), hole.value, address or ""))
    return fixes


def _loosely(anchor: str) -> str:
    """What the ids that different generators make of one heading share."""
    return re.sub(r"[\W_]+", "", key(unquote(anchor)))


def _moved_code(address: str | None) -> str:
    if not address:
        return "import-link-dropped"
    return "import-link-absolute" if "://" in address else "import-link-moved"


def _applied(body: str, fixes: Iterable[_Fix], first: int) -> str:
    """The body with every fix made, from the last place to the first, each place once; lines count from `first`."""
    lines = body.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    done = len(body) + 1
    for fix in sorted(fixes, key=lambda one: one.mark, reverse=True):
        row = fix.mark.line - first
        if not 0 <= row < len(lines) or fix.mark.column < 1:
            continue
        at = starts[row] + fix.mark.column - 1
        end = at + fix.mark.length
        if end > done or at >= len(body):
            continue
        body = body[:at] + _replaced(body[at:end], fix) + body[end:]
        done = at
    return body


def _replaced(span: str, fix: _Fix) -> str:
    if fix.address is None:
        return "\\" + span if span[:1].isascii() else f"&#{ord(span[0])};{span[1:]}" if span else span
    found = _INLINE_LINK.fullmatch(span) or _REFERENCE.fullmatch(span)
    if found is None:
        return "\\" + span if span[:1] == "<" else span
    if not fix.address:
        return found["text"]
    title = found.groupdict().get("title") or ""
    return f"{found[1]}[{found['text']}]({address(fix.address)}{title})"


def address(url: str) -> str:
    """An address as the destination of a Markdown link."""
    bare = url.replace("\n", "").replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C")
    return f"<{bare}>" if re.search(r"[\s()]", bare) or not bare else bare
