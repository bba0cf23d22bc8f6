"""Owns the command line: finds the command, runs it, and turns what it raises into an exit status.

Exit status: 0 done · 1 the content has problems · 2 wrong usage · 3 a bug of ours (traceback to a log file).
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn, TextIO

from digest import __version__
from digest.commands.parsing import Parser, leading_root
from digest.console import Console
from digest.errors import BUG, DONE, INTERRUPTED, PROBLEMS, USAGE, ContentError, Mark, UsageError, problem
from digest.text.names import nearest
from digest.wording import Language, language_of, say

COMMANDS = {
    "build": "digest.commands.build",
    "check": "digest.commands.check",
    "clip": "digest.commands.clip",
    "deploy": "digest.commands.deploy",
    "edition": "digest.commands.edition",
    "explain": "digest.commands.explain",
    "import": "digest.commands.import_",
    "move": "digest.commands.move",
    "new": "digest.commands.new",
    "serve": "digest.commands.serve",
    "schema": "digest.commands.schema",
    "theme": "digest.commands.theme",
    "topics": "digest.commands.topics",
}
"""Each command's module, imported only when it is run; its help is `help-<name>` of `digest/messages`."""
DEFAULT = "build"
LOG = "digest-bug.log"


def door() -> NoReturn:
    """`main` as a process of its own, which ends at once: nothing is put away object by object (as mypy does it).

    That spares 30 ms of every build. Under a tracer or a profiler, whose own work comes last, Python ends as ever.
    """
    status = main()
    if _watched():
        sys.exit(status)
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except BrokenPipeError:  # as in `main`
        os._exit(status)
    except (OSError, ValueError):  # Python tells of what cannot be flushed
        sys.exit(status)
    os._exit(status)


def _watched() -> bool:
    """Whether a tracer or profiler is at work; from 3.12 on most of them are tools of `sys.monitoring`."""
    monitoring = getattr(sys, "monitoring", None)
    tools = monitoring and any(monitoring.get_tool(number) for number in range(6))
    return bool(tools or sys.gettrace() or sys.getprofile())


def main(arguments: Sequence[str] | None = None) -> int:  # noqa: PLR0911 - a way out for each kind of end
    """Runs one command; returns the exit status."""
    if arguments is None:
        _insist_on_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = language_of()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    console = Console(sys.stdout or _nobody(), sys.stderr or _nobody(), language)
    root = _root_of(given)
    try:
        name, rest = _command(given, language)
        parser = Parser(f"digest {name}", language=language, description=_told(name, language))
        command = import_module(COMMANDS[name])
        command.configure(parser, lambda code: _told(code, language))
        options = parser.parse_args(rest)
        console.quiet = getattr(options, "quiet", False)
        return int(command.run(options, console))
    except ContentError as error:
        console.problems(error, root)
        return PROBLEMS
    except UsageError as error:
        console.usage(error)
        return USAGE
    except BrokenPipeError:  # whoever read our output has seen enough: `digest check | head`
        sys.stdout = _nobody()  # nothing to flush at exit
        return DONE
    except KeyboardInterrupt:
        return _interrupted(console)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    except Exception as error:  # noqa: BLE001 - the last line of defence: the machine's refusal, or a bug of ours
        return _failed(error, console, root)


def _interrupted(console: Console) -> int:
    console.complain("interrupted")
    return INTERRUPTED


def _nobody() -> TextIO:
    """What takes in what nobody reads: a stream that was closed before we began."""
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - to the end


def _failed(error: Exception, console: Console, root: Path) -> int:
    """Tells what the machine refused, or that there is a bug."""
    if isinstance(error.__cause__, KeyboardInterrupt):  # before 3.12, what stops `__set_name__` is a RuntimeError
        return _interrupted(console)
    from digest.desk.refusals import refusal  # noqa: PLC0415 - only when something went wrong

    refused = refusal(error, root)
    if refused:
        console.problems(ContentError([refused]), root)
        return PROBLEMS
    console.complain("bug", kind=type(error).__name__, log=_log(error, root))
    return BUG


def _insist_on_utf8() -> None:
    """Begins anew in Python's UTF-8 mode where the locale would give file names another encoding (I7)."""
    if sys.getfilesystemencoding() != "utf-8" and sys.executable:
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606 - ourselves


def _told(code: str, language: Language) -> str:
    return say(f"help-{code}", language).replace("%", "%%")


def _command(given: list[str], language: Language) -> tuple[str, list[str]]:
    """The command's name and its arguments; without one it is `build`."""
    root = leading_root(given)
    name = given[root] if len(given) > root else ""
    if name in COMMANDS:
        return name, [*given[root + 1 :], *given[:root]]
    if name in {"-h", "--help", "--version"}:
        _overview(language).parse_args([name])
    if name and not name.startswith("-"):
        near = nearest(name, COMMANDS)
        raise UsageError(problem("unknown-command", Mark("digest"), found=name, known=", ".join(COMMANDS), near=near))
    return DEFAULT, given


def _overview(language: Language) -> Parser:
    """The parser that knows all commands by name: for `--help` and `--version`."""
    parser = Parser("digest", language=language, description=_told("digest", language))
    version = f"digest {__version__}"
    parser.add_argument("--version", action="version", version=version, help=_told("version", language))
    title = _told("commands", language)
    commands = parser.add_subparsers(title=title, metavar=_told("command", language), required=True)
    for name in COMMANDS:
        commands.add_parser(name, help=_told(name, language), add_help=False)
    return parser


def _root_of(given: Sequence[str]) -> Path:
    """The root that `--root` names, for drawing problems whatever the command."""
    for number, word in enumerate(given):
        if word == "--root" and number + 1 < len(given):
            return Path(given[number + 1])
        if word.startswith("--root="):
            return Path(word.partition("=")[2])
    return Path()


def _log(error: Exception, root: Path) -> Path:
    """The file that the traceback of a bug went to."""
    import tempfile  # noqa: PLC0415 - only when there is a bug
    import traceback  # noqa: PLC0415

    text = f"digest {__version__}, Python {sys.version}\n" + "".join(traceback.format_exception(error))
    folders = [root / ".digest"] if (root / ".digest").is_dir() else []
    for folder in (*folders, Path(tempfile.gettempdir())):
        with contextlib.suppress(OSError):
            (folder / LOG).write_text(text, encoding="utf-8")
            return folder / LOG
    sys.stderr.write(text)
    return Path("-")
