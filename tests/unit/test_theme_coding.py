"""How templates become code: whatever Jinja allows still says what Jinja says, with and without our short cuts."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment
from markupsafe import Markup

from digest.site.views import Head, Link, NoticeView, PageView, SiteInfo
from digest.theme.coding import QuickMacro, quickened
from digest.theme.loading import load_theme
from digest.theme.renderer import Renderer

SITE = SiteInfo("東都通信", "", "ja", "https://a.example/", "/", "青木健二", "", "", "", (), (), "", ())
PAGE = PageView(Head("page", "about/", "題", crumbs=(Link("甲", "a/"), Link("乙<", ""))), "題 <b>", "", "<p>本文</p>")
FILES = {
    "theme.yaml": "name: base\nextends: null\ncontract: 1\n",
    "strings/ja.yaml": "home: 表紙\n",
    "templates/item.html": "{{ card.title }}",
    "templates/m.html": "{% macro link(one) %}<a>{{ one.name }}</a>{% endmacro %}"
    "{% macro say(text, mark='!') %}{{ text }}{{ mark }}{% endmacro %}",
}
TEMPLATES = (
    "{{ page.title }}{{ page.head.crumbs[1].name }}{{ 7 }}{{ 1.5 }}{{ none }}{{ true }}{{ 'a<b' }}",
    "{% set d = {'a': 1, 'class': '<'} %}{{ d.a }}{{ d.class }}{{ d['a'] }}{{ d.items()|list }}",
    "{{ page.nothing is defined }}{{ page.nothing|default('無') }}{{ page.head.title is defined }}",
    "{% set n = namespace(x=1) %}{% for c in page.head.crumbs %}{% set n.x = n.x + 1 %}{% endfor %}{{ n.x }}",
    (
        "{% from 'm.html' import link, say %}{% for c in page.head.crumbs %}{{ link(c) }}{{ link(one=c) }}{% endfor %}"
        "{{ say('<') }}{{ say('<'|safe) }}{{ say('<') }}"
        "{{ say('<', '&') }}{{ say(text='>', mark='') }}{{ say(1) }}{{ say(true) }}"
    ),
    "{% import 'm.html' as m %}{{ m.say(m.link(page.head.crumbs[0])) }}",
    (
        "{% macro box(n) %}[{{ n }}{{ caller(n) }}{{ page.title }}]{% endmacro %}"
        "{% call(x) box(3) %}<{{ x }}>{{ page.title }}{% endcall %}"
    ),
    (
        "{% macro all() %}{{ varargs|length }}{{ kwargs.a }}{% endmacro %}"
        "{{ all(1, 2, a='<') }}{{ all(*[1], **{'a': 2}) }}"
    ),
    (
        "{% for c in page.head.crumbs recursive %}{{ loop.index }}{{ loop.cycle('x', 'y') }}"
        "{% if not loop.last %},{% endif %}"
        "{% endfor %}{% block b %}あ{{ page.title }}い{% endblock %}{{ self.b() }}"
    ),
    (
        "{% set text %}<i>{{ page.title }}</i>{% endset %}{{ text }}{{ text ~ '<' }}"
        "{% filter upper %}a{{ 'b' }}{% endfilter %}"
    ),
    (
        "{{ 'あ' if page.updated else 'い' }}{% if page.title %}{{ page.title.split(' ')|join('&') }}{% endif %}"
        "{{ '%s' % '<' }}"
    ),
)


def rendered(root: Path, template: str) -> str:
    for name, text in {**FILES, "templates/x.html": template}.items():
        path = root / "themes" / "base" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    renderer = Renderer(load_theme((root / "themes",), "base", "ja", {}), SITE)
    first = renderer.render("x.html", PAGE)
    assert renderer.render("x.html", PAGE) == first
    return first.removesuffix("\n")


def by_jinja(template: str) -> str:
    environment = Environment(autoescape=True, loader=DictLoader({"m.html": FILES["templates/m.html"]}))
    return environment.from_string(template).render(page=PAGE)


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_says_what_it_says_to_jinja(tmp_path: Path, template: str) -> None:
    assert rendered(tmp_path, template) == by_jinja(template)


def test_lines_stay_where_they_are_so_that_errors_name_the_right_one() -> None:
    body = "    yield 1\n    yield 2\n    yield 3\n    yield from x\n    yield 4\n"
    code = f"from jinja2.runtime import Markup, escape, x\n{body}"
    quick = quickened(code)
    assert quick.count("\n") == code.count("\n")
    assert quick.split("\n")[1:] == ["    yield ''.join((1,", "2,", "3))", "    yield from x", "    yield 4", ""]


def test_a_remembered_macro_tells_markup_and_views_of_another_kind_apart() -> None:
    made: list[object] = []

    def text_of(one: object) -> str:
        made.append(one)
        return repr(one)

    macro = QuickMacro(
        Environment(autoescape=True), text_of, "m", ["one"], catch_kwargs=False, catch_varargs=False, caller=False
    )
    macro.remember()
    link, notice = Link("a", "b"), NoticeView(Head("", "", ""), "")
    texts = [macro(one) for one in ("a", Markup("a"), link, ("a", "b"), link, "a", notice, notice)]
    assert texts[0] == texts[5] != texts[1]
    assert texts[2] == texts[4] != texts[3]
    assert made == ["a", Markup("a"), link, ("a", "b"), notice, notice]
