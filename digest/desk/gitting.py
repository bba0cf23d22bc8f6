"""Owns what we ask of git: a repository of our own that knows the author's remotes, so that theirs is only read.

Our repository takes in the configuration of the author's (remotes, credentials, proxies, `insteadOf`), but none of what
would change files or run programs: no hooks, no attributes, no line-end conversion.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from digest.errors import ContentError, Mark, problem

OVERRIDES = {
    "core.bare": "false",
    "core.hooksPath": os.devnull,
    "core.attributesFile": os.devnull,
    "core.excludesFile": os.devnull,
    "core.autocrlf": "false",
    "core.safecrlf": "false",
    "core.fsmonitor": "false",
    "core.precomposeUnicode": "false",
    "core.quotePath": "false",
    "gc.auto": "0",
}
PRIVATE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE", "GIT_PREFIX")
"""What a hook that runs us may have set: it means another repository than the one we ask."""


class GitError(Exception):
    """git refused; the text is what it said."""


def run(folder: Path, *arguments: str, env: Mapping[str, str] | None = None, data: bytes = b"") -> str:
    """What git answers in `folder`. Raises GitError with its own words, ContentError when there is no git."""
    clean = {name: value for name, value in os.environ.items() if name not in PRIVATE}
    clean |= {"LC_ALL": "C.UTF-8", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", **(env or {})}
    command = ["git", *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - git, its arguments ours
            command, cwd=folder, env=clean, input=data, capture_output=True, check=False
        )
    except OSError as error:
        raise ContentError([problem("no-git", Mark("git"), why=error.strerror or "")]) from error
    if done.returncode:
        raise GitError(done.stderr.decode("utf-8", "replace").strip() or f"exit {done.returncode}")
    return done.stdout.decode("utf-8", "replace")


class Shed:
    """A repository of our own beside the author's, with `tree` as its work tree; to be thrown away."""

    def __init__(self, place: Path, theirs: Path, tree: Path) -> None:
        """`place`: an empty folder; `theirs`: the author's work tree."""
        form = run(theirs, "rev-parse", "--show-object-format").strip()
        run(place, "init", "--quiet", "--template=", f"--object-format={form}", str(place))
        config = Path(run(theirs, "rev-parse", "--path-format=absolute", "--git-path", "config").strip())
        (place / ".git" / "info").mkdir(exist_ok=True)
        run(place, "config", "include.path", str(config))
        for name, value in OVERRIDES.items():
            run(place, "config", name, value)
        self.tree = tree
        self._theirs = theirs
        self._env = {"GIT_DIR": str(place / ".git"), "GIT_WORK_TREE": str(tree)}

    def git(self, *arguments: str, data: bytes = b"") -> str:
        """What git answers; remotes that are relative paths count from the author's work tree."""
        return run(self._theirs, *arguments, env=self._env, data=data)
