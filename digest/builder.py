"""Owns the story of a build: read the settings, theme and content; plan the pages; publish the difference; report."""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from digest import fingerprint
from digest.errors import ContentError, Problem
from digest.gathering import Gathered, gather
from digest.output import lock, packs
from digest.output.crew import available
from digest.output.files import remove_tree
from digest.output.making import Bench
from digest.output.publish import Published, key_of, publish
from digest.output.reading import Desk, Readings, read_all
from digest.output.salt import salt
from digest.output.state import PostRecord, State
from digest.site import links, urls
from digest.site.library import Held, Library, assemble, duplicates
from digest.site.links import elsewhere
from digest.site.model import Model
from digest.site.pages import Page
from digest.site.plan import clashes, plan
from digest.site.site_info import site_info

COMPILED = "templates"
"""The folder of compiled templates, in that of the state."""


class Teller(Protocol):
    """Hears how a build goes on; the command line draws it, tests ignore it."""

    def stage(self, name: str, total: int) -> None:
        """A stage of `total` items begins: read, render."""

    def done(self, count: int) -> None:
        """So many items more are done."""


class Order(NamedTuple):
    """What to build, and how."""

    root: Path
    output: Path
    now: datetime.datetime
    """Aware; what is dated later is held back."""
    base_url: str = ""
    theme: str = ""
    clean: bool = False
    drafts: bool = False
    strict: bool = False
    jobs: int = 0
    """Processes; 0: as many as there are processors."""
    state: Path | None = None
    """Where the state is; default: `.digest` in the root."""
    themes: tuple[Path, ...] = ()
    """Folders to look for themes in, after the root's own."""


class Report(NamedTuple):
    """What a build did."""

    published: Published
    held: tuple[Held, ...]
    problems: tuple[Problem, ...]
    """Warnings."""
    posts: int
    pages: int
    parsed: int
    seconds: float
    output: Path
    now: datetime.datetime
    sources: Mapping[str, str]
    """The output file of each of the author's files that is a page."""


def build(order: Order, teller: Teller) -> Report:
    """Brings the output to what the content says.

    Raises ContentError with every problem found; the output is then as it was.
    """
    folder = order.state or order.root / ".digest"
    with lock.held(folder):
        try:
            return _once(order, folder, teller, empty=order.clean)
        except packs.BrokenPackError:  # what is remembered is not what was written: nothing of it is believed (I5)
            return _once(order, folder, teller, empty=True)


def _once(order: Order, folder: Path, teller: Teller, *, empty: bool) -> Report:
    state = State(folder, salt(), empty=empty)
    try:
        if state.fresh:  # templates compiled by another version of ours go with it
            remove_tree(folder / COMPILED)
        return _build(order, folder, state, teller)
    finally:
        state.close()


def _build(order: Order, folder: Path, state: State, teller: Teller) -> Report:
    began = time.monotonic()
    gathered = gather(order.root, base_url=order.base_url, theme=order.theme, themes=order.themes)
    desk = Desk(order.root, folder / "packs", gathered.context, gathered.config)
    known = state.posts()
    _sweep(desk.packs, known)
    jobs = order.jobs or available()
    teller.stage("read", len(gathered.posts))
    readings = read_all(desk, gathered.posts, known, jobs=jobs, progress=teller.done)
    library = assemble(readings.entries.values(), int(order.now.timestamp()), drafts=order.drafts)
    model, dead = model_of(gathered, readings, library)
    pages = plan(model)
    problems = (*gathered.problems, *readings.problems, *dead, *duplicates(readings.entries.values()), *clashes(pages))
    warnings = _stop_or_warnings((*problems, *dead_places(readings, model, pages)), strict=order.strict)
    site = fingerprint.of_value(model.site)
    keys = {page.path: key_of(page, gathered.theme, site) for page in pages}
    places = {
        path: (record.pack, record.start, record.length) for path, record in (known | _kept(readings.changed)).items()
    }
    bench = Bench(
        order.root,
        desk.packs,
        places,
        gathered.theme,
        model.site,
        folder / COMPILED,
        _staging(order.output),
        order.output,
    )
    outputs = state.outputs() if state.meta("output") == _name(order) else {}
    teller.stage("render", len(pages))
    published = publish(pages, keys, outputs, bench, jobs=jobs, progress=teller.done)
    state.commit(readings.changed, published.records, {"output": _name(order)})
    seconds = time.monotonic() - began
    sources = {page.owner: page.path for page in pages if page.owner.startswith("content/")}
    return Report(
        published,
        library.held,
        warnings,
        len(library.entries),
        len(pages),
        readings.parsed,
        seconds,
        order.output,
        order.now,
        sources,
    )


def model_of(gathered: Gathered, readings: Readings, library: Library) -> tuple[Model, tuple[Problem, ...]]:
    """The model, with every link of every post and page resolved; dead ones are problems."""
    atlas = _atlas(gathered, readings, library)
    holes = [(entry.path, entry.links) for entry in readings.entries.values() if entry.links]
    holes += [(page.path, elsewhere(page.body)) for page in (*gathered.pages, *gathered.stories)]
    resolved = {path: links.resolve(path, found, atlas) for path, found in sorted(holes)}
    hrefs = {path: found for path, (found, _) in resolved.items()}
    words = {key: text.text for key, text in gathered.theme.strings.items()}
    assets = tuple((asset.name, asset.path, asset.fingerprint) for asset in gathered.theme.assets)
    rest = (gathered.pages, gathered.stories, gathered.media, assets)
    model = Model(library, gathered.config, site_info(gathered.config, library, gathered.stories), words, gathered.context.tables, hrefs, *rest)
    return model, tuple(one for _, problems in resolved.values() for one in problems)


def _atlas(gathered: Gathered, readings: Readings, library: Library) -> links.Atlas:
    shown = {entry.path for entry in library.entries}
    files = {
        path: links.Target(entry.url, entry.anchors, held=path not in shown) for path, entry in readings.entries.items()
    }
    files |= {page.path: links.Target(page.url, page.body.anchors) for page in gathered.pages}
    if "stories" in gathered.config.sections:
        files |= {one.path: links.Target(urls.term("stories", one.id), one.body.anchors) for one in gathered.stories}
    return links.Atlas(files, frozenset(file.path for file in gathered.media))


def dead_places(readings: Readings, model: Model, pages: tuple[Page, ...]) -> tuple[Problem, ...]:
    """Links to places of the site that no page answers to."""
    outputs = frozenset(page.path for page in pages)
    holes = [(entry.path, entry.links) for entry in readings.entries.values() if entry.links]
    holes += [(page.path, elsewhere(page.body)) for page in (*model.statics, *model.stories)]
    return tuple(one for path, found in holes for one in links.dead_places(path, found, outputs))


def _stop_or_warnings(problems: tuple[Problem, ...], *, strict: bool) -> tuple[Problem, ...]:
    """The warnings, sorted; raises ContentError when there is an error among them, or any at all when strict."""
    if any(strict or found.severity == "error" for found in problems):
        raise ContentError(problems)
    return ContentError(problems).problems


def _sweep(folder: Path, known: dict[str, PostRecord]) -> None:
    """Removes packs that nothing refers to: what an interrupted build left."""
    packs.remove(folder, set(packs.sizes(folder)) - {record.pack for record in known.values()})


def _kept(changed: Mapping[str, PostRecord | None]) -> dict[str, PostRecord]:
    return {path: record for path, record in changed.items() if record}


def _staging(output: Path) -> Path:
    """Where pages are made before they are published: beside the output, so that a rename is enough."""
    place = output.resolve()  # a path that ends in `.` or `..` has no name to go by
    return place.with_name(f".{place.name}.staging")


def _name(order: Order) -> str:
    """How the state knows an output folder: from the root where it is within, so that a checkout can be moved."""
    return os.path.relpath(order.output, order.root)
