"""Owns publishing: which pages must be made and why, their making beside the last good site, and the change-over.

Nothing in the output is touched before every page that must be made has been made (I8). What is decided is pure:
`decide` compares the plan with the state and the disk, and gives a reason for each page.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from digest import fingerprint
from digest.errors import ContentError, Mark, problem
from digest.orders import Published
from digest.output.changeover import change_over, in_order
from digest.output.crew import Progress, share_out
from digest.output.files import Listing, Stamp, parents, remove_tree, revisit_site, settled, stamp_of
from digest.output.making import Bench, BenchWorkshop, Made, all_made, file_fingerprint, make_all, make_share
from digest.output.state import OutputRecord
from digest.site.pages import Page
from digest.site.urls import MARKER
from digest.stopping import past_undoing
from digest.theme.theme import Theme

LEAST = 60
"""Pages that make a process of their own worth while."""
PARTS = ("content", "theme", "settings")
"""What the three parts of a key stand for, as reasons."""


def key_of(page: Page, theme: Theme, site: bytes) -> bytes:
    """A page's key: fingerprints of its arguments, of its template's closure, and of the settings that pages show."""
    if not page.template:
        return page.signature + bytes(2 * fingerprint.SIZE)
    return page.signature + theme.closure(page.template) + site


def decide(
    keys: Mapping[str, bytes], records: Mapping[str, OutputRecord], listing: Mapping[str, Stamp]
) -> dict[str, str]:
    """For each output path why it must be made, or `kept`; `look`: its stamp differs, so its bytes must be compared."""
    return {path: _reason(key, records.get(path), listing.get(path)) for path, key in keys.items()}


def _reason(key: bytes, record: OutputRecord | None, stamp: Stamp | None) -> str:
    if record is None:
        return "new"
    if record.key != key:
        size = fingerprint.SIZE
        changed = (number for number in range(3) if record.key[number * size :][:size] != key[number * size :][:size])
        return PARTS[next(changed, 0)]
    if stamp is None:
        return "missing"
    return "kept" if record.stamp == stamp else "look"


def refuse_foreign(output: Path, listing: Listing, known: Mapping[str, Stamp]) -> None:
    """Raises ContentError for a folder that holds something and was not written by us.

    Ours is what has our mark, or else what we remember: `known` names all that is there, and some of it is as it was.
    """
    if MARKER in listing.files:
        return
    foreign = [*(listing.files.keys() - known.keys()), *listing.links]
    if not foreign and not any(known[path] == stamp for path, stamp in listing.files.items()):
        foreign = [*listing.files]
    if foreign:
        raise ContentError([problem("foreign-output", Mark(str(output)), first=min(foreign), marker=MARKER)])


def publish(  # noqa: PLR0913 - the plan, what is known of the last one, and how to make the new
    pages: Sequence[Page],
    keys: Mapping[str, bytes],
    records: Mapping[str, OutputRecord],
    bench: Bench,
    *,
    before: Listing,
    jobs: int,
    progress: Progress,
) -> Published:
    """Brings the output to what the plan says; `before` is how the folder was at some time, which spares listing it.

    Raises ContentError, the output untouched, when a page cannot be made or nothing can be written.
    """
    if bench.current.is_file():
        raise ContentError([problem("output-is-a-file", Mark(str(bench.current)), path=bench.current)])
    with _writing(bench):
        return _publish(pages, keys, records, bench, before=before, jobs=jobs, progress=progress)


@contextlib.contextmanager
def _writing(bench: Bench) -> Iterator[None]:
    """What the system refuses is a problem with its place; however it ends, nothing is left beside the output."""
    try:
        remove_tree(bench.target)
        yield
    except OSError as error:
        named, why = error.filename2 or error.filename or bench.target, error.strerror or type(error).__name__
        raise ContentError([problem("cannot-write", Mark(str(named)), path=named, why=why)]) from error
    finally:
        with contextlib.suppress(OSError):  # the next build removes it before all else, and says what hinders it
            remove_tree(bench.target)


def _publish(  # noqa: PLR0913 - as `publish`
    pages: Sequence[Page],
    keys: Mapping[str, bytes],
    records: Mapping[str, OutputRecord],
    bench: Bench,
    *,
    before: Listing,
    jobs: int,
    progress: Progress,
) -> Published:
    listing = revisit_site(bench.current, before)
    refuse_foreign(bench.current, listing, {path: one.stamp for path, one in records.items()} | before.files)
    reasons, looked = _looked(decide(keys, records, listing.files), bench.current, records, listing.files)
    stale = [page for page in pages if reasons[page.path] != "kept"]
    made = _make(stale, _wary(bench, listing), jobs=jobs, progress=progress)
    deleted = _change_over(bench, made, listing, keys)
    stamps = _stamps(bench.current, made)
    changed: dict[str, OutputRecord | None] = dict(looked)
    changed |= {one.path: OutputRecord(keys[one.path], one.content, stamps[one.path]) for one in made}
    changed |= dict.fromkeys(set(records) - set(keys))
    rendered = tuple(one.path for one in made)
    written = sum(one.written for one in made)
    recipes = {one.path: one.recipe for one in made}
    return Published(rendered, written, len(pages) - len(made), tuple(sorted(deleted)), reasons, changed, recipes)


def patch(pages: Sequence[Page], keys: Mapping[str, bytes], bench: Bench, workshop: BenchWorkshop) -> Published:
    """Makes these pages of a site that otherwise stands as planned, and puts them in place.

    Raises ContentError, the output untouched, when a page cannot be made or nothing can be written.
    """
    with _writing(bench):
        bench.target.mkdir(parents=True)
        made = all_made(make_all(bench, workshop, pages))
        with change_over(bench.target, bench.current) as steps:
            for path in in_order(one.path for one in made if one.written):
                steps.put(path)
        stamps = _stamps(bench.current, made)
    records = {one.path: OutputRecord(keys[one.path], one.content, stamps[one.path]) for one in made}
    recipes = {one.path: one.recipe for one in made}
    reasons = dict.fromkeys(records, PARTS[0])
    return Published(tuple(records), sum(one.written for one in made), 0, (), reasons, records, recipes)


def _looked(
    reasons: dict[str, str], output: Path, records: Mapping[str, OutputRecord], listing: Mapping[str, Stamp]
) -> tuple[dict[str, str], dict[str, OutputRecord]]:
    """Files whose stamps differ: those with the bytes we wrote are kept and recorded anew, others must be made."""
    refreshed = {}
    for path, reason in reasons.items():
        if reason == "look":
            looked = time.time_ns()
            if _fingerprint_at(output / path) == records[path].content:
                reasons[path] = "kept"
                refreshed[path] = records[path]._replace(stamp=settled(listing[path], looked))
            else:
                reasons[path] = "damaged"
    return reasons, refreshed


def _fingerprint_at(file: Path) -> bytes:
    """The fingerprint of an output file; of one that cannot be read none, for it can be replaced all the same."""
    try:
        return file_fingerprint(file)
    except OSError:
        return b""


def _wary(bench: Bench, listing: Listing) -> Bench:
    """Where links stand in the output, what they lead to is not ours: then no page counts as standing there already."""
    return bench._replace(current=bench.target / ".nothing") if listing.links else bench


def _make(stale: Sequence[Page], bench: Bench, *, jobs: int, progress: Progress) -> list[Made]:
    if not stale:
        return []
    bench.target.mkdir(parents=True)
    work = share_out(make_share, bench, stale, jobs=jobs, least=LEAST, progress=progress)
    with contextlib.closing(work) as results:
        return all_made(results)


def _change_over(bench: Bench, made: Sequence[Made], listing: Listing, keys: Mapping[str, bytes]) -> list[str]:
    """Puts what was made in place and removes what the plan does not name; returns the paths removed."""
    output = bench.current
    if made and not output.exists() and not output.is_symlink():
        output.parent.mkdir(parents=True, exist_ok=True)
        past_undoing()
        bench.target.replace(output)
        return []
    for link in listing.links:  # first, or what is moved would go where they lead
        (output / link).unlink(missing_ok=True)
    deleted = [path for path in (*listing.files, *listing.links) if path not in keys]
    with change_over(bench.target, output) as steps:
        for path in in_order(one.path for one in made if one.written):
            steps.put(path)
        for path in deleted:
            if path in listing.files and (output / path).is_file():
                steps.remove(path)
    _remove_empty(output, listing, keys)
    return deleted


def _remove_empty(output: Path, listing: Listing, keys: Mapping[str, bytes]) -> None:
    needed = parents(iter(keys))
    for folder in sorted(listing.folders, reverse=True):  # the deepest first
        if folder and folder not in needed and (output / folder).is_dir():
            (output / folder).rmdir()


def _stamps(output: Path, made: Sequence[Made]) -> dict[str, Stamp]:
    """The stamps of what was made, where they can be trusted later."""
    stamps = {}
    for one in made:
        found = stamp_of(os.stat(f"{output}/{one.path}"))  # noqa: PTH116 - a path as text: there is one for each page
        stamps[one.path] = settled(found, time.time_ns())
    return stamps
