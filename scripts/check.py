"""Owns the gate's quick half: lint, formatting and types, all of them even when the first one complains."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = tuple(name for name in ("digest", "build.py", "scripts", "tests", "benchmarks") if (ROOT / name).exists())
STEPS: tuple[tuple[str, ...], ...] = (
    ("ruff", "check", *CODE),
    ("ruff", "format", "--check", *CODE),
    ("mypy",),
    ("mypy", "scripts"),
    ("mypy", "benchmarks"),
)


def failing() -> tuple[str, ...]:
    """The commands that found something, each as it was run."""
    return tuple(
        " ".join(step)
        for step in STEPS
        if subprocess.run((sys.executable, "-m", *step), cwd=ROOT, check=False).returncode
    )


if __name__ == "__main__":
    found = failing()
    sys.exit(f"check: {'; '.join(found)}" if found else 0)
