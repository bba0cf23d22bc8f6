"""This repository's own site keeps its ledger, and its template path leads to a site of one's own."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from miniature import REPOSITORY, Site

LEDGER = "content/ledger.tsv"
TRACKED = ("content", "themes", ".gitignore")
LIVE = "---\ntitle: 初めての記事\ndate: 2026-11-01\nkind: note\n---\n本文\n"


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=aoki", "-c", "user.email=aoki@site.example")
    command = ["git", "-C", str(folder), *who, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def ours(tmp_path: Path) -> Site:
    """A checkout of this repository's site, with nothing in it that git does not have."""
    made = Site(tmp_path / "checkout")
    made.root.mkdir()
    for name in TRACKED:
        source = REPOSITORY / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, made.root / name)
    git(made.root, "init", "--quiet")
    git(made.root, "add", "--all")
    git(made.root, "commit", "--quiet", "--message", "as it is")
    return made


def test_the_ledger_has_every_address_and_a_build_leaves_the_checkout_as_it_was(ours: Site) -> None:
    run = ours.run("build", "--strict")
    assert run.status == 0, run.stderr
    assert ours.run("check").status == 0
    assert git(ours.root, "status", "--porcelain") == "", "run build.py and commit content/ledger.tsv"
    assert re.search(r"(?m)^/2023/09/05/[^\t]+\ttag:[^\t]+\t", (ours.root / LEDGER).read_text(encoding="utf-8"))


def test_the_template_path_of_the_documents(ours: Site) -> None:
    """What README.md and docs/publishing.md say to do with the samples is enough, and nothing else must be known."""
    shutil.rmtree(ours.root / "content/posts")
    shutil.rmtree(ours.root / "content/stories")
    shutil.rmtree(ours.root / "content/media")
    ours.write(LEDGER, "")
    ours.write("content/pages/about.md", "---\ntitle: この場所について\n---\n青木が書いています。\n")
    settings = (ours.root / "content/site.yaml").read_text(encoding="utf-8")
    settings = re.sub(r"(?m)^base_url: .*", "base_url: https://aoki.github.io/defence/", settings)
    ours.write("content/site.yaml", re.sub(r"(?m)^id_authority: .*", "id_authority: aoki.github.io,2026", settings))
    assert ours.run("build", "--strict").status == 0, "a site without posts is a site"
    ours.write("content/posts/2026/11/first.md", LIVE)
    for command in (["check"], ["build", "--strict"]):
        run = ours.run(*command)
        assert run.status == 0, run.stderr
    assert "tag:aoki.github.io,2026:posts/2026/11/first" in (ours.root / LEDGER).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["README.md", "README.ja.md", "docs/publishing.md"])
def test_the_template_path_puts_the_samples_own_tests_away(name: str) -> None:
    """Without the samples the tests above cannot pass: each push of a site of one's own would be told as a failure."""
    assert (REPOSITORY / ".github/workflows/ci.yml").is_file()
    assert ".github/workflows/ci.yml" in (REPOSITORY / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_the_sample_and_the_commands_of_the_readme_fit_this_repository(ours: Site, name: str) -> None:
    """Whoever copies the post and the line with `new` into a fresh checkout is told of nothing to mend."""
    readme = (REPOSITORY / name).read_text(encoding="utf-8")
    file, sample = re.findall(r"`(content/posts/[^`]+\.md)`.*?```markdown\n(.*?)```", readme, re.DOTALL)[0]
    ours.write(file, sample)
    run = ours.run("check")
    assert run.status == 0, run.stderr
    words = re.findall(r"(?m)^python build\.py new (.+)$", readme)[0]
    run = ours.run("new", *shlex.split(words))
    assert run.status == 0, run.stderr
