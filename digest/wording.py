"""Owns the sentences: turns a problem or a report's line into Japanese or English text.

Each `digest/messages/*.toml` holds entries of the form::

    [unknown-topic]
    en = "unknown topic “{name}”"
    ja = "話題「{name}」は登録されていません"
    hint_en = "add it to content/topics.yaml: “{name}: {{slug: …}}”"
    hint_ja = "content/topics.yaml に「{name}: {{slug: …}}」を加えてください"
    near_en = "did you mean “{near}”?"       # shown before the hint when the problem carries a `near`
    near_ja = "「{near}」ではありませんか（did you mean “{near}”?）"

A code stands in exactly one file; a test holds both languages to the same placeholders. `{count:post|posts}` is a
number with its noun: 1 post, 2 posts.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from digest.errors import Problem

Language = Literal["ja", "en"]
SYSTEM = (
    *("eacces", "ebusy", "edquot", "eexist", "efbig", "eio", "eisdir", "eloop", "emfile", "enametoolong"),
    *("enoent", "enospc", "enotdir", "enotempty", "eperm", "erofs", "etxtbsy"),
)
"""Refusals of the system (errno) that are put into the author's language: `system-…`."""
MESSAGES = Path(__file__).parent / "messages"
FIRST = "cli.toml"
LOCALE_VARIABLES = ("DIGEST_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def language_of(environ: Mapping[str, str] = os.environ) -> Language:
    """The language to speak to the author in: DIGEST_LANG, else the locale; English where neither says Japanese."""
    chosen = next((environ[name] for name in LOCALE_VARIABLES if environ.get(name)), "")
    return "ja" if chosen.lower().startswith("ja") else "en"


@cache
def _entries(file: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((MESSAGES / file).read_text(encoding="utf-8"))


@cache
def entry(code: str) -> dict[str, str]:
    """What stands under a code; files are read one by one until it is found, what every build says first of all.

    Raises KeyError for a code that no file has.
    """
    names = sorted((path.name for path in MESSAGES.glob("*.toml")), key=lambda name: (name != FIRST, name))
    return next((found[code] for found in map(_entries, names) if code in found), None) or _unknown(code)


def _unknown(code: str) -> dict[str, str]:
    raise KeyError(code)


def say(code: str, language: Language, /, **args: object) -> str:
    """The sentence of `code` in `language`, its placeholders filled."""
    return _filled(entry(code)[language], args)


class _Count(str):
    """A number that is told with its noun."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        return f"{self} {one if self == '1' else many}" if bar else super().__format__(spec)


def _filled(text: str, args: Mapping[str, object]) -> str:
    if "|" in text:
        args = {name: _Count(value) if isinstance(value, int | str) else value for name, value in args.items()}
    return text.format(**args)


def message(found: Problem, language: Language) -> str:
    """What is wrong, in one sentence; the system's own words (`why`) in the author's language, where we know them."""
    args = dict(found.args)
    if reason := _system_reasons().get(args.get("why", "")):
        args["why"] = say(f"system-{reason}", language)
    return say(found.code, language, **args)


@cache
def _system_reasons() -> dict[str, str]:
    """By what the system says of them, the names of the errors that an author may meet."""
    import errno  # noqa: PLC0415 - only when something is wrong

    return {os.strerror(getattr(errno, name.upper())): name for name in SYSTEM if hasattr(errno, name.upper())}


def hints(found: Problem, language: Language) -> tuple[str, ...]:
    """What to do about it: the near miss first, then the general advice; may be empty."""
    known, args = entry(found.code), dict(found.args)
    names = ([f"near_{language}"] if args.get("near") else []) + [f"hint_{language}"]
    return tuple(known[name].format(**args) for name in names if name in known)
