"""Owns the JSON Schemas for editors: one for each kind of file, made from the very kinds that check it."""

from __future__ import annotations

import json

from digest import config, moments
from digest.content import posts, registries, statics
from digest.content.kinds import Json, Table
from digest.content.schema import Record
from digest.desk import jsonc

DIALECT = "http://json-schema.org/draft-07/schema#"
"""What editors' YAML support knows best; later drafts read it alike."""
FOLDER = "schemas"
EDITOR = ".vscode/settings.json"
FILES = {
    "post": "content/posts/**/*.md",
    "page": "content/pages/**/*.md",
    "story": "content/stories/**/*.md",
    "site": "content/site.yaml",
    "topics": "content/topics.yaml",
    "outlets": "content/outlets.yaml",
    "places": "content/places.yaml",
    "readings": "content/readings.yaml",
}
"""Which files each schema is for."""
ANY_ZONE = moments.FALLBACK["Asia/Tokyo"]
"""Schemas say the same in any zone: it only completes times that are written without one."""


def names() -> tuple[str, ...]:
    """The schemas there are."""
    return tuple(FILES)


def schema(name: str) -> Json:
    """The schema of one kind of file."""
    return {"$schema": DIALECT, "title": f"digest: {FILES[name]}"} | _rule(name)


def every() -> Json:
    """All schemas in one; by itself it is that of a post's front matter."""
    rules = {name: _rule(name) for name in FILES}
    return {"$schema": DIALECT, "title": "digest", "allOf": [{"$ref": "#/$defs/post"}], "$defs": rules}


def files() -> dict[str, str]:
    """The schemas' files of `schema --write`, by path from the root."""
    return {f"{FOLDER}/{name}.schema.json": text_of(schema(name)) for name in FILES}


def editor(settings: str) -> str:
    """VS Code's settings (JSON with comments; empty for none) with our schemas among those that are there.

    What the author wrote stays to the letter. Raises ValueError where they cannot be put in without changing it.
    """
    if not settings.strip("\ufeff \t\r\n"):
        return text_of({"yaml.schemas": mapped()})
    ends = "\r\n" if 0 < settings.count("\n") == settings.count("\r\n") else "\n"
    before, text = jsonc.loads(settings), settings.replace(ends, "\n")
    own: object = before.get("yaml.schemas", {}) if isinstance(before, dict) else None
    if not isinstance(own, dict):
        raise ValueError(EDITOR)  # noqa: TRY004 - one error for all that cannot be added to
    after = {path: _joined(own.get(path, []), globs) for path, globs in mapped().items()}
    for path, globs in after.items():
        if own.get(path) != globs:
            text = jsonc.with_member(text, ("yaml.schemas", path), globs)
    if jsonc.loads(text) != before | {"yaml.schemas": own | after}:
        raise ValueError(EDITOR)
    return text.replace("\n", ends)


def _joined(there: object, ours: list[str]) -> object:
    """Ours among the files that a schema is for already; what the author added stays."""
    known = there if isinstance(there, list) else [there]
    return there if set(ours) <= set(filter(lambda one: isinstance(one, str), known)) else [*known, *ours]


def mapped() -> dict[str, list[str]]:
    """Which files each schema is for, as VS Code's YAML support takes it."""
    return {f"./{FOLDER}/{name}.schema.json": [files] for name, files in FILES.items()}


def text_of(value: Json) -> str:
    """JSON for people too."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _rule(name: str) -> Json:
    if name == "readings":
        return Table().schema()
    if name in registries.RECORDS:
        entry = registries.RECORDS[name].schema()
        return {"type": "object", "additionalProperties": {"anyOf": [entry, {"type": "null"}]}}
    records: dict[str, Record] = {
        "post": posts.post_record(ANY_ZONE),
        "page": statics.page_record(ANY_ZONE),
        "story": statics.STORY,
        "site": config.SITE,
    }
    return records[name].schema()
