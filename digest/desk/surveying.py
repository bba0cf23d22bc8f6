"""Owns the survey: all that `build` would say of the content, without building, and what the desk's rules add to it.

Posts that did not change since the last build or survey are remembered, not read again; nothing but that memory
(`.digest/`) is written.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from digest import fingerprint
from digest.content.registries import Registry
from digest.desk import clippings, examining, locating, remembering, rules_library
from digest.desk.findings import Finding
from digest.desk.vanishing import vanishing
from digest.errors import ContentError, Problem
from digest.gathering import Gathered, gather
from digest.modelling import dead_places, model_of
from digest.orders import Teller
from digest.output import lock
from digest.output.crew import available, share_out
from digest.output.packs import BrokenPackError, Place
from digest.output.reading import LEAST, Desk, Readings, read_all
from digest.output.salt import salt
from digest.output.state import State
from digest.site.library import assemble, duplicates
from digest.site.model import Model
from digest.site.pages import Page
from digest.site.plan import clashes, plan
from digest.sourcing.independence import Bodies


class Survey(NamedTuple):
    """All that is wrong or doubtful."""

    problems: tuple[Problem, ...]
    """What `build` says, then what the rules say; sorted, silenced ones left out."""
    findings: tuple[Finding, ...]
    """What the rules say, with the fixes."""
    posts: int
    sources: int
    quotations: int
    silenced: int


def survey(root: Path, now: datetime.datetime, teller: Teller, *, jobs: int = 0) -> Survey:
    """Surveys the content of `root` as of `now` (aware). Raises ContentError without settings or theme."""
    folder = root / ".digest"
    with lock.held(folder, waits=teller.waiting):
        try:
            return _survey(root, folder, now, teller, jobs=jobs or available(), empty=False)
        except BrokenPackError:
            return _survey(root, folder, now, teller, jobs=jobs or available(), empty=True)


def _survey(root: Path, folder: Path, now: datetime.datetime, teller: Teller, *, jobs: int, empty: bool) -> Survey:  # noqa: PLR0913
    gathered = gather(root)
    state = State(folder, salt(), empty=empty)
    try:
        desk = Desk(root, folder / "packs", gathered.context, gathered.config)
        teller.stage("read", len(gathered.posts))
        readings = read_all(desk, gathered.posts, state, jobs=jobs, progress=teller.done)
        state.commit(readings.changed, {}, {})
    finally:
        state.close()
    examined = _examined(root, folder, desk, readings, teller, jobs=jobs)
    return _summed(root, _built(root, gathered, readings, now), examined, _shelf(root, gathered, now))


def _examined(  # noqa: PLR0913 - a step of the survey
    root: Path, folder: Path, desk: Desk, readings: Readings, teller: Teller, *, jobs: int
) -> list[examining.Examined]:
    """Every post, examined: remembered where nothing that it was examined with has changed."""
    lens, files = _lens(root, desk, readings.places), readings.files
    mark = fingerprint.of_parts([salt(), desk.mark, fingerprint.of_value(lens.clippings.texts)])
    known = remembering.recall(folder, mark)
    found = remembering.fresh(known, files)
    stale = sorted(path for path in files if path not in found)
    teller.stage("check", len(stale))
    new = list(share_out(examining.examine_share, lens, stale, jobs=jobs, least=LEAST, progress=teller.done))
    if stale or len(known) != len(found):
        kept = {path: row for path, row in known.items() if path in found}
        remembering.remember(folder, mark, kept | remembering.known_of(new, files))
    return sorted((*found.values(), *new), key=lambda one: one.facts.path)


def _lens(root: Path, desk: Desk, places: Mapping[str, Place]) -> examining.Lens:
    tables = desk.context.tables
    aliases = tuple(alias for term in tables.topics.terms for alias in term.aliases)
    zone, bodies = desk.config.timezone, _bodies(tables.outlets)
    wording = desk.config.date_words == "mark"
    return examining.Lens(root, desk.packs, places, tables, zone, bodies, clippings.read(root), aliases, wording)


def _bodies(outlets: Registry) -> Bodies:
    """What the table of outlets says of who is an official body."""
    official = frozenset(term.name for term in outlets.terms if term.get("kind") == "official")
    domestic = frozenset(term.name for term in outlets.terms if term.name in official and term.get("country") == "JP")
    return Bodies(official, domestic, frozenset(term.name for term in outlets.terms) - official)


def _built(root: Path, gathered: Gathered, readings: Readings, now: datetime.datetime) -> tuple[Problem, ...]:
    """What `build` would say, of what is held back as well: with it, as in a preview, and without it, as in public."""
    model, pages, dead = _linked(root, gathered, readings, now, drafts=True)
    public = _linked(root, gathered, readings, now, drafts=False)
    repeated = duplicates(readings.entries.values(), model.id_of)
    own = (*gathered.problems, *readings.problems)
    lost = vanishing(root, gathered.ledger, public.model, public.pages, own)
    return (*own, *dict.fromkeys((*dead, *public.dead)), *repeated, *clashes(pages), *lost)


class _Linked(NamedTuple):
    """A site as it is planned, and its links that lead nowhere."""

    model: Model
    pages: tuple[Page, ...]
    dead: tuple[Problem, ...]


def _linked(root: Path, gathered: Gathered, readings: Readings, now: datetime.datetime, *, drafts: bool) -> _Linked:
    library = assemble(readings.entries.values(), int(now.timestamp()), drafts=drafts)
    model, dead = model_of(gathered, readings, library)
    pages = plan(model)
    return _Linked(model, pages, (*dead, *dead_places(root, readings, model, pages)))


def _shelf(root: Path, gathered: Gathered, now: datetime.datetime) -> rules_library.Shelf:
    own = [*(page.path for page in gathered.pages), *(story.path for story in gathered.stories)]
    files = [*(root / "content").glob("*.yaml"), *(root / path for path in own)]
    texts = tuple(file.read_text(encoding="utf-8", errors="replace") for file in sorted(files))
    today = now.astimezone(gathered.config.zone).date()
    published = frozenset(line.url for line in gathered.ledger.lines)
    return rules_library.Shelf(gathered.context.tables, gathered.stories, gathered.media, texts, today, published)


def _summed(
    root: Path, built: Sequence[Problem], examined: Sequence[examining.Examined], shelf: rules_library.Shelf
) -> Survey:
    facts = [one.facts for one in examined]
    wide = list(rules_library.check(facts, shelf))
    placed = [pair for one in examined for pair in zip(one.findings, one.marks, strict=True)]
    silences = {one.path: one.silences for one in facts}
    own = [(one, mark) for one, mark in placed if one.code not in silences[one.path]]
    over = [one for one in wide if one.code not in silences.get(one.path, ())]
    told = [Problem(one.code, mark, one.args, one.severity) for one, mark in own]
    problems = ContentError([*built, *told, *locating.problems(over, root)]).problems
    kept = (*(one for one, _ in own), *over)
    sources, quotations = sum(one.sources for one in facts), sum(one.quotations for one in facts)
    return Survey(problems, kept, len(facts), sources, quotations, len(placed) + len(wide) - len(kept))
