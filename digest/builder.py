"""Owns the story of a build: read the settings, theme and content; plan the pages; publish the difference; report."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from digest import config as settings
from digest import fingerprint, moments, shortcut
from digest.dressing import wear
from digest.errors import ContentError, Mark, Problem, UsageError, problem
from digest.gathering import Contents, Gathered, contents, dressed
from digest.orders import Order, Published, Report, Teller, Waiting
from digest.output import lock, packs, register, unchanged, warmth
from digest.output.crew import available, processes
from digest.output.files import Listing, remove_tree, revisit_site
from digest.output.making import COMPILED, Bench, compiling, load_ahead, staging
from digest.output.memo import Memo
from digest.output.publish import LEAST, key_of, publish
from digest.output.reading import Desk, Readings, read_all
from digest.output.salt import salt
from digest.output.state import OutputRecord, State
from digest.output.unchanged import Memory
from digest.output.warmth import Warm
from digest.site import links, news, urls
from digest.site.kinds.discovery import has_news
from digest.site.library import Library, assemble, duplicates, next_reason
from digest.site.model import Model
from digest.site.pages import Page
from digest.site.plan import clashes, plan
from digest.site.site_info import site_info
from digest.stopping import undone_when_stopped
from digest.text.body import Hole

OWN_PAGES = frozenset({"post.html", "page.html", "story.html"})
"""The templates of pages that are one file of the author's; what else comes of a post (citations) is not its page."""


def build(order: Order, teller: Teller) -> Report:
    """Brings the output to what the content says.

    Raises ContentError with every problem found; the output is then as it was.
    """
    with lock.building(order.folder, order.output, teller.waiting):
        return shortcut.answer(order) or build_planned(order, teller)


def build_planned(order: Order, teller: Teller) -> Report:
    """As `build`, for a caller who holds the locks and has no short answer."""
    _refuse_misplaced(order)
    with undone_when_stopped():
        try:
            return _once(order, teller, empty=order.clean)
        except packs.BrokenPackError:  # what is remembered is not what was written: nothing of it is believed (I5)
            return _once(order, teller, empty=True)


def _refuse_misplaced(order: Order) -> None:
    """Raises UsageError for an output among the author's files, or around them.

    In the one the next build would take pages for content, in the other content for what is no page and has to go.
    """
    output = order.output.resolve()
    for name in ("content", "themes"):
        folder = (order.root / name).resolve()
        if output.is_relative_to(folder):
            raise UsageError(problem("output-among-content", Mark("--output"), path=order.output, folder=name))
    for folder in (order.root / "content", order.root / "themes", *order.themes, order.folder):
        if folder.resolve().is_relative_to(output):
            raise UsageError(problem("output-around-content", Mark("--output"), path=order.output, folder=folder))


def _once(order: Order, teller: Teller, *, empty: bool) -> Report:
    memory = unchanged.recall(order)
    unchanged.forget(order)
    mark = salt()
    state = State(order.folder, mark, empty=empty)
    try:
        if state.fresh:  # templates compiled by another version of ours go with it
            remove_tree(order.folder / COMPILED)
        return _build(order, Opened(state, mark, memory), teller)
    finally:
        state.close()


class Opened(NamedTuple):
    """What is known of the last build."""

    state: State
    salt: bytes
    memory: Memory | None
    """How the folders were when it ended."""


def _build(order: Order, opened: Opened, teller: Teller) -> Report:
    began = time.monotonic()
    state, memory = opened.state, opened.memory
    seen = unchanged.look(order, memory)
    memo = Memo(state.meta("memo"))
    gathered, readings = _gather(order, memo, seen[0][unchanged.CONTENT], state, teller)
    library = assemble(readings.entries.values(), int(order.now.timestamp()), drafts=order.drafts)
    model, dead = model_of(gathered, readings, library)
    pages = plan(model)
    absent = gathered.theme.absent(page.template for page in pages if page.template)
    twice = duplicates(readings.entries.values(), model.id_of)
    own = (*gathered.problems, *readings.problems)
    examined = None if order.drafts else register.examine(order.root, gathered.ledger, model, pages, own)
    lost = examined.wrong if examined else ()
    problems = (*own, *dead, *twice, *absent, *_overlaps(gathered, pages), *lost)
    warnings = _stop_or_warnings((*problems, *dead_places(order.root, readings, model, pages)), strict=order.strict)
    elsewhere = state.meta("output") != _name(order)
    outputs = {} if elsewhere else state.outputs()
    bench = _bench(order, gathered, readings, model)
    left = memory.outputs if memory else unchanged.NOTHING
    published = _publish(pages, outputs, bench, left, order, teller)
    learnt: dict[str, Any] = {"memo": memo.data} if memo.changed else {}
    learnt[warmth.NAME] = warmth.dump(Warm(gathered.context, gathered.config, gathered.theme, model.site))
    learnt["output"] = _name(order)
    state.commit(readings.changed, published.records, learnt, published.recipes, elsewhere=elsewhere)
    hindered = register.keep(order.root, examined, register.today(model, order.now)) if examined else ()
    warnings += hindered
    report = _report(order, published, model, warnings, readings, pages, time.monotonic() - began)
    records = {path: record for path, record in {**outputs, **published.records}.items() if record}
    written = {path: (record.stamp, record.content) for path, record in records.items()}
    if not (hindered or (examined and examined.asked)):  # else it may be otherwise next time, and no file shows it
        unchanged.remember(order, opened.salt, state.turn, seen, revisit_site(order.output, left), written, report)
    return report


def _gather(order: Order, memo: Memo, files: Listing, state: State, teller: Teller) -> tuple[Gathered, Readings]:
    """All there is; the theme is loaded while posts are read. Where there is none to go on with, both tell theirs."""
    found = contents(order.root, base_url=order.base_url, theme=order.theme, memo=memo, files=files)
    named = {"plain": order.plain, "ordered": bool(order.theme)}
    worn = cache(lambda: wear(order.root, found.config, order.themes, memo, **named))

    def meanwhile() -> None:
        load_ahead()
        worn()

    readings = _read(order, found, state, teller, meanwhile)
    theme, wrong = worn()
    if theme is None:
        raise ContentError((*found.problems, *wrong, *readings.problems))
    return dressed(found, theme), readings


def _read(order: Order, found: Contents, state: State, teller: Teller, meanwhile: Callable[[], None]) -> Readings:
    desk = Desk(order.root, order.folder / "packs", found.context, found.config)
    teller.stage("read", len(found.posts))
    jobs = order.jobs or available()
    readings = read_all(desk, found.posts, state, jobs=jobs, progress=teller.done, meanwhile=meanwhile)
    _sweep(desk.packs, readings.packs)
    return readings


def _bench(order: Order, gathered: Gathered, readings: Readings, model: Model) -> Bench:
    return Bench(
        root=order.root,
        packs=order.folder / "packs",
        places=readings.places,
        theme=gathered.theme,
        site=model.site,
        compiled=order.folder / COMPILED,
        target=staging(order.output),
        current=order.output,
    )


def _publish(  # noqa: PLR0913, PLR0917 - the plan, what is known of the last one, and how to make the new
    pages: tuple[Page, ...],
    outputs: Mapping[str, OutputRecord],
    bench: Bench,
    left: Listing,
    order: Order,
    teller: Teller,
) -> Published:
    site = fingerprint.of_value(bench.site)
    jobs = order.jobs or available()
    with compiling(bench, pages) if processes(len(pages), jobs, LEAST) > 1 else contextlib.nullcontext():
        keys = {page.path: key_of(page, bench.theme, site) for page in pages}
    teller.stage("render", len(pages))
    return publish(pages, keys, outputs, bench, before=left, jobs=jobs, progress=teller.done)


def _report(  # noqa: PLR0913, PLR0917 - all that a build knows of itself
    order: Order,
    published: Published,
    model: Model,
    warnings: tuple[Problem, ...],
    readings: Readings,
    pages: tuple[Page, ...],
    seconds: float,
) -> Report:
    library = model.library
    zone = model.config.zone
    held = tuple(
        Waiting(one.entry.path, one.entry.url, one.why, one.due, moments.instant(one.entry.card.date, zone))
        for one in library.held
    )
    own = (page for page in pages if page.template in OWN_PAGES)
    sources = {page.owner: page.path for page in own}
    counts = (len(library.entries), len(pages), readings.hashed, readings.parsed)
    changes = (next_reason(library.held), news.next_change(library) if has_news(model.config) else 0)
    change = min(filter(None, changes), default=0)
    at = (published, held, warnings, *counts, seconds, order.output, order.now, sources)
    return Report(*at, root=order.root, base_path=model.config.base_path, next_change=change)


def model_of(gathered: Gathered, readings: Readings, library: Library) -> tuple[Model, tuple[Problem, ...]]:
    """The model, with every link of every post and page resolved; dead ones are problems."""
    atlas = _atlas(gathered, readings, library)
    holes = [*_links_of(readings), *links.of_files(gathered.pages, gathered.stories)]
    resolved = {path: links.resolve(path, found, atlas) for path, found in sorted(holes)}
    hrefs = {path: found for path, (found, _) in resolved.items()}
    words = {key: text.text for key, text in gathered.theme.strings.items()}
    assets = tuple((asset.name, asset.path, asset.fingerprint) for asset in gathered.theme.assets)
    rest = (gathered.pages, gathered.stories, gathered.media, assets)
    model = Model(
        library,
        gathered.config,
        site_info(gathered.config, library, gathered.stories),
        words,
        gathered.context.tables,
        hrefs,
        *rest,
        frozen=gathered.ledger.ids,
        dead=gathered.dead,
    )
    return model, tuple(one for _, problems in resolved.values() for one in problems)


def _atlas(gathered: Gathered, readings: Readings, library: Library) -> links.Atlas:
    shown = {entry.path for entry in library.entries}
    files = {
        path: links.Target(entry.url, entry.anchors, held=path not in shown) for path, entry in readings.entries.items()
    }
    files |= {page.path: links.Target(page.url, page.body.anchors) for page in gathered.pages}
    if "stories" in gathered.config.sections:
        files |= {one.path: links.Target(urls.term("stories", one.id), one.body.anchors) for one in gathered.stories}
    return links.Atlas(files, frozenset(file.path for file in gathered.media), gathered.texts - files.keys())


def dead_places(root: Path, readings: Readings, model: Model, pages: tuple[Page, ...]) -> tuple[Problem, ...]:
    """Links to places of the site, from what is shown of it and from the settings, that no page answers to."""
    outputs = frozenset(page.path for page in pages)
    held = readings.entries.keys() - {entry.path for entry in model.library.entries}
    posts = (one for one in _links_of(readings) if one[0] not in held)
    holes = [*posts, *links.of_files(model.statics, model.stories)]
    wrong: tuple[Problem, ...] = ()
    if any(one.severity == "error" for one in readings.problems):
        # What a post with errors would have brought about is not known; the media are.
        holes = [(path, tuple(one for one in found if links.to_media(one[1]))) for path, found in holes]
    else:
        lines = (root / settings.FILE).read_text(encoding="utf-8-sig").splitlines()
        places = (*(url for _, url in model.config.nav), model.config.image)
        wrong = tuple(links.dead_settings(places, lines, settings.FILE, outputs))
    texts = _texts(model) if any("#" in one.value for _, found in holes for _, one in found) else {}
    return (*wrong, *(one for path, found in holes for one in links.dead_places(path, found, outputs, texts)))


def _texts(model: Model) -> links.Texts:
    """The pages that are made of the author's texts, with their headings."""
    texts = {urls.output(entry.url): (entry.path, entry.anchors) for entry in model.library.entries}
    texts |= {urls.output(page.url): (page.path, page.body.anchors) for page in model.statics}
    stories = {urls.output(urls.term("stories", one.id)): (one.path, one.body.anchors) for one in model.stories}
    return texts | (stories if model.has("stories") else {})


def _links_of(readings: Readings) -> list[tuple[str, tuple[tuple[int, Hole], ...]]]:
    """The holes of each post that lead elsewhere, of posts with errors too."""
    sound = [(entry.path, entry.links) for entry in readings.entries.values() if entry.links]
    return [*sound, *readings.refused.items()]


def _overlaps(gathered: Gathered, pages: tuple[Page, ...]) -> tuple[Problem, ...]:
    """Pages that want one address, but for those that only follow from two names of a table with one slug."""
    return () if any(found.code == "slug-clash" for found in gathered.problems) else clashes(pages)


def _stop_or_warnings(problems: tuple[Problem, ...], *, strict: bool) -> tuple[Problem, ...]:
    """The warnings, sorted; raises ContentError when there is an error among them, or any at all when strict."""
    if any(strict or found.severity == "error" for found in problems):
        raise ContentError(problems)
    return ContentError(problems).problems


def _sweep(folder: Path, used: set[str]) -> None:
    """Removes packs in which nothing stands that is used: what edits and interrupted builds left."""
    packs.remove(folder, set(packs.sizes(folder)) - used)


def _name(order: Order) -> str:
    """How the state knows an output folder: from the root where it is within, so that a checkout can be moved."""
    return os.path.relpath(order.output, order.root)
