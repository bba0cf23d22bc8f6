"""Owns articles: a post with its names resolved by the registries and its body rendered; all that its own page needs.

Reading one is a function of the file's bytes and a `Context` alone, so it can run in any process and be remembered by
the fingerprints of the two.
"""

from __future__ import annotations

import marshal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from digest import fingerprint
from digest.content import bylines, facts, frontmatter, posts
from digest.content.facts import Facts
from digest.content.resolving import Registries, Slugs, resolve
from digest.content.schema import Record
from digest.content.yamltext import Document
from digest.errors import Mark, Problem, problem, warning
from digest.forms import form_of
from digest.model import Post, Source
from digest.moments import zone
from digest.sourcing import independence
from digest.text import bidi, markdown
from digest.text.body import Body, MarkdownOptions, Mention
from digest.text.citation import mentioned
from digest.text.names import MOST_NEAR, nearest

if TYPE_CHECKING:
    from digest.text.runs import Annotate


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
    facts: Facts = ()
    """What the registries know of its names."""

    def slug(self, kind: str, name: str) -> str:
        """The slug of a name that the post shows, or empty."""
        for one, known, slug in self.slugs:
            if known == name and one == kind:
                return slug
        return ""

    def fact(self, kind: str, name: str, fact: str) -> str:
        """What a registry says of a name (`digest.content.facts`), or empty."""
        return next((value for one, known, what, value in self.facts if (one, known, what) == (kind, name, fact)), "")


SAME = 2
"""The version of `marshal` that gives equal values the same bytes: later ones tell equal texts from the same text, and
which texts are the same depends on what was read before."""


def packed(article: Article) -> bytes:
    """The article as bytes, the same for equal articles whichever process made them: its fingerprint is theirs."""
    return marshal.dumps(form_of(Article).plain(article), SAME)


def unpacked(data: bytes) -> Article:
    """The article that was packed so; ValueError, EOFError, TypeError or IndexError for others.

    `marshal` must never see foreign bytes: the caller has checked their fingerprint.
    """
    article: Article = form_of(Article).value(marshal.loads(data))  # noqa: S302 - checked
    return article


def read(data: bytes, path: str, context: Context) -> tuple[Article | None, tuple[Problem, ...]]:
    """The article in the bytes of the file `path`, or None when it is beyond reading; and all that is wrong with it."""
    text, problems = frontmatter.decode(data, path)
    if problems:
        return None, problems
    written, problems = posts.read(text, path, _record(context.timezone), zone(context.timezone))
    if written is None:
        return None, problems
    document = written.document
    signed, misread = bylines.fill(written.post, context.tables, document)
    post, slugs, unknown = resolve(
        bidi.closed_within(signed) if _directed(data, text) else signed, context.tables, document
    )
    body, wrong = _render(post, written.body, written.body_line, context)
    article = Article(post, slugs, body, facts.gather(post, context.tables))
    found = (*problems, *misread, *unknown, *wrong, *_circles(post, document), *_citations(post, body, document))
    return article, found


def _directed(data: bytes, text: str) -> bool:
    """Whether a file may hold signs of writing direction, as they are or as YAML's escapes; hardly any does.

    In UTF-8 every such sign begins with one of two pairs of bytes, so that most texts need not be searched for all.
    """
    if b"\\" in data:
        return True
    return (b"\xe2\x80" in data or b"\xe2\x81" in data) and bidi.SIGN.search(text) is not None


def _render(post: Post, body: str, line: int, context: Context) -> tuple[Body, tuple[Problem, ...]]:
    options = context.options
    if post.readings:
        options = options._replace(readings=options.readings + post.readings)
    annotate = _annotator(post, context.language) if options.date_words else None
    return markdown.render(body, path=post.path, first_line=line, options=options, annotate=annotate)


def _annotator(post: Post, language: str) -> Annotate:
    from digest.content import dating  # noqa: PLC0415 - a large grammar, for whom dates are to be marked

    return dating.annotator(post, "ja" if language == "ja" else "en")


def _circles(post: Post, document: Document) -> tuple[Problem, ...]:
    """Reports that rest on each other in a circle, so that none of them could be the first."""
    chain = independence.cycle(post.sources)
    if not chain:
        return ()
    number = next(
        at for at, one in enumerate(post.sources) if independence.teller(one) == chain[0] or one.outlet == chain[0]
    )
    return (problem("cites-cycle", document.mark("sources", number, "cites"), chain=" → ".join(chain)),)


def _citations(post: Post, body: Body, document: Document) -> tuple[Problem, ...]:
    """Citations of sources that are not there, bare keys, and sources that nothing cites although others are."""
    keys = tuple(dict.fromkeys(source.key for source in post.sources))
    found: list[Problem] = []
    used: set[str] = set()
    for citation in body.citations:
        for key, _ in citation.keys:
            used.add(key)
            if key not in keys:
                mark = Mark(post.path, citation.line, citation.column, citation.length)
                found.append(
                    problem(
                        "unknown-citation",
                        mark,
                        key=key,
                        near=nearest(key, keys if len(found) < MOST_NEAR else ()),
                        known=", ".join(keys),
                    )
                )
    found += [_bare(post, mention, key) for mention in body.mentions if (key := mentioned(mention.name, keys))]
    if used and used <= set(keys):  # a key that is misspelt may be that of a source which then seems unused
        found += [
            _unused(source, number, document) for number, source in enumerate(post.sources) if source.key not in used
        ]
    return tuple(found)


def _bare(post: Post, mention: Mention, key: str) -> Problem:
    return warning("bare-citation", Mark(post.path, mention.line, mention.column, len(key) + 1), key=key)


def _unused(source: Source, number: int, document: Document) -> Problem:
    return warning("unused-source", document.mark("sources", number), key=source.key)
