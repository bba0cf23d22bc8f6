"""Owns the gathering of all that is not a post: settings, registries, stories, pages, media, theme; I/O at the edge.

Every problem of every file is gathered before the first is raised. The theme may be loaded by itself (`dressing`),
while posts are read, which know nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path

from digest import config as settings
from digest.config import Config
from digest.content import articles, frontmatter, registries, statics
from digest.content.articles import Context
from digest.content.registries import Registry, Term
from digest.content.resolving import Registries
from digest.content.schema import is_web_address
from digest.content.statics import Media, StaticPage, Story
from digest.dressing import wear
from digest.errors import ContentError, Mark, Problem, UsageError, problem
from digest.output import register
from digest.output.files import Listing, Stamp, walk
from digest.output.making import file_fingerprint
from digest.output.memo import Memo
from digest.site import linkfile
from digest.site.ledger import Ledger
from digest.sourcing.agencies import load as load_agencies
from digest.sourcing.gazetteer import load as load_gazetteer
from digest.text.body import MarkdownOptions
from digest.text.names import slugify_unicode
from digest.theme.theme import Theme

CONTENT = "content"
POSTS = f"{CONTENT}/posts/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The author's files but for the posts and the theme."""

    config: Config
    context: Context
    posts: dict[str, Stamp]
    """The post files there are, by path from the root."""
    pages: tuple[StaticPage, ...]
    stories: tuple[Story, ...]
    media: tuple[Media, ...]
    problems: tuple[Problem, ...]
    ledger: Ledger
    texts: frozenset[str]
    """Every Markdown file of the author's, by path from the root, read or not."""
    dead: Mapping[str, linkfile.Dead]
    """Dead links, by the post's path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered(Contents):
    """All that is not a post."""

    theme: Theme


def dressed(contents: Contents, theme: Theme) -> Gathered:
    """The contents with the theme that the site wears."""
    return Gathered(**{one.name: getattr(contents, one.name) for one in fields(contents)}, theme=theme)


def gather(root: Path) -> Gathered:
    """Reads it all as the settings want it.

    Raises ContentError with every problem where there are no settings or no theme to go on with.
    """
    memo = Memo()
    found = contents(root, memo=memo)
    worn = wear(root, found.config, (), memo, plain=False, ordered=False)
    if worn.theme is None:
        raise ContentError((*found.problems, *worn.problems))
    return dressed(found, worn.theme)


def contents(
    root: Path, *, base_url: str = "", theme: str = "", memo: Memo | None = None, files: Listing | None = None
) -> Contents:
    """Reads the contents, but for what `memo` knows already.

    `base_url` and `theme` go before what the settings say; `files`: the content folder, where the caller has listed it.

    Raises ContentError where nothing can go on (no settings), UsageError for bad options.
    """
    memo = memo or Memo()
    config, problems = _settings(root, base_url, theme, memo)
    found = list(problems)
    if config is None:
        raise ContentError(found)
    ours = _ours(files or walk(root / CONTENT), found)
    known = tables(root, config, found, memo)
    options = MarkdownOptions(
        config.raw_html,
        readings=_readings(root, found, memo),
        language=config.language,
        date_words=config.date_words == "mark",
    )
    stories = _stories(root, ours, options, found, memo)
    known = known._replace(stories=tuple((story.id, story.title) for story in stories))
    pages = _pages(root, ours, config, options, found, memo)
    ledger, problems = register.read(root)
    found += problems
    dead = _dead_links(root, found)
    return Contents(
        config=config,
        context=articles.context(known, config.timezone, config.language, options),
        posts={path: stamp for path, stamp in ours.items() if path.startswith(POSTS) and path.endswith(".md")},
        pages=pages,
        stories=stories,
        media=tuple(
            Media(path, file_fingerprint(root / path)) for path in sorted(ours) if path.startswith(statics.MEDIA)
        ),
        problems=tuple(found),
        ledger=ledger,
        texts=frozenset(path for path in ours if path.endswith(".md")),
        dead=dead,
    )


def _dead_links(root: Path, found: list[Problem]) -> dict[str, linkfile.Dead]:
    """What `check --links` found last, by the post's path."""
    if not (root / linkfile.FILE).is_file():
        return {}
    text, problems = _text(root, linkfile.FILE)
    results, more = linkfile.read(text)
    found += [*problems, *more]
    return linkfile.dead_by_post(results.values())


def _settings(root: Path, base_url: str, theme: str, memo: Memo) -> tuple[Config | None, tuple[Problem, ...]]:
    file = root / settings.FILE
    text, problems = _text(root, settings.FILE) if file.is_file() else (None, ())
    if problems:
        return None, problems
    config, problems = memo.read(("settings", text), lambda: settings.read(text))
    if base_url and not is_web_address(base_url):
        raise UsageError(problem("bad-base-url", Mark("--base-url"), found=base_url))
    if config and base_url:
        config = config._replace(base_url=base_url.rstrip("/") + "/", id_authority=settings.id_authority(config))
    return (config._replace(theme=theme) if config and theme else config), problems


def _text(root: Path, path: str) -> tuple[str, tuple[Problem, ...]]:
    try:
        data = (root / path).read_bytes()
    except OSError as error:
        return "", (problem("unreadable", Mark(path), why=error.strerror or ""),)
    return frontmatter.decode(data, path)


def _ours(listing: Listing, found: list[Problem]) -> dict[str, Stamp]:
    """The author's files by path from the root; symbolic links are refused: they could lead anywhere."""
    links = sorted(path for path in listing.links if not _hidden(path))
    found += [problem("symbolic-link", Mark(f"{CONTENT}/{path}")) for path in links]
    return {f"{CONTENT}/{path}": stamp for path, stamp in listing.files.items() if not _hidden(path)}


def _hidden(path: str) -> bool:
    """Whether it is a system's or an editor's own: Emacs locks the files that it edits by links such as `.#x.md`."""
    return any(part.startswith(".") for part in path.split("/"))


def tables(root: Path, config: Config, found: list[Problem], memo: Memo | None = None) -> Registries:
    """The registries of a site, over the package's places and agencies; what is wrong with them goes to `found`."""
    memo = memo or Memo()
    read = {}
    for kind in ("topics", "outlets", "places"):
        path = f"{CONTENT}/{kind}.yaml"
        text, problems = _text(root, path) if (root / path).is_file() else ("", ())
        read[kind], more = _table(kind, text, closed=kind in config.closed, memo=memo)
        found += [*problems, *more]
    return Registries(read["topics"], read["outlets"], read["places"])


def _table(kind: str, text: str, *, closed: bool, memo: Memo) -> tuple[Registry, tuple[Problem, ...]]:
    def read() -> tuple[Registry, tuple[Problem, ...]]:
        shipped = {"places": _gazetteer, "outlets": _agencies}.get(kind, tuple)()
        return registries.read(kind, text, f"{CONTENT}/{kind}.yaml", closed=closed, more=shipped)

    return memo.read(("table", kind, closed, text), read)


def _agencies() -> tuple[Term, ...]:
    """The news agencies that ship with the package, as terms: 共同 is 共同通信, in the table or not."""
    every = {agency.name: agency for agency in load_agencies().values()}
    return tuple(
        Term(
            one.name,
            slugify_unicode(one.name),
            one.aliases,
            details=(("kind", "agency"), ("country", one.country), ("agency", True)),
            shipped=True,
        )
        for one in every.values()
    )


def _gazetteer() -> tuple[Term, ...]:
    """The places that ship with the package, as terms."""
    return tuple(
        Term(
            place.name,
            place.slug,
            place.aliases,
            details=(
                ("country", place.country),
                ("lat", place.latitude),
                ("lon", place.longitude),
                ("timezone", place.timezone),
            ),
            shipped=True,
        )
        for place in load_gazetteer().places
    )


def _readings(root: Path, found: list[Problem], memo: Memo) -> tuple[tuple[str, str], ...]:
    path = f"{CONTENT}/readings.yaml"
    if not (root / path).is_file():
        return ()
    text, problems = _text(root, path)
    pairs, more = memo.read(("readings", text), lambda: registries.read_readings(text, path))
    found += [*problems, *more]
    return pairs


def _stories(
    root: Path, files: Mapping[str, Stamp], options: MarkdownOptions, found: list[Problem], memo: Memo
) -> tuple[Story, ...]:
    read: list[Story] = []
    for path in sorted(files):
        if path.startswith(statics.STORIES) and path.endswith(".md"):
            text, problems = _text(root, path)
            if not problems:
                about = ("story", path, text, tuple(options))
                story, problems = memo.read(about, partial(statics.read_story, text, path, options))
                read += [story] if story else []
            found += problems
    return tuple(read)


def _pages(  # noqa: PLR0913, PLR0917 - what is read, how, and where the results go
    root: Path, files: Mapping[str, Stamp], config: Config, options: MarkdownOptions, found: list[Problem], memo: Memo
) -> tuple[StaticPage, ...]:
    read: list[StaticPage] = []
    for path in sorted(files):
        if path.startswith(statics.PAGES) and path.endswith(".md"):
            text, problems = _text(root, path)
            if not problems:
                about = ("page", path, text, config.timezone, tuple(options))
                page, problems = memo.read(about, partial(statics.read_page, text, path, config.zone, options))
                read += [page] if page else []
            found += problems
    return tuple(read)
