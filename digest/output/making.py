"""Owns the making of pages: the workshop in which a page's view is made and rendered, and the writing of the result."""

from __future__ import annotations

import contextlib
import importlib
import shutil
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from digest import fingerprint
from digest.content.articles import Article
from digest.errors import ContentError, Mark, Problem
from digest.output.aside import beside
from digest.output.files import NewFiles, holds
from digest.output.packs import Packs, Place
from digest.site.library import Entry
from digest.site.pages import Copy, Page, Part
from digest.site.recipes import Recipe, write_down
from digest.site.views import SiteInfo
from digest.theme.theme import Theme


class Bench(NamedTuple):
    """What making pages needs, in any process."""

    root: Path
    packs: Path
    places: Mapping[str, Place]
    """Where each post's article stands in the packs."""
    theme: Theme
    site: SiteInfo
    compiled: Path
    """The folder of compiled templates."""
    target: Path
    """The folder that pages are written into."""
    current: Path
    """The folder of the last good site: a page whose bytes are there already is not written again."""


class Made(NamedTuple):
    """A page that was made: the fingerprint of its bytes, and whether they were written (else they stand already)."""

    path: str
    content: bytes
    written: bool
    recipe: Recipe = Recipe()
    """How to make it again; empty where it shows no post whole."""


class Unmade(NamedTuple):
    """A page that could not be made, and what its template did wrong that none before it in this process had."""

    path: str
    problems: tuple[Problem, ...]


COMPILED = "templates"
"""The folder of compiled templates, in that of the state."""


def staging(output: Path) -> Path:
    """Where pages are made before they are published: beside the output, so that a rename is enough."""
    place = output.resolve()  # a path that ends in `.` or `..` has no name to go by
    return place.with_name(f".{place.name}.staging")


PARTS = 1024
"""How many parts of pages a workshop keeps: posts as feeds carry them, of some twenty kilobytes each."""


@contextlib.contextmanager
def compiling(bench: Bench, pages: Iterable[Page]) -> Iterator[None]:
    """Compiles the templates of these pages, where none are compiled yet, beside what is done within.

    Else each process that makes pages would compile all of them for itself.
    """
    if bench.compiled.is_dir():
        yield
        return
    names = {page.template for page in pages if page.template}
    task = beside(lambda: _compile(bench, names), worth=True)
    try:
        yield
    except BaseException:
        task.drop()
        raise
    task.result()


def _compile(bench: Bench, names: Iterable[str]) -> None:
    from digest.theme.renderer import Renderer  # noqa: PLC0415 - as in `BenchWorkshop`

    Renderer(bench.theme, bench.site, store=bench.compiled).compile(names)


def load_ahead() -> None:
    """Imports what nearly every process that makes pages needs: what is there before they part, none has to load."""
    for name in ("digest.theme.renderer", "digest.site.feeds.rss20", "digest.site.feeds.atom10"):
        importlib.import_module(name)


class BenchWorkshop:
    """The workshop of one process."""

    def __init__(self, bench: Bench) -> None:
        """Nothing heavy is imported before it is needed."""
        from digest.theme.renderer import Renderer  # noqa: PLC0415

        self.site = bench.site
        self._places = bench.places
        self._packs = Packs(bench.packs)
        self._renderer = Renderer(bench.theme, bench.site, store=bench.compiled)
        self._assets = {asset.name: asset for asset in bench.theme.assets}
        self._last: tuple[bytes, Article] | None = None
        self._parts = lru_cache(maxsize=PARTS)(lambda make, *args: make(self, *args))

    def article(self, entry: Entry) -> Article:
        """The article of an entry."""
        if self._last is None or self._last[0] != entry.article:
            self._last = (entry.article, self._packs.read(*self._places[entry.path]))
        return self._last[1]

    def once(self, make: Callable[..., Part], *args: Hashable) -> Part:
        """What `make` makes of this workshop and these arguments, remembered for the parts that came last."""
        part: Part = self._parts(make, *args)
        return part

    def asset(self, name: str) -> bytes:
        """The bytes of an asset of the theme."""
        return self._assets[name].read()

    def render(self, template: str, view: object) -> str:
        """A template's text for this view."""
        return self._renderer.render(template, view)

    def close(self) -> None:
        """Closes the packs that it read from: who serves builds for days, and would run out of open files."""
        self._packs.close()


def make_share(bench: Bench, pages: Iterable[Page]) -> Iterator[Made | Unmade]:
    """Makes a share of the pages and writes the new ones."""
    workshop = BenchWorkshop(bench)
    try:
        yield from make_all(bench, workshop, pages)
    finally:
        workshop.close()


def make_all(bench: Bench, workshop: BenchWorkshop, pages: Iterable[Page]) -> Iterator[Made | Unmade]:
    """As `make_share`, in a workshop that may have made others before."""
    files = NewFiles(bench.target)
    told: set[tuple[str, Mark]] = set()
    for page in pages:
        try:
            content, written = _make(bench, workshop, files, page)
        except ContentError as error:
            yield Unmade(page.path, tuple(one for one in error.problems if (one.code, one.mark) not in told))
            told.update((one.code, one.mark) for one in error.problems)
        else:
            yield Made(page.path, content, written, write_down(page))


def all_made(results: Iterable[Made | Unmade]) -> list[Made]:
    """What was made, where all was; else ContentError with all that templates did wrong, once, by the first page of it.

    The results come in the order of the plan, whoever made them, so the same page is named however many worked.
    """
    made: list[Made] = []
    problems: dict[tuple[str, Mark], Problem] = {}
    failed = False
    for one in results:
        if isinstance(one, Made):
            made.append(one)
            continue
        failed = True
        for found in one.problems:
            problems.setdefault((found.code, found.mark), found)
    if failed:
        raise ContentError(problems.values())
    return made


def _make(bench: Bench, workshop: BenchWorkshop, files: NewFiles, page: Page) -> tuple[bytes, bool]:
    """The fingerprint of a page's bytes, and whether they were written."""
    result = page.make(workshop, *page.args)
    if isinstance(result, Copy):
        return _copy(bench, files, page.path, result)
    data = result if isinstance(result, bytes) else workshop.render(page.template, result).encode()
    stands = holds(f"{bench.current}/{page.path}", data)
    if not stands:
        files.write(page.path, data)
    return fingerprint.of_bytes(data), not stands


def _copy(bench: Bench, files: NewFiles, path: str, copy: Copy) -> tuple[bytes, bool]:
    """A file of the author's or the theme's, copied without being held in memory whole."""
    source = bench.root / copy.source
    mark = file_fingerprint(source)
    current = bench.current / path
    if current.is_file() and not current.is_symlink() and file_fingerprint(current) == mark:
        return mark, False
    files.make(path.rpartition("/")[0])
    shutil.copyfile(source, bench.target / path)
    return mark, True


def file_fingerprint(path: Path) -> bytes:
    """The fingerprint of a file's bytes, read in pieces."""
    import hashlib  # noqa: PLC0415

    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=fingerprint.SIZE)).digest()
