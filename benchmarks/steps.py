"""Owns the steps: what is done to a site before a build is timed, and how its page must look afterwards."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import corpus
import dialects
from entrants import Site, discard
from measuring import FailedError

FRAME_END = re.compile(r"(<p hidden>[^<]*</p>)?</body>")
Check = Callable[[], bool]


class Step(NamedTuple):
    """One kind of change; `change(site, mark, trash)` makes it and returns what must hold after the build."""

    name: str
    change: Callable[[Site, str, Path], Check]


def clean(site: Site, _mark: str, trash: Path) -> Check:
    """Output and state are moved aside."""
    for name in (site.entrant.output, *site.entrant.state):
        if (site.folder / name).exists():
            discard(site.folder / name, trash)
    return site.page(site.subject).exists


def nothing(site: Site, _mark: str, _trash: Path) -> Check:
    """No change at all."""
    return site.page(site.subject).exists


def body(site: Site, mark: str, _trash: Path) -> Check:
    """A sentence more at the end of one old post."""
    _rewrite(site.subject, lambda text: text + sentence(mark))
    return _shows(site.page(site.subject), mark)


def sentence(mark: str) -> str:
    """A paragraph to append to a post; it begins with 追記, as no other does."""
    return f"\n追記{mark}である。\n"


def retitle(site: Site, mark: str, _trash: Path) -> Check:
    """Another title for one old post, which its neighbours and many lists show."""
    _rewrite(site.subject, lambda text: "\n".join(_retitled(line, mark) for line in text.split("\n")))
    return _shows(site.page(site.subject), mark)


def new(site: Site, mark: str, _trash: Path) -> Check:
    """One post more, the newest."""
    chance = random.Random(mark)
    last = corpus.FIRST + timedelta(minutes=corpus.SPAN + chance.randrange(10**5))
    (file,) = dialects.write(
        [corpus.post(chance, last, 900_000)], site.folder / site.entrant.content, site.entrant.dialect
    )
    return site.page(file).exists


def template(site: Site, mark: str, _trash: Path) -> Check:
    """Another hidden line in the frame of every page."""
    _rewrite(site.folder / site.entrant.template, lambda text: FRAME_END.sub(f"<p hidden>{mark}</p></body>", text))
    return _shows(site.page(site.subject), mark)


STEPS = (
    Step("clean build", clean),
    Step("no change", nothing),
    Step("one body edit", body),
    Step("one retitle", retitle),
    Step("one new post", new),
    Step("template edit", template),
)


def hold(check: Check, site: Site, step: Step) -> None:
    """Raises `FailedError` where the build did not do what it was timed for."""
    if not check():
        raise FailedError(f"{site.entrant.name}: after “{step.name}” the page does not show it")


def _retitled(line: str, mark: str) -> str:
    if line.startswith("Title: "):
        return f"Title: 改題{mark}"
    return f'title: "改題{mark}"' if line.startswith("title: ") else line


def _rewrite(file: Path, change: Callable[[str], str]) -> None:
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")


def _shows(page: Path, mark: str) -> Check:
    return lambda: page.exists() and mark in page.read_text(encoding="utf-8")
