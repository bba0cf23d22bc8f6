"""Owns `digest explain markdown`: what a text becomes, for authors in doubt and for tests against the specification."""

from __future__ import annotations

from html import escape

from digest.errors import Problem
from digest.text.body import Hole, MarkdownOptions
from digest.text.markdown import fill, render


def explain_markdown(text: str, *, commonmark: bool) -> tuple[str, tuple[Problem, ...]]:
    """HTML of a Markdown text, and what is wrong with the text.

    With `commonmark`, CommonMark 0.31 and two Japanese rules alone (emphasis, line breaks); raw HTML is let through,
    so the result is for reading, not for publishing. Otherwise as in a post, addresses as written, a citation shown
    as its keys.
    """
    if commonmark:
        from digest.text.parser import commonmark_parser  # noqa: PLC0415 - markdown-it is heavy

        return str(commonmark_parser().render(text)), ()
    body, problems = render(text, path="-", options=MarkdownOptions())
    return fill(body.html, [_as_written(hole) for hole in body.holes]), problems


def _as_written(hole: Hole) -> str:
    if hole.kind in {"cite", "credit"}:
        return f'<cite class="{hole.kind}">[{escape(hole.value)}]</cite>'
    return "" if hole.value.startswith("source-url:") else escape(hole.value)
