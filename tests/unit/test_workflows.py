"""The workflows are valid, pinned, and may do no more than they must."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from miniature import REPOSITORY

from digest.site.kinds.statics import PRIVATE

WORKFLOWS = sorted((REPOSITORY / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"actions/[a-z-]+@[0-9a-f]{40}")
MAY_WRITE = {("pages.yml", "deploy"): {"pages", "id-token"}}


def read(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in read(path)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_to_a_commit_and_say_their_version(path: Path) -> None:
    assert [step["uses"] for step in steps(path) if "uses" in step and not PINNED.fullmatch(step["uses"])] == []
    assert [line for line in path.read_text().splitlines() if "uses:" in line and not re.search(r"# v\d", line)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_writes_only_where_it_must(path: Path) -> None:
    flow = read(path)
    assert flow["permissions"] == {"contents": "read"}
    for name, job in flow["jobs"].items():
        writes = {what for what, how in job.get("permissions", {}).items() if how == "write"}
        assert writes == MAY_WRITE.get((path.name, name), set())
        assert job["timeout-minutes"] <= 30
    checkouts = [step for step in steps(path) if "actions/checkout" in step.get("uses", "")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_nothing_from_outside_is_pasted_into_a_shell(path: Path) -> None:
    assert [step["run"] for step in steps(path) if "${{" in step.get("run", "")] == []


def test_pages_are_checked_built_and_deployed_one_after_another() -> None:
    flow = read(REPOSITORY / ".github" / "workflows" / "pages.yml")
    assert flow["concurrency"] == {"group": "pages", "cancel-in-progress": False}
    assert flow["jobs"]["deploy"]["needs"] == "build"
    assert flow["jobs"]["deploy"]["environment"]["name"] == "github-pages"
    said = [step.get("run", step.get("uses", "")) for step in flow["jobs"]["build"]["steps"]]
    order = [
        "actions/configure-pages",
        "actions/cache",
        "build.py check",
        "build.py build",
        f"test ! -e public/{PRIVATE}",
        "actions/upload-pages",
    ]
    found = [next(number for number, text in enumerate(said) if wanted in text) for wanted in order]
    assert found == sorted(found)
    weekly = next(step for step in flow["jobs"]["build"]["steps"] if "VERIFY" in step.get("env", {}))["env"]["VERIFY"]
    crons = [one["cron"] for one in flow[True]["schedule"]]  # YAML 1.1 reads the key `on` as true
    assert re.search(r"'([^']+)' && '--verify'", weekly)[1] in crons  # type: ignore[index]
    assert len(crons) == 2, "one each day for posts that wait, one each week to verify"


def test_actionlint_has_nothing_to_say() -> None:
    beside = Path(sys.executable).with_name("actionlint")
    program = str(beside) if beside.exists() else shutil.which("actionlint")
    if program is None:
        pytest.skip("actionlint is not installed")
    done = subprocess.run([program, "-no-color", *map(str, WORKFLOWS)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
