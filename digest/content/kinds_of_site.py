"""Owns kinds of value that settings and registries have: addresses and their patterns, zones, countries, domains."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from digest import moments
from digest.content.kinds import Faults, Json, Names, Text, is_web_address, last, what
from digest.content.yamltext import Path, Plain
from digest.sourcing import gazetteer
from digest.text.names import nearest

HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
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
        if value is None:
            return self.default
        name = value if isinstance(value, str) else what(value)
        try:
            moments.zone(name)
        except KeyError:
            faults.add(at, "unknown-timezone", name=name)
            return self.default
        return name

    def schema(self) -> Json:
        return {"type": "string", "default": self.default} if self.default else {"type": "string"}


class Country(NamedTuple):
    """A country by its code of ISO 3166-1 alpha-2 or by the name that newspapers give it; the code comes out."""

    def parse(self, value: Plain, at: Path, faults: Faults) -> str:
        text = Text().parse(value, at, faults)
        if re.fullmatch("[A-Za-z]{2}", text):
            return text.upper()
        named = {one.name: one.code for one in gazetteer.countries().values()} if text else {"": ""}
        if text not in named:
            faults.add(at, "bad-country", key_name=last(at), found=text, near=nearest(text, tuple(named)))
        return named.get(text, "")

    def schema(self) -> Json:
        return {"type": "string"}


class Domains(NamedTuple):
    """Names of hosts, without scheme and path."""

    def parse(self, value: Plain, at: Path, faults: Faults) -> tuple[str, ...]:
        found = tuple(one.lower() for one in Names().parse(value, at, faults))
        for one in found:
            if not HOST.fullmatch(one):
                faults.add(at, "bad-domain", found=one)
        return found

    def schema(self) -> Json:
        return Names().schema()


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
