"""Owns the workbench for trying edits: builds in this process, and what a build from nothing gives beside it."""

from __future__ import annotations

import contextlib
import datetime
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from miniature import REPOSITORY

from digest.builder import build
from digest.errors import ContentError
from digest.orders import Order, Report
from digest.theme.contract import TEMPLATES
from digest.verifying import Silent

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
WHOLE = """{% extends "base.html" %}{% block main %}{{ page }}{% endblock %}"""
"""Shows the whole view it is given: whatever changes in it shows on the page, so nothing stale can hide."""
LIST = """{% extends "base.html" %}{% block main %}{{ page }}{{ cards(page.cards) }}{% endblock %}"""


def parent_theme() -> dict[str, str]:
    """A theme whose pages show all that they are given; its strings are those of the theme `base`."""
    strings = REPOSITORY / "themes" / "base" / "strings"
    lists = {"home.html", "day.html", "topic.html"}
    files = {f"templates/{name}": LIST if name in lists else WHOLE for name, _ in TEMPLATES}
    files |= {
        "theme.yaml": "name: parent\nextends: null\ncontract: 1\noptions: {accent: red, columns: 2}\n",
        "templates/base.html": "<html><link href=\"{{ asset('style.css') }}\">{{ site }}"
        "{{ t('home') }}{{ option('accent') }}{% block main %}{% endblock %}</html>",
        "templates/item.html": "<i>{{ card }}{{ t('posts') }}</i>",
        "templates/feed_content.html": "{{ page.body_html|safe }}{% for one in page.sources %}{{ one }}{% endfor %}",
        "assets/style.css": "body { color: black; background: url(wave.svg) }\n",
        "assets/wave.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>\n",
    }
    files |= {f"strings/{path.name}": path.read_text(encoding="utf-8") for path in strings.glob("*.yaml")}
    return {f"themes/parent/{name}": text for name, text in files.items()}


CHILD = {
    "themes/child/theme.yaml": "name: child\nextends: parent\ncontract: 1\n",
    "themes/child/templates/topics.html": '{% extends "parent/topics.html" %}',
}


@dataclass(slots=True)
class Workbench:
    """A site under edit; `now` and the fields after it are what the next build is told."""

    home: Path
    """A folder of this workbench's own; the root is in it and may move."""
    root: Path = field(init=False)
    output_name: str = "public"
    now: datetime.datetime = NOW
    base_url: str = ""
    theme: str = ""
    jobs: int = 1
    drafts: bool = False
    plain: bool = False
    moves: int = 0
    cleans: int = 0

    def __post_init__(self) -> None:
        """The root is empty."""
        self.root = self.home / "root"
        self.root.mkdir(parents=True)

    @property
    def output(self) -> Path:
        """The folder that is built into."""
        return self.root / self.output_name

    @property
    def state(self) -> Path:
        """The folder of what is remembered."""
        return self.root / ".digest"

    def write(self, path: str, text: str | bytes) -> None:
        """Puts a file below the root."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())

    def write_all(self, files: dict[str, str]) -> None:
        """Puts many files below the root."""
        for path, text in files.items():
            self.write(path, text)

    def order(self) -> Order:
        """What the next build is told."""
        return Order(
            self.root,
            self.output,
            self.now,
            base_url=self.base_url,
            theme=self.theme,
            jobs=self.jobs,
            drafts=self.drafts,
            plain=self.plain,
        )

    def build(self, *, ask: bool = False) -> Report:
        """An incremental build; `ask` for the reasons keeps it from the quick answer."""
        try:
            return build(self.order()._replace(ask=ask), Silent())
        finally:
            assert held_open(self.home) == []

    def clean_tree(self) -> dict[str, bytes | None]:
        """What a build from nothing gives, elsewhere and with a state of its own."""
        self.cleans += 1
        place = self.home / f"clean{self.cleans}"
        order = self.order()._replace(output=place / "site", state=place / "state", clean=True, jobs=1)
        try:
            build(order, Silent())
            return tree(place / "site")
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def move(self) -> None:
        """Copies the checkout, output and state and all, and goes on in the copy."""
        self.moves += 1
        elsewhere = self.home / f"root{self.moves}"
        shutil.copytree(self.root, elsewhere, symlinks=True)
        shutil.rmtree(self.root)
        self.root = elsewhere

    def agree(self) -> Report | None:
        """Builds, and holds the result against a clean build's: the same tree, or the same problems and the old tree.

        Returns the report, or None when the content has problems.
        """
        before = tree(self.output)
        wanted = problems = None
        try:
            wanted = self.clean_tree()
        except ContentError as error:
            problems = error.problems
        try:
            report = self.build()
        except ContentError as error:
            found = error.problems
        else:
            assert problems is None, f"a clean build has problems: {problems}"
            differences(tree(self.output), wanted or {})
            assert self.leftovers() == [], "nothing unfinished stays"
            return report
        assert found == problems, "an incremental build tells the problems that a clean one tells"
        assert tree(self.output) == before, "a failed build leaves the last good site"
        return None

    def leftovers(self) -> list[str]:
        """Files that a build should have taken away again: staging folders, journals, packs that nothing refers to."""
        beside = [path.name for path in self.root.iterdir() if path.name.endswith(".staging")]
        state = [path.name for path in self.state.iterdir() if path.name.startswith("state.db-")]
        return beside + state


def differences(found: dict[str, bytes | None], wanted: dict[str, bytes | None]) -> None:
    """Says how two trees differ, if they do, at the first byte of the first file."""
    assert sorted(found) == sorted(wanted), (
        f"missing {sorted(set(wanted) - set(found))}, extra {sorted(set(found) - set(wanted))}"
    )
    for path in sorted(found):
        here, there = found[path], wanted[path]
        if here != there:
            at = next((n for n, (a, b) in enumerate(zip(here or b"", there or b"", strict=False)) if a != b), 0)
            start = max(0, at - 80)
            raise AssertionError(
                f"{path} at {at}: {(here or b'')[start : at + 80]!r} is not {(there or b'')[start : at + 80]!r}"
            )


def held_open(folder: Path) -> list[str]:
    """The files below a folder that this process has open, gone ones too; none where the system does not tell."""
    found = []
    for descriptor in Path("/proc/self/fd").glob("*"):
        with contextlib.suppress(OSError):  # the one by which they are listed
            found.append(str(descriptor.readlink()))
    return sorted(path for path in found if path.startswith(f"{folder}/"))


def tree(folder: Path) -> dict[str, bytes | None]:
    """All below a folder: files with their bytes, folders as None, links as what they name."""
    found: dict[str, bytes | None] = {}
    for where, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(where, name)
            key = path.relative_to(folder).as_posix()
            if path.is_symlink():
                found[key] = b"link to " + str(path.readlink()).encode()
            else:
                found[key] = None if path.is_dir() else path.read_bytes()
    return found
