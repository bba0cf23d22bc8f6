"""Owns records: mappings with known keys, each of a kind; what is missing, unknown or wrong is told by path."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from digest.content.kinds import (
    SCALAR,
    SEPARATORS,
    Choice,
    Count,
    Faults,
    Flag,
    Json,
    Kind,
    Names,
    Number,
    Table,
    Text,
    Tongue,
    Url,
    is_web_address,
    last,
    listed,
    what,
)
from digest.content.kinds_of_time import Edtf, Moment
from digest.content.yamltext import Path, Plain
from digest.text.names import nearest

__all__ = [
    "SCALAR",
    "SEPARATORS",
    "Choice",
    "Count",
    "Edtf",
    "Faults",
    "Field",
    "Flag",
    "Json",
    "Kind",
    "Listed",
    "Moment",
    "Names",
    "Number",
    "Record",
    "Table",
    "Text",
    "Tongue",
    "Url",
    "is_web_address",
    "what",
]


UNCHANGING = (str, int, float, tuple, type(None))
"""Types of values that may stand for every absence at once."""


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a record: its kind and what it means, in both languages (for editors)."""

    kind: Kind
    ja: str
    en: str
    required: bool = False
    commented: bool = True
    """Whether ` # …` behind the value is harmless; not so for titles, which often hold a `#` of their own."""

    def schema(self) -> Json:
        """The kind's schema with what the key means; an empty value is as good as none, where one may be missing."""
        rule, told = self.kind.schema(), {"description": f"{self.ja} / {self.en}"}
        return rule | told if self.required else {"anyOf": [rule, {"type": "null"}]} | told


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys; an unknown key is a fault with the nearest key."""

    fields: Mapping[str, Field]
    name: str = ""
    make: Callable[..., Any] | None = None
    """Called with the parsed fields by name; without it the result is a dict."""
    scalar: Callable[[str, Path, Faults], Any] | None = None
    """Reads the record from a bare text, for records that have a shorthand."""
    _absent: dict[str, Any] = field(init=False, repr=False, compare=False, default_factory=dict)
    """What every field that is not there comes to, in their order: most fields of most posts."""
    _asked: set[str] = field(init=False, repr=False, compare=False, default_factory=set)
    """Fields for which that is more than a value, so that their kind is asked each time."""
    _required: list[str] = field(init=False, repr=False, compare=False, default_factory=list)
    _parsers: list[tuple[str, Callable[[Plain, Path, Faults], Any]]] = field(
        init=False, repr=False, compare=False, default_factory=list
    )

    def __post_init__(self) -> None:
        for key, one in self.fields.items():
            self._parsers.append((key, one.kind.parse))
            faults = Faults()
            value = one.kind.parse(None, (), faults)
            self._absent[key] = value
            if faults.found or not isinstance(value, UNCHANGING):
                self._asked.add(key)
            if one.required:
                self._required.append(key)

    def parse(self, value: Plain, at: Path, faults: Faults) -> Any:  # noqa: ANN401
        if isinstance(value, str) and self.scalar:
            return self.scalar(value, at, faults)
        shaped = value is None or isinstance(value, dict)
        if not shaped:
            faults.add(at, "not-a-mapping", key_name=last(at) or self.name, found=what(value))
        plain = value if isinstance(value, dict) else {}
        for key in () if plain.keys() <= self._absent.keys() else plain:
            if key not in self.fields:
                faults.add(
                    at,
                    "unknown-key",
                    key=key,
                    name=key,
                    near=nearest(key, tuple(self.fields)),
                    known=listed(tuple(self.fields)),
                )
        out, asked = self._absent.copy(), self._asked
        for key, parse in self._parsers:
            if key in plain or key in asked:
                out[key] = parse(plain.get(key), (*at, key), faults)
        for key in self._required if shaped else ():
            if plain.get(key) is None:
                faults.add(at, "missing-key", name=key)
        return self.make(**out) if self.make else out

    def schema(self) -> Json:
        """The mapping, whose keys may all be left empty but for the required ones; or the shorthand's text."""
        properties = {key: one.schema() for key, one in self.fields.items()}
        out: Json = {"type": "object", "properties": properties, "additionalProperties": False}
        if self._required:
            out["required"] = list(self._required)
        return {"anyOf": [out, {"type": "string"}]} if self.scalar else out


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of one kind; a single value stands for a list of one."""

    item: Kind
    split: Callable[[str], Sequence[str]] | None = None
    """Splits a bare text into items, where there is such a shorthand."""

    def parse(self, value: Plain, at: Path, faults: Faults) -> tuple[Any, ...]:
        if value is None:
            return ()
        if isinstance(value, str) and self.split:
            return tuple(self.item.parse(one, at, faults) for one in self.split(value))
        if not isinstance(value, list):
            return (self.item.parse(value, at, faults),)
        return tuple(self.item.parse(one, (*at, number), faults) for number, one in enumerate(value))

    def schema(self) -> Json:
        return {"anyOf": [{"type": "array", "items": self.item.schema()}, self.item.schema()]}
