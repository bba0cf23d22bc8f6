"""Owns independence: what each report of a post rests on, and to how many origins all of them come down.

A report rests on the agency whose copy it is and on those it cites; whoever is cited and stands in the post too rests
on what that report rests on, and so on to the end. A body that rests on nothing there is an *origin*. We would rather
count one origin too few than one too many:

- all copies of one agency in a post are one story, so what one copy cites counts for every copy, and an agency's own
  site is a copy too; reporters named beside an agency do not make the copy the paper's own;
- a body is one origin however many releases of its we have;
- a report that cites two bodies stands on both, and adds no origin of its own;
- a law, white paper or explanation by an official body (`kind: background`, `analysis`, `opinion`) is material, and
  nobody's report of the event: it counts only where the post has nothing else;
- who is an official body the table of outlets says, never a name's ending: a name in no table that is only cited is a
  name and no more, neither report nor statement.

Source: notes/features.md 2b row 3, the rule of Wikinews that copies of one wire story are one source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from digest.model import Source

MATERIAL = frozenset({"background", "analysis", "opinion"})


class Bodies(NamedTuple):
    """What the registries know of the names in a post."""

    official: frozenset[str] = frozenset()
    """Ministries, forces, governments."""
    domestic: frozenset[str] = frozenset()
    """The official ones of the site's own country."""
    press: frozenset[str] = frozenset()
    """Those in the table that are none of these."""

    def is_official(self, name: str) -> bool:
        """Whether the table says that this is an official body."""
        return name in self.official


class Origin(NamedTuple):
    """A body on whose own word reports rest."""

    name: str
    kind: str
    """report; release (発表): its release is at hand, or it is an official body at home; statement (声明): others;
    name: nobody says what it is."""
    keys: tuple[str, ...]
    """The sources that come down to it, itself included, in the order of the post."""


class Standing(NamedTuple):
    """What the sources of a post come down to."""

    outlets: tuple[str, ...]
    """The outlets that report, each once; not the bodies that speak for themselves."""
    origins: tuple[Origin, ...]
    """In the order in which the sources lead to them."""


NO_BODIES = Bodies()
Graph = Mapping[str, Sequence[str]]
"""By name: on whom it rests directly."""


def is_wire(source: Source) -> bool:
    """Whether an outlet prints an agency's copy; an agency's own site is no such outlet."""
    return bool(source.agency and source.outlet and source.agency != source.outlet)


def teller(source: Source) -> str:
    """Whose report it is: the agency's, else the outlet's; the key stands for a source without either."""
    return source.agency or source.outlet or source.key


def basis(source: Source, bodies: Bodies) -> str:
    """How a source comes by its news: material, release, wire, relayed or own."""
    if bodies.is_official(source.outlet) and source.kind in MATERIAL:
        return "material"
    if source.kind == "release" or bodies.is_official(source.outlet):
        return "release"
    if is_wire(source):
        return "wire"
    return "relayed" if any(name != source.agency for name in source.cites) else "own"


def graph(sources: Iterable[Source]) -> dict[str, tuple[str, ...]]:
    """On whom each outlet, agency and body of a post rests directly, in the order of the post."""
    found: dict[str, dict[str, None]] = {}
    for source in sources:
        if is_wire(source):
            found.setdefault(source.outlet, {})[source.agency] = None
        for name in source.cites:
            if name != source.agency:
                found.setdefault(teller(source), {})[name] = None
    return {name: tuple(named) for name, named in found.items()}


def cycle(sources: Sequence[Source]) -> tuple[str, ...]:
    """A chain of names in which one rests on itself, first and last being the same; empty where there is none."""
    below = graph(sources)
    done: set[str] = set()
    for name in below:
        found = _cycle_from(name, below, done)
        if found:
            return found
    return ()


def _cycle_from(start: str, below: Graph, done: set[str]) -> tuple[str, ...]:
    """Depth first without recursion: a chain of citations may be as long as a post has sources."""
    path: list[str] = []
    waiting = [(start, 0)]
    while waiting:
        name, depth = waiting.pop()
        done.update(path[depth:])
        del path[depth:]
        if name in path:
            return (*path[path.index(name) :], name)
        if name not in done:
            path.append(name)
            waiting += [(other, depth + 1) for other in reversed(below.get(name, ()))]
    done.update(path)
    return ()


def weigh(sources: Sequence[Source], bodies: Bodies = NO_BODIES) -> Standing:
    """The outlets and the origins of a post's sources, whose names are canonical."""
    based = [(one, basis(one, bodies)) for one in sources]
    based = [(one, known) for one, known in based if known != "material"] or based
    counted = [one for one, _ in based]
    search = _Search(counted)
    keys: dict[str, list[str]] = {}
    for source in counted:
        for name in search.origins(source):
            keys.setdefault(name, []).append(source.key)
    outlets = dict.fromkeys(one.outlet for one, known in based if one.outlet and known not in SPEAKING)
    origins = tuple(Origin(name, kind_of(name, counted, bodies), tuple(found)) for name, found in keys.items())
    return Standing(tuple(outlets), origins)


SPEAKING = frozenset({"release", "material"})


def kind_of(name: str, sources: Sequence[Source], bodies: Bodies) -> str:
    """What a body's word is called: report, release, statement or a mere name (`Origin.kind`)."""
    own = [one for one in sources if one.outlet == name]
    if any(one.kind == "release" for one in own):
        return "release"
    if not bodies.is_official(name):
        reporting = name in bodies.press or any(name in (one.outlet, one.agency, one.key) for one in sources)
        return "report" if reporting else "name"
    return "release" if own or name in bodies.domestic else "statement"


class _Search:
    """The way from a post's sources down to their origins; each name is followed once."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._below = graph(sources)
        self._wired = {one.agency for one in sources if is_wire(one)}
        speaking = {teller(one) for one in sources if all(name == one.agency for name in one.cites)}
        self._speaking = speaking - self._wired
        self._known: dict[str, tuple[str, ...]] = {}

    def origins(self, source: Source) -> tuple[str, ...]:
        """The origins that one source comes down to."""
        name = teller(source)
        if name in self._wired:
            return self._from(name)
        cited = [one for one in source.cites if one != source.agency]
        return tuple(dict.fromkeys(origin for one in cited for origin in self._from(one))) if cited else (name,)

    def _from(self, name: str) -> tuple[str, ...]:
        """The origins under a name; those who rest on each other alone (an error told elsewhere) count as one."""
        if name not in self._known:
            ends = [one for one in self._reach(name) if not self._below.get(one) or one in self._speaking]
            self._known[name] = tuple(ends) or (name,)
        return self._known[name]

    def _reach(self, start: str) -> dict[str, None]:
        """A name and all under it, depth first."""
        found: dict[str, None] = {}
        waiting = [start]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = None
                waiting += reversed(self._below.get(name, ()))
        return found
