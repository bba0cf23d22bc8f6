"""What a site rests on beside the author's files: libraries, the rules of its time zone, what was committed."""

from __future__ import annotations

import importlib.metadata
import importlib.resources
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from miniature import REPOSITORY, Site

from digest.output import salt
from digest.output.salt import LIBRARIES

Make = Callable[[Mapping[str, str]], Site]
NOTE = "---\ntitle: 題\ndate: 2023-09-05T12:00:00\nkind: note\n---\n本文\n"
ASIDE = frozenset(
    {
        *("beautifulsoup4", "markdownify", "soupsieve", "typing_extensions"),  # imports only
        *("livereload", "tornado", "watchdog"),  # previews only
    }
)
"""What the program installs and no page of a site is made with."""


def needed(names: set[str]) -> set[str]:
    """These distributions and all that they need."""
    known: set[str] = set()
    while names:
        name = names.pop()
        known.add(name)
        for line in importlib.metadata.requires(name) or ():
            if "extra ==" not in line and "platform_system" not in line:
                names |= {plain(line)} - known
    return known


def plain(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement)[0].lower().replace("-", "_").replace(".", "_")


def test_every_library_that_pages_are_made_with_counts() -> None:
    own = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert needed({plain(line) for line in own}) - ASIDE <= LIBRARIES
    assert not LIBRARIES & ASIDE


@pytest.mark.parametrize("record", ["markdown_it_py-4.0.0.dist-info", "markdown-it-py-4.0.0-py3.11.egg-info"])
def test_a_library_is_known_by_its_record(record: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "site-packages" / record).mkdir(parents=True)
    (tmp_path / "site-packages" / record.replace("markdown", "other")).mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site-packages")])
    assert salt._installed() == {record.encode()}


def test_other_rules_of_the_sites_zone_make_every_page_right(site: Make, tmp_path: Path) -> None:
    zones = tmp_path / "zones"
    for name in ("Asia/Tokyo", "Asia/Kolkata"):
        (zones / name).parent.mkdir(parents=True, exist_ok=True)
        (zones / name).write_bytes(rules(name))
    blog, told = site({"content/posts/x.md": NOTE}), {"PYTHONTZPATH": str(zones)}
    assert blog.build(env=told).status == 0
    assert "+09:00" in blog.read("feed.xml") or "+0900" in blog.read("feed.xml")
    assert ": 0 made, " in blog.build(env=told).stdout
    upgrade(zones / "Asia/Tokyo", rules("Asia/Kolkata"))
    done = blog.build("--verify", env=told)
    assert (done.status, done.stdout.splitlines()[-1]) == (0, "verified: a clean build gives the same files")
    assert "+0530" in blog.read("feed.xml")
    assert ": 0 made, " in blog.build(env=told).stdout


def test_other_rules_of_a_places_zone_make_its_pages_right(site: Make, tmp_path: Path) -> None:
    zones = tmp_path / "zones"
    for name in ("Asia/Tokyo", "Europe/London"):
        (zones / name).parent.mkdir(parents=True, exist_ok=True)
        (zones / name).write_bytes(rules(name))
    source = "sources:\n  - {outlet: 東都新聞, dateline: ロンドン, published: 2023-09-05T09:00:00+09:00}\n"
    blog, told = site({"content/posts/x.md": NOTE.replace("kind: note\n", source)}), {"PYTHONTZPATH": str(zones)}
    assert blog.run("check", "--root", str(blog.root), env=told).status == 0  # it reads the posts before any build
    assert blog.build(env=told).status == 0
    before = blog.read("2023/09/05/x/index.html")
    upgrade(zones / "Europe/London", rules("Asia/Tokyo"))
    done = blog.build("--verify", env=told)
    assert (done.status, done.stdout.splitlines()[-1]) == (0, "verified: a clean build gives the same files")
    assert blog.read("2023/09/05/x/index.html") != before


def upgrade(file: Path, data: bytes) -> None:
    """Puts a new file into the place of an old one, as those who install packages do."""
    beside = file.with_name(f"{file.name}.dpkg-new")
    beside.write_bytes(data)
    beside.replace(file)


def rules(zone: str) -> bytes:
    return importlib.resources.files("tzdata").joinpath("zoneinfo", *zone.split("/")).read_bytes()


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_a_warning_about_what_was_published_goes_with_the_commit(site: Make) -> None:
    def git(*words: str) -> None:
        identity = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@a.example"}
        identity |= {"GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@a.example"}
        subprocess.run(("git", *words), cwd=blog.root, env=os.environ | identity, check=True, capture_output=True)

    blog = site({"content/posts/x.md": NOTE, "content/ledger.tsv": ""})
    git("init", "--quiet")
    git("add", "content")
    git("commit", "--quiet", "-m", "empty")
    assert blog.build().status == 0
    git("add", "content")
    git("commit", "--quiet", "-m", "published")
    blog.write("content/posts/x.md", NOTE.replace("kind", "slug: other\nkind"))
    assert "[url-would-vanish]" in blog.build().stderr
    assert "[url-would-vanish]" in blog.build().stderr
    git("reset", "--quiet", "--soft", "HEAD~1")
    done = blog.build()
    assert (done.status, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("zone", "date", "due"),
    [
        ("America/New_York", "2100-12-25", "2100-12-25 00:00"),
        ("Asia/Tokyo", "2100-12-25", "2100-12-25 00:00"),
        ("America/New_York", "2100-12-25T08:00:00+09:00", "2100-12-24 18:00"),
    ],
)
def test_a_held_post_is_told_by_the_clock_of_the_site(site: Make, zone: str, date: str, due: str) -> None:
    blog = site({"content/posts/x.md": NOTE.replace("2023-09-05T12:00:00", date)})
    blog.write("content/site.yaml", f"{(blog.root / 'content/site.yaml').read_text('utf-8')}timezone: {zone}\n")
    done = blog.build()
    assert f"(dated {due}, appears in " in done.stdout, done.stdout + done.stderr
