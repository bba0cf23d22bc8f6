"""Owns the command `schema`."""

from __future__ import annotations

import argparse
import io
from pathlib import Path

from digest.commands.arguments import Told, add_root, check_root
from digest.console import Console
from digest.desk import schemas
from digest.errors import DONE, PROBLEMS


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
        _write(options.root / path, text)
        console.say("wrote", path=options.root / path)
    return _editor(options.root / schemas.EDITOR, console)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="")


def _editor(file: Path, console: Console) -> int:
    """Puts our schemas into the author's editor settings; where that cannot be done safely, says what to put there."""
    try:
        with file.open(encoding="utf-8", newline="") if file.is_file() else io.StringIO() as stream:
            before = stream.read()
        after = schemas.editor(before)
    except (ValueError, RecursionError):
        console.complain("schema-editor", path=file)
        console.write(schemas.text_of({"yaml.schemas": schemas.mapped()}).rstrip())
        return PROBLEMS
    if after != before:
        _write(file, after)
    console.say("wrote" if after != before else "schema-editor-same", path=file)
    return DONE
