"""A build that is killed at any moment leaves nothing that the next one does not put right (I4, I5, I6).

`DIGEST_KILLS=500 pytest tests/rebuild/test_kills.py` kills that many; in the suite it is a few.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import edits
import pytest
from miniature import REPOSITORY, environment
from workbench import Workbench

KILLS = int(os.environ.get("DIGEST_KILLS", "12"))
SEED = int(os.environ.get("DIGEST_SEED", "20230905"))
SLOW = """
import sys, time
from digest.output import changeover, publish, reading, state
publish.LEAST, reading.LEAST = 3, 3
def slowed(real):
    def act(*args, **more):
        time.sleep(0.002)
        done = real(*args, **more)
        time.sleep(0.002)
        return done
    return act
changeover.move = slowed(changeover.move)
publish.remove_tree = slowed(publish.remove_tree)
state.State.commit = slowed(state.State.commit)
from digest.cli import main
print("ready", flush=True)
sys.exit(main())
"""
"""The command line, a little slowed where it changes things, so that kills fall there too."""


def start(bench: Workbench, jobs: int) -> subprocess.Popen[bytes]:
    where = ("--root", str(bench.root), "--output", str(bench.output), "--now", "2026-01-01")
    return subprocess.Popen(
        (sys.executable, "-c", SLOW, "build", *where, "--jobs", str(jobs), "--quiet"),
        env=environment(),
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def killed(bench: Workbench, jobs: int, after: float) -> bool:
    """Starts a build and kills it so many seconds after it has begun; whether it was still at work."""
    with start(bench, jobs) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(after)
        process.kill()
        process.wait()
        return process.returncode < 0


def packs_without_posts(bench: Workbench) -> set[str]:
    """Packs on disk that no post's record names: after a build there are none."""
    import sqlite3  # noqa: PLC0415

    with sqlite3.connect(bench.state / "state.db") as database:
        named = {row[0] for row in database.execute("SELECT DISTINCT pack FROM posts")}
    database.close()
    return {path.stem for path in (bench.state / "packs").iterdir()} - named


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_builds_killed_at_random_moments(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    bench = Workbench(tmp_path / "home")
    desk = edits.begin(bench, 12)
    desk.save()
    assert bench.agree() is not None
    longest, struck = 0.4, 0
    for round_ in range(KILLS):
        for _ in range(chance.randrange(1, 4)):
            edits.add(desk, chance.randrange(2**16))
            desk.posts[edits.pick(desk.posts, chance.randrange(2**16))]["title"] = f"第{round_}報の改題"
        for post in desk.posts.values():  # links could die with what they lead to
            post["body"] = "本文" if "](" in post["body"] else post["body"]
        desk.settings["title"] = f"第{chance.randrange(3)}の題"
        desk.save()
        struck += killed(bench, chance.choice((1, 2)), chance.uniform(0, longest))
        assert bench.agree() is not None, f"round {round_} of seed {SEED}"
        while len(desk.posts) > 20:
            edits.delete(desk, chance.randrange(2**16))
    desk.save()
    assert bench.agree() is not None
    assert bench.build(ask=True).published.rendered == ()
    assert packs_without_posts(bench) == set()
    assert struck > KILLS // 4, "most builds were still at work when they were killed"
