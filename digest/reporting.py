"""Owns what a build's report says: pure, as message codes with their values."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from digest.orders import Report, Waiting
from digest.wording import Language, say

Line = tuple[str, dict[str, object]]


def report(done: Report, language: Language) -> Iterator[Line]:
    """The lines of the report."""
    for held in done.held:
        yield _held(held, done.now, language)
    published = done.published
    yield (
        "built",
        {
            "output": done.output,
            "posts": done.posts,
            "pages": done.pages,
            "rendered": len(published.rendered),
            "kept": published.kept,
            "deleted": len(published.deleted),
            "seconds": f"{done.seconds:.2f}",
        },
    )


def _held(held: Waiting, now: datetime.datetime, language: Language) -> Line:
    if held.why == "draft":
        return "held-draft", {"path": held.path}
    due = datetime.datetime.fromtimestamp(held.due, tz=_offset(held.date))
    return f"held-{held.why}", {
        "path": held.path,
        "due": f"{due:%Y-%m-%d %H:%M}",
        "wait": wait(held.due, now, language),
    }


def _offset(moment: str) -> datetime.tzinfo:
    """The offset that the post's own date is written with; Japan's where it has none."""
    return datetime.datetime.fromisoformat(moment).tzinfo or datetime.timezone(datetime.timedelta(hours=9))


def wait(due: int, now: datetime.datetime, language: Language) -> str:
    """How long until an instant (epoch seconds), in the largest unit that says it: `3 h`."""
    minutes = max(1, -(-(due - int(now.timestamp())) // 60))
    if minutes < 60:
        return say("wait-minutes", language, count=minutes)
    hours = -(-minutes // 60)
    if hours < 48:
        return say("wait-hours", language, count=hours)
    return say("wait-days", language, count=hours // 24)


def why(done: Report, path: str) -> Line:
    """Why the page at `path` (an output file, an address or a post's file) was or was not made."""
    wanted = path.strip("/").removeprefix(f"{done.output.name}/")
    for candidate in (wanted, f"{wanted}/index.html".lstrip("/"), _of_source(done, path)):
        if candidate in done.published.reasons:
            return f"why-{done.published.reasons[candidate]}", {"path": candidate}
    held = next((one for one in done.held if path in {one.path, one.url.strip("/")}), None)
    return ("why-held", {"path": path, "why": held.why}) if held else ("why-unknown", {"path": path})


def _of_source(done: Report, path: str) -> str:
    return done.sources.get(path.strip("/"), "")
