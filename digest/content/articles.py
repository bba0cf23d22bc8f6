"""Owns articles: a post with its names resolved by the registries and its body rendered; all that its own page needs.

Reading one is a function of the file's bytes and a `Context` alone, so it can run in any process and be remembered by
the fingerprints of the two.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import NamedTuple

from digest import fingerprint
from digest.content import frontmatter, posts
from digest.content.resolving import Registries, Slugs, resolve
from digest.content.schema import Record
from digest.content.yamltext import Document
from digest.errors import Mark, Problem, problem, warning
from digest.model import Post, Source
from digest.moments import zone
from digest.sourcing import datewords
from digest.text import markdown
from digest.text.body import Body, MarkdownOptions
from digest.text.names import nearest
from digest.wording import Language

LEANING = re.compile("[同翌前]")
"""The signs with which a date word leans on one before it."""


class Context(NamedTuple):
    """All that reading a post asks beside its own file."""

    tables: Registries
    timezone: str
    language: str
    options: MarkdownOptions
    fingerprint: bytes


def context(tables: Registries, timezone: str, language: str, options: MarkdownOptions) -> Context:
    """The context made of these tables and settings, with its fingerprint."""
    known = (tables.topics.fingerprint, tables.outlets.fingerprint, tables.places.fingerprint, tables.stories)
    closed = (tables.topics.closed, tables.outlets.closed, tables.places.closed)
    mark = fingerprint.of_value((known, closed, timezone, language, tuple(options)))
    return Context(tables, timezone, language, options, mark)


@lru_cache(maxsize=4)
def _record(timezone: str) -> Record:
    return posts.post_record(zone(timezone))


class Article(NamedTuple):
    """A post as its own page shows it."""

    post: Post
    slugs: Slugs
    body: Body

    def slug(self, kind: str, name: str) -> str:
        """The slug of a name that the post shows, or empty."""
        return next((slug for one, known, slug in self.slugs if one == kind and known == name), "")


def read(data: bytes, path: str, context: Context) -> tuple[Article | None, tuple[Problem, ...]]:
    """The article in the bytes of the file `path`, or None when it is beyond reading; and all that is wrong with it."""
    text, problems = frontmatter.decode(data, path)
    if problems:
        return None, problems
    written, problems = posts.read(text, path, _record(context.timezone), zone(context.timezone))
    if written is None:
        return None, problems
    post, slugs, unknown = resolve(written.post, context.tables, written.document)
    body, wrong = _render(post, written.body, written.body_line, context)
    return Article(post, slugs, body), (*problems, *unknown, *wrong, *_citations(post, body, written.document))


def _render(post: Post, body: str, line: int, context: Context) -> tuple[Body, tuple[Problem, ...]]:
    options = context.options
    if post.readings:
        options = options._replace(readings=options.readings + post.readings)
    references = {source.key: source.published[:10] for source in post.sources if source.published}
    day = post.sources[0].published[:10] if len(post.sources) == 1 and post.sources[0].published else post.date[:10]

    language: Language = "ja" if context.language == "ja" else "en"

    before: dict[str, str] = {}

    def annotate(block: str, keys: tuple[str, ...]) -> list[tuple[int, int, str, str]]:
        days = [references[key] for key in keys if key in references] or [day]
        return _date_words(block, tuple(dict.fromkeys(days)), before, language)

    return markdown.render(body, path=post.path, first_line=line, options=options, annotate=annotate)


def _date_words(
    block: str, days: tuple[str, ...], before: dict[str, str], language: Language
) -> list[tuple[int, int, str, str]]:
    """Where the date words of a block are and what they mean; one that the cited reports date differently stays text.

    `before` holds the text told so far on each reference day: 同日 and 翌日 may lean on an earlier paragraph.
    """
    leaning = LEANING.search(block) is not None
    read_on = [_found(block, day, before.get(day, "") if leaning else "") for day in days]
    for day in days:
        before[day] = before.get(day, "") + block + "\n"
    agreed = [word for word in read_on[0] if word.value and all(word in other for other in read_on[1:])]
    return [(word.start, word.end, word.value, datewords.wording(word.value, language)) for word in agreed]


def _found(block: str, day: str, before: str) -> list[datewords.DateWord]:
    """The date words of a block that follows the text `before`, on a reference day; offsets within the block."""
    words = datewords.find(before + block, datetime.date.fromisoformat(day))
    skip = len(before)
    return [word._replace(start=word.start - skip, end=word.end - skip) for word in words if word.start >= skip]


def _citations(post: Post, body: Body, document: Document) -> tuple[Problem, ...]:
    """Citations of sources that are not there, and sources that nothing cites although others are."""
    keys = tuple(source.key for source in post.sources)
    found: list[Problem] = []
    used: set[str] = set()
    for citation in body.citations:
        for key, _ in citation.keys:
            used.add(key)
            if key not in keys:
                mark = Mark(post.path, citation.line, citation.column, citation.length)
                found.append(problem("unknown-citation", mark, key=key, near=nearest(key, keys), known=", ".join(keys)))
    if used:
        found += [
            _unused(source, number, document) for number, source in enumerate(post.sources) if source.key not in used
        ]
    return tuple(found)


def _unused(source: Source, number: int, document: Document) -> Problem:
    return warning("unused-source", document.mark("sources", number), key=source.key)
