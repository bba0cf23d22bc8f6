"""Owns the rendering of a body: Markdown text in, a `Body` and its problems out. Pure.

The rules are in docs/markdown.md. `fill` puts what only the site knows into the holes.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from digest.errors import Mark, Problem, problem, warning
from digest.text.body import Body, Hole, MarkdownOptions
from digest.text.limits import overfull
from digest.text.names import MOST_NEAR, nearest
from digest.text.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.text.runs import Annotate

_LINE_ENDS = re.compile(r"\r\n?")
_IDEOGRAPHIC_BLANK = re.compile(r"^[ \t]*\u3000[\u3000 \t]*$", re.MULTILINE)
_FORBIDDEN = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
"""Controls and noncharacters, which HTML and XML forbid and pasted texts bring along; they show nothing."""
_ID = re.compile(r' id="([^"]*)"')
_DEFAULT = MarkdownOptions()


def render(
    text: str, *, path: str, first_line: int = 1, options: MarkdownOptions = _DEFAULT, annotate: Annotate | None = None
) -> tuple[Body, tuple[Problem, ...]]:
    """Render the body of the file `path` (POSIX, from the root), whose first line is line `first_line` of that file.

    `annotate` finds date words, see `digest.text.runs.Annotate`; its answers must depend on nothing but what it gets,
    or the caller must make its reference dates part of the fingerprint. Problems are in the order of the file.
    """
    # markdown-it is heavy to import, and a build that changes nothing renders nothing.
    from digest.text.outline import number_headings  # noqa: PLC0415
    from digest.text.parser import post_parser  # noqa: PLC0415
    from digest.text.passages import Passages  # noqa: PLC0415

    source = _normalised(text)
    if (too_much := overfull(source, path, first_line, tags=options.raw_html == "sanitise")) is not None:
        return Body(), (too_much,)
    sheet = Sheet(path, first_line, source.split("\n"), options.language)
    md = post_parser(options.raw_html, japanese=options.japanese)
    env = {"sheet": sheet}
    tokens = md.parse(source, env)
    headings = number_headings(tokens, sheet)
    passages = Passages.of(tokens, dict(options.readings), annotate, first_line)
    html = _with_raw_html(md.renderer.render(tokens, md.options, env), sheet, options)
    sheet.problems += _dead_anchors(sheet, html)
    body = Body(
        html,
        tuple(sheet.holes),
        headings,
        tuple(sheet.anchors),
        passages.summary,
        passages.plain,
        count(passages.plain),
        tuple(sheet.citations),
        passages.claims,
        passages.quotations,
        tuple(sheet.readings),
        passages.unsourced,
        tuple(sheet.mentions),
        passages.cited,
    )
    return body, tuple(sorted(set(sheet.problems), key=lambda found: found.order))


def _with_raw_html(html: str, sheet: Sheet, options: MarkdownOptions) -> str:
    """The markup, sanitised where raw HTML is allowed and there is some; else a warning, for it is text already."""
    if sheet.raw_html and options.raw_html == "sanitise":
        from digest.text.sanitise import sanitise  # noqa: PLC0415 - only the posts that hold raw HTML need it

        return _FORBIDDEN.sub("", sanitise(html, sheet))  # raw HTML may name them by number: `&#5;`
    if sheet.raw_html:
        sheet.problems.append(warning("raw-html-escaped", sheet.raw_html))
    return html


def _dead_anchors(sheet: Sheet, html: str) -> list[Problem]:
    """Links of the author's to a place of this body that is not there (`#` and `#top` are the top, as in HTML)."""
    written = [hole for hole in sheet.holes if hole.line and hole.kind == "href" and hole.value.startswith("#")]
    ids = {"", "top"} | set(_ID.findall(html)) if written else set()
    wanted = [(hole, unquote(hole.value[1:])) for hole in written]
    dead = [(hole, fragment) for hole, fragment in wanted if not {fragment.lower(), escape(fragment)} & ids]
    return [
        _dead_anchor(hole, fragment, sheet, sheet.anchors if number < MOST_NEAR else ())
        for number, (hole, fragment) in enumerate(dead)
    ]


def _dead_anchor(hole: Hole, fragment: str, sheet: Sheet, anchors: Sequence[str]) -> Problem:
    near, known = nearest(fragment, anchors), " ".join(f"#{anchor}" for anchor in anchors) or "—"
    mark = Mark(sheet.path, hole.line, hole.column, hole.length)
    return problem("dead-anchor", mark, target=hole.value, fragment=fragment, file=sheet.path, near=near, known=known)


def count(plain: str) -> int:
    """Characters of a plain text, in NFKC and without white space."""
    return len("".join(unicodedata.normalize("NFKC", plain).split()))


def fill(html: str, values: Sequence[str]) -> str:
    """Put `values[i]` into the hole `i`, each already escaped for its place (an attribute's value, or markup).

    A quotation whose source has no address (an empty value) loses its `cite` attribute.
    """
    parts = html.split("\x00")
    parts[1::2] = [values[int(index)] for index in parts[1::2]]
    return "".join(parts).replace('<blockquote cite="">', "<blockquote>")


def _normalised(text: str) -> str:
    r"""Line ends as `\n`, nothing that pages may not hold, lines of U+3000 really blank; no line is added or lost."""
    source = _LINE_ENDS.sub("\n", text).replace("\x00", "\ufffd")
    source = _FORBIDDEN.sub("", source)
    return _IDEOGRAPHIC_BLANK.sub("", source) if "\u3000" in source else source
