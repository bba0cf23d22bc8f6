"""A small Japanese site and its whole tree, to the byte: whatever changes in what is published shows here first.

`site/` is the content, `expected/` the tree. `pytest tests/golden --update-goldens` writes the tree anew: read the
difference before you commit it. The site uses the theme `base`, whose pages are all structure, so that a change of
style is no change here.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from miniature import REPOSITORY, Site

HERE = Path(__file__).parent


def test_the_whole_tree(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    site = Site(tmp_path / "site")
    shutil.copytree(HERE / "site", site.root)
    shutil.copytree(REPOSITORY / "themes", site.root / "themes")
    done = site.build("--now", "2024-01-01", "--strict")
    assert done.status == 0, done.stderr
    tree, expected = site.tree(), HERE / "expected"
    if request.config.getoption("--update-goldens"):
        shutil.rmtree(expected, ignore_errors=True)
        shutil.copytree(site.output, expected)
    known = {path.relative_to(expected).as_posix(): path.read_bytes() for path in expected.rglob("*") if path.is_file()}
    assert sorted(tree) == sorted(known)
    for path, data in sorted(tree.items()):
        assert data.decode() == known[path].decode(), path
