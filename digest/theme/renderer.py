"""Owns rendering: a view through a template into text; what goes wrong is told with the template's line and the page.

Pure but for the optional store of compiled templates: the text depends on the theme, the site and the view alone (I1).
Importing this module imports Jinja, so import it where pages are rendered and not before.
"""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path

from jinja2 import Environment, TemplateError
from jinja2 import Template as Compiled
from markupsafe import Markup

from digest.errors import ContentError, Mark, Problem, problem
from digest.site.lazily import PartError
from digest.site.views import Card, SiteInfo
from digest.text.names import nearest
from digest.theme.compiled import CompiledStore, folded_into
from digest.theme.contract import FUNCTIONS, ITEM, VARIABLES
from digest.theme.environment import MissingNameError, theme_environment
from digest.theme.functions import CallError, functions_of
from digest.theme.theme import Theme

REMEMBERED_CARDS = 16_384
"""How many rendered cards are kept: at about 1.5 KB each, 25 MB at most."""


class Renderer:
    """A theme ready to render the pages of one site."""

    def __init__(self, theme: Theme, site: SiteInfo, *, store: Path | None = None) -> None:
        """`store`: a folder for compiled templates, made when needed; none means compiling on each run."""
        self._theme = theme
        self._site = site
        self._functions = {**functions_of(theme, site), "cards": self._cards}
        kept = CompiledStore(store, folded_into(theme, site)) if store else None
        self._direct = theme_environment(theme.templates, site, self._functions, kept, direct=True)
        self._compiled: dict[str, Compiled] = {}
        self._item = lru_cache(maxsize=REMEMBERED_CARDS)(self._render_item)

    def render(self, template: str, view: object) -> str:
        """The page of this view, ending in a line feed.

        Raises ContentError with the template's file and line and the page for whatever a template does wrong.
        """
        try:
            text = self._text(template, page=view)
        except PartError as wrong:
            raise wrong.error from None
        except Exception as error:
            raise ContentError([self._told(error, template, page_name(view))]) from error
        return text if text.endswith("\n") else text + "\n"

    def compile(self, names: Iterable[str]) -> None:
        """Compiles all that these templates reach, for whoever uses the same store."""
        reached = {key for name in names for key, found in self._theme.templates.reached(name).items() if found}
        for key in sorted(reached):
            with contextlib.suppress(Exception):  # what is wrong is told where a page is rendered with it
                self._direct.get_template(key)

    def render_item(self, card: Card) -> str:
        """One card through `item.html`; errors as in `render`."""
        try:
            return self._item(card)
        except Exception as error:
            raise ContentError([self._told(error, ITEM, page_name(card))]) from error

    def _template(self, name: str) -> Compiled:
        compiled = self._compiled.get(name)
        if compiled is None:
            self._theme.closure(name)  # says which template is missing
            found = self._theme.templates.resolve(name)
            assert found is not None
            compiled = self._compiled[name] = self._direct.get_template(found.key)
        return compiled

    def _text(self, name: str, **shown: object) -> str:
        """What a template makes of a view; asked as Jinja asks where it wants what is no attribute."""
        template = self._template(name)
        try:
            return template.render(**shown)
        except AttributeError:
            return self._patient.get_template(str(template.name)).render(**shown)

    @cached_property
    def _patient(self) -> Environment:
        return theme_environment(self._theme.templates, self._site, self._functions)

    def _cards(self, cards: Iterable[Card]) -> Markup:
        return Markup("".join(map(self._item, cards)))  # noqa: S704

    def _render_item(self, card: Card) -> str:
        return self._text(ITEM, card=card)

    def _told(self, error: Exception, template: str, page: str) -> Problem:
        if isinstance(error, ContentError):
            return error.problems[0]
        mark = self._place(error, template)
        if isinstance(error, CallError):
            return problem(error.code, mark, **error.args_of_sentence, page=page)
        if isinstance(error, MissingNameError):
            return _missing(error, mark, page)
        reason = str(error) if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"
        return problem("theme-render-failed", mark, reason=reason, page=page)

    def _place(self, error: Exception, template: str) -> Mark:
        """The innermost line of a template that led to the error."""
        shown = {each.shown for each in self._theme.templates.files.values()}
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if frame.filename in shown:
                return Mark(frame.filename, frame.lineno or 0)
        found = self._theme.templates.resolve(template)
        return Mark(found.shown) if found else self._theme.mark


def page_name(view: object) -> str:
    """What to call a page in a message: its address from the site's root, or the view's type where it has none."""
    head = getattr(view, "head", view)
    url = getattr(head, "url", None)
    return type(view).__name__ if url is None else f"/{url}"


def _missing(error: MissingNameError, mark: Mark, page: str) -> Problem:
    if not error.owner:
        near = "" if error.name in VARIABLES else nearest(error.name, (*VARIABLES, *FUNCTIONS))
        return problem("theme-render-name", mark, name=error.name, near=near, page=page)
    code = "theme-render-none" if error.owner == "NoneType" else "theme-render-attribute"
    return problem(code, mark, owner=error.owner, name=error.name, near=error.near, page=page)
