"""Owns the story of a build: read the settings, theme and content; plan the pages; publish the difference; report."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from digest import fingerprint, moments, shortcut
from digest.dressing import wear
from digest.errors import ContentError, Mark, Problem, UsageError, problem
from digest.gathering import Contents, Gathered, contents, dressed
from digest.modelling import dead_places, model_of
from digest.orders import Order, Published, Report, Teller, Waiting
from digest.output import lock, packs, register, unchanged, warmth
from digest.output.crew import available, processes
from digest.output.files import Listing, remove_tree
from digest.output.listings import listing_beside
from digest.output.making import COMPILED, Bench, compiling, load_ahead, staging
from digest.output.memo import Memo
from digest.output.publish import LEAST, key_of, publish
from digest.output.reading import Desk, Readings, read_all
from digest.output.salt import salt
from digest.output.state import OutputRecord, State
from digest.output.unchanged import Memory
from digest.output.warmth import Warm
from digest.site import news
from digest.site.kinds.discovery import has_news
from digest.site.library import assemble, duplicates, next_reason
from digest.site.model import Model
from digest.site.pages import Page
from digest.site.plan import clashes, plan
from digest.stopping import undone_when_stopped

OWN_PAGES = frozenset({"post.html", "page.html", "story.html"})
"""The templates of pages that are one file of the author's; what else comes of a post (citations) is not its page."""
MANY = 1_000
"""Pages made after which the listing of the output is worth a process of its own."""


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


class Planned(NamedTuple):
    """A site that was read and planned, and may be published."""

    gathered: Gathered
    readings: Readings
    model: Model
    pages: tuple[Page, ...]
    warnings: tuple[Problem, ...]
    examined: register.Examination | None
    """How the ledger stands to it; a preview's is not asked."""


def _build(order: Order, opened: Opened, teller: Teller) -> Report:
    began = time.monotonic()
    state, memory = opened.state, opened.memory
    seen = unchanged.look(order, memory)
    memo = Memo(state.meta("memo"))
    planned = _planned(order, memo, seen[0][unchanged.CONTENT], state, teller)
    elsewhere = state.meta("output") != _name(order)
    outputs = {} if elsewhere else state.outputs()
    left = memory.outputs if memory else unchanged.NOTHING
    published = _publish(planned, outputs, left, order, teller)
    learnt = _learnt(order, memo, planned)
    with listing_beside(order.output, left, worth=len(published.rendered) >= MANY) as listed:
        changed = planned.readings.changed
        state.commit(changed, published.records, learnt, published.recipes, elsewhere=elsewhere)
        hindered = _keep_ledger(order, planned)
        report = _report(order, published, planned, hindered, time.monotonic() - began)
        records = {path: record for path, record in {**outputs, **published.records}.items() if record}
        written = {path: (record.stamp, record.content) for path, record in records.items()}
        asked = planned.examined and planned.examined.asked
        if not (hindered or asked):  # else it may be otherwise next time, and no file shows it
            unchanged.remember(order, opened.salt, state.turn, seen, listed(), written, report)
    return report


def _planned(order: Order, memo: Memo, files: Listing, state: State, teller: Teller) -> Planned:
    """What the files say; raises ContentError with all that is wrong in them."""
    gathered, readings = _gather(order, memo, files, state, teller)
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
    return Planned(gathered, readings, model, pages, warnings, examined)


def _learnt(order: Order, memo: Memo, planned: Planned) -> dict[str, Any]:
    """What the state keeps beside posts and pages."""
    known = planned.gathered
    warm = warmth.dump(Warm(known.context, known.config, known.theme, planned.model.site))
    learnt = {warmth.NAME: warm, "output": _name(order)}
    return learnt | {"memo": memo.data} if memo.changed else learnt


def _keep_ledger(order: Order, planned: Planned) -> tuple[Problem, ...]:
    """Writes down the addresses that are now published; what hindered it."""
    if planned.examined is None:
        return ()
    return register.keep(order.root, planned.examined, register.today(planned.model, order.now))


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


def _publish(
    planned: Planned, outputs: Mapping[str, OutputRecord], left: Listing, order: Order, teller: Teller
) -> Published:
    """Publishes it; `outputs` is known of the last site, and `left` how its folder was."""
    bench, pages = _bench(order, planned), planned.pages
    shown = fingerprint.of_value(bench.site)
    jobs = order.jobs or available()
    with compiling(bench, pages) if processes(len(pages), jobs, LEAST) > 1 else contextlib.nullcontext():
        keys = {page.path: key_of(page, bench.theme, shown) for page in pages}
    teller.stage("render", len(pages))
    return publish(pages, keys, outputs, bench, before=left, jobs=jobs, progress=teller.done)


def _bench(order: Order, planned: Planned) -> Bench:
    return Bench(
        root=order.root,
        packs=order.folder / "packs",
        places=planned.readings.places,
        theme=planned.gathered.theme,
        site=planned.model.site,
        compiled=order.folder / COMPILED,
        target=staging(order.output),
        current=order.output,
    )


def _report(
    order: Order, published: Published, planned: Planned, hindered: tuple[Problem, ...], seconds: float
) -> Report:
    library, config, readings = planned.model.library, planned.model.config, planned.readings
    held = tuple(
        Waiting(one.entry.path, one.entry.url, one.why, one.due, moments.instant(one.entry.card.date, config.zone))
        for one in library.held
    )
    own = (page for page in planned.pages if page.template in OWN_PAGES)
    sources = {page.owner: page.path for page in own}
    counts = (len(library.entries), len(planned.pages), readings.hashed, readings.parsed)
    changes = (next_reason(library.held), news.next_change(library) if has_news(config) else 0)
    change = min(filter(None, changes), default=0)
    at = (published, held, planned.warnings + hindered, *counts, seconds, order.output, order.now, sources)
    return Report(*at, root=order.root, base_path=config.base_path, next_change=change)


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
