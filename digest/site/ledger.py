"""Owns the ledger: every address and feed id that was published, what has become of them, and what must not happen.

`content/ledger.tsv` has a line per address: the address, the feed id (posts only), the file that it came from, the day
it was first noted, and a state. *built* binds from when the line is committed, *live* (written by `deploy`) at once;
*gone* is the author's word that the address is given up on purpose. Posts, pages, topics, outlets, places and stories
are noted: what people link to and what can name its old addresses (docs/decisions/0016-ledger.md). Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from digest.content.aliases import place_of
from digest.errors import Mark, Problem, problem, warning
from digest.site import urls
from digest.site.kinds import redirects
from digest.site.model import Model
from digest.site.pages import Page

FILE = "content/ledger.tsv"
BUILT, LIVE, GONE = "built", "live", "gone"
HEAD = (
    "# 公開した URL とフィード ID の台帳。build と deploy が書き足します。記事と一緒にコミットしてください。\n"
    "# やめた URL は、その行の最後の語を gone に変えます。くわしくは docs/publishing.md\n"
)
LINE = re.compile(r"([^\t]*)\t([^\t]*)\t([^\t]*)\t(\d{4}-\d\d-\d\d)\t(built|live|gone)")
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
COMING = {"future", "embargo"}
"""Why a post is held back that the build's own moment decides: another day it is there."""


class Line(NamedTuple):
    """An address that was published."""

    url: str
    """Site-relative, with a leading slash, as an author writes it in `aliases`."""
    id: str
    source: str
    since: str
    """ISO day."""
    state: str
    number: int = 0
    """Where it stands in the file, from 1."""


class Ledger(NamedTuple):
    """The ledger as its file has it; no file, no ledger: nothing binds and nothing is noted."""

    lines: tuple[Line, ...] = ()
    there: bool = False

    @property
    def ids(self) -> dict[str, str]:
        """The frozen feed ids by the posts' paths."""
        return {one.source: one.id for one in reversed(self.lines) if one.id and one.state != GONE}


class Living(NamedTuple):
    """What answers at an address today."""

    url: str
    id: str
    source: str


class Site(NamedTuple):
    """What the ledger is held against."""

    living: Mapping[str, Living]
    """By address."""
    moved: Mapping[str, str]
    """By old address: the address that it leads to."""
    coming: frozenset[str]
    """Files of posts that only wait for their day, their old addresses, and the addresses of all that they name."""
    unlisted: Mapping[str, str] = {}
    """By address of what the content has: the kind of page that it is of, and that the settings leave out."""

    def answer(self, url: str) -> Living | None:
        """What answers, directly or by leading on."""
        return self.living.get(url) or self.living.get(self.moved.get(url, "-"))


NOWHERE = Site({}, {}, frozenset())


def read(text: str) -> tuple[Ledger, tuple[Problem, ...]]:
    """The ledger in the text of its file, and what is wrong with it."""
    lines: dict[str, Line] = {}
    found = []
    for number, row in enumerate(text.split("\n"), 1):
        match = LINE.fullmatch(row.rstrip())
        if match:
            lines.setdefault(match[1], Line(match[1], match[2], match[3], match[4], match[5], number))
        elif row.strip() and not row.startswith("#"):
            found.append(problem("bad-ledger-line", Mark(FILE, number, 1, len(row)), found=row.replace("\t", " ")[:60]))
    return Ledger(tuple(lines.values()), there=True), tuple(found)


def text_of(ledger: Ledger) -> str:
    """The file's text; the same lines always give the same text."""
    return HEAD + "".join("\t".join(one[:5]) + "\n" for one in sorted(ledger.lines))


def site_of(model: Model, pages: Iterable[Page]) -> Site:
    """What the ledger is held against, from the model and its plan."""
    known = list(pages)
    made = {page.path for page in known}
    found = [Living(entry.url, model.id_of(entry), urls.composed(entry.path)) for entry in model.library.entries]
    found += [Living(page.url, "", page.path) for page in model.statics]
    kinds = {"stories": [Living(urls.term("stories", one.id), "", one.path) for one in model.stories]}
    for registry in model.tables[:3]:
        named = f"content/{registry.kind}.yaml"
        terms = [one for one in registry.terms if not one.shipped]
        kinds[registry.kind] = [Living(urls.term(registry.kind, one.slug), "", named) for one in terms]
    found += [one for some in kinds.values() for one in some]
    unlisted = {f"/{one.url}": kind for kind, some in kinds.items() if not model.has(kind) for one in some}
    living = {f"/{one.url}": one._replace(url=f"/{one.url}") for one in found if urls.output(one.url) in made}
    moved = {f"/{old}": f"/{new}" for old, new in redirects.targets(known).items()}
    waiting = [one.entry for one in model.library.held if one.why in COMING]
    coming = {urls.composed(entry.path) for entry in waiting}
    coming |= {f"/{urls.term(kind, slug)}" for entry in waiting for kind, _, slug in entry.names}
    coming |= {f"/{topic.url}" for entry in waiting for topic in entry.card.topics}
    coming |= {f"/{place}" for entry in waiting for place in map(place_of, entry.aliases) if place}
    return Site(living, moved, frozenset(coming), unlisted)


def amiss(ledger: Ledger, site: Site) -> tuple[tuple[Line, Problem], ...]:
    """Each published address that would vanish or whose id would change, with the warning that says what to write."""
    homes = {one.id: one.source for one in site.living.values() if one.id}
    known = {line.id for line in ledger.lines}
    found = []
    for line in ledger.lines:
        answer = site.answer(line.url)
        if line.state == GONE or site.coming & {line.source, line.url}:
            continue
        if answer is None:
            found.append((line, _vanished(line, homes.get(line.id, ""), site)))
        elif line.id and line.id != answer.id and line.id not in homes and not _joined(line, answer, site, known):
            mark = Mark(answer.source, 1)
            found.append((line, warning("id-would-change", mark, url=line.url, id=line.id, now=answer.id)))
    return tuple(found)


def _vanished(line: Line, heir: str, site: Site) -> Problem:
    place = Mark(FILE, line.number)
    told = {"url": line.url, "source": line.source, "line": line.number, "file": FILE}
    if line.url in site.unlisted:
        return warning("url-left-out", place, **told, section=site.unlisted[line.url])
    return warning("url-would-vanish", place, **told, near=heir)


def _joined(line: Line, answer: Living, site: Site, known: set[str]) -> bool:
    """Whether the address now leads to another post that was published before: two posts were made one on purpose."""
    return line.url not in site.living and answer.id in known


def noted(ledger: Ledger, site: Site, today: str) -> Ledger:
    """The ledger with all that lives noted (`today`: ISO day)."""
    before = {one.url: one for one in ledger.lines}
    kept = {url: _followed(line, site) for url, line in before.items()}
    for url, one in site.living.items():
        if url not in kept or kept[url].state == GONE:
            source = CONTROL.sub(" ", one.source)
            kept[url] = Line(url, one.id, source, today, BUILT)
    return Ledger(tuple(sorted(kept.values())), there=True)


def _followed(line: Line, site: Site) -> Line:
    """The line as it now is: its post's file followed when that was renamed."""
    answer = site.answer(line.url)
    if answer is None or line.state == GONE:
        return line
    return line._replace(source=CONTROL.sub(" ", answer.source)) if line.id == answer.id else line


def deployed(ledger: Ledger, committed: frozenset[str] | None) -> Ledger:
    """The ledger when the site was made public just now: what no commit binds yet binds from here on."""
    loose = {line.url for line in ledger.lines if line.state == BUILT} - (committed or frozenset())
    lines = (line._replace(state=LIVE) if line.url in loose else line for line in ledger.lines)
    return ledger._replace(lines=tuple(lines))


def doubtful(found: Iterable[tuple[Line, Problem]]) -> bool:
    """Whether it rests on what was committed if something of this binds."""
    return any(line.state == BUILT for line, _ in found)


def settle(
    ledger: Ledger, found: Sequence[tuple[Line, Problem]], committed: frozenset[str] | None
) -> tuple[Ledger, tuple[Problem, ...]]:
    """The ledger without what was built, never published and is no more; and what is amiss with the rest.

    `found`: what is amiss with it as it is; `committed`: the addresses in the ledger as last committed, None where
    nothing is kept by git, so that every line binds.
    """
    dropped = (
        {line for line, _ in found if line.state == BUILT and line.url not in committed}
        if committed is not None
        else set()
    )
    lines = tuple(line for line in ledger.lines if line not in dropped)
    return ledger._replace(lines=lines), tuple(wrong for line, wrong in found if line not in dropped)
