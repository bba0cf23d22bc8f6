"""Owns the entrants: ourselves twice and the peers, how each is set up, where its post and page stand, its command."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
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
EQUIVALENT = "[topics, years, months]"
"""The sections that leave the pages which the peers make: posts, home, topics, years, months, feeds, sitemap."""


class Entrant(NamedTuple):
    """One generator with the form of site it is given."""

    name: str
    dialect: str
    """yaml, hugo or headers."""
    content: str
    """The folder of posts in the site."""
    output: str
    state: tuple[str, ...]
    """What a clean build must not find, beside the output."""
    template: str
    """The frame of every page."""
    peer: str = ""
    """The folder of its configuration and templates; empty: it is ours."""
    sections: str = ""
    """For ours: the sections of `site.yaml`; empty: all."""

    def command(self, tools: Path) -> list[str]:
        """What builds the site in the current folder."""
        match self.peer:
            case "hugo":
                return [str(next((tools / "python").rglob("hugo/binaries/hugo*"))), "--quiet"]
            case "pelican":
                return [str(tools / "python/bin/pelican"), "--quiet", "--settings", "pelicanconf.py"]
            case "eleventy":
                return ["node", str(tools / "node/node_modules/@11ty/eleventy/cmd.cjs"), "--quiet"]
            case _:
                return [sys.executable, str(ROOT / "build.py"), "--quiet"]


ENTRANTS = (
    Entrant(
        "digest", "yaml", "content/posts", "public", (".digest",), "themes/base/templates/base.html", "", EQUIVALENT
    ),
    Entrant("digest, full site", "yaml", "content/posts", "public", (".digest",), "themes/base/templates/base.html"),
    Entrant("Hugo", "hugo", "content", "public", ("resources", ".hugo_build.lock"), "layouts/baseof.html", "hugo"),
    Entrant("Pelican", "headers", "content", "output", ("__pycache__",), "theme/templates/base.html", "pelican"),
    Entrant("Eleventy", "yaml", "src/posts", "_site", (".cache",), "src/_includes/base.njk", "eleventy"),
)


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


def install(tools: Path, wanted: Iterable[Entrant]) -> None:
    """Sets up the wanted peers by their own package managers, from the lock files beside this module."""
    names = {entrant.peer for entrant in wanted}
    python, node = tools / "python", tools / "node"
    if names & {"hugo", "pelican"} and not (python / "done").exists():
        subprocess.run([sys.executable, "-m", "venv", str(python)], check=True)
        lock = ("--require-hashes", "-r", str(HERE / "requirements.lock"))
        subprocess.run([str(python / "bin/python"), "-m", "pip", "install", "--quiet", *lock], check=True)
        (python / "done").touch()
    if "eleventy" in names and not (node / "done").exists():
        node.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / "peers/eleventy" / name, node)
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=node, check=True)
        (node / "done").touch()


def prepare(entrant: Entrant, number: int, work: Path) -> Site:
    """A fresh site of this entrant with so many posts, and one more held back for the step that adds it."""
    folder = work / f"{entrant.name.replace(', ', '-').replace(' ', '-').lower()}-{number}"
    if folder.exists():
        shutil.rmtree(folder)
    if entrant.peer:
        shutil.copytree(HERE / "peers" / entrant.peer, folder)
    else:
        shutil.copytree(ROOT / "themes", folder / "themes")
        _settings(folder / "content", entrant.sections)
    if entrant.peer == "eleventy":
        (folder / "node_modules").symlink_to(work / "tools/node/node_modules")
    files = dialects.write(corpus.posts(number), folder / entrant.content, entrant.dialect)
    return Site(entrant, folder, tuple(files))


def _settings(content: Path, sections: str) -> None:
    content.mkdir(parents=True)
    settings = {**SITE, **({"sections": sections} if sections else {})}
    _lines(content / "site.yaml", (f"{key}: {value}" for key, value in settings.items()))
    _lines(content / "topics.yaml", (f"{name}: {{slug: topic-{at:03}}}" for at, name in enumerate(corpus.TOPICS)))
    _lines(content / "outlets.yaml", (f"{name}: {{slug: outlet-{at:02}}}" for at, name in enumerate(corpus.OUTLETS)))


def _lines(file: Path, lines: Iterable[str]) -> None:
    file.write_text("\n".join((*lines, "")), encoding="utf-8")
