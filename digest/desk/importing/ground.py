"""Owns the ground that an import stands on: the site's settings and tables, and where its files go."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from digest import config as settings
from digest import gathering, moments
from digest.config import Config
from digest.content import articles, frontmatter, registries, statics
from digest.content.aliases import place_of
from digest.content.articles import Context
from digest.content.posts import default_slug
from digest.content.resolving import Registries
from digest.content.statics import StaticPage
from digest.desk.importing import front
from digest.errors import ContentError, Mark, Problem, problem
from digest.text.body import MarkdownOptions
from digest.text.names import slugify_unicode
from digest.wording import Language

_SAID = re.compile(r"(?m)^(id|date|slug|aliases|title):[ \t]+(\S.*?)[ \t]*$")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OLD = re.compile(r"[^\s\[\],'\"]+")
ID_WITHIN = 40
"""Lines of front matter in which id, title, date, slug and old addresses are looked for."""
LEAST = "title: x\nbase_url: https://example.invalid/\n"
"""Settings for a folder that has no site.yaml yet: only its time zone and language count here."""


class Places(NamedTuple):
    """Where things go, from `base`, which nothing leaves."""

    base: Path
    posts: str = "content/posts"
    media: str = "content/media"
    tables: str = "content"
    seeds: str = "seeds"

    def post(self, below: str) -> str:
        """The path of a post from the base."""
        return posixpath.join(self.posts, below)


class Ground(NamedTuple):
    """The site that is imported into."""

    places: Places
    config: Config
    tables: Registries

    @property
    def zone(self) -> tzinfo:
        """The site's time zone."""
        return self.config.zone

    @property
    def language(self) -> Language:
        """The site's language."""
        return "en" if self.config.language == "en" else "ja"

    def context(self) -> Context:
        """How `build` would read a post here."""
        options = MarkdownOptions(self.config.raw_html, language=self.config.language)
        return articles.context(self.tables, self.config.timezone, self.config.language, options)


def survey(root: Path, into: Path | None) -> Ground:
    """The ground at `root`, with posts going `into` a folder (None: content/posts).

    Raises ContentError when settings or registries have faults, for nothing could be checked then.
    """
    file = root / settings.FILE
    text = _text(root, settings.FILE) if file.is_file() else LEAST
    config, problems = settings.read(text)
    found: list[Problem] = list(problems)
    if config is None or found:
        raise ContentError(found)
    tables = gathering.tables(root, config, found)
    if any(one.severity == "error" for one in found):
        raise ContentError(found)
    return Ground(_places(root, into), config, tables)


def _text(root: Path, path: str) -> str:
    text, problems = frontmatter.decode((root / path).read_bytes(), path)
    if problems:
        raise ContentError(problems)
    return text


def _places(root: Path, into: Path | None) -> Places:
    """Within `content/` posts go where they are told and the rest to its place; a folder elsewhere holds all."""
    if into is None:
        return Places(root)
    inner = (root / "content").resolve()
    wanted = [path.resolve() for path in (Path.cwd() / into, root / into)]
    here = next((path for path in wanted if path.is_relative_to(inner)), None)
    if here is not None:
        return Places(root, posixpath.join("content", here.relative_to(inner).as_posix()))
    return Places(wanted[1] if not into.is_absolute() else into, "", "media", "", "seeds")


def grown(ground: Ground, kind: str, entries: Mapping[str, Mapping[str, str]]) -> tuple[Ground, str | None]:
    """The ground with these names in a registry too, and the table's new text, which ends with them (None: no change).

    `entries` are fields (already YAML) by name. The author's text stays as it is; raises ContentError where a table
    is written so that nothing can be put at its end.
    """
    table = {"topics": ground.tables.topics, "outlets": ground.tables.outlets}[kind]
    shipped = tuple(term for term in table.terms if term.shipped)
    fresh = {name: fields for name, fields in entries.items() if table.find(name) in (None, *shipped)}
    if not fresh:
        return ground, None
    path = posixpath.join(ground.places.tables, f"{kind}.yaml")
    before = _text(ground.places.base, path) if (ground.places.base / path).is_file() else ""
    taken = {term.slug for term in table.terms if not term.shipped}
    lines = [
        f"{front.scalar(name)}: {front.mapping(_slugged(name, fields, taken).items())}"
        for name, fields in fresh.items()
    ]
    text = before + ("" if before.endswith("\n") or not before else "\n") + "\n".join(lines) + "\n"
    known = shipped if ground.places.tables else table.terms  # a folder elsewhere gets a table of what is new
    read, problems = registries.read(kind, text, path, closed=table.closed, more=known)
    if problems or any(read.find(name) is None for name in (*fresh, *(term.name for term in table.terms))):
        raise ContentError([problem("import-table-shape", Mark(path, 1), names=", ".join(fresh))])
    tables = ground.tables._replace(topics=read) if kind == "topics" else ground.tables._replace(outlets=read)
    return ground._replace(tables=tables), text


def _slugged(name: str, fields: Mapping[str, str], taken: set[str]) -> dict[str, str]:
    """The fields with a slug where the one that the name gives is taken, reserved, or was asked for."""
    own = slugify_unicode(name)
    asked = fields.get("slug", "")
    good = asked if registries.SLUG.fullmatch(asked) and asked not in taken | registries.RESERVED else ""
    if not good and (own in taken or own in registries.RESERVED):
        stem = own if registries.SLUG.fullmatch(own) else "topic"
        good = next(
            slug for slug in (f"{stem[:70]}-{number}" for number in range(2, len(taken) + 4)) if slug not in taken
        )
    taken.add(good or own)
    return {
        "slug": front.scalar(good) if good else "",
        **{field: value for field, value in fields.items() if field != "slug"},
    }


class Post(NamedTuple):
    """What a post that is there says of itself."""

    path: str
    title: str
    """As YAML has it."""
    aliases: frozenset[str]
    """Places of the site."""


class Known(NamedTuple):
    """What the site has already that an import must not claim."""

    ids: dict[str, str]
    """The path of every post that freezes a feed id, by that id."""
    claims: dict[str, str]
    """The path of every page and post, by the places that are theirs: their own and their old ones."""
    posts: dict[str, list[Post]]
    """Every post by its date, as an import would write it."""


def known(ground: Ground) -> Known:
    """What the posts say of themselves within their first lines, one field a line, and what the pages say."""
    found = Known({}, {}, {})
    folder = ground.places.base / ground.places.posts
    for file in sorted(folder.rglob("*.md")) if folder.is_dir() else ():
        with file.open(encoding="utf-8", errors="replace") as lines:
            said = dict(_SAID.findall("".join(islice(lines, ID_WITHIN)).split("\n---", 1)[0]))
        _know(file.relative_to(ground.places.base).as_posix(), said, found, ground)
    for page in _pages(ground):
        for place in (page.url, *map(place_of, page.aliases)):
            found.claims.setdefault(place, page.path)
    return found


def _know(path: str, said: Mapping[str, str], found: Known, ground: Ground) -> None:
    """Adds a post by the fields that it has."""
    if "id" in said:
        found.ids.setdefault(said["id"].strip("'\""), path)
    written = said.get("date", "").strip("'\"")
    if day := _DAY.match(written):
        slug = said.get("slug", "").strip("'\"") or default_slug(path.rpartition("/")[2])
        found.claims.setdefault(address(ground, day[0], slug), path)
    aliases = frozenset(map(place_of, _OLD.findall(said.get("aliases", ""))))
    for alias in sorted(aliases):
        found.claims.setdefault(alias, path)
    found.posts.setdefault(_moment(written, ground.zone), []).append(Post(path, said.get("title", ""), aliases))


def _moment(written: str, local: tzinfo) -> str:
    """A date as imports write it; itself where it is none."""
    try:
        return moments.in_zone(moments.read(written, local), local)
    except (moments.BadMomentError, OverflowError, ValueError):
        return written


def _pages(ground: Ground) -> Iterator[StaticPage]:
    """The pages beside the posts that can be read; an import elsewhere has none beside it."""
    folder = ground.places.base / statics.PAGES
    for file in sorted(folder.rglob("*.md")) if ground.places.tables and folder.is_dir() else ():
        path = file.relative_to(ground.places.base).as_posix()
        text = file.read_text(encoding="utf-8", errors="replace")
        page, _ = statics.read_page(text, path, ground.zone, MarkdownOptions(ground.config.raw_html))
        if page is not None:
            yield page


def address(ground: Ground, date: str, slug: str) -> str:
    """Where a post of this date and name lives, by the site's pattern."""
    year, month, day = date[:10].split("-")
    return ground.config.permalink.format(year=year, month=month, day=day, slug=slug)
