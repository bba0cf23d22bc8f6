"""Owns the author's other files: pages of their own, stories, and media."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import tzinfo
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from digest.content import frontmatter, yamltext
from digest.content.aliases import place_of
from digest.content.posts import STATUS_NAMES, STATUSES, check_comments
from digest.content.schema import Choice, Faults, Field, Flag, Moment, Names, Record, Text
from digest.errors import Mark, Problem, problem
from digest.text import markdown
from digest.text.body import Body, MarkdownOptions

PAGES = "content/pages/"
STORIES = "content/stories/"
MEDIA = "content/media/"
NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,118}[a-z0-9])?")
RESERVED = frozenset(
    {"page", "archive", "topics", "outlets", "reporters", "places", "stories", "corrections", "balance", "feeds"}
    | {"search", "assets", "media"}
)


class StaticPage(NamedTuple):
    """A page of the author's own: `content/pages/about.md` answers at `about/`."""

    path: str
    url: str
    title: str
    description: str
    updated: str
    noindex: bool
    aliases: tuple[str, ...]
    body: Body


class Story(NamedTuple):
    """A story that posts join: `content/stories/kim-putin-2023.md`."""

    path: str
    id: str
    title: str
    status: str
    topics: tuple[str, ...]
    body: Body
    aliases: tuple[str, ...] = ()


class Media(NamedTuple):
    """A file of the author's that is copied to the site as it is."""

    path: str
    """From the root: `content/media/2023/map.svg`."""
    fingerprint: bytes


def page_record(local: tzinfo) -> Record:
    """The schema of a page's front matter."""
    return Record(
        {
            "title": Field(Text(), "題", "Title", required=True, commented=False),
            "description": Field(Text(lines=True), "説明", "Description", commented=False),
            "slug": Field(Text(), "URL に使う名前", "Name in the address"),
            "updated": Field(Moment(local, normal=True), "更新の日", "When updated"),
            "noindex": Field(Flag(), "検索に載せない", "Keep out of search engines"),
            "aliases": Field(Names(split=False), "以前の URL", "Old addresses"),
        },
        "page",
    )


STORY = Record(
    {
        "title": Field(Text(), "題", "Title", required=True, commented=False),
        "status": Field(Choice(STATUSES, "", STATUS_NAMES), "確度", "Status"),
        "topics": Field(Names(), "話題", "Topics"),
        "aliases": Field(Names(split=False), "以前の URL", "Old addresses"),
    },
    "story",
)


def read_page(
    text: str, path: str, local: tzinfo, options: MarkdownOptions
) -> tuple[StaticPage | None, tuple[Problem, ...]]:
    """The page in the text of a file below `content/pages/`, and what is wrong with it."""
    values, body, problems = _read(text, path, page_record(local), options)
    if values is None:
        return None, problems
    inner = path.removeprefix(PAGES).removesuffix(".md")
    place = inner.rpartition("/")[0] + "/" + values["slug"] if values["slug"] else inner
    parts = place.strip("/").split("/")
    if not all(NAME.fullmatch(part) for part in parts) or parts[0] in RESERVED:
        return None, (*problems, problem("bad-page-name", Mark(path, 1), found=place.strip("/")))
    place = "/".join(parts)
    fields = (values["title"], values["description"], values["updated"], values["noindex"], values["aliases"])
    title, description, updated, noindex, aliases = fields
    return StaticPage(path, f"{place}/", title, description, updated, noindex, aliases, body), problems


def read_story(text: str, path: str, options: MarkdownOptions) -> tuple[Story | None, tuple[Problem, ...]]:
    """The story in the text of a file below `content/stories/`, and what is wrong with it."""
    values, body, problems = _read(text, path, STORY, options)
    if values is None:
        return None, problems
    story = PurePosixPath(path).stem
    if not NAME.fullmatch(story):
        problems = (*problems, problem("bad-story-name", Mark(path, 1), found=story))
    return Story(path, story, values["title"], values["status"], values["topics"], body, values["aliases"]), problems


def _read(
    text: str, path: str, record: Record, options: MarkdownOptions
) -> tuple[dict[str, Any] | None, Body, tuple[Problem, ...]]:
    parts, problems = frontmatter.split(text, path)
    if problems:
        return None, Body(), problems
    document, problems = yamltext.read(parts.yaml, path, parts.yaml_line)
    if problems and not document.whole:
        return None, Body(), problems
    faults = Faults()
    values = record.parse(document.value, (), faults)
    check_comments(record, document, faults)
    for number, alias in enumerate(values["aliases"]):
        if not place_of(alias):
            faults.add(("aliases", number), "bad-alias", found=alias)
    body, wrong = markdown.render(parts.body, path=path, first_line=parts.body_line, options=options)
    return values, body, (*problems, *faults.problems(document), *wrong, *_cited(body, path))


def _cited(body: Body, path: str) -> Iterator[Problem]:
    """Citations: only posts have sources, so that elsewhere nothing would be left of them."""
    for citation in body.citations:
        mark = Mark(path, citation.line, citation.column, citation.length)
        yield problem("citation-outside-post", mark, key=citation.keys[0][0])
