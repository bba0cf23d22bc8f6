"""Owns the gathering of all that is not a post: settings, registries, stories, pages, media, theme; I/O at the edge.

Every problem of every file is gathered before the first is raised.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from digest import config as settings
from digest.config import Config
from digest.content import articles, frontmatter, registries, statics, yamltext
from digest.content.articles import Context
from digest.content.registries import Registry, Term
from digest.content.resolving import Registries
from digest.content.schema import is_web_address
from digest.content.statics import Media, StaticPage, Story
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
from digest.theme.contract import TEMPLATES
from digest.theme.crosscheck import lacking
from digest.theme.loading import load_theme
from digest.theme.theme import Theme

CONTENT = "content"


class Gathered(NamedTuple):
    """All that is not a post."""

    config: Config
    context: Context
    theme: Theme
    posts: dict[str, Stamp]
    """The post files there are, by path from the root."""
    pages: tuple[StaticPage, ...]
    stories: tuple[Story, ...]
    media: tuple[Media, ...]
    problems: tuple[Problem, ...]
    ledger: Ledger = Ledger()
    texts: frozenset[str] = frozenset()
    """Every Markdown file of the author's, by path from the root, read or not."""
    dead: Mapping[str, linkfile.Dead] = MappingProxyType({})
    """Dead links, by the post's path."""


class UnthemedError(ContentError):
    """All problems but those of the posts, which can be read without a theme, to tell theirs in the same run (I9)."""

    def __init__(self, problems: Iterable[Problem], config: Config, context: Context, posts: dict[str, Stamp]) -> None:
        super().__init__(problems)
        self.config, self.context, self.posts = config, context, posts


def gather(  # noqa: PLR0913 - what an order says of it
    root: Path,
    *,
    base_url: str,
    theme: str,
    themes: tuple[Path, ...],
    plain: bool = False,
    memo: Memo | None = None,
    files: Listing | None = None,
) -> Gathered:
    """Reads it all, but for what `memo` knows already; `plain`: the theme's files keep their own names.

    `files`: the content folder, where the caller has listed it.

    Raises ContentError where nothing can go on (no settings), UnthemedError where only posts can still be read,
    UsageError for bad options.
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
    context = articles.context(known, config.timezone, config.language, options)
    pages = _pages(root, ours, config, options, found, memo)
    media = tuple(Media(path, file_fingerprint(root / path)) for path in sorted(ours) if path.startswith(statics.MEDIA))
    posts = {path: stamp for path, stamp in ours.items() if path.startswith("content/posts/") and path.endswith(".md")}
    ledger, problems = register.read(root)
    found += problems
    texts = frozenset(path for path in ours if path.endswith(".md"))
    dead = _dead_links(root, found)
    loaded = _theme(root, config, themes, found, memo, plain=plain, ordered=bool(theme))
    if loaded is None:
        raise UnthemedError(found, config, context, posts)
    return Gathered(config, context, loaded, posts, pages, stories, media, tuple(found), ledger, texts, dead)


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


def _theme(  # noqa: PLR0913 - where it is, how it is read, and where the results go
    root: Path,
    config: Config,
    themes: tuple[Path, ...],
    found: list[Problem],
    memo: Memo,
    *,
    plain: bool,
    ordered: bool,
) -> Theme | None:
    """The theme; `ordered`: by the command line and not by the settings."""
    folders = tuple(folder for folder in (root / "themes", *themes) if folder.is_dir())
    try:
        options = dict(config.theme_options)
        loaded = load_theme(folders, config.theme, config.language, options, memory=memo.theme, plain=plain)
    except ContentError as error:
        found += _located(root, error.problems, ordered=ordered)
        return None
    memo.keep_theme(loaded.memory)
    if wordless := tuple(lacking(loaded)):  # then the plan, which tells what templates it needs, cannot be made
        found += (*wordless, *loaded.absent(name for name, _ in TEMPLATES))
        return None
    return loaded


def _located(root: Path, problems: tuple[Problem, ...], *, ordered: bool) -> list[Problem]:
    """Problems with a theme; those with what the settings say of it, at the line that says so."""
    file = root / settings.FILE
    text, _ = _text(root, settings.FILE) if file.is_file() else ("", ())
    document, _ = yamltext.read(text, settings.FILE)
    return [_at_setting(one, document, ordered=ordered) if one.mark == Mark(settings.FILE) else one for one in problems]


def _at_setting(found: Problem, document: yamltext.Document, *, ordered: bool) -> Problem:
    options = document.value.get("theme_options") if isinstance(document.value, dict) else None
    name = dict(found.args).get("name", "")
    if isinstance(options, dict) and name in options:
        key = "" if found.code == "theme-option-type" else name
        at = ("theme_options", name) if found.code == "theme-option-type" else ("theme_options",)
        return replace(found, mark=document.mark(*at, key=key))
    if ordered:
        return replace(found, mark=Mark("--theme"))
    return replace(found, mark=document.mark("theme")) if "theme" in (document.value or {}) else found
