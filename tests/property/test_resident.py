"""What a preview that stays in memory shows is what a clean build gives, byte for byte, whatever was saved before."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import edits
from edits import Desk, pick
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from workbench import Workbench, differences, held_open, tree

from digest.desk.serving.resident import Resident
from digest.errors import ContentError
from digest.output.packs import MOST_OPEN
from digest.verifying import Silent

NUMBERS = st.integers(0, 2**16)
WAYS: Counter[str] = Counter()


class Previewing(RuleBasedStateMachine):
    """An author who saves, and saves again; drafts are shown, and time passes."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="digest-resident-"))
        self.bench = Workbench(self.home, drafts=True, base_url="http://localhost:8000/a/")
        self.resident = Resident()

    @initialize(posts=st.integers(5, 9))
    def begin(self, posts: int) -> None:
        self.desk: Desk = edits.begin(self.bench, posts)
        self.settle()

    def teardown(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)

    def settle(self) -> None:
        """Saves, and holds what is shown against a clean build: the same tree, or the same problems."""
        before = dict(self.desk.written)
        self.desk.save()
        now = self.desk.written
        paths = frozenset(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))
        wanted = problems = found = None
        try:
            wanted = self.bench.clean_tree()
        except ContentError as error:
            problems = error.problems
        try:
            report = self.resident(self.bench.order()._replace(ask=True), Silent(), paths)
            WAYS["long" if report.published.reasons.keys() - set(report.published.rendered) else "short"] += 1
        except ContentError as error:
            found = error.problems
        assert found == problems
        assert len(held_open(self.home)) <= MOST_OPEN
        if wanted is not None:
            differences(tree(self.bench.output), wanted)

    @rule(numbers=st.lists(NUMBERS, min_size=1, max_size=2))
    def write_on(self, numbers: list[int]) -> None:
        for number in numbers:
            edits.write_on(self.desk, number)
        self.settle()

    @rule(number=NUMBERS)
    def write_on_more(self, number: int) -> None:
        edits.write_on(self.desk, number)
        self.settle()

    @rule(which=NUMBERS, number=NUMBERS)
    def edit_one(self, which: int, number: int) -> None:
        pick(edits.CONTENT, which)(self.desk, number)
        self.settle()

    @rule(which=NUMBERS, number=NUMBERS)
    def edit_looks(self, which: int, number: int) -> None:
        pick(edits.LOOKS, which)(self.desk, number)
        self.settle()

    @rule(days=st.sampled_from([1, 30, 400]))
    def time_passes(self, days: int) -> None:
        self.bench.now += datetime.timedelta(days=days)
        self.settle()


def test_a_preview_that_stays_in_memory_equals_a_clean_build() -> None:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Previewing,
        settings=settings(
            max_examples=5,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=checks,
            derandomize=True,
            database=None,
            phases=(Phase.generate,),
        ),
    )
    assert WAYS["short"] > 10, f"the short way was tried: {dict(WAYS)}"
    assert WAYS["long"] > 10, f"and so was the long one: {dict(WAYS)}"
