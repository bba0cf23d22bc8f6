"""Owns the few words of dates that are needed outside templates: in credit lines and in titles of archive pages."""

from __future__ import annotations

from functools import lru_cache

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(moment: str, language: str) -> str:
    """2023年9月5日 or 5 September 2023 for an ISO day or instant; empty for nothing."""
    return period(moment[:10], language) if moment else ""


@lru_cache(maxsize=4096)
def period(iso: str, language: str) -> str:
    """A year, month or day in words: 2023年, 2023年9月, 2023年9月5日."""
    parts = [int(part) for part in iso.split("-")]
    if language == "ja":
        return "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))
    words = [str(parts[0]), *(MONTHS[part - 1] for part in parts[1:2]), *(str(part) for part in parts[2:])]
    return " ".join(reversed(words))
