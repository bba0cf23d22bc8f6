"""Owns the fixture of rebuild tests: the site of four posts, built once."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from four_posts import SITE
from miniature import REPOSITORY
from workbench import Workbench

import digest.builder
from digest.output.files import RACY_NS


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workbench:
    """The site, built once; the program counts as the same all along, though somebody may be editing it meanwhile."""
    monkeypatch.setattr(digest.builder, "salt", lambda: b"one program")
    made = Workbench(tmp_path / "home")
    shutil.copytree(REPOSITORY / "themes", made.root / "themes")
    made.write_all(SITE)
    time.sleep(RACY_NS / 10**9 * 2)  # files so young would be looked at again
    made.build()
    return made
