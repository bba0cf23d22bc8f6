"""Owns the pages of the preview that are no pages of the site: what is wrong, and where the site is."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from digest.errors import Mark, Problem
from digest.wording import Language, hints, message, say

AROUND = 2
"""Lines shown before and after the one that is wrong."""
MOST_SHOWN = 200
"""Problems shown; the rest are counted."""
LONGEST_FILE = 1_000_000
"""Bytes; of a longer file no lines are shown."""
STYLE = """
:root { color-scheme: light dark; --ink: #1d1d1f; --soft: #6a6a70; --paper: #fdfdfb; --band: #f2f1ec; --red: #a3161c }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e6e1; --soft: #a5a3a0; --paper: #17181a; --band: #222427; --red: #ff8a80 }
}
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.8 system-ui, "Noto Sans JP", "Hiragino Sans", "Yu Gothic", sans-serif }
h1 { font-size: 1.5rem; line-height: 1.5; border-top: .4rem solid var(--red); padding-top: 1rem; margin: 0 }
h2 { font-size: 1.1rem; line-height: 1.6; margin: 2.5rem 0 .25rem }
p { margin: .25rem 0 }
.place, .code { font-family: ui-monospace, monospace; color: var(--soft); overflow-wrap: anywhere }
.warning h2::before { content: "△ " } .error h2::before { content: "× "; color: var(--red) }
pre { margin: .75rem 0; padding: .75rem 0; background: var(--band); overflow-x: auto; line-height: 1.6 }
pre code { display: block; min-width: max-content; padding: 0 1rem; font-family: ui-monospace, monospace }
pre .at { border-left: .25rem solid var(--red); padding-left: .75rem }
pre i { display: inline-block; min-width: 4ch; margin-right: 1ch; text-align: right; color: var(--soft);
  font-style: normal; user-select: none }
mark { background: none; color: inherit; text-decoration: underline wavy var(--red); text-underline-offset: .3em }
a { color: inherit }
"""


class Excerpt(NamedTuple):
    """Lines of a file around a place."""

    first: int
    """The number of the first line, from 1."""
    lines: tuple[str, ...]


def problems_page(problems: tuple[Problem, ...], root: Path, language: Language, last_good: str) -> str:
    """What keeps the site from being built, each with its lines; `last_good`: where the last good page is, or empty."""
    errors = [found for found in problems if found.severity == "error"]
    ordered = [*errors, *(found for found in problems if found.severity != "error")]
    parts = [f"<h1>{escape(say('preview-problems', language, count=len(errors) or len(ordered)))}</h1>"]
    parts.append(f"<p>{escape(say('preview-mend', language))}</p>")
    if last_good:
        link = escape(say("preview-last-good", language))
        parts.append(f'<p><a href="{escape(last_good)}">{link}</a></p>')
    parts += [_section(found, root, language) for found in ordered[:MOST_SHOWN]]
    if len(ordered) > MOST_SHOWN:
        parts.append(f"<p>{escape(say('preview-more', language, count=len(ordered) - MOST_SHOWN))}</p>")
    return document(say("preview-title", language), "\n".join(parts), language)


def notice_page(sentence: str, link: str, language: Language) -> str:
    """A page of one sentence, with a link where there is one to follow."""
    more = f'<p><a href="{escape(link)}">{escape(link)}</a></p>' if link else ""
    return document(sentence, f"<h1>{escape(sentence)}</h1>\n{more}", language)


def document(title: str, body: str, language: Language) -> str:
    """A whole page; `body` is HTML."""
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        '<link rel="icon" href="data:,">\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def last_good_link(generation: str, page: str) -> str:
    """Where the last good version of a page (path and query) is shown from now on."""
    return f"/livereload/last-good?at={quote(generation)}&page={quote(page, safe='')}"


def _section(found: Problem, root: Path, language: Language) -> str:
    mark = found.mark
    place = ":".join(str(part) for part in (mark.path, mark.line, mark.column) if part != 0)
    advice = "".join(f"<p>{escape(hint)}</p>\n" for hint in hints(found, language))
    return (
        f'<section class="{escape(found.severity)}">\n<h2>{escape(message(found, language))}</h2>\n'
        f'<p class="place">{escape(place)}</p>\n{_quoted(excerpt(root, mark), mark)}{advice}'
        f'<p class="code">{escape(found.code)}</p>\n</section>'
    )


def excerpt(root: Path, mark: Mark) -> Excerpt | None:
    """The lines around a place; None where there is none to show: no line, no file, or a file that is not within."""
    file = root / mark.path
    try:
        within = file.resolve().is_relative_to(root.resolve())
        if mark.line < 1 or not within or file.stat().st_size > LONGEST_FILE:
            return None
        text = file.read_bytes().decode("utf-8-sig", "replace")
    except (OSError, ValueError):
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if mark.line > len(lines):
        return None
    first = max(1, mark.line - AROUND)
    return Excerpt(first, tuple(lines[first - 1 : mark.line + AROUND]))


def _quoted(shown: Excerpt | None, mark: Mark) -> str:
    if shown is None:
        return ""
    rows = []
    for number, line in enumerate(shown.lines, shown.first):
        text, kind = (_marked(line, mark), ' class="at"') if number == mark.line else (escape(_visible(line)), "")
        rows.append(f"<code{kind}><i>{number}</i>{text}</code>")
    return f"<pre>{''.join(rows)}</pre>\n"


def _marked(line: str, mark: Mark) -> str:
    """The line with the wrong part marked; past its end there is nothing to mark but a space."""
    if not mark.column:
        return escape(_visible(line))
    start, end = mark.column - 1, mark.column - 1 + max(1, mark.length)
    before, wrong, behind = (escape(_visible(part)) for part in (line[:start], line[start:end], line[end:]))
    return f"{before}<mark>{wrong or ' '}</mark>{behind}"


def _visible(text: str) -> str:
    """Controls and what turns the direction of writing as the sign for an unknown character."""
    return "".join(sign if sign.isprintable() or sign in "\t\u3000" else "\ufffd" for sign in text)
