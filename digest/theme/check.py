"""Owns `theme check`: a theme held to the contract, in every language it has, on sample views of every kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from digest.errors import ContentError, Mark, Problem, problem, warning
from digest.site.views import Card
from digest.text.names import nearest
from digest.theme.chain import Layer, read_chain
from digest.theme.contract import TEMPLATES, VIEW_KEYS
from digest.theme.crosscheck import lacking
from digest.theme.fixtures import sites, views_for
from digest.theme.loading import SETTINGS, load_theme
from digest.theme.memory import Pair, Remembered
from digest.theme.strings import Text, languages, places, read_strings
from digest.theme.theme import Theme

Spoken = Mapping[str, Mapping[str, Text]]
"""The strings of a chain by language."""


def check_theme(
    folders: Sequence[Path], name: str, options: Mapping[str, object] | None = None, *, asked_at: Mark = SETTINGS
) -> tuple[Problem, ...]:
    """Every problem of a theme, sorted by place; warnings are strings that no template uses.

    Loads it in each of its languages, renders every template of the contract with full and bare sample views for a full
    and a bare site, and holds its languages to the same keys and places.
    """
    known: Remembered[tuple[Pair, ...]] = Remembered(())
    layers, broken = read_chain(folders, name, asked_at, known)
    spoken = {language: _strings(layers, language, known) for language in _languages(layers)}
    found = [*broken, *_unlike(spoken, layers)]
    for language in spoken or ("ja",):
        try:
            theme = load_theme(folders, name, language, options or {}, asked_at=asked_at)
        except ContentError as error:
            found += error.problems
        else:
            found += (*_absent(theme), *lacking(theme), *_unused(theme), *_rendered(theme))
    return _once(found)


def _languages(layers: Sequence[Layer]) -> tuple[str, ...]:
    return tuple(sorted({language for layer in layers for language in languages(layer.folder)}))


def _strings(layers: Sequence[Layer], language: str, known: Remembered[tuple[Pair, ...]]) -> dict[str, Text]:
    strings: dict[str, Text] = {}
    for layer in reversed(layers):
        strings |= read_strings(layer.folder, layer.shown, language, known)[0]
    return strings


def _unlike(spoken: Spoken, layers: Sequence[Layer]) -> Iterator[Problem]:
    """Keys that one language has and another lacks, and places that differ."""
    for language, strings in spoken.items():
        mark = Mark(f"{layers[0].shown}/strings/{language}.yaml")
        for other, theirs in spoken.items():
            for key in sorted(theirs.keys() - strings.keys()):
                yield problem("theme-string-lacks", mark, name=key, language=language, other=other)
            for key in sorted(theirs.keys() & strings.keys()) if language < other else ():
                said, wanted = (", ".join(places(each[key].text) or ()) for each in (strings, theirs))
                if said != wanted:
                    both = {"language": language, "other": other, "said": said or "-", "wanted": wanted or "-"}
                    yield problem("theme-string-places", strings[key].mark, name=key, **both)


def _absent(theme: Theme) -> Iterator[Problem]:
    names = theme.templates.names()
    for name, _ in TEMPLATES:
        if name not in names:
            yield problem("theme-template-absent", theme.mark, name=name, near=nearest(name, names))


def _unused(theme: Theme) -> Iterator[Problem]:
    """Strings of the theme's own (not of those it extends) that no template can ask for.

    A key counts as used where it stands quoted in any template, begins as a put-together name does, or comes in views.
    """
    files = theme.templates.files.values()
    text = "\n".join(template.text for template in files)
    calls = [call for template in files for call in template.facts.calls if call.function == "t"]
    beginnings = tuple(call.name for call in calls if call.name and not call.whole)
    for key, string in sorted(theme.strings.items()):
        quoted = f"'{key}'" in text or f'"{key}"' in text
        own = string.mark.path.startswith(theme.mark.path.removesuffix("theme.yaml"))
        if own and not quoted and not key.startswith(beginnings) and key not in VIEW_KEYS:
            yield warning("theme-string-unused", string.mark, name=key)


def _rendered(theme: Theme) -> Iterator[Problem]:
    from digest.theme.renderer import Renderer  # noqa: PLC0415

    names = theme.templates.names()
    for site in sites(theme.language):
        renderer = Renderer(theme, site)
        for name, view in TEMPLATES:
            for sample in views_for(name, view) if name in names else ():
                try:
                    renderer.render_item(sample) if isinstance(sample, Card) else renderer.render(name, sample)
                except ContentError as error:
                    yield from error.problems


def _once(found: Sequence[Problem]) -> tuple[Problem, ...]:
    """One problem for each code, place and name: a faulty line fails on many sample pages in the same way."""
    kept: dict[object, Problem] = {}
    for each in sorted(found, key=lambda one: one.order):
        kept.setdefault((each.code, each.mark, dict(each.args).get("name")), each)
    return tuple(kept.values())
