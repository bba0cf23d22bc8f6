"""Owns the command line: arguments in, report out; the only module that prints.

Exit status: 0 done · 1 the content has problems · 2 wrong usage · 3 a bug of ours (traceback to a log file).
"""

from __future__ import annotations

import argparse
import datetime
import gc
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from digest import __version__, moments
from digest.errors import ContentError, DigestError, Mark, UsageError, problem
from digest.wording import Language, language_of, say

DONE, PROBLEMS, USAGE, BUG = 0, 1, 2, 3
MOST_SHOWN = 100
"""Problems drawn in one run; the rest are counted."""
COMMANDS = ("build", "explain", "theme")


class Console:
    """Where a command speaks: reports to `out`, problems and progress to `err`."""

    def __init__(self, out: TextIO, err: TextIO, language: Language, *, quiet: bool = False) -> None:
        """`quiet` leaves only problems."""
        self.out, self.err, self.language, self.quiet = out, err, language, quiet

    def say(self, code: str, /, **args: object) -> None:
        """A line of the report."""
        if not self.quiet:
            print(say(code, self.language, **args), file=self.out)

    def write(self, text: str) -> None:
        """Text that is the command's result."""
        print(text, file=self.out)

    def problems(self, error: ContentError, root: Path) -> None:
        """Every problem, drawn, and how many there are."""
        from digest.drawing import draw  # noqa: PLC0415 - only when something is wrong

        for found in error.problems[:MOST_SHOWN]:
            print(draw(found, root, self.language), file=self.err)
        errors = sum(found.severity == "error" for found in error.problems)
        warnings = len(error.problems) - errors
        code = "problems-more" if len(error.problems) > MOST_SHOWN else "problems"
        print(say(code, self.language, errors=errors, warnings=warnings, shown=MOST_SHOWN), file=self.err)


class Progress:
    """Draws how a build goes on: a bar on a terminal for what takes over a second, a line now and then elsewhere."""

    WIDTH = 30
    FIRST, EVERY = 1.0, 0.1
    PLAIN_EVERY = 5.0

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        """Silent where the console is quiet."""
        self._console, self._clock = console, clock
        self._terminal = console.err.isatty()
        self._name, self._total, self._count, self._drawn = "", 0, 0, False
        self._began = self._last = clock()

    def stage(self, name: str, total: int) -> None:
        """A stage of `total` items begins."""
        self.clear()
        self._name, self._total, self._count = name, total, 0
        self._began = self._last = self._clock()

    def done(self, count: int) -> None:
        """So many items more are done."""
        self._count += count
        now = self._clock()
        every = self.EVERY if self._terminal else self.PLAIN_EVERY
        if self._console.quiet or now - self._began < self.FIRST or now - self._last < every:
            return
        self._last = now
        label = say(f"stage-{self._name}", self._console.language)
        if self._terminal:
            filled = self.WIDTH * self._count // max(1, self._total)
            bar = "█" * min(filled, self.WIDTH) + "░" * (self.WIDTH - filled)
            print(f"\r{label} {bar} {self._count}/{self._total}", end="", file=self._console.err, flush=True)
            self._drawn = True
        else:
            print(f"{label} {self._count}/{self._total}", file=self._console.err, flush=True)

    def clear(self) -> None:
        """Takes the bar away."""
        if self._drawn:
            print("\r\x1b[K", end="", file=self._console.err, flush=True)
            self._drawn = False


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = language_of()
    console = Console(sys.stdout, sys.stderr, language)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        options = _parser(language).parse_args(_with_command(given))
        console.quiet = getattr(options, "quiet", False)
        return int(options.run(options, console))
    except ContentError as error:
        console.problems(error, getattr(error, "root", None) or _root_of(given))
        return PROBLEMS
    except UsageError as error:
        print(_usage(error, language), file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print(say("interrupted", language), file=sys.stderr)
        return 130
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    except DigestError:
        raise
    except Exception as error:  # noqa: BLE001 - the last line of defence: a bug of ours
        return _bug(error, _root_of(given), language)


def _with_command(given: list[str]) -> list[str]:
    """No command means `build`."""
    known = {*COMMANDS, "-h", "--help", "--version"}
    first = next((word for number, word in enumerate(given) if not word.startswith("-") and not _is_value(given, number)), "")
    return given if first or (given and given[0] in known) else ["build", *given]


def _is_value(given: list[str], number: int) -> bool:
    """Whether a word is the value of the option before it."""
    takes = {"--root", "--output", "--base-url", "--theme", "--now", "--jobs", "--why"}
    return number > 0 and given[number - 1] in takes


def _root_of(given: Sequence[str]) -> Path:
    for number, word in enumerate(given):
        if word == "--root" and number + 1 < len(given):
            return Path(given[number + 1])
        if word.startswith("--root="):
            return Path(word.partition("=")[2])
    return Path()


def _usage(error: UsageError, language: Language) -> str:
    from digest.wording import hints, message  # noqa: PLC0415 - only when something is wrong

    lines = [f"{error.problem.mark.path}: {message(error.problem, language)} [{error.problem.code}]"]
    return "\n".join(lines + [f"  hint: {hint}" for hint in hints(error.problem, language)])


def _bug(error: Exception, root: Path, language: Language) -> int:
    """A bug: the traceback goes to a log file, one line to the screen."""
    import tempfile  # noqa: PLC0415
    import traceback  # noqa: PLC0415

    folder = root / ".digest" if (root / ".digest").is_dir() else Path(tempfile.gettempdir())
    log = folder / "bug.log"
    text = f"digest {__version__}, Python {sys.version}\n" + "".join(traceback.format_exception(error))
    try:
        log.write_text(text, encoding="utf-8")
    except OSError:
        print(text, file=sys.stderr)
    print(say("bug", language, kind=type(error).__name__, log=log), file=sys.stderr)
    return BUG


def _parser(language: Language) -> argparse.ArgumentParser:
    def told(code: str) -> str:
        return say(f"help-{code}", language).replace("%", "%%")

    parser = argparse.ArgumentParser(prog="digest", description=told("digest"))
    parser.add_argument("--version", action="version", version=f"digest {__version__}")
    commands = parser.add_subparsers(dest="command", metavar=told("command"), required=True)
    _add_build(commands.add_parser("build", help=told("build"), description=told("build")), told)
    explain = commands.add_parser("explain", help=told("explain"), description=told("explain"))
    _add_explain(explain, told)
    theme = commands.add_parser("theme", help=told("theme"), description=told("theme"))
    _add_theme(theme, told)
    return parser


def _add_root(parser: argparse.ArgumentParser, told: Callable[[str], str]) -> None:
    parser.add_argument("--root", type=Path, default=Path(), metavar="DIR", help=told("root"))


def _add_build(parser: argparse.ArgumentParser, told: Callable[[str], str]) -> None:
    _add_root(parser, told)
    parser.add_argument("--output", type=Path, metavar="DIR", help=told("output"))
    parser.add_argument("--base-url", default="", metavar="URL", help=told("base-url"))
    parser.add_argument("--theme", default="", metavar="NAME", help=told("theme-name"))
    parser.add_argument("--clean", action="store_true", help=told("clean"))
    parser.add_argument("--drafts", action="store_true", help=told("drafts"))
    parser.add_argument("--now", default="", metavar="DATETIME", help=told("now"))
    parser.add_argument("--strict", action="store_true", help=told("strict"))
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help=told("jobs"))
    parser.add_argument("--why", default="", metavar="PATH", help=told("why"))
    parser.add_argument("--verify", action="store_true", help=told("verify"))
    parser.add_argument("--quiet", action="store_true", help=told("quiet"))
    parser.set_defaults(run=run_build)


def _add_explain(parser: argparse.ArgumentParser, told: Callable[[str], str]) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    markdown = what.add_parser("markdown", help=told("explain-markdown"))
    markdown.add_argument("--commonmark", action="store_true", help=told("commonmark"))
    byline = what.add_parser("byline", help=told("explain-byline"))
    byline.add_argument("--trailing", action="store_true", help=told("trailing"))
    dates = what.add_parser("dates", help=told("explain-dates"))
    dates.add_argument("--ref", required=True, metavar="DATE", help=told("ref"))
    parser.set_defaults(run=run_explain)


def _add_theme(parser: argparse.ArgumentParser, told: Callable[[str], str]) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    for name in ("list", "new", "check"):
        one = what.add_parser(name, help=told(f"theme-{name}"))
        _add_root(one, told)
        if name != "list":
            one.add_argument("name", nargs="?" if name == "check" else None, help=told("theme-name"))
        if name == "new":
            one.add_argument("--extends", default="shimbun", metavar="NAME", help=told("extends"))
    parser.set_defaults(run=run_theme)


def moment_of(written: str) -> datetime.datetime:
    """The instant of `--now`; a time without offset is Japan's, nothing is now."""
    if not written:
        return datetime.datetime.now(tz=datetime.UTC)
    tokyo = moments.zone("Asia/Tokyo")
    try:
        return datetime.datetime.fromisoformat(moments.instant(moments.read(written, tokyo), tokyo))
    except moments.BadMomentError:
        raise UsageError(problem("bad-now", Mark("--now"), found=written)) from None


def run_build(options: argparse.Namespace, console: Console) -> int:
    """`build`."""
    from digest.builder import Order, build  # noqa: PLC0415 - the door opens only what it needs
    from digest.reporting import report, why  # noqa: PLC0415

    _check_root(options.root)
    gc.disable()  # a build makes many small values that all live to its end
    order = Order(
        root=options.root,
        output=options.output or options.root / "public",
        now=moment_of(options.now),
        base_url=options.base_url,
        theme=options.theme,
        clean=options.clean,
        drafts=options.drafts,
        strict=options.strict,
        jobs=_jobs(options.jobs),
    )
    progress = Progress(console)
    try:
        done = build(order, progress)
    finally:
        progress.clear()
    if done.problems:
        console.problems(ContentError(done.problems), options.root)
    for code, args in report(done):
        console.say(code, **args)
    if options.why:
        code, args = why(done, options.why)
        console.write(say(code, console.language, **args))
    return _verify(order, console) if options.verify else DONE


def _verify(order: object, console: Console) -> int:
    from digest.verifying import verify  # noqa: PLC0415

    differences = verify(order)  # type: ignore[arg-type]
    for path, how in differences:
        console.write(say(f"verify-{how}", console.language, path=path))
    console.say("verified" if not differences else "not-verified", count=len(differences))
    return BUG if differences else DONE


def _check_root(root: Path) -> None:
    if not root.is_dir():
        raise UsageError(problem("no-root", Mark("--root"), found=root))


def _jobs(wanted: int) -> int:
    if wanted < 0:
        raise UsageError(problem("bad-jobs", Mark("--jobs"), found=wanted))
    return wanted


def run_explain(options: argparse.Namespace, console: Console) -> int:
    """`explain markdown|byline|dates`: standard input to HTML or to a JSON value a line."""
    import json  # noqa: PLC0415

    text = sys.stdin.buffer.read().decode("utf-8", "replace")
    if options.what == "markdown":
        from digest.text.explain import explain_markdown  # noqa: PLC0415

        console.out.write(explain_markdown(text, commonmark=options.commonmark))
        return DONE
    explain = _line_explainer(options)
    for line in text.replace("\r\n", "\n").removesuffix("\n").split("\n"):
        console.write(json.dumps(explain(line), ensure_ascii=False))
    return DONE


def _line_explainer(options: argparse.Namespace) -> Callable[[str], object]:
    if options.what == "byline":
        from digest.sourcing import byline  # noqa: PLC0415

        return lambda line: byline.explain(line, trailing=options.trailing)
    from digest.sourcing import datewords  # noqa: PLC0415

    try:
        day = datetime.date.fromisoformat(options.ref)
    except ValueError:
        raise UsageError(problem("bad-ref", Mark("--ref"), found=options.ref)) from None
    return lambda line: datewords.explain(line, day)


def run_theme(options: argparse.Namespace, console: Console) -> int:
    """`theme list|new|check`."""
    from digest.theming import check_theme_of, list_themes, new_theme_in  # noqa: PLC0415

    _check_root(options.root)
    if options.what == "list":
        for line in list_themes(options.root):
            console.write(line)
    elif options.what == "new":
        for path in new_theme_in(options.root, options.name, options.extends):
            console.say("wrote", path=path)
    else:
        found = check_theme_of(options.root, options.name or "")
        if found:
            console.problems(ContentError(found), options.root)
        if any(one.severity == "error" for one in found):
            return PROBLEMS
        console.say("theme-good")
    return DONE
