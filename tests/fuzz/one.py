"""Owns the fuzzing of one target with atheris: `python -m fuzz.one TARGET [options of libFuzzer] [folders]`."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import atheris

import digest
from fuzz.targets import TARGETS

UNUSED = ("digest.__main__", "digest.commands.", "digest.desk.serving.", "digest.output.")
"""Modules that no harness enters: they would only slow the start."""


def main() -> None:
    """Runs libFuzzer until it is done or a harness fails."""
    target = TARGETS[sys.argv.pop(1)]
    _instrument(target.rooms)
    harness = importlib.import_module(target.run.__module__)
    importlib.import_module("fuzz.ground").remember_tables()
    atheris.Setup([*sys.argv, f"-max_len={target.longest}"], getattr(harness, target.run.__name__))
    atheris.Fuzz()


def _instrument(rooms: tuple[str, ...]) -> None:
    """Imports the program and the harnesses once more, with these packages reporting where they have been.

    Modules are imported lazily by the program; here all of them early, so that none is missed.
    """
    for name in [name for name in sys.modules if name.partition(".")[0] in {"digest", "fuzz"}]:
        del sys.modules[name]
    with atheris.instrument_imports(include=list(rooms)):
        for module in pkgutil.walk_packages(digest.__path__, "digest."):
            if not module.name.startswith(UNUSED):
                importlib.import_module(module.name)
        importlib.import_module("fuzz.targets")


if __name__ == "__main__":
    main()
