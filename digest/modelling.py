"""Owns the model of a site, made of what was gathered and read: every link resolved, and told of where it is dead."""

from __future__ import annotations

from pathlib import Path

from digest import config as settings
from digest.errors import Problem
from digest.gathering import Gathered
from digest.output.reading import Readings
from digest.site import links, urls
from digest.site.library import Library
from digest.site.model import Model
from digest.site.pages import Page
from digest.site.site_info import site_info
from digest.text.body import Hole


def model_of(gathered: Gathered, readings: Readings, library: Library) -> tuple[Model, tuple[Problem, ...]]:
    """The model, with every link of every post and page resolved; dead ones are problems."""
    atlas = _atlas(gathered, readings, library)
    holes = [*_links_of(readings), *links.of_files(gathered.pages, gathered.stories)]
    resolved = {path: links.resolve(path, found, atlas) for path, found in sorted(holes)}
    hrefs = {path: found for path, (found, _) in resolved.items()}
    words = {key: text.text for key, text in gathered.theme.strings.items()}
    assets = tuple((asset.name, asset.path, asset.fingerprint) for asset in gathered.theme.assets)
    rest = (gathered.pages, gathered.stories, gathered.media, assets)
    model = Model(
        library,
        gathered.config,
        site_info(gathered.config, library, gathered.stories),
        words,
        gathered.context.tables,
        hrefs,
        *rest,
        frozen=gathered.ledger.ids,
        dead=gathered.dead,
    )
    return model, tuple(one for _, problems in resolved.values() for one in problems)


def _atlas(gathered: Gathered, readings: Readings, library: Library) -> links.Atlas:
    shown = {entry.path for entry in library.entries}
    files = {
        path: links.Target(entry.url, entry.anchors, held=path not in shown) for path, entry in readings.entries.items()
    }
    files |= {page.path: links.Target(page.url, page.body.anchors) for page in gathered.pages}
    if "stories" in gathered.config.sections:
        files |= {one.path: links.Target(urls.term("stories", one.id), one.body.anchors) for one in gathered.stories}
    return links.Atlas(files, frozenset(file.path for file in gathered.media), gathered.texts - files.keys())


def dead_places(root: Path, readings: Readings, model: Model, pages: tuple[Page, ...]) -> tuple[Problem, ...]:
    """Links to places of the site, from what is shown of it and from the settings, that no page answers to."""
    outputs = frozenset(page.path for page in pages)
    held = readings.entries.keys() - {entry.path for entry in model.library.entries}
    posts = (one for one in _links_of(readings) if one[0] not in held)
    holes = [*posts, *links.of_files(model.statics, model.stories)]
    wrong: tuple[Problem, ...] = ()
    if any(one.severity == "error" for one in readings.problems):
        # What a post with errors would have brought about is not known; the media are.
        holes = [(path, tuple(one for one in found if links.to_media(one[1]))) for path, found in holes]
    else:
        lines = (root / settings.FILE).read_text(encoding="utf-8-sig").splitlines()
        places = (*(url for _, url in model.config.nav), model.config.image)
        wrong = tuple(links.dead_settings(places, lines, settings.FILE, outputs))
    texts = _texts(model) if any("#" in one.value for _, found in holes for _, one in found) else {}
    return (*wrong, *(one for path, found in holes for one in links.dead_places(path, found, outputs, texts)))


def _texts(model: Model) -> links.Texts:
    """The pages that are made of the author's texts, with their headings."""
    texts = {urls.output(entry.url): (entry.path, entry.anchors) for entry in model.library.entries}
    texts |= {urls.output(page.url): (page.path, page.body.anchors) for page in model.statics}
    stories = {urls.output(urls.term("stories", one.id)): (one.path, one.body.anchors) for one in model.stories}
    return texts | (stories if model.has("stories") else {})


def _links_of(readings: Readings) -> list[tuple[str, tuple[tuple[int, Hole], ...]]]:
    """The holes of each post that lead elsewhere, of posts with errors too."""
    sound = [(entry.path, entry.links) for entry in readings.entries.values() if entry.links]
    return [*sound, *readings.refused.items()]
