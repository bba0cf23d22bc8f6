"""Rendering: the functions templates call, and what a template does wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from digest.errors import ContentError, Problem
from digest.site.views import Card, Head, Link, NoticeView, PageView, SiteInfo
from digest.theme.functions import encode
from digest.theme.loading import load_theme
from digest.theme.renderer import Renderer
from digest.wording import hints, message

THEME = {
    "base/theme.yaml": 'name: base\nextends: null\ncontract: 1\noptions: {accent: "#234", wide: true}\n',
    "base/strings/ja.yaml": "home: 表紙\nby: '{name}より'\nbrace: '{{x}}'\n",
    "base/strings/en.yaml": "home: Front\nby: by {name}\nbrace: '{{x}}'\n",
    "base/assets/style.css": "a{}",
    "base/templates/item.html": "<li>{{ card.title }}</li>",
}
PAGE = PageView(Head("page", "about/", "題"), "題 <b>", "2023-09-05", "<p>本文</p>")


def site(language: str = "ja", base: str = "/repo/") -> SiteInfo:
    return SiteInfo("東都通信", "", language, f"https://a.example{base}", base, "青木健二", "", "", "", (), (), "", ())


def card(title: str) -> Card:
    return Card("2023/", title, "2023-09-05", "", "", "", "", (), (), None)


def renderer(root: Path, template: str, language: str = "ja", *, store: Path | None = None, **more: str) -> Renderer:
    files = {
        **THEME,
        "base/templates/x.html": template,
        **{f"base/templates/{key}.html": text for key, text in more.items()},
    }
    for name, text in files.items():
        path = root / "themes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Renderer(load_theme((root / "themes",), "base", language, {}), site(language), store=store)


def render(root: Path, template: str, view: object = PAGE, language: str = "ja") -> str:
    return renderer(root, template, language).render("x.html", view)


def trouble(root: Path, template: str, view: object = PAGE, **more: str) -> Problem:
    with pytest.raises(ContentError) as caught:
        renderer(root, template, **more).render("x.html", view)
    (found,) = caught.value.problems
    assert "/about/" in message(found, "ja") + message(found, "en")
    hints(found, "ja")
    return found


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ page.title }}", "題 &lt;b&gt;"),
        ("{{ page.body_html|safe }}", "<p>本文</p>"),
        ("{{ t('home') }}{{ t('brace') }}", "表紙{x}"),
        ("{{ t('by', name=page.title) }}", "題 &lt;b&gt;より"),
        ("{{ t('by', name='<a>'|safe) }}", "<a>より"),
        ("{{ asset('style.css') }}", "/repo/assets/style."),
        ("{{ url('') }} {{ url('2023/09/北/?q=1#あ') }}", "/repo/ /repo/2023/09/%E5%8C%97/?q=1#%E3%81%82"),
        ("{{ absolute('a b/') }}", "https://a.example/repo/a%20b/"),
        (
            "{{ url('https://b.example/北') }} {{ url('mailto:a@b.example') }}",
            "https://b.example/%E5%8C%97 mailto:a@b.example",
        ),
        ("{{ url('javascript:alert(1)') }}", "/repo/javascript:alert(1)"),
        (
            "{{ date(page.updated) }} {{ date('2023-09-05T09:00+09:00', 'long') }}",
            "2023年9月5日 2023年9月5日(火) 9時00分",
        ),
        ("{{ number(1234567) }}", "1,234,567"),
        ("{{ option('accent') }}{% if option('wide') %}!{% endif %}", "#234!"),
        ("{{ breaks('海自護衛艦が<追尾>') }}", "海自護衛艦が&lt;追尾&gt;"),
        ("{{ site.title }}{{ self.__class__ and '' }}", "東都通信"),
        ("{% if page.updated %}\n  a\n{% endif %}", "  a\n"),
    ],
)
def test_what_templates_can_say(tmp_path: Path, template: str, text: str) -> None:
    assert render(tmp_path, template).startswith(text)


def test_the_english_site_speaks_english(tmp_path: Path) -> None:
    english = render(tmp_path, "{{ t('home') }} {{ date('2023-09-05') }} {{ breaks('a & b') }}", language="en")
    assert english == "Front 5 September 2023 a &amp; b\n"


def test_an_override_extends_what_it_overrides(tmp_path: Path) -> None:
    base = {"post": "[{% block main %}base{% endblock %}{% include 'part.html' %}]", "part": "part"}
    renderer(tmp_path, "", **base)
    for name, text in {
        "kid/theme.yaml": "name: kid\nextends: base\ncontract: 1\n",
        "kid/templates/post.html": "{% extends 'base/post.html' %}{% block main %}kid+{{ super() }}{% endblock %}",
        "kid/templates/part.html": "kid's <{% include 'base/part.html' %}>",
    }.items():
        path = tmp_path / "themes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    kid = Renderer(load_theme((tmp_path / "themes",), "kid", "ja", {}), site())
    assert kid.render("post.html", PAGE) == "[kid+basekid's <part>]\n"


def test_cards_are_rendered_once_each_and_joined(tmp_path: Path) -> None:
    made = renderer(tmp_path, "<ul>{{ cards(page) }}</ul>")
    cards = (card("一 <"), card("二"))
    assert made.render("x.html", cards) == "<ul><li>一 &lt;</li><li>二</li></ul>\n"
    assert made.render_item(card("二")) == "<li>二</li>"
    assert made.render("x.html", cards[1:]) == "<ul><li>二</li></ul>\n"


@pytest.mark.parametrize(
    ("template", "code", "line", "near"),
    [
        ("\n{{ page.titel }}", "theme-render-attribute", 2, "title"),
        ("{% if page.titel %}{% endif %}", "theme-render-attribute", 1, "title"),
        ("{% for x in page.kards %}{% endfor %}", "theme-render-attribute", 1, ""),
        ("{{ card.title }}", "theme-render-name", 1, ""),
        ("{% set x = {'a': None} %}\n{{ x.a.name }}", "theme-render-none", 2, ""),
        ("{{ t(page.title) }}", "theme-render-string", 1, ""),
        ("{{ t('hom' ~ '') }}", "theme-render-string", 1, "home"),
        ("{{ t('by') }}", "theme-render-place", 1, None),
        ("{{ asset('style' ~ '.cs') }}", "theme-render-asset", 1, "style.css"),
        ("{{ option('acce' ~ 'n') }}", "theme-render-option", 1, "accent"),
        ("\n\n{{ date(page.title) }}", "theme-render-date", 3, None),
        ("{{ date(page.updated, 'full') }}", "theme-render-date", 1, None),
        ("{{ date(1) }}", "theme-render-failed", 1, None),
        ("{{ 1 / 0 }}", "theme-render-failed", 1, None),
        ("{{ page.title() }}", "theme-render-failed", 1, None),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "theme-render-failed", 1, None),
    ],
)
def test_what_goes_wrong_is_told_with_line_and_page(
    tmp_path: Path, template: str, code: str, line: int, near: str | None
) -> None:
    found = trouble(tmp_path, template)
    assert (found.code, found.mark.path, found.mark.line) == (code, "themes/base/templates/x.html", line)
    assert dict(found.args).get("near") == near


def test_the_innermost_template_is_blamed_and_the_outermost_page_named(tmp_path: Path) -> None:
    found = trouble(tmp_path, "\n{% include 'part.html' %}", part="\n\n{{ page.nothing_of_it }}")
    assert (found.mark.path, found.mark.line) == ("themes/base/templates/part.html", 3)
    view = NoticeView(Head("404", "about/", "題"))
    found = trouble(tmp_path, "{{ cards([page]) }}", view, item="{{ card.target }}\n{{ card.titel }}")
    assert (found.mark.path, found.mark.line) == ("themes/base/templates/item.html", 2)


def test_a_template_the_theme_lacks_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        renderer(tmp_path, "").render("gone.html", PAGE)
    assert [found.code for found in caught.value.problems] == ["theme-template-absent"]


def test_compiled_templates_are_kept_and_never_believed_blindly(tmp_path: Path) -> None:
    store = tmp_path / "compiled"
    assert renderer(tmp_path, "one", store=store).render("x.html", PAGE) == "one\n"
    (kept,) = store.iterdir()
    whole = kept.read_bytes()
    assert renderer(tmp_path, "one", store=store).render("x.html", PAGE) == "one\n"
    assert kept.read_bytes() == whole
    for garbled in (b"", b"x" * 40, whole[:-1], whole[:32] + bytes(len(whole) - 32)):
        kept.write_bytes(garbled)
        assert renderer(tmp_path, "one", store=store).render("x.html", PAGE) == "one\n"
        assert kept.read_bytes() == whole
    assert renderer(tmp_path, "two", store=store).render("x.html", PAGE) == "two\n"
    assert [path.name for path in store.iterdir()] == [kept.name]
    with pytest.raises(ContentError) as caught:
        renderer(tmp_path, "\n{{ page.gone_for_good }}", store=store).render("x.html", PAGE)
    again = renderer(tmp_path, "\n{{ page.gone_for_good }}", store=store)
    with pytest.raises(ContentError) as cached:
        again.render("x.html", PAGE)
    assert cached.value.problems == caught.value.problems


def test_a_compiled_template_is_read_and_not_compiled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    renderer(tmp_path, "one", store=tmp_path / "c").render("x.html", PAGE)
    again = renderer(tmp_path, "one", store=tmp_path / "c")
    monkeypatch.setattr("jinja2.Environment.compile", lambda *_, **__: pytest.fail("compiled"))
    assert again.render("x.html", PAGE) == "one\n"


def test_what_is_compiled_ahead_is_all_that_rendering_needs(tmp_path: Path) -> None:
    more = {"frame": "<{% block a %}{% endblock %}>"}
    text = "{% extends 'frame.html' %}{% block a %}{% include 'never.html' ignore missing %}1{% endblock %}"
    store = tmp_path / "compiled"
    renderer(tmp_path, text, store=store, **more).compile(["x.html"])
    kept = {path.name: path.stat().st_mtime_ns for path in store.iterdir()}
    assert len(kept) == 2
    assert renderer(tmp_path, text, store=store, **more).render("x.html", PAGE) == "<1>\n"
    assert {path.name: path.stat().st_mtime_ns for path in store.iterdir()} == kept


def test_a_store_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    assert renderer(tmp_path, "one", store=tmp_path / "file").render("x.html", PAGE) == "one\n"


def test_no_clock_zone_locale_or_hash_seed_reaches_a_page(tmp_path: Path) -> None:
    renderer(
        tmp_path, "{{ date(page.updated, 'long') }}{{ number(12345) }}{{ breaks(page.title) }}{{ asset('style.css') }}"
    )
    program = (
        "from pathlib import Path; import sys; sys.path.insert(0, sys.argv[2])\n"
        "from test_theme_rendering import PAGE, Renderer, load_theme, site\n"
        "theme = load_theme((Path(sys.argv[1]),), 'base', 'ja', {})\n"
        "print(Renderer(theme, site()).render('x.html', PAGE), sorted(theme.closures.items()))"
    )
    outputs = set()
    for seed, zone, locale in (("0", "UTC", "C.UTF-8"), ("7", "America/New_York", "ja_JP.UTF-8")):
        environ = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONUTF8": "1"}
        command = [sys.executable, "-c", program, str(tmp_path / "themes"), str(Path(__file__).parent)]
        outputs.add(subprocess.run(command, env=environ, capture_output=True, check=True).stdout)
    assert len(outputs) == 1


@given(st.text())
def test_addresses_are_ascii_and_encoding_again_changes_nothing(address: str) -> None:
    encodable = address.encode("utf-8", "ignore").decode()
    encoded = encode(encodable)
    assert encoded.isascii()
    assert not set(encoded) & set(' <>"\\^`{|}\n')
    assert encode(encoded) == encoded


@given(title=st.text())
def test_no_text_becomes_markup(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    root = tmp_path_factory.getbasetemp() / "escape"
    template = "{{ page.title }}{{ breaks(page.title) }}{{ t('by', name=page.title) }}{{ t('by', name=page.title|e) }}"
    made = renderer(root, template).render("x.html", PAGE._replace(title=title)).replace("<wbr>", "")
    assert "<" not in made
    assert Markup(made).unescape()
    assert Link("x").url == ""


def test_what_is_worked_out_while_compiling_is_what_a_page_would_have_worked_out(tmp_path: Path) -> None:
    literal = "{{ t('by', name='<a>') }}{{ url('北/') }}{{ date('2023-09-05', 'long') }}{{ site.title }}"
    dynamic = (
        "{% set name, place, day, field = '<a>', '北/', '2023-09-05', 'title' %}"
        "{{ t('by', name=name) }}{{ url(place) }}{{ date(day, 'long') }}{{ site|attr(field) }}"
    )
    assert render(tmp_path, literal) == render(tmp_path, dynamic)


def test_compiled_templates_of_another_site_or_other_strings_are_not_believed(tmp_path: Path) -> None:
    store = tmp_path / "compiled"
    assert renderer(tmp_path, "{{ t('home') }}{{ url('') }}", store=store).render("x.html", PAGE) == "表紙/repo/\n"
    assert (
        renderer(tmp_path, "{{ t('home') }}{{ url('') }}", "en", store=store).render("x.html", PAGE) == "Front/repo/\n"
    )
    theme = load_theme((tmp_path / "themes",), "base", "ja", {})
    assert Renderer(theme, site(base="/"), store=store).render("x.html", PAGE) == "表紙/\n"
