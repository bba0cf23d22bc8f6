"""Owns the command `schema`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from digest.commands.arguments import Told, add_root, check_root
from digest.console import Console
from digest.desk import schemas
from digest.errors import DONE, Mark, UsageError, problem


def configure(parser: argparse.ArgumentParser, told: Told) -> None:
    """The arguments of `schema`."""
    parser.add_argument("name", nargs="?", choices=schemas.names(), help=told("schema-name"))
    add_root(parser, told)
    parser.add_argument("--write", action="store_true", help=told("schema-write"))


def run(options: argparse.Namespace, console: Console) -> int:
    """`schema [NAME]`: prints one schema or all of them; `--write` puts them where editors look."""
    if not options.write:
        console.write(schemas.text_of(schemas.schema(options.name) if options.name else schemas.every()).rstrip())
        return DONE
    check_root(options.root)
    for path, text in schemas.files().items():
        file = options.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_merged(file) if path == schemas.EDITOR else text, encoding="utf-8", newline="\n")
        console.say("wrote", path=file)
    return DONE


def _merged(file: Path) -> str:
    """The author's editor settings with ours among them. Raises UsageError for settings that are no plain JSON."""
    try:
        settings = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        return schemas.text_of(schemas.editor(settings))
    except (ValueError, TypeError, AttributeError):
        raise UsageError(problem("schema-editor", Mark(str(file)))) from None
