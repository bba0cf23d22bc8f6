"""Owns the simple kinds of value in front matter, settings and registries: one definition checks and documents.

A kind turns the plain value of `yamltext` (texts, lists, mappings) into a typed one, and tells a `Faults` what is
wrong at which path; it also says the same as JSON Schema for editors. Nothing here knows a file or a line: places are
looked up only when there is a fault, so good content pays nothing for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from digest.content.yamltext import Document, Path, Plain
from digest.errors import Mark, Problem, Severity
from digest.text.bidi import closed
from digest.text.names import nearest

Json = dict[str, Any]
SCALAR: Json = {"type": ["string", "number", "boolean"]}
"""A text as YAML's own types see it: `title: 2023` is a number to them, and a text to us."""
YES, NO = frozenset({"true", "yes", "on", "はい"}), frozenset({"false", "no", "off", "いいえ"})
SEPARATORS = re.compile(r"[、,，/\n]")
FINE_ADDRESS = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9._~/?=&%+,;@!$'()*:#-]*)?")
"""Addresses that are beyond doubt, as nearly all are: asking this first is ten times quicker."""
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(slots=True)
class Faults:
    """Collects what is wrong in one document, by path; `problems` gives it places."""

    found: list[tuple[Path, str, str, dict[str, str], Severity]] = field(default_factory=list)

    def add(self, at: Path, code: str, /, *, key: str = "", severity: Severity = "error", **args: object) -> None:
        """Notes a fault at a path, or at the `key` under it."""
        self.found.append((at, key, code, {name: str(value) for name, value in args.items()}, severity))

    def problems(self, document: Document) -> tuple[Problem, ...]:
        """The faults as problems with places."""
        return tuple(
            Problem(code, _mark(document, at, key), tuple(args.items()), severity)
            for at, key, code, args, severity in self.found
        )


def _mark(document: Document, at: Path, key: str) -> Mark:
    return document.mark(*at, key=key)


class Kind(Protocol):
    """A kind of value."""

    def parse(self, value: Plain, at: Path, faults: Faults) -> Any:  # noqa: ANN401 - each kind has its own type
        """The typed value; faults are noted and something harmless returned."""

    def schema(self) -> Json:
        """The same rule as JSON Schema, in words that drafts 7 and later share; as YAML 1.2 types what is written."""


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text (or many, with `lines`), in NFC, trimmed."""

    lines: bool = False
    longest: int = 500

    def parse(self, value: Plain, at: Path, faults: Faults) -> str:
        """The text; empty for nothing."""
        if value is None:
            return ""
        if not isinstance(value, str):
            faults.add(at, "not-text", key_name=last(at), found=what(value))
            return ""
        text = unicodedata.normalize("NFC", value).strip()
        if len(text) <= self.longest and text.isprintable():  # no control character, no line break: nearly all texts
            return text
        if CONTROL.search(text):
            faults.add(at, "control-character", key_name=last(at))
        if len(text) > (self.longest if not self.lines else 20_000):
            faults.add(at, "too-long", key_name=last(at), limit=self.longest)
        return closed(text if self.lines else " ".join(text.split("\n")))

    def schema(self) -> Json:
        return dict(SCALAR)


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    default: bool = False

    def parse(self, value: Plain, at: Path, faults: Faults) -> bool:
        word = value.lower() if isinstance(value, str) else ""
        if value is None:
            return self.default
        if word in YES or word in NO:
            return word in YES
        faults.add(at, "not-a-flag", key_name=last(at), found=what(value))
        return self.default

    def schema(self) -> Json:
        words = "|".join("".join(f"[{sign.upper()}{sign}]" for sign in word) for word in sorted(YES | NO))
        return {
            "anyOf": [{"type": "boolean"}, {"type": "string", "pattern": f"^(?:{words})$"}],
            "default": self.default,
        }


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number within bounds."""

    least: int
    most: int
    default: int

    def parse(self, value: Plain, at: Path, faults: Faults) -> int:
        if value is None:
            return self.default
        digits = unicodedata.normalize("NFKC", value) if isinstance(value, str) else ""
        if re.fullmatch(r"[0-9]{1,9}", digits) and self.least <= int(digits) <= self.most:
            return int(digits)
        faults.add(at, "not-a-count", key_name=last(at), found=what(value), least=self.least, most=self.most)
        return self.default

    def schema(self) -> Json:
        return {"type": "integer", "minimum": self.least, "maximum": self.most, "default": self.default}


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal number within bounds, or None."""

    least: float
    most: float

    def parse(self, value: Plain, at: Path, faults: Faults) -> float | None:
        if value is None:
            return None
        digits = unicodedata.normalize("NFKC", value) if isinstance(value, str) else ""
        if re.fullmatch(r"[-+]?[0-9]{1,6}(\.[0-9]{1,12})?", digits) and self.least <= float(digits) <= self.most:
            return float(digits)
        faults.add(at, "not-a-number", key_name=last(at), found=what(value), least=self.least, most=self.most)
        return None

    def schema(self) -> Json:
        return {"type": "number", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words; `also` maps further spellings (Japanese labels) to them."""

    words: tuple[str, ...]
    default: str = ""
    also: tuple[tuple[str, str], ...] = ()

    def parse(self, value: Plain, at: Path, faults: Faults) -> str:
        if value is None:
            return self.default
        word = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else ""
        meant = dict(self.also).get(word, word)
        if meant in self.words:
            return meant
        known = self.words + tuple(label for label, _ in self.also)
        faults.add(
            at,
            "not-a-choice",
            key_name=last(at),
            found=what(value),
            near=nearest(word, known),
            choices=listed(known),
        )
        return self.default

    def schema(self) -> Json:
        return {"enum": [*self.words, *(label for label, _ in self.also)]}


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language as HTML's `lang` takes it (the shape of BCP 47 tags: `en`, `zh-Hant`); `en_US` becomes `en-US`."""

    def parse(self, value: Plain, at: Path, faults: Faults) -> str:
        text = value.strip().replace("_", "-") if isinstance(value, str) else ""
        if value is None or LANGUAGE_TAG.fullmatch(text):
            return text
        faults.add(at, "bad-language", found=what(value))
        return ""

    def schema(self) -> Json:
        return {"type": "string", "pattern": "^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$"}


@dataclass(frozen=True, slots=True)
class Url:
    """An absolute http or https address."""

    def parse(self, value: Plain, at: Path, faults: Faults) -> str:
        text = value.strip() if isinstance(value, str) else ""
        if value is None:
            return ""
        if is_web_address(text):
            return text
        faults.add(at, "bad-url", key_name=last(at), found=what(value))
        return ""

    def schema(self) -> Json:
        return {"type": "string", "format": "uri", "pattern": "^https?://"}


def is_web_address(text: str) -> bool:
    """Whether this is an absolute http(s) address with a host and nothing that could break out of its place."""
    if FINE_ADDRESS.fullmatch(text):
        return True
    if CONTROL.search(text) or re.search(r"[\s<>\"\\^`{|}\u200e\u200f\u202a-\u202e\u2066-\u2069]", text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and (parts.port is None or True)
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Names:
    """A list of names: a YAML list, or one text split at `、 , / ` and line breaks."""

    split: bool = True

    def parse(self, value: Plain, at: Path, faults: Faults) -> tuple[str, ...]:
        if value is None:
            return ()
        if isinstance(value, str):
            items: Sequence[Plain] = SEPARATORS.split(value) if self.split else [value]
            return tuple(filter(None, (Text().parse(item, at, faults) for item in items)))
        if not isinstance(value, list):
            faults.add(at, "not-a-list", key_name=last(at), found=what(value))
            return ()
        names = [Text().parse(item, (*at, number), faults) for number, item in enumerate(value)]
        return tuple(dict.fromkeys(filter(None, names)))

    def schema(self) -> Json:
        return {"anyOf": [dict(SCALAR), {"type": "array", "items": dict(SCALAR)}]}


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping from names to texts (readings)."""

    def parse(self, value: Plain, at: Path, faults: Faults) -> tuple[tuple[str, str], ...]:
        if value is None:
            return ()
        if not isinstance(value, dict):
            faults.add(at, "not-a-mapping", key_name=last(at) or "readings", found=what(value))
            return ()
        return tuple((name, Text().parse(item, (*at, name), faults)) for name, item in value.items())

    def schema(self) -> Json:
        return {"type": "object", "additionalProperties": dict(SCALAR)}


def last(at: Path) -> str:
    """The nearest key of a path, by which messages name a value."""
    return next((str(step) for step in reversed(at) if isinstance(step, str)), "")


def what(value: Plain) -> str:
    """How a message names what was read."""
    if isinstance(value, str):
        return value if len(value) <= 60 else value[:59] + "…"
    return "[…]" if isinstance(value, list) else "{…}" if isinstance(value, dict) else ""


def listed(names: Sequence[str]) -> str:
    """Names in a row, for messages."""
    return ", ".join(names)
