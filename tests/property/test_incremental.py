"""What an incremental build gives is what a clean build gives, byte for byte, whatever happened before (I5, I6, I8).

In the suite the machine runs for a bounded number of steps; with DIGEST_FUZZ_MINUTES=90 in the environment for as
long as that, with a new seed each time.
"""

from __future__ import annotations

import datetime
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from copy import deepcopy
from pathlib import Path

import edits
import pytest
from edits import Desk, pick
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from workbench import Workbench, tree

import digest.builder
from digest.output import changeover, publish, reading, unchanged
from digest.site.urls import MARKER

MINUTES = float(os.environ.get("DIGEST_FUZZ_MINUTES", "0"))
NUMBERS = st.integers(0, 2**16)
STEPS: Counter[str] = Counter()


class Rebuilding(RuleBasedStateMachine):
    """An author, a designer, a careless hand in `public/` and `.digest/`, and time."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="digest-machine-"))
        self.bench = Workbench(self.home)
        self.meddled = False
        """Whether the state was spoilt since a build that looked at all of it."""

    @initialize(posts=st.integers(5, 14))
    def begin(self, posts: int) -> None:
        self.desk: Desk = edits.begin(self.bench, posts)
        self.good = self.desk.texts()
        self.settle("begin")
        assert self.good == self.desk.texts(), "the first site has no problems"

    def teardown(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)

    def settle(self, what: str) -> None:
        """Saves and builds; an edit that the build refuses is taken back, as an author would, and built once more."""
        STEPS[what] += 1
        self.desk.save()
        if self.bench.agree() is not None:
            self.remember()
            return
        STEPS["refused"] += 1
        self.recall()
        assert self.bench.agree() is not None, "what was good once is good again"

    def remember(self) -> None:
        desk = self.desk
        self.good, self.known = desk.texts(), deepcopy((desk.posts, desk.settings, desk.tables, desk.files))
        self.asked = (self.bench.now, self.bench.drafts, self.bench.theme)

    def recall(self) -> None:
        desk = self.desk
        desk.posts, desk.settings, desk.tables, desk.files = deepcopy(self.known)
        # A link to a post is dead while that is not out yet, and a slip in a theme is none while another is in use.
        self.bench.now, self.bench.drafts, self.bench.theme = self.asked
        desk.save()

    def edit(self, changes: tuple[edits.Edit, ...], numbers: list[tuple[int, int]]) -> None:
        for which, number in numbers:
            pick(changes, which)(self.desk, number)
        self.settle("+".join(sorted({pick(changes, which).__name__ for which, _ in numbers}))[:60])

    @rule(numbers=st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=2))
    def edit_content(self, numbers: list[tuple[int, int]]) -> None:
        self.edit(edits.CONTENT, numbers)

    @rule(which=NUMBERS, number=NUMBERS)
    def edit_one(self, which: int, number: int) -> None:
        self.edit(edits.CONTENT, [(which, number)])

    @rule(numbers=st.lists(NUMBERS, min_size=1, max_size=3))
    def write_on(self, numbers: list[int]) -> None:
        self.edit((edits.write_on,), [(0, number) for number in numbers])

    @rule(which=NUMBERS, number=NUMBERS)
    def edit_looks(self, which: int, number: int) -> None:
        self.edit(edits.LOOKS, [(which, number)])

    @rule(which=NUMBERS, number=NUMBERS)
    def edit_settings(self, which: int, number: int) -> None:
        self.edit(edits.SETTINGS, [(which, number)])

    @rule(number=NUMBERS)
    def touch(self, number: int) -> None:
        path = self.bench.root / pick(self.desk.written, number)
        path.write_bytes(path.read_bytes())
        self.settle("touch")

    @rule(number=NUMBERS)
    def edit_behind_the_back(self, number: int) -> None:
        """The same size, and the old time of change put back: only what the file system itself notes tells."""
        name = pick(self.desk.posts, number)
        path = self.bench.root / f"content/posts/{name}.md"
        before = path.stat()
        self.desk.posts[name]["title"] = self.desk.posts[name]["title"].translate(str.maketrans("演第", "第演"))
        self.desk.save()
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        self.settle("behind-the-back")

    @rule(days=st.sampled_from([1, 30, 60, 365, -20, -400]))
    def time_passes(self, days: int) -> None:
        self.bench.now += datetime.timedelta(days=days)
        self.settle("time")

    @rule(which=st.sampled_from(["drafts", "base_url", "theme", "output", "jobs"]), number=NUMBERS)
    def ask_otherwise(self, which: str, number: int) -> None:
        match which:
            case "drafts":
                self.bench.drafts = not self.bench.drafts
            case "base_url":
                self.bench.base_url = pick(("", "https://there.example/z/", "http://localhost:8000/"), number)
            case "theme":
                self.bench.theme = pick(("", "parent", "child"), number)
            case "output":
                self.bench.output_name = pick(("public", "docs/site"), number)
            case _:
                self.bench.jobs = pick((1, 2, 3), number)
        self.settle(which)

    @rule(asked=st.sampled_from([{}, {"ask": True}]))
    def build_again(self, asked: dict[str, bool]) -> None:
        if self.meddled:  # where nothing else changed, the quick answer did not need what was spoilt: now it is mended
            self.bench.build(ask=True)
            self.meddled = False
        report = self.bench.build(**asked)
        assert (report.published.rendered, report.parsed, report.published.deleted) == ((), 0, ())
        self.settle("again")

    @rule(
        number=NUMBERS,
        how=st.sampled_from(["delete", "scribble", "swap", "add", "hollow", "folder", "link", "wall", "away"]),
    )
    def meddle_with_output(self, number: int, how: str) -> None:
        files = [path for path, data in tree(self.bench.output).items() if data is not None and path != MARKER]
        meddle(self.bench.output / pick(files, number), how, self.home)
        self.settle(f"output-{how}")

    @rule(number=NUMBERS, how=st.sampled_from(["delete", "truncate", "garble", "all", "restore"]))
    def meddle_with_state(self, number: int, how: str) -> None:
        if how == "all":
            shutil.rmtree(self.bench.state)
        else:
            files = sorted(path for path in self.bench.state.rglob("*") if path.is_file())
            spoil(pick(files, number), how, number)
        self.meddled = True
        self.settle(f"state-{how}")

    @rule()
    def keep_the_state(self) -> None:
        """An old state comes back after more edits: a backup restored, a cache of a build server."""
        shutil.rmtree(self.home / "kept", ignore_errors=True)
        shutil.copytree(self.bench.state, self.home / "kept")

    @precondition(lambda self: (self.home / "kept").is_dir())
    @rule()
    def restore_the_state(self) -> None:
        shutil.rmtree(self.bench.state)
        shutil.copytree(self.home / "kept", self.bench.state)
        self.meddled = True
        self.settle("old-state")

    @rule()
    def move_the_checkout(self) -> None:
        self.bench.move()
        self.settle("move")

    @rule(number=st.integers(0, 2))
    def upgrade(self, number: int) -> None:
        digest.builder.salt = lambda: bytes([number]) * 16
        unchanged._program = lambda: (number,)
        self.settle("upgrade")

    @rule(number=NUMBERS)
    def break_off(self, number: int) -> None:
        """A build ends in the middle of the change-over."""
        edits.add(self.desk, number)
        edits.CONTENT[4](self.desk, number)
        self.desk.save()
        real, left = changeover.move, number % 9

        def stop(source: Path, target: Path) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise KeyboardInterrupt
            real(source, target)

        changeover.move = stop
        try:
            self.bench.build()
        except (KeyboardInterrupt, digest.errors.ContentError):
            pass
        finally:
            changeover.move = real
        self.settle("break-off")


def meddle(path: Path, how: str, home: Path) -> None:
    """Does to a file of the output what somebody might."""
    data = path.read_bytes() if path.is_file() else b""
    match how:
        case "delete":
            path.unlink()
        case "scribble":
            path.write_bytes(data + b"scribble")
        case "swap":
            path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]) if data else b"x")
        case "add":
            (path.parent / "added.html").write_bytes(b"added")
            (path.parent / "empty" / "folder").mkdir(parents=True, exist_ok=True)
        case "hollow":
            (path.parent / "hollow" / "folder").mkdir(parents=True, exist_ok=True)
        case "folder":
            path.unlink()
            path.mkdir()
            (path / "inside.txt").write_text("inside", encoding="utf-8")
        case "wall":
            if path.parent.name not in {"public", "site"}:
                shutil.rmtree(path.parent)
                path.parent.write_bytes(b"a file where a folder was")
        case _:
            link(path, how, home)


def link(path: Path, how: str, home: Path) -> None:
    """Puts a link in the place of a file, or of the folder that holds it; what it names must stay as it is."""
    elsewhere = home / f"elsewhere-{time.monotonic_ns()}"
    target = path.parent if how == "away" and path.parent.name not in {"public", "site"} else path
    target.rename(elsewhere)
    target.symlink_to(elsewhere)


def spoil(path: Path, how: str, number: int) -> None:
    """Does to a file of the state what a bad disk might."""
    data = path.read_bytes()
    match how:
        case "delete":
            path.unlink()
        case "truncate":
            path.write_bytes(data[: number % (len(data) + 1)])
        case "garble":
            at = number * 7919 % max(1, len(data))
            path.write_bytes(data[:at] + os.urandom(min(64, len(data) - at)) + data[at + 64 :])
        case _:
            path.write_bytes(data)


def run(examples: int, steps: int) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Rebuilding,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=checks,
            derandomize=not MINUTES,
            database=None,
            phases=(Phase.generate,),  # a failure is told at once: to shrink one takes hours
        ),
    )


@pytest.fixture(autouse=True)
def small_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few posts and pages are worth a process of their own here, and few are recorded at one time."""
    monkeypatch.setattr(reading, "LEAST", 3)
    monkeypatch.setattr(reading, "RECORDED", 2)
    monkeypatch.setattr(publish, "LEAST", 4)
    monkeypatch.setattr(digest.builder, "salt", digest.builder.salt)
    monkeypatch.setattr(unchanged, "_program", unchanged._program)


@pytest.mark.skipif(MINUTES > 0, reason="the long run is asked for instead")
def test_incremental_builds_equal_clean_builds() -> None:
    run(examples=4, steps=25)


@pytest.mark.skipif(not MINUTES, reason="runs for DIGEST_FUZZ_MINUTES")
def test_incremental_builds_equal_clean_builds_for_long() -> None:
    end = time.monotonic() + MINUTES * 60
    try:
        while time.monotonic() < end:
            run(examples=5, steps=50)
    finally:
        sys.stdout.write(f"\n{sum(STEPS.values())} steps: {dict(STEPS.most_common())}\n")
