"""What a build imports: nothing heavy where nothing changed, and no more than the edit needs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from miniature import REPOSITORY, Site, environment

HEAVY = (
    "jinja2",
    "markdown_it",
    "feedgen",
    "lxml",
    "nh3",
    "yaml",
    "tornado",
    "livereload",
    "PIL",
    "budoux",
    "playwright",
)
PROGRAM = """
import sys
from digest.cli import main
status = main(sys.argv[1:])
print(status, *sorted({name.partition(".")[0] for name in sys.modules}))
"""
POST = "---\ntitle: 題\ndate: 2023-09-05\ntopics: [海洋]\nkind: note\nsummary: 要約\n---\n本文\n"


def imported(site: Site, *options: str) -> set[str]:
    """The heavy packages that a build of this site imports."""
    done = subprocess.run(
        (sys.executable, "-c", PROGRAM, "build", "--root", str(site.root), "--quiet", *options),
        cwd=REPOSITORY,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    status, *modules = done.stdout.split()
    assert status == "0", done.stderr
    return set(modules) & set(HEAVY)


def small(root: Path) -> Site:
    site = Site(root)
    shutil.copytree(REPOSITORY / "themes", root / "themes")
    site.write("content/site.yaml", "title: 試験\nbase_url: https://digest.example/\n")
    site.write("content/topics.yaml", "海洋: {slug: sea}\n")
    site.write("content/pages/about.md", "---\ntitle: 説明\n---\n本文\n")
    site.write("content/posts/a.md", POST)
    site.write("content/posts/b.md", POST.replace("題", "別の題"))
    return site


def test_where_nothing_changed_nothing_heavy_is_imported(tmp_path: Path) -> None:
    site = small(tmp_path / "site")
    site.write("content/topics.yaml", "海洋: {slug: sea, description: '**海**のこと'}\n")
    assert {"jinja2", "markdown_it", "yaml", "feedgen"} <= imported(site), "the check can see what is imported"
    assert imported(site) == set()


def test_nor_where_all_was_touched_but_nothing_changed(tmp_path: Path) -> None:
    site = small(tmp_path / "site")
    imported(site)
    for path in (site.root / "content").rglob("*.*"):
        path.touch()
    assert imported(site) == set()


def test_a_lost_copy_of_a_picture_is_put_back_without_a_template(tmp_path: Path) -> None:
    site = small(tmp_path / "site")
    site.write("content/media/map.svg", "<svg/>")
    imported(site)
    (site.output / "media/map.svg").unlink()
    assert not imported(site) & {"markdown_it", "yaml", "feedgen", "lxml", "PIL", "tornado"}
    assert site.read("media/map.svg") == "<svg/>"
