"""Owns the short way of a build: where only bodies of posts changed, the pages that show these posts are made again.

Every other page is a function of what the library knows of posts, of which their bodies are no part (I1, I2). So where
an edited post's entry is otherwise as it was, so is every page but those that show the post whole; these were written
down as recipes when they were made. Whatever is more than that takes the long way (`digest.builder`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from digest import fingerprint
from digest.errors import ContentError, Problem
from digest.orders import Order, Published, Report
from digest.output import unchanged, warmth
from digest.output.making import COMPILED, Bench, BenchWorkshop, staging
from digest.output.packs import BrokenPackError, Place
from digest.output.publish import patch as publish
from digest.output.reading import Desk, Outcome, read_share, told, unpack_entry
from digest.output.state import PostRecord, State
from digest.site.cards import Card
from digest.site.library import REASONS, Entry, marked
from digest.site.pages import Page, Whole
from digest.site.recipes import Hrefs, StaleRecipeError, follow


class Ready(NamedTuple):
    """All that is needed beside the state; it may serve many times, for nothing in it knows of bodies."""

    desk: Desk
    bench: Bench
    workshop: BenchWorkshop
    places: dict[str, Place]
    """Where the articles stand that were asked for; the bench's own, filled as pages are made."""


class Edit(NamedTuple):
    """A post whose body is another than it was."""

    before: Entry
    entry: Entry
    record: PostRecord

    @property
    def hrefs(self) -> dict[tuple[str, str], int]:
        """The links that there were, by kind and target: the index of one hole of each."""
        return {(hole.kind, hole.value): index for index, hole in self.before.links}


class Patched(NamedTuple):
    """What came of it."""

    published: Published
    problems: tuple[Problem, ...]
    """Warnings about the edited posts."""
    hashed: int
    parsed: int


class _TooMuchError(Exception):
    """More changed than the bodies of posts."""


def ready(order: Order, state: State) -> Ready | None:
    """What the last build left for this; None where it left nothing that can be used."""
    warm = warmth.load(state.meta(warmth.NAME))
    if warm is None:
        return None
    packs = order.folder / "packs"
    places: dict[str, Place] = {}
    compiled, target = order.folder / COMPILED, staging(order.output)
    bench = Bench(order.root, packs, places, warm.theme, warm.site, compiled, target, order.output)
    return Ready(Desk(order.root, packs, warm.context, warm.config), bench, BenchWorkshop(bench), places)


def patch(order: Order, state: State, tools: Ready, paths: Sequence[str], last: Report) -> Patched | None:
    """Brings the output to what the posts at `paths` (edited, and nothing else) say now; None: take the long way.

    `last` is the report of the last build. The output is untouched where None is returned, or where it raises.
    """
    try:
        outcomes, edits = _read(order, state, tools.desk, paths, last)
        pages, keys = _Followed(state, tools, edits).pages()
        unchanged.forget(order)
        published = publish(pages, keys, tools.bench, tools.workshop)
    except (_TooMuchError, StaleRecipeError, BrokenPackError, ContentError):
        return None
    state.commit({one.path: one.record for one in outcomes}, published.records, {}, published.recipes)
    problems = tuple(found for one in outcomes for found in one.problems)
    return Patched(published, problems, len(outcomes), sum(one.parsed for one in outcomes))


def _read(
    order: Order, state: State, desk: Desk, paths: Sequence[str], last: Report
) -> tuple[list[Outcome], dict[str, Edit]]:
    """The posts read, and by address those that are another; _TooMuchError where it is more than their bodies.

    Held posts are left out: no page shows them, though one that is shown may have their address.
    """
    held = set() if order.drafts else {one.path for one in last.held}
    known: list[tuple[str, PostRecord | None]] = []
    for path in paths:
        found = state.post(path, by="path")
        if found is None:
            raise _TooMuchError
        known.append(found)
    _only_known_warnings(known, last.problems)
    outcomes = list(read_share(desk, known))
    edits = {}
    for outcome, (_, before) in zip(outcomes, known, strict=True):
        if outcome.record is None or before is None or (order.strict and outcome.problems):
            raise _TooMuchError
        edit = Edit(unpack_entry(before.entry), unpack_entry(outcome.record.entry), outcome.record)
        if not _same_but_for_the_body(edit):
            raise _TooMuchError
        if edit.entry.article != edit.before.article and edit.entry.path not in held:
            edits[edit.entry.url] = edit
    return outcomes, edits


def _only_known_warnings(known: Iterable[tuple[str, PostRecord | None]], warned: Iterable[Problem]) -> None:
    """Raises _TooMuchError where something was told of these posts that reading them does not tell."""
    own = {path: told(record.warnings) for path, record in known if record}
    if any(one.mark.path in own and one not in own[one.mark.path] for one in warned):
        raise _TooMuchError


def _same_but_for_the_body(edit: Edit) -> bool:
    """Whether other pages, and links to this post, find all as it was, and the post links only where it did before."""
    before, now = edit.before, edit.entry
    same = now._replace(article=before.article, links=before.links, anchors=before.anchors) == before
    linked = {(hole.kind, hole.value) for _, hole in now.links}
    return same and set(before.anchors) <= set(now.anchors) and linked <= edit.hrefs.keys()


class _Followed:
    """Recipes followed, with the posts as they are now."""

    def __init__(self, state: State, tools: Ready, edits: Mapping[str, Edit]) -> None:
        self._state, self._tools, self._edits = state, tools, edits
        self._known: dict[str, Entry] = {}

    def pages(self) -> tuple[list[Page], dict[str, bytes]]:
        """The pages that must be made again, and their keys; the tools know then where their articles stand."""
        pages, keys = {}, {}
        for url in self._edits:
            shown = self._state.showing(url)
            if shown is None:
                raise _TooMuchError
            for one in shown:
                page = follow(one.page, one.recipe, self._card, self._whole)
                key = page.signature + one.record.key[fingerprint.SIZE :]
                if key != one.record.key:
                    pages[one.page], keys[one.page] = page, key
        return list(pages.values()), keys

    def _card(self, url: str, mark: bytes) -> Card:
        return self._shown(url, mark).card

    def _whole(self, url: str, mark: bytes, hrefs: Hrefs) -> Whole:
        entry = self._shown(url, mark)
        edit = self._edits.get(url)
        if edit:
            old, numbers = dict(hrefs), edit.hrefs
            hrefs = tuple((index, old[numbers[hole.kind, hole.value]]) for index, hole in edit.entry.links)
        return Whole(entry, hrefs)

    def _shown(self, url: str, mark: bytes) -> Entry:
        """The post at this address as the page showed it: as it is, or marked as held back."""
        entry = self._entry(url)
        candidates = (entry, *(marked(entry, why) for why in REASONS)) if entry.card.mark != mark else (entry,)
        found = next((one for one in candidates if one.card.mark == mark), None)
        if found is None:
            raise StaleRecipeError
        return found

    def _entry(self, url: str) -> Entry:
        if url not in self._known:
            found = self._state.post(url, by="url")
            if found is None:
                raise StaleRecipeError
            path, record = found
            edit = self._edits.get(url)
            record = edit.record if edit else record
            self._known[url] = edit.entry if edit else unpack_entry(record.entry)
            self._tools.places[path] = (record.pack, record.start, record.length)
        return self._known[url]
