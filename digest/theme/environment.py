"""Owns how Jinja is set up: escaping on, strict about names, and nothing within reach that differs from run to run.

Imported lazily: a build that renders nothing must not import Jinja.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any, NoReturn

from jinja2 import BytecodeCache, Environment, StrictUndefined, Template, TemplateNotFound, UndefinedError, nodes
from jinja2.environment import TemplateModule
from jinja2.loaders import FunctionLoader
from jinja2.runtime import Context
from jinja2.utils import missing

from digest.text.names import nearest
from digest.theme.coding import Coder, QuickMacro
from digest.theme.contract import PLAIN
from digest.theme.escaping import safe
from digest.theme.folding import Folding

if TYPE_CHECKING:
    from digest.site.views import SiteInfo
    from digest.theme.templates import Templates

RANDOM = ("random",)
"""Filters that would make two builds differ."""


class MissingNameError(UndefinedError):
    """A template used a name or attribute that is not there; `owner` is the view's type, or empty for a variable."""

    def __init__(self, owner: str, name: str, near: str) -> None:
        super().__init__(f"{owner}.{name}" if owner else name)
        self.owner = owner
        self.name = name
        self.near = near


class Missing(StrictUndefined):
    """Any use of what is not there raises `MissingNameError`, which knows the nearest name."""

    @property
    def _undefined_message(self) -> NoReturn:
        name, owner = str(self._undefined_name), self._undefined_obj
        if owner is missing:
            raise MissingNameError("", name, "")
        fields = getattr(owner, "_fields", ())
        raise MissingNameError(type(owner).__name__, name, nearest(name, fields))


class _ThemeTemplate(Template):
    """A template whose globals are its environment's, so that importing it needs no comparison of theirs."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002 - as Jinja's
        if self._module is None:
            self._module = self.make_module()
            for value in vars(self._module).values():
                if isinstance(value, QuickMacro):
                    value.remember()
        return self._module


class _ThemeEnvironment(Environment):
    """Names are canonical from the first look-up on (`base/post.html`), so each file is compiled once."""

    code_generator_class = Coder
    template_class = _ThemeTemplate
    direct: bool
    """Whether fields are taken as Python takes them (`digest.theme.coding`)."""
    templates: Templates
    folding: Folding
    keys: dict[str, str]
    found: dict[tuple[str | Template, str | None], Template]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals as they are, not behind a `ChainMap`, whose every look-up and copy Python walks by itself.

        Jinja wants one so that a template can get globals of its own, which ours never do.
        """
        assert not d
        return self.globals

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> Template:
        """The template of this name, which never changes: looked up once for each template that names it."""
        known = self.found.get((name, parent))
        if known is None:
            known = self.found[name, parent] = super().get_template(name, parent, globals)
        return known

    def join_path(self, template: str, parent: str) -> str:  # noqa: ARG002
        """The canonical name of a template that another one names."""
        key = self.keys.get(template)
        if key is None:
            found = self.templates.resolve(template)
            key = self.keys[template] = found.key if found else template
        return key

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002
    ) -> str:
        """Jinja's hook for changing a tree before it becomes code."""
        self.folding.visit(source)
        return super()._generate(source, name, filename, defer_init)


def plain_environment() -> Environment:
    """The environment for reading templates, without any theme."""
    return _set_up(Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=Missing))


def theme_environment(
    templates: Templates,
    site: SiteInfo,
    functions: Mapping[str, Callable[..., Any]],
    cache: BytecodeCache | None = None,
    *,
    direct: bool = False,
) -> Environment:
    """The environment that finds templates along a theme's chain and gives them `site` and the functions.

    With `direct` a template that asks for what is no attribute raises `AttributeError`, without it what Jinja raises.
    """

    def source(key: str) -> tuple[str, str, Callable[[], bool]]:
        found = templates.resolve(key)
        if found is None:
            raise TemplateNotFound(key)
        return found.text, found.shown, lambda: True

    environment = _ThemeEnvironment(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=Missing,
        loader=FunctionLoader(source),
        bytecode_cache=cache,
        cache_size=-1,
        auto_reload=False,
    )
    environment.templates, environment.folding = templates, Folding(site)
    environment.keys, environment.found, environment.direct = {}, {}, direct
    _set_up(environment)
    environment.globals |= {"site": site, **functions}
    environment.filters |= {"safe": safe, **functions}
    return environment


def _set_up(environment: Environment) -> Environment:
    environment.globals = {name: value for name, value in environment.globals.items() if name in PLAIN}
    for name in RANDOM:
        del environment.filters[name]
    return environment
