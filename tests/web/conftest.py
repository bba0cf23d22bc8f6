"""Owns what the web tests stand on: the tools, or the reason why they are not there, and two built and served sites."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

import pytest
from everything import EVERYTHING
from miniature import REPOSITORY, Site
from playwright.sync_api import Browser
from published import Published

from scripts import browsing

MODULES = REPOSITORY / "node_modules"


def without(reason: str) -> NoReturn:
    """Skip for want of a tool; where CI promises that it is there, its want is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def checker() -> tuple[str, ...]:
    """The command of the Nu HTML checker."""
    java, jar = shutil.which("java"), MODULES / "vnu-jar/build/dist/vnu.jar"
    if java is None:
        without("the HTML checker needs Java: apt-get install default-jre-headless")
    if not jar.is_file():
        without("the HTML checker is not here: make web-tools")
    return (java, "-Xss4m", "-jar", str(jar))


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, to run inside a page."""
    script = MODULES / "axe-core/axe.min.js"
    if not script.is_file():
        without("axe-core is not here: make web-tools")
    return script.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this worker."""
    executable = browsing.chromium()
    if executable is None:
        without("there is no browser: apt-get install chromium fonts-noto-cjk")
    with browsing.opened(executable) as opened:
        yield opened


def publish(root: Path, fill: Callable[[Site], object]) -> Iterator[Published]:
    """Build a site under a sub-path and serve it there."""
    site = Site(root)
    shutil.copytree(REPOSITORY / "themes", root / "themes")
    fill(site)
    with browsing.served(site.output) as home:
        built = site.build("--base-url", home)
        assert built.status == 0, built.stderr + built.stdout + "".join(traces(root))
        yield Published(home, site.output)


def traces(root: Path) -> Iterator[str]:
    """What the program wrote down about a bug of its own."""
    return (path.read_text(encoding="utf-8") for path in root.glob(".digest/bug.log"))


def fill_with(files: Mapping[str, str]) -> Callable[[Site], object]:
    """Write these files."""

    def fill(site: Site) -> None:
        for path, text in files.items():
            site.write(path, text)

    return fill


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """This repository's own site."""
    yield from publish(
        tmp_path_factory.mktemp("ours"), lambda site: shutil.copytree(REPOSITORY / "content", site.root / "content")
    )


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """A small site with everything that Markdown and front matter can say, and the awkward in it."""
    yield from publish(tmp_path_factory.mktemp("everything"), fill_with(EVERYTHING))


@pytest.fixture(params=["ours", "everything"])
def published(request: pytest.FixtureRequest) -> Published:
    """Each of the two sites in turn."""
    found: Published = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def visiting(browser: Browser, published: Published) -> Iterator[Callable[..., browsing.Visitor]]:
    """Makes visitors of the site, with the tastes of `browsing.visitor`; sends them home after the test."""
    with ExitStack() as stack:
        yield lambda **taste: stack.enter_context(browsing.visitor(browser, published.home, **taste))
