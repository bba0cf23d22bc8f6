"""How templates become code: whatever Jinja allows still says what Jinja says, with and without our short cuts."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment
from markupsafe import Markup

from digest.errors import ContentError, Mark
from digest.site.views import Head, Link, NoticeView, PageView, SiteInfo
from digest.theme.coding import QuickMacro
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
    "templates/cycle.html": "{{ loop.cycle('奇', '偶') }}",
    "templates/n.html": "<n>{{ 'あ&い' }}{% for n in (1, 2) %}{{ n }}{{ ',' if not loop.last }}{% endfor %}</n>",
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
        "{% for c in page.head.crumbs %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}"
        "{{ loop.first }}{{ loop.last }}/{{ loop.length }}{% else %}無{% endfor %}"
        "{% for a in 'ab' %}{% for b in (1, 2) %}{{ a }}{{ b }}{{ loop.last }}{% endfor %}{{ loop.last }}{% endfor %}"
        "{% for c in () %}{{ loop.index }}{% else %}無{% endfor %}"
        "{% for n in range(300) if n % 2 %}{{ loop.length }}{% endfor %}"
    ),
    (
        "{% for c in page.head.crumbs %}{{ loop.index }}{{ loop.previtem is defined }}{{ loop.nextitem is defined }}"
        "{{ loop.changed(c) }}{{ loop.depth }}{% set last = loop %}{{ last.last }}{% endfor %}"
    ),
    "{% for c in page.head.crumbs %}{{ loop.index }}{% include 'cycle.html' %}{% endfor %}",
    (
        "{% for c in page.head.crumbs %}{{ loop.index }}"
        "{% block b scoped %}{% include 'cycle.html' %}{% endblock %}{% endfor %}"
    ),
    (
        "あ{{ page.title }}{% include 'n.html' %}い{% include 'n.html' without context %}う{{ page.title }}"
        "{% include ['none.html', 'n.html'] %}{% block b %}え{% include 'n.html' without context %}お{% endblock %}"
    ),
    (
        "{% macro n() %}あ{% include 'n.html' %}い{% endmacro %}{{ n() }}"
        "{% set s %}{% include 'n.html' %}{% endset %}{{ s }}"
    ),
    "{{ 'a' ~ page.head.url ~ '<' }}{{ ('a' ~ 1) ~ ('<b>'|safe) ~ '<' }}{{ page.title ~ 1.5 ~ none ~ '&'|e }}",
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
    environment = Environment(
        autoescape=True,
        loader=DictLoader({name: FILES[f"templates/{name}"] for name in ("m.html", "n.html", "cycle.html")}),
    )
    return environment.from_string(template).render(page=PAGE)


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_says_what_it_says_to_jinja(tmp_path: Path, template: str) -> None:
    assert rendered(tmp_path, template) == by_jinja(template)


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("{{ page.title }}\n{% if page.title %}\nあ {{ page.title }} {{ page.nothing }}\n{% endif %}", 3),
        ("{% for c in page.head.crumbs %}\n{{ c.name }}\n{{ loop.last }}{{ c.nothing }}\n{% endfor %}", 3),
        ("{% block b %}\n{{ page.title }}\n{{ page.head.nothing }}{% endblock %}", 3),
        ("{{ page.title }}\n{% include 'n.html' %}\n{% include 'n.html' without context %}\n{{ page.nothing }}", 4),
    ],
)
def test_errors_name_the_right_line(tmp_path: Path, template: str, line: int) -> None:
    with pytest.raises(ContentError) as error:
        rendered(tmp_path, template)
    assert error.value.problems[0].mark == Mark("themes/base/templates/x.html", line)


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
