"""Owns how arguments are parsed: help, and what is said of wrong arguments, in the author's language.

argparse tells what is wrong as English sentences alone. They are known here by their form; one of a form that is not
known is told as it is.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from digest.errors import Mark, UsageError, problem
from digest.wording import Language, language_of, say

FORMS = (
    ("arguments-missing", r"the following arguments are required: (?P<names>.+)"),
    ("arguments-one-of", r"one of the arguments (?P<names>.+) is required"),
    ("arguments-unknown", r"unrecognized arguments: (?P<found>.+)"),
    ("argument-choice", r"argument (?P<name>.+?): invalid choice: '(?P<found>.*)' \(choose from (?P<known>.*)\)"),
    ("argument-number", r"argument (?P<name>.+?): invalid int value: '(?P<found>.*)'"),
    ("argument-empty", r"argument (?P<name>.+?): expected .*arguments?"),
    ("arguments-clash", r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)"),
    ("argument-ambiguous", r"ambiguous option: (?P<found>\S+) could match (?P<known>.+)"),
    ("argument-alone", r"argument (?P<name>.+?): ignored explicit argument '(?P<found>.*)'"),
)
"""What argparse says (Python 3.11 to 3.14), and the codes of our own sentences."""


class _Formatter(argparse.HelpFormatter):
    """The first word of the usage in the author's language."""

    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or say("usage", language_of()))


class Parser(argparse.ArgumentParser):
    """A parser of one command's arguments; `parse_args` raises UsageError where they make no sense."""

    def __init__(self, prog: str = "", *, language: Language | None = None, add_help: bool = True, **rest: Any) -> None:  # noqa: ANN401 - as argparse's own, which makes the parsers of commands within commands
        """`language`: as the environment has it, where none is given."""
        language = language or language_of()
        super().__init__(prog, formatter_class=_Formatter, add_help=False, **rest)
        self._positionals.title, self._optionals.title = say("usage-names", language), say("usage-options", language)
        if add_help:
            self.add_argument("-h", "--help", action="help", help=say("help-help", language))

    def error(self, message: str) -> NoReturn:
        """Raises UsageError for what argparse says."""
        matches = ((code, re.fullmatch(form, message)) for code, form in FORMS)
        wrong = ("arguments-wrong", {"reason": message})
        code, args = next(((code, found.groupdict()) for code, found in matches if found), wrong)
        args |= {name: args[name].replace("'", "") for name in ("known",) if name in args}
        raise UsageError(problem(code, Mark(self.prog), **args, near=self._near(code, args)))

    def _near(self, code: str, args: dict[str, str]) -> str:
        """What the author may have meant."""
        from digest.text.names import nearest  # noqa: PLC0415 - only where something is wrong

        if code == "argument-choice":
            return nearest(args["found"], args["known"].split(", "))
        if code == "arguments-unknown":
            options = (one for action in self._actions for one in action.option_strings if one.startswith("--"))
            return nearest(args["found"].split()[0].partition("=")[0], options)
        return ""


def leading_root(given: Sequence[str]) -> int:
    """How many words at the beginning say the root: `--root DIR` may stand before the command as well."""
    if given and given[0].startswith("--root="):
        return 1
    return 2 if len(given) > 1 and given[0] == "--root" else 0
