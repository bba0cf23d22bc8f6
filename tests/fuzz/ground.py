"""Owns the ground that harnesses stand on: a folder of this process's own, in memory where there is such a disk."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

from digest import gathering
from digest.config import Config
from digest.content.articles import Context
from digest.content.resolving import Registries
from digest.desk.importing import ground
from digest.desk.importing.ground import Ground
from digest.errors import Problem
from digest.output.memo import Memo

SETTINGS = (
    "title: 試験のダイジェスト\nbase_url: https://digest.example/\n"
    "raw_html: {raw}\nregistries: {{topics: {openness}}}\n"
)
TOPICS = "北朝鮮: {slug: north-korea, aliases: [DPRK]}\n武器取引: {}\n"
OUTLETS = "東都新聞: {slug: toto, aliases: [東都], domains: [toto.example]}\n南洋放送: {kind: broadcaster}\n"
MEMORY = Path("/dev/shm")
REMEMBERED = 200
SETTINGS_FILE = "content/site.yaml"


class Sandbox(NamedTuple):
    """A folder with a site to import into, one for temporary files and one for what comes in."""

    root: Path

    @property
    def site(self) -> Path:
        return self.root / "site"

    @property
    def inputs(self) -> Path:
        return self.root / "in"

    @property
    def temporary(self) -> Path:
        return self.root / "temporary"

    def clear(self) -> None:
        """Back to the settings alone."""
        for folder in (self.inputs, self.temporary):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
        for path in self.site.iterdir():
            if path.name != "content":
                shutil.rmtree(path)
        for path in (self.site / "content").iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != "site.yaml":
                path.unlink()

    def files(self) -> dict[str, bytes]:
        """Everything in the site, by path."""
        found = sorted(path for path in self.site.rglob("*") if path.is_file() or path.is_symlink())
        return {path.relative_to(self.site).as_posix(): path.read_bytes() for path in found}

    def strangers(self) -> list[str]:
        """What stands in the folder beside the three."""
        return sorted({path.name for path in self.root.iterdir()} - {"site", "in", "temporary"})


@cache
def sandbox() -> Sandbox:
    """The one of this process, with the settings written; gone when the process ends."""
    made = Sandbox(Path(tempfile.mkdtemp(prefix="digest-fuzz-", dir=MEMORY if MEMORY.is_dir() else None)))
    atexit.register(shutil.rmtree, made.root, ignore_errors=True)
    (made.site / "content").mkdir(parents=True)
    (made.site / SETTINGS_FILE).write_text(SETTINGS.format(raw="escape", openness="closed"), encoding="utf-8")
    made.clear()
    return made


def remember_tables() -> None:
    """From now on the same tables are read once: an import reads them anew, which is most of its time. For good."""
    known: dict[object, tuple[Registries, tuple[Problem, ...]]] = {}
    read = gathering.tables

    def tables(root: Path, config: Config, found: list[Problem], memo: Memo | None = None) -> Registries:
        files = [root / "content" / f"{kind}.yaml" for kind in ("topics", "outlets", "places")]
        about = (config.closed, *(file.read_bytes() if file.is_file() else None for file in files))
        if about not in known:
            wrong: list[Problem] = []
            if len(known) > REMEMBERED:
                known.clear()
            known[about] = read(root, config, wrong, memo), tuple(wrong)
        found += known[about][1]
        return known[about][0]

    gathering.tables = tables


@cache
def grounds() -> tuple[Ground, ...]:
    """Sites with raw HTML as text or sanitised, and topics closed or open."""
    home = Path(tempfile.mkdtemp(prefix="digest-fuzz-", dir=MEMORY if MEMORY.is_dir() else None))
    found = []
    for raw in ("escape", "sanitise"):
        for openness in ("closed", "open"):
            content = home / raw / openness / "content"
            content.mkdir(parents=True)
            (content / "site.yaml").write_text(SETTINGS.format(raw=raw, openness=openness), encoding="utf-8")
            (content / "topics.yaml").write_text(TOPICS, encoding="utf-8")
            (content / "outlets.yaml").write_text(OUTLETS, encoding="utf-8")
            found.append(ground.survey(content.parent, None))
    shutil.rmtree(home)
    return tuple(found)


@cache
def contexts() -> tuple[Context, ...]:
    """How `build` reads a post in each of `grounds`."""
    return tuple(one.context() for one in grounds())
