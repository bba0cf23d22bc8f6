"""Owns citation exports: a post and its sources as references, in CSL-JSON, BibTeX and plain text.

The post comes first, then its sources in the order of its list, so that a reader can cite either. Fields that are not
known are left out, never made up. CSL-JSON 1.0.2 (schema `csl-data`); BibTeX with `@misc` and `@article`, in UTF-8,
dates in `year`, `month`, `day` and the address in `url`; the plain line follows SIST 02-2007, as Japanese schools teach
it: author. "title". site. date. address.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import NamedTuple

from digest.model import Post, Source
from digest.site.addresses import uri, web
from digest.site.feeds.texts import clean
from digest.site.views import Link

FILES = (("csl", "citation.json"), ("bibtex", "citation.bib"), ("text", "citation.txt"))
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Blog(NamedTuple):
    """What the references say of the site."""

    title: str
    author: str
    base_url: str
    language: str


class Reference(NamedTuple):
    """What a reference can say; absent values are empty."""

    id: str
    type: str
    """A type of CSL: post-weblog, article-newspaper, report."""
    title: str
    authors: tuple[str, ...]
    container: str
    """The site or the outlet."""
    date: str
    """ISO day or instant."""
    url: str
    accessed: str = ""
    edition: str = ""
    page: str = ""
    section: str = ""
    place: str = ""
    agency: str = ""
    language: str = ""
    archive: str = ""


def links(url: str) -> tuple[Link, ...]:
    """The export files of the post at `url`, by format (a string `export_…` of the theme names it)."""
    return tuple(Link(form, beside(url, name)) for form, name in FILES)


def beside(url: str, name: str) -> str:
    """The address of a file of the post's: in its folder, or named after its file where it is none."""
    return f"{url}{name}" if url.endswith("/") else f"{url.removesuffix('.html')}-{name}"


def references(post: Post, url: str, blog: Blog) -> tuple[Reference, ...]:
    """The post at the site-relative `url`, then its sources."""
    own = Reference(
        id=post.slug,
        type="post-weblog",
        title=clean(post.title),
        authors=(clean(post.author) or clean(blog.author),),
        container=clean(blog.title),
        date=post.date,
        url=uri(blog.base_url + url),
        language=post.lang or blog.language,
    )
    return (own, *(_source(post.slug, source) for source in post.sources))


def _source(slug: str, source: Source) -> Reference:
    edition = source.print_edition
    return Reference(
        id=f"{slug}:{source.key}",
        type="report" if source.kind == "release" else "article-newspaper",
        title=clean(source.headline),
        authors=tuple(clean(one.name) for one in source.reporters),
        container=clean(source.outlet),
        date=source.published,
        url=web(source.url),
        accessed=source.accessed,
        edition=clean(edition.kind + edition.edition),
        page=clean(edition.page).removesuffix("面"),
        section=clean(edition.section),
        place="・".join(clean(place) for place in source.dateline.places),
        agency=clean(source.agency) if source.agency != source.outlet else "",
        language=clean(source.lang),
        archive=web(source.archive_url),
    )


def csl(found: Iterable[Reference]) -> bytes:
    """The references as a CSL-JSON array, one on each line."""
    items = ({name: value for name, value in _csl(one).items() if value} for one in found)
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)
    return f"[\n{lines}\n]\n".encode("utf-8", "replace")


def _csl(one: Reference) -> dict[str, object]:
    return {
        "id": one.id,
        "type": one.type,
        "title": one.title,
        "author": [{"literal": name} for name in one.authors if name],
        "container-title": "" if one.type == "report" else one.container,
        "publisher": one.container if one.type == "report" else "",
        "publisher-place": one.place,
        "source": one.agency,
        "edition": one.edition,
        "page": one.page,
        "section": one.section,
        "issued": _date_parts(one.date),
        "accessed": _date_parts(one.accessed),
        "URL": one.url,
        "archive_location": one.archive,
        "language": one.language,
    }


def _date_parts(moment: str) -> dict[str, object]:
    return {"date-parts": [[int(part) for part in moment[:10].split("-")]]} if moment else {}


def bibtex(found: Iterable[Reference]) -> bytes:
    """The references as BibTeX entries; a comma or space in a key becomes `-`."""
    return "\n".join(_entry(one) for one in found).encode("utf-8", "replace")


def _entry(one: Reference) -> str:
    newspaper = one.type == "article-newspaper"
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in one.authors if name),
        "title": _tex(one.title),
        "journal" if newspaper else "howpublished": _tex(one.container),
        "year": one.date[:4],
        "month": "",
        "day": one.date[8:10].lstrip("0"),
        "pages": _tex(one.page),
        "edition": _tex(one.edition),
        "address": _tex(one.place),
        "note": _tex(one.agency),
        "url": one.url,
        "urldate": one.accessed[:10],
        "language": _tex(one.language),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if one.date:
        lines.insert([line.startswith("  year") for line in lines].index(True) + 1, f"  month = {_month(one.date)},")
    key = re.sub(r"[^\w:.-]+", "-", one.id)
    return "\n".join((f"@{'article' if newspaper else 'misc'}{{{key},", *lines, "}", ""))


def _month(moment: str) -> str:
    return _MONTHS[int(moment[5:7]) - 1]


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(sign, sign) for sign in text)


def plain(found: Iterable[Reference]) -> bytes:
    """The references as lines of a bibliography; one of which nothing is known has no line."""
    return "".join(f"{line}.\n" for one in found if (line := _line(one))).encode("utf-8", "replace")


def _line(one: Reference) -> str:
    where = " ".join(part for part in (one.edition, one.page and f"p. {one.page}") if part)
    seen = f"(参照 {one.accessed[:10]})" if one.accessed else ""
    parts = (
        "、".join(name for name in one.authors if name),
        one.title and f"“{one.title}”",
        one.container,
        one.date[:10],
        where,
        " ".join(part for part in (one.url, seen) if part),
    )
    return ". ".join(part for part in parts if part)
