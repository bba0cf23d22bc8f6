"""Owns assets: the files that a theme publishes, each under a name with its fingerprint, so no cache serves an old one.

Style sheets may name other assets (`url(fonts/x.woff2)`, `@import "print.css"`); each is rewritten to the name with
its fingerprint, and a sheet's own fingerprint counts what it names. Names in a sheet are relative to the sheet, as
in any CSS; other schemes and `#fragments` are left alone. `image-set("x.png" 1x)` with a bare string is not
followed: write `image-set(url("x.png") 1x)`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from digest import fingerprint
from digest.errors import Problem, problem
from digest.text.names import nearest
from digest.theme.files import decode, place_of, walk

FOLDER = "assets"
"""Where assets are published, below the site's address."""
_TOKEN = re.compile(
    r"""/\*.*?\*/                                                        # comments name nothing
    |@import\s+(?P<import>"[^"\n]*"|'[^'\n]*')
    |\burl\(\s*(?P<url>"[^"\n]*"|'[^'\n]*'|[^\s"'()]*)\s*\)
    |"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'                              # nor do other texts""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_SUFFIX = re.compile(r"(?=[?#])")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#|$", re.IGNORECASE)


class Asset(NamedTuple):
    """A published file of the theme."""

    name: str
    """As `asset()` takes it: the path below `assets/`."""
    path: str
    """Where it is published, site-relative: `assets/style.1f2e3d4c.css`."""
    fingerprint: bytes
    """Of the published bytes."""
    source: Path
    text: str | None = None
    """The published text of a style sheet; None for a file that is published as it is."""

    def read(self) -> bytes:
        """The bytes to publish."""
        return self.source.read_bytes() if self.text is None else self.text.encode("utf-8")


@dataclass(frozen=True, slots=True)
class _Found:
    """An asset's file along the chain."""

    source: Path
    shown: str


def read_assets(
    layers: tuple[tuple[Path, str], ...], *, plain: bool = False
) -> tuple[tuple[Asset, ...], tuple[Problem, ...]]:
    """The assets of a chain of (theme folder, folder in messages), the chosen theme first; sorted by name.

    `plain`: they are published under their own names, without fingerprints, so that no page names another when a sheet
    is edited: for a preview, which no cache keeps.
    """
    files: dict[str, _Found] = {}
    problems: list[Problem] = []
    for folder, shown in layers:
        below = f"{shown}/{FOLDER}"
        kept, found = walk(folder / FOLDER, below)
        problems += found
        for name, path in kept:
            files.setdefault(name, _Found(path, f"{below}/{name}"))
    stamping = _Stamping(files, problems, plain=plain)
    for name in sorted(files):
        stamping.stamp(name, ())
    return tuple(stamping.done[name] for name in sorted(stamping.done)), tuple(problems)


class _Stamping:
    """The walk that gives each asset its name: what a sheet names comes before the sheet."""

    def __init__(self, files: Mapping[str, _Found], problems: list[Problem], *, plain: bool) -> None:
        self.files = files
        self.plain = plain
        self.problems = problems
        self.done: dict[str, Asset] = {}

    def stamp(self, name: str, within: tuple[str, ...]) -> Asset:
        """The asset of this name; `within` are the sheets whose naming led here."""
        if name not in self.done:
            source = self.files[name].source
            data = source.read_bytes()
            text = self._sheet(name, data, (*within, name)) if name.lower().endswith(".css") else None
            mark = fingerprint.of_bytes(data if text is None else text.encode("utf-8"))
            published = name if self.plain else _stamped(name, mark)
            self.done[name] = Asset(name, f"{FOLDER}/{published}", mark, source, text)
        return self.done[name]

    def _sheet(self, name: str, data: bytes, within: tuple[str, ...]) -> str:
        shown = self.files[name].shown
        text, found = decode(data, shown)
        self.problems += found

        def rewrite(match: re.Match[str]) -> str:
            kind = "import" if match["import"] else "url"
            value = match[kind] or ""
            written = value.strip("\"'")
            if _ELSEWHERE.match(written):
                return match[0]
            address = _SUFFIX.split(written, maxsplit=1)[0]
            wanted = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
            trouble = self._trouble(wanted, address, within)
            if trouble:
                mark = place_of(text, match.start(kind), shown, len(value))
                self.problems.append(problem(trouble[0], mark, **trouble[1]))
                return match[0]
            stamped = posixpath.basename(self.stamp(wanted, within).path)
            renamed = value.replace(address, posixpath.join(posixpath.dirname(address), stamped), 1)
            start, end = (edge - match.start() for edge in match.span(kind))
            return f"{match[0][:start]}{renamed}{match[0][end:]}"

        return _TOKEN.sub(rewrite, text)

    def _trouble(self, wanted: str, address: str, within: tuple[str, ...]) -> tuple[str, dict[str, str]] | None:
        """Why a name in a sheet cannot be followed: the problem's code and what its sentence needs."""
        if address.startswith("/"):
            return "theme-css-rooted", {"name": address}
        if wanted in within:
            return "theme-css-cycle", {"chain": " → ".join((*within, wanted))}
        if wanted not in self.files:
            return "theme-css-missing", {"name": address, "near": nearest(wanted, self.files)}
        return None


def _stamped(name: str, mark: bytes) -> str:
    """`style.css` with eight digits of its fingerprint before the ending."""
    stem, ending = posixpath.splitext(name)
    return f"{stem}.{mark.hex()[:8]}{ending}"
