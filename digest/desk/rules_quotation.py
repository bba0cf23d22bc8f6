"""Owns the rules on quotations: their source, their credit, their share of the body, and text taken from a clipping.

What they stand on is notes/features.md 5 (Articles 32 and 48 of Japan's Copyright Act); they are no legal advice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from digest.content.articles import Article
from digest.desk.clippings import Clippings
from digest.desk.findings import ERROR, WARNING, Finding, Spot, finding
from digest.model import Source
from digest.text.body import Quotation
from digest.text.markdown import count

MOST_SHARE = 30
"""Per cent of the body."""
LONGEST = 200
"""Characters of one quotation (NFKC, without white space)."""
MOST_PER_SOURCE = 2


def check(article: Article, clippings: Clippings) -> Iterator[Finding]:
    """What is wrong with the quotations of a post."""
    body, path = article.body, article.post.path
    sizes = {quoted: count(quoted.text) for quoted in (*body.quotations, *body.unsourced)}
    yield from _unsourced(article)
    yield from _share(article, sum(sizes.values()))
    for quoted, size in sizes.items():
        if size > LONGEST:
            yield finding("quotation-long", path, Spot(line=quoted.line), size=size, limit=LONGEST)
    yield from _per_source(article)
    yield from _credits(article)
    if clippings:
        yield from _copied(article, clippings)


def _unsourced(article: Article) -> Iterator[Finding]:
    """A note may quote what is no report of an outlet, so there it is a warning."""
    level = ERROR if article.post.kind == "digest" else WARNING
    for quoted in article.body.unsourced:
        yield finding("quotation-unsourced", article.post.path, Spot(line=quoted.line))._replace(severity=level)


def _share(article: Article, quoted: int) -> Iterator[Finding]:
    """A draft may still wait for its author's words, as those that `import --treatment excerpt` makes do."""
    total = article.body.characters
    own = max(0, total - quoted)
    first = min((one.line for one in (*article.body.quotations, *article.body.unsourced)), default=0)
    if quoted > own:
        found = finding("quotation-outweighs", article.post.path, Spot(line=first), quoted=quoted, own=own)
        yield found._replace(severity=WARNING) if article.post.draft else found
    elif quoted * 100 > total * MOST_SHARE:
        share = round(quoted * 100 / total)
        yield finding("quotation-share", article.post.path, Spot(line=first), share=share, limit=MOST_SHARE)


def _per_source(article: Article) -> Iterator[Finding]:
    times = Counter(key for quoted in article.body.quotations for key in quoted.keys)
    for key, number in times.items():
        if number > MOST_PER_SOURCE:
            last = [quoted for quoted in article.body.quotations if key in quoted.keys][MOST_PER_SOURCE]
            place = Spot(line=last.line)
            yield finding("quotation-many", article.post.path, place, key=key, count=number, limit=MOST_PER_SOURCE)


def _credits(article: Article) -> Iterator[Finding]:
    """Article 48 asks for the source, and for the author's name where the work shows one."""
    sources = {source.key: (number, source) for number, source in enumerate(article.post.sources)}
    for key in dict.fromkeys(key for quoted in article.body.quotations for key in quoted.keys if key in sources):
        number, source = sources[key]
        if missing := _missing(source):
            place = Spot(("sources", number))
            yield finding("quotation-credit", article.post.path, place, key=key, missing=", ".join(missing))


def _missing(source: Source) -> list[str]:
    """The fields of a credit line that a quoted source leaves empty; reporters only where it is known to be signed."""
    asked = {
        "outlet": source.outlet,
        "headline": source.headline,
        "published": source.published or source.accessed,
        "reporters": source.reporters or source.agency or not source.byline,
    }
    return [name for name, value in asked.items() if not value]


def _copied(article: Article, clippings: Clippings) -> Iterator[Finding]:
    for run in clippings.runs(own_text(article.body.plain, article.body.quotations)):
        place = Spot(line=1, words=run.text)
        yield finding(
            "clipping-copied", article.post.path, place, size=run.length, clipping=run.clipping, text=run.text[:20]
        )


def own_text(plain: str, quotations: tuple[Quotation, ...]) -> str:
    """The plain text without what is quoted and credited."""
    for quoted in quotations:
        plain = plain.replace(quoted.text, "", 1)
    return plain
