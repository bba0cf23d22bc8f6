"""Owns descriptions of registry entries: a little Markdown in a table, rendered by itself."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=4096)
def as_html(description: str) -> str:
    """The markup of a description; links to files of the site are not possible in a table, so they stay text."""
    if not description:
        return ""
    from digest.text.body import MarkdownOptions  # noqa: PLC0415
    from digest.text.markdown import fill, render  # noqa: PLC0415 - only where something is rendered

    body, _ = render(description, path="", first_line=1, options=MarkdownOptions())
    return fill(body.html, ["" for _ in body.holes])
