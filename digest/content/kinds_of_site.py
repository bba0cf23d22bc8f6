"""Owns the kinds of value that only the settings have: patterns of addresses, zones, the site's own address, places."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from digest import moments
from digest.content.kinds import Faults, Json, Text, is_web_address
from digest.content.yamltext import Path, Plain

PLACEHOLDERS = ("year", "month", "day", "slug")


class Permalink(NamedTuple):
    """A pattern of post addresses."""

    pattern: str

    def parse(self, value: Plain, at: Path, faults: Faults) -> str:
        if value is None:
            return self.pattern
        text = value.strip().lstrip("/") if isinstance(value, str) else ""
        names = re.findall(r"\{([^{}]*)\}", text)
        unsafe = re.sub(r"\{[^{}]*\}", "", text)
        wrong = [name for name in names if name not in PLACEHOLDERS]
        plain_path = re.fullmatch(r"[A-Za-z0-9/_.-]*", unsafe) and ".." not in unsafe and "//" not in text
        if wrong or "slug" not in names or not plain_path or not text.endswith("/"):
            faults.add(at, "bad-permalink", found=text, known=", ".join(f"{{{name}}}" for name in PLACEHOLDERS))
            return self.pattern
        return text

    def schema(self) -> Json:
        return {"type": "string", "default": self.pattern, "pattern": r"\{slug\}.*/$"}


class Zone(NamedTuple):
    """The name of a time zone."""

    default: str

    def parse(self, value: Plain, at: Path, faults: Faults) -> str:
        name = value if isinstance(value, str) else self.default
        try:
            moments.zone(name)
        except KeyError:
            faults.add(at, "unknown-timezone", name=name)
            return self.default
        return name

    def schema(self) -> Json:
        return {"type": "string", "default": self.default}


class Base(NamedTuple):
    """The site's absolute address, with a trailing slash."""

    def parse(self, value: Plain, at: Path, faults: Faults) -> str:
        text = value.strip() if isinstance(value, str) else ""
        if value is None:
            return "https://example.invalid/"
        if not is_web_address(text) or urlsplit(text).query or urlsplit(text).fragment:
            faults.add(at, "bad-base-url", found=text)
            return "https://example.invalid/"
        return text.rstrip("/") + "/"

    def schema(self) -> Json:
        return {"type": "string", "format": "uri"}


class PlaceOrUrl(NamedTuple):
    """A place within the site (`topics/`) or an address on the web."""

    def parse(self, value: Plain, at: Path, faults: Faults) -> str:
        text = Text().parse(value, at, faults)
        if text and not is_web_address(text) and (":" in text or ".." in text.split("/")):
            faults.add(at, "bad-url", key_name="url", found=text)
            return ""
        return text

    def schema(self) -> Json:
        return {"type": "string"}
