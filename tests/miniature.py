"""Owns the miniature site that tests write, build and read through the real command line.

The fixture `site` makes one; a test says its whole site as texts by path::

    def test_a_post_has_a_page(site):
        blog = site({"content/posts/2023/09/x.md": "---\\ntitle: 演習\\ndate: 2023-09-05\\nkind: note\\n---\\n本文"})
        assert blog.build().status == 0
        assert "演習" in blog.read("2023/09/05/x/index.html")
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
LEAST_SETTINGS = "title: 試験のダイジェスト\nbase_url: https://digest.example/\n"
ALLOWANCE = 120
"""Seconds after which a command counts as hung; no statement about speed."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a command left behind."""

    status: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class Site:
    """A site of a test's own: `root` holds content/ and themes/, `output` what was built."""

    root: Path

    @property
    def output(self) -> Path:
        """The folder that `build` fills."""
        return self.root / "public"

    def write(self, path: str, text: str | bytes) -> Path:
        """Put a file under the root, texts as UTF-8 with their line ends as they are; folders appear as needed."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
        return target

    def run(self, *args: str, env: Mapping[str, str] | None = None, stdin: str = "", cwd: Path | None = None) -> Run:
        """`python build.py ARGS` in a process of its own, in the root unless `cwd` says otherwise."""
        done = subprocess.run(
            (sys.executable, str(REPOSITORY / "build.py"), *args),
            cwd=cwd or self.root,
            env=environment() | dict(env or {}),
            input=stdin.encode(),
            capture_output=True,
            timeout=ALLOWANCE,
            check=False,
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    def build(self, *args: str, env: Mapping[str, str] | None = None) -> Run:
        """`build` into the site's own output folder, from outside the root."""
        where = () if "--output" in args else ("--output", str(self.output))
        return self.run("build", "--root", str(self.root), *where, *args, env=env, cwd=self.root.parent)

    def read(self, path: str) -> str:
        """A built file's text."""
        return (self.output / path).read_text(encoding="utf-8")

    def exists(self, path: str) -> bool:
        """Whether this file or folder was built."""
        return (self.output / path).exists()

    def tree(self) -> dict[str, bytes]:
        """All that was built, by POSIX path."""
        return {path.relative_to(self.output).as_posix(): path.read_bytes() for path in files_under(self.output)}


def files_under(folder: Path) -> Iterator[Path]:
    """Every file below, in order."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def environment() -> dict[str, str]:
    """This process's environment, with English messages and none of the machine's zone or hash seed."""
    kept = {name: value for name, value in os.environ.items() if name not in {"TZ", "PYTHONHASHSEED", "NO_COLOR"}}
    return kept | {"DIGEST_LANG": "en", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(REPOSITORY)}
