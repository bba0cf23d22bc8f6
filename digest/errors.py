"""Owns problems: what is wrong, where in which file, and how grave; never how it is worded or printed.

The tree of exceptions::

    DigestError            something the user can mend; never shown as a traceback
    ├── ContentError       the content, theme or settings have problems (exit status 1)
    └── UsageError         the command line makes no sense (exit status 2)

Wording lives in `digest/messages/*.toml`, looked up by code in `digest.wording`; so a code is stable while
its sentence can be improved, and each problem can be told in Japanese and in English.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

DONE, PROBLEMS, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit statuses (DESIGN, section 7); 130 is the shell's own word for an interrupt."""

Severity = Literal["error", "warning", "note"]
"""An error stops a build, a warning does so with `--strict`, a note never does: it is only listed (by `check`)."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file of the author's."""

    path: str
    """POSIX path from the root, e.g. `content/posts/2023/09/x.md`."""
    line: int = 0
    """From 1; 0 means the file as a whole."""
    column: int = 0
    """From 1, in characters of that line; 0 means the line as a whole."""
    length: int = 1
    """How many characters the caret run covers."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one place. `args` fill the sentence of `code`; all values are plain text."""

    code: str
    mark: Mark
    args: tuple[tuple[str, str], ...] = ()
    severity: Severity = "error"

    @property
    def order(self) -> tuple[Mark, str, tuple[tuple[str, str], ...]]:
        """The order of reports: by file, then place, then code."""
        return (self.mark, self.code, self.args)


def problem(code: str, mark: Mark, /, **args: object) -> Problem:
    """An error with this code at this place; `args` name what the sentence needs."""
    return Problem(code, mark, tuple((name, str(value)) for name, value in args.items()))


def warning(code: str, mark: Mark, /, **args: object) -> Problem:
    """As `problem`, but one that does not stop a build (unless `--strict`)."""
    return Problem(code, mark, tuple((name, str(value)) for name, value in args.items()), "warning")


class DigestError(Exception):
    """Anything the user can mend."""


class ContentError(DigestError):
    """One or more problems in what the author or designer wrote; nothing has been written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=lambda found: found.order))
        super().__init__(", ".join(found.code for found in self.problems))

    def __reduce__(self) -> tuple[type[ContentError], tuple[tuple[Problem, ...]]]:
        """Problems cross process borders whole."""
        return (type(self), (self.problems,))


class UsageError(DigestError):
    """The command line asks for something that makes no sense; `problem.mark` names the argument."""

    def __init__(self, found: Problem) -> None:
        self.problem = found
        super().__init__(found.code)
