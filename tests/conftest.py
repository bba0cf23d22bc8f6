"""Owns the fixture that every test of the whole program begins with."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings
from miniature import LEAST_SETTINGS, REPOSITORY, Site

settings.register_profile("digest", deadline=None)  # a busy machine is no fault of ours
settings.load_profile("digest")


@pytest.fixture
def site(tmp_path: Path) -> Callable[[Mapping[str, str]], Site]:
    """Write a miniature site: the least settings and the repository's themes, then the files given, which win."""

    def make(files: Mapping[str, str]) -> Site:
        made = Site(tmp_path / "site")
        shutil.copytree(REPOSITORY / "themes", made.root / "themes")
        for path, text in {"content/site.yaml": LEAST_SETTINGS, **files}.items():
            made.write(path, text)
        return made

    return make


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-goldens`: what is told and built now becomes what is expected; read the difference first."""
    parser.addoption("--update-goldens", action="store_true", help="write the expected outputs of tests anew")


def pytest_configure() -> None:
    """Programs under test can be stopped even where a shell began all this in the background, deaf to signals."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


LONGEST_FIRST = ("web", "property", "rebuild")
"""Folders whose tests take longest, one by one: begun first, they leave no processor idle at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long tests before the short ones; all else in its order."""
    folders = REPOSITORY / "tests"
    ranks = {folders / name: rank for rank, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: ranks.get(item.path.parent, len(ranks)))
