"""Owns the mark that a dead link gets in a text: the words behind it, the link and its text kept. Pure."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import NamedTuple

from digest.site.linkfile import Dead
from digest.site.model import Model
from digest.site.wording import period

LINK = re.compile(r'<a [^>]*?href="(https?://[^"]+)"[^>]*>.*?</a>', re.DOTALL)
"""A link out of the site, in markup of ours."""


class Marks(NamedTuple):
    """What marks the dead links of a file; of a file without any it is empty, so that no word signs its page."""

    dead: Dead = ()
    words: str = ""
    """The theme's, with `{date}` for the day."""


def marks_of(model: Model, path: str) -> Marks:
    """The marks of the file at `path` (from the root)."""
    dead = model.dead.get(path, ())
    return Marks(dead, model.words["source_dead"]) if dead else Marks()


def marked(markup: str, marks: Marks, language: str) -> str:
    """A body's markup with the words behind each dead link; `language` is that of the date in them."""
    since = dict(marks.dead)
    if not since:
        return markup

    def put(found: re.Match[str]) -> str:
        day = since.get(unescape(found[1]).partition("#")[0])
        words = escape(marks.words.replace("{date}", period(day, language))) if day else ""
        return f'{found[0]} <span class="label label-dead">{words}</span>' if day else found[0]

    return LINK.sub(put, markup)
