"""Loading a theme: the chain, its files, and every problem at once."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from digest.errors import ContentError, Problem
from digest.theme.loading import load_theme
from digest.theme.memory import ThemeMemory
from digest.theme.theme import Theme
from digest.wording import hints, message

BASE = {
    "base/theme.yaml": 'name: base\nextends: null\ncontract: 1\noptions: {accent: "#234", columns: 2, ratio: 1.5}\n',
    "base/strings/ja.yaml": "home: 表紙\nno: いいえ\nby: '{name}より'\n",
    "base/strings/en.yaml": "home: Front page\nno: No\nby: by {name}\n",
    "base/assets/style.css": "body { background: url(img/wave.svg#top) }\n",
    "base/assets/img/wave.svg": "<svg/>",
    "base/templates/base.html": "{{ asset('style.css') }}{% block main %}{% endblock %}",
    "base/templates/post.html": "{% extends 'base.html' %}{% block main %}{{ t('home') }}{% endblock %}",
    "base/templates/list.html": "{% extends 'base.html' %}{% block main %}{{ cards(page.cards) }}{% endblock %}",
    "base/templates/item.html": "{{ card.title }}{{ option('accent') }}",
}
KID = {"kid/theme.yaml": "name: kid\nextends: base\ncontract: 1\n"}


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = root / "themes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root / "themes"


def load(folder: Path, name: str = "base", language: str = "ja", **options: object) -> Theme:
    return load_theme((folder,), name, language, options)


def problems(root: Path, files: dict[str, str | bytes], name: str = "base", **options: object) -> tuple[Problem, ...]:
    with pytest.raises(ContentError) as caught:
        load(write(root, files), name, **options)
    for found in caught.value.problems:
        assert message(found, "ja")
        assert message(found, "en")
        hints(found, "ja"), hints(found, "en")
    return caught.value.problems


def codes(found: tuple[Problem, ...]) -> list[str]:
    return [each.code for each in found]


def places(found: tuple[Problem, ...]) -> list[tuple[str, str, int, int]]:
    return [(each.code, each.mark.path, each.mark.line, each.mark.column) for each in found]


def test_the_nearest_theme_of_the_chain_wins_file_by_file(tmp_path: Path) -> None:
    kid = {
        **KID,
        "kid/templates/item.html": "x",
        "kid/strings/ja.yaml": "home: 一面\n",
        "kid/assets/img/wave.svg": "<g/>",
    }
    base, theme = load(write(tmp_path, {**BASE, **kid})), load(tmp_path / "themes", "kid")
    assert theme.chain == ("kid", "base")
    assert {key: text.text for key, text in theme.strings.items()} == {
        "home": "一面",
        "no": "いいえ",
        "by": "{name}より",
    }
    assert theme.templates.resolve("item.html").key == "kid/item.html"
    assert theme.templates.resolve("base/item.html").key == "base/item.html"
    assert theme.templates.resolve("kid/post.html").key == "base/post.html"
    assert theme.templates.resolve("other.html") is None
    assert [asset.path for asset in theme.assets] != [asset.path for asset in base.assets]


def test_the_first_folder_that_has_a_theme_wins_and_others_lend_parents(tmp_path: Path) -> None:
    ours, theirs = write(tmp_path / "site", KID), write(tmp_path / "program", BASE)
    assert load_theme((ours, theirs), "kid", "ja", {}).chain == ("kid", "base")


@pytest.mark.parametrize(("language", "spoken"), [("ja", "ja"), ("ja-JP", "ja"), ("EN-gb", "en")])
def test_a_language_falls_back_to_its_first_part(tmp_path: Path, language: str, spoken: str) -> None:
    assert load(write(tmp_path, BASE), language=language).language == spoken


def test_options_take_the_site_s_values_of_the_default_s_type(tmp_path: Path) -> None:
    folder = write(
        tmp_path, {**BASE, **KID, "kid/theme.yaml": "name: kid\nextends: base\ncontract: 1\noptions: {columns: 3}"}
    )
    assert load(folder, "kid", ratio=2).options == {"accent": "#234", "columns": 3, "ratio": 2.0}
    with pytest.raises(ContentError) as caught:
        load(folder, "kid", acent="#000", columns="four", ratio=True)
    assert codes(caught.value.problems) == ["theme-option-type", "theme-option-type", "theme-option-unknown"]
    assert "accent" in hints(caught.value.problems[2], "en")[0]


def test_style_sheets_name_assets_by_their_fingerprints(tmp_path: Path) -> None:
    sheet = "/* url(gone.png) */ @import 'more.css'; a { b: url(\"../img/wave.svg?x\") url(data:x) url(#f) url(//a.b) }"
    files = {
        **BASE,
        "base/assets/css/a.css": sheet,
        "base/assets/css/more.css": "b{}",
        "base/assets/raw.bin": b"\xff\x00",
    }
    assets = {asset.name: asset for asset in load(write(tmp_path, files)).assets}
    wave, more = (assets[name].path.rsplit("/", 1)[1] for name in ("img/wave.svg", "css/more.css"))
    text = assets["css/a.css"].read().decode()
    assert text == sheet.replace("more.css", more).replace("wave.svg", wave)
    assert assets["raw.bin"].read() == b"\xff\x00"
    assert assets["css/a.css"].path == f"assets/css/a.{assets['css/a.css'].fingerprint.hex()[:8]}.css"


def test_editing_a_picture_renames_the_sheet_that_shows_it(tmp_path: Path) -> None:
    before = {asset.name: asset.path for asset in load(write(tmp_path, BASE)).assets}
    after = {asset.name: asset.path for asset in load(write(tmp_path, {"base/assets/img/wave.svg": "<svg />"})).assets}
    assert all(before[name] != after[name] for name in ("style.css", "img/wave.svg"))


def test_sheets_that_name_what_is_not_there_are_told_with_their_place(tmp_path: Path) -> None:
    sheet = "a{}\n  b { c: url(img/wavy.svg) url(/img/wave.svg) url(../../theme.yaml) }"
    found = problems(tmp_path, {**BASE, "base/assets/style.css": sheet, "base/assets/x.css": "@import 'x.css';"})
    assert places(found) == [
        ("theme-css-missing", "themes/base/assets/style.css", 2, 14),
        ("theme-css-rooted", "themes/base/assets/style.css", 2, 32),
        ("theme-css-missing", "themes/base/assets/style.css", 2, 51),
        ("theme-css-cycle", "themes/base/assets/x.css", 1, 9),
    ]
    assert dict(found[0].args)["near"] == "img/wave.svg"


def test_an_unknown_theme_lists_what_there_is(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, {**BASE, **KID}, "bsae")
    assert found.mark.path == "content/site.yaml"
    assert "base, kid" in hints(found, "ja")[1]
    assert "「base」" in hints(found, "ja")[0]


def test_no_theme_at_all_is_another_message(tmp_path: Path) -> None:
    assert codes(problems(tmp_path, {}, "base")) == ["theme-none"]


@pytest.mark.parametrize("name", ["../base", "a/b", ".hidden", "/etc"])
def test_names_that_are_paths_are_refused(tmp_path: Path, name: str) -> None:
    (found,) = problems(tmp_path, {"kid/theme.yaml": f"name: kid\nextends: '{name}'\ncontract: 1\n"}, "kid")
    assert (found.code, found.mark.line) == ("theme-bad-name", 2)
    assert codes(problems(tmp_path, {}, name)) == ["theme-bad-name"]


def test_a_circle_and_a_chain_too_long_are_told_at_the_line_that_says_so(tmp_path: Path) -> None:
    ring = {f"r{at}/theme.yaml": f"name: r{at}\ncontract: 1\nextends: r{(at + 1) % 3}" for at in range(3)}
    (found,) = problems(tmp_path / "ring", ring, "r0")
    assert (found.code, found.mark.path, found.mark.line) == ("theme-cycle", "themes/r2/theme.yaml", 3)
    assert dict(found.args)["chain"] == "r0 → r1 → r2 → r0"
    long = {f"l{at}/theme.yaml": f"name: l{at}\ncontract: 1\nextends: l{at + 1}" for at in range(9)}
    assert codes(problems(tmp_path / "long", long, "l0")) == ["theme-too-deep"]


def test_a_manifest_is_checked_key_by_key(tmp_path: Path) -> None:
    manifest = "name: basis\nextend: base\ncontract: 2\noptions:\n  accent: #234\n  accent: red\n"
    found = problems(tmp_path / "twice", {"base/theme.yaml": manifest})
    assert places(found) == [("theme-yaml-twice", "themes/base/theme.yaml", 6, 3)]
    found = problems(tmp_path / "keys", {"base/theme.yaml": manifest.replace("  accent: red\n", "")})
    assert places(found) == [
        ("theme-manifest-name", "themes/base/theme.yaml", 1, 1),
        ("theme-manifest-key", "themes/base/theme.yaml", 2, 1),
        ("theme-contract", "themes/base/theme.yaml", 3, 1),
        ("theme-option-empty", "themes/base/theme.yaml", 5, 3),
    ]
    assert codes(problems(tmp_path / "empty", {"base/theme.yaml": ""})) == ["theme-manifest-lacks"] * 2
    assert codes(problems(tmp_path / "none", {"base/templates/x.html": ""})) == ["theme-manifest-missing"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("home: [a\n", "yaml-needs-quotes", 1),
        ("home: a\n\tno: b\n", "yaml-tab", 2),
        ("home：表紙\n", "yaml-full-width-colon", 1),
        ("about: |\n  NATO：会合\nhome: 表紙: 今日\n", "yaml-needs-quotes", 3),
        ("home: ]\n", "yaml-syntax", 1),
        ('home: a\rabout: "b\r', "yaml-open-quote", 2),
        ("- home\n", "theme-yaml-mapping", 1),
        ("home: a\nhome: b\n", "theme-yaml-twice", 2),
        ("home: {a: {b: c}}\n", "theme-yaml-plain", 1),
        ("home: {a: b}\n", "theme-yaml-plain", 1),
        ("? [a]\n: b\n", "theme-yaml-key", 1),
        ("home: '{0}'\n", "theme-string-braces", 1),
        ("home: a {b\n", "theme-string-braces", 1),
        ("home: '{a:{b}}'\n", "theme-string-braces", 1),
        ("home: '{a:>999999999}'\n", "theme-string-braces", 1),
        ("home: a\u2028\x85b: [\n", "yaml-needs-quotes", 1),
        ("name:e:x:\n  accent:y:\n  accent:o.5s", "yaml-no-space", 3),
        ("a: " + "[" * 5000, "yaml-too-deep", 1),
        ("a: b\n" * 110_000, "yaml-too-large", 1),
        (b"home: a\nno: \xff\n", "theme-encoding", 2),
    ],
)
def test_broken_strings_are_told_with_their_line(tmp_path: Path, text: str | bytes, code: str, line: int) -> None:
    found = problems(tmp_path, {**BASE, "base/strings/ja.yaml": text})
    assert [(each.code, each.mark.path, each.mark.line) for each in found] == [
        (code, "themes/base/strings/ja.yaml", line)
    ]


def test_all_problems_of_all_files_come_in_one_run(tmp_path: Path) -> None:
    broken = {
        "base/templates/a.html": "{% if %}",
        "base/templates/b.html": "\n{{ x|nofilter }}",
        "base/templates/c.html": "{% include page.name %}",
        "base/strings/ja.yaml": "home: {",
        "base/assets/style.css": "url(gone.svg)",
    }
    found = problems(tmp_path, {**BASE, **broken}, colour="red")
    assert {each.mark.path for each in found} == {"content/site.yaml", *(f"themes/{name}" for name in broken)}


@pytest.mark.parametrize(
    ("template", "code", "line", "near"),
    [
        ("{% include 'itm.html' %}", "theme-template-missing", 1, "item.html"),
        ("\n{% extends 'bse.html' %}", "theme-template-missing", 2, "base.html"),
        ("{% extends 'x.html' %}", "theme-template-cycle", 1, None),
        ("\n\n{{ t('hom') }}", "theme-string-unknown", 3, "home"),
        ("{{ t('status_' ~ page.status) }}", "theme-string-unknown", 1, ""),
        ("{{ asset('style.cs') }}", "theme-asset-unknown", 1, "style.css"),
        ("{{ option('acent') }}", "theme-option-undeclared", 1, "accent"),
        ("\n{% for date in page.dates %}{% endfor %}", "theme-name-reserved", 2, None),
        ("{% macro url(x) %}{% endmacro %}", "theme-name-reserved", 1, None),
        ("{{ pge.title }}", "theme-name-unknown", 1, "page"),
        ("{{ now() }}", "theme-name-unknown", 1, ""),
        ("{{ lipsum() }}", "theme-name-unknown", 1, ""),
        ("{{ [1]|random }}", "theme-template-syntax", 1, None),
        ("\n{{ page is nice }}", "theme-template-syntax", 2, None),
        ("{% block a %}{% endblock %}\n{% block a %}{% endblock %}", "theme-template-syntax", 2, None),
        ("\n{% block b %}{% extends 'item.html' %}{% endblock %}", "theme-template-syntax", 2, None),
        ("\n{% for loop in [1] %}{% endfor %}", "theme-template-syntax", 2, None),
        ("\n{% macro m(caller) %}{{ caller() }}{% endmacro %}", "theme-template-syntax", 2, None),
    ],
)
def test_names_that_nothing_answers_to_are_told(
    tmp_path: Path, template: str, code: str, line: int, near: str | None
) -> None:
    (found,) = problems(tmp_path, {**BASE, "base/templates/x.html": template})
    assert (found.code, found.mark.path, found.mark.line) == (code, "themes/base/templates/x.html", line)
    assert dict(found.args).get("near") == near


def test_what_any_template_sets_and_what_may_be_missing_is_no_problem(tmp_path: Path) -> None:
    template = (
        "{% import 'm.html' as m %}{% from 'm.html' import f as g %}"
        "{% macro own(a) %}{{ a }}{{ caller() }}{% endmacro %}"
        "{% for x in [1] %}{{ loop.index }}{{ x }}{{ m.f(x) }}{{ g(x) }}{% endfor %}{% set y = 1 %}"
        "{% include 'gone.html' ignore missing %}{% include ['gone.html', 'item.html'] %}"
        "{{ namespace(z=y) }}{{ t(page.key) }}"
    )
    files = {
        **BASE,
        "base/templates/x.html": template,
        "base/templates/m.html": "{% macro f(v) %}{{ v }}{{ y }}{% endmacro %}",
    }
    assert load(write(tmp_path, files)).closure("x.html")


def test_a_language_nobody_wrote_is_told_once(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        load(write(tmp_path, BASE), language="fr")
    assert codes(caught.value.problems) == ["theme-no-strings"]
    assert "en, ja" in hints(caught.value.problems[0], "en")[0]


def test_a_broken_parent_does_not_blame_the_child(tmp_path: Path) -> None:
    kid = {**KID, "kid/templates/post.html": "{% extends 'base/post.html' %}{{ t('home') }}"}
    assert codes(problems(tmp_path, {**BASE, **kid, "base/theme.yaml": "name: ["}, "kid", accent="red")) == [
        "yaml-needs-quotes"
    ]


def test_links_out_of_the_theme_are_refused_and_editors_files_ignored(tmp_path: Path) -> None:
    folder = write(
        tmp_path, {**BASE, "base/templates/.post.html.swp": b"\xff", "base/templates/post.html~": "{% if %}"}
    )
    load(folder)
    (tmp_path / "secret.txt").write_text("x")
    (folder / "base/assets/secret.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(ContentError) as caught:
        load(folder)
    assert codes(caught.value.problems) == ["theme-link-leaves"]


def changed(tmp_path: Path, edits: dict[str, str], name: str = "base", **options: object) -> set[str]:
    """The templates whose closure differs after these edits."""
    before = load(write(tmp_path, {**BASE, **KID}), name)
    after = load(write(tmp_path, edits), name, **options)
    return {key for key in after.closures if before.closures.get(key) != after.closures[key]}


@pytest.mark.parametrize(
    ("edits", "name", "expected"),
    [
        ({}, "base", set()),
        (
            {"base/templates/base.html": "{% block main %}{% endblock %}"},
            "base",
            {"base.html", "post.html", "list.html"},
        ),
        ({"base/templates/item.html": "x"}, "base", {"item.html", "list.html"}),
        ({"base/templates/item.html": "x"}, "kid", {"item.html", "list.html"}),
        ({"kid/templates/base.html": "x"}, "kid", {"base.html", "post.html", "list.html"}),
        ({"kid/templates/base.html": "x"}, "base", set()),
        ({"base/strings/ja.yaml": "home: 家\nno: x\nby: y\n"}, "base", {"post.html"}),
        ({"base/strings/ja.yaml": "home: 表紙\nno: x\nby: y\n"}, "base", set()),
        ({"base/strings/en.yaml": "home: H\n"}, "base", set()),
        ({"kid/strings/ja.yaml": "home: 家\n"}, "kid", {"post.html"}),
        ({"base/assets/img/wave.svg": "<p/>"}, "base", {"base.html", "post.html", "list.html"}),
        ({"base/assets/unused.svg": "<p/>"}, "base", set()),
        ({"base/templates/new.html": "x"}, "base", {"new.html"}),
    ],
)
def test_an_edit_changes_exactly_the_closures_it_reaches(
    tmp_path: Path, edits: dict[str, str], name: str, expected: set[str]
) -> None:
    assert changed(tmp_path, edits, name) == expected


def test_an_option_changes_what_reads_it_and_dynamic_names_count_them_all(tmp_path: Path) -> None:
    assert changed(tmp_path / "a", {}, accent="red") == {"item.html", "list.html"}
    assert changed(tmp_path / "b", {}, columns=4) == set()
    dynamic = {"base/templates/x.html": "{{ option(page.name) }}"}
    write(tmp_path / "c", dynamic)
    assert changed(tmp_path / "c", {}, columns=4) == {"x.html"}


def test_a_file_that_is_absent_counts_so_that_adding_it_is_noticed(tmp_path: Path) -> None:
    write(tmp_path, {"base/templates/x.html": "{% include 'maybe.html' ignore missing %}"})
    assert changed(tmp_path, {"base/templates/maybe.html": "x"}) == {"maybe.html", "x.html"}


def test_asking_for_a_template_that_is_not_there_is_an_author_s_problem(tmp_path: Path) -> None:
    theme = load(write(tmp_path, BASE))
    with pytest.raises(ContentError) as caught:
        theme.closure("pots.html")
    (found,) = caught.value.problems
    assert (found.code, dict(found.args)["near"]) == ("theme-template-absent", "post.html")


def test_a_remembered_theme_needs_neither_jinja_nor_yaml_and_is_the_same(tmp_path: Path) -> None:
    folder = write(tmp_path, {**BASE, **KID})
    first = load(folder, "kid")
    (tmp_path / "memory").write_bytes(pickle.dumps((first.memory, first.closures)))
    program = (
        "import pickle, sys; from pathlib import Path; from digest.theme.loading import load_theme\n"
        f"memory, closures = pickle.loads(Path({str(tmp_path / 'memory')!r}).read_bytes())\n"
        f"theme = load_theme((Path({str(folder)!r}),), 'kid', 'ja', {{}}, memory=memory)\n"
        "assert theme.closures == closures and theme.memory == memory\n"
        "assert not {'jinja2', 'yaml', 'markupsafe', 'budoux'} & set(sys.modules), sorted(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_files_with_problems_are_not_remembered_and_old_ones_are_forgotten(tmp_path: Path) -> None:
    folder = write(tmp_path, BASE)
    memory = load(folder).memory
    write(tmp_path, {"base/templates/item.html": "{% if %}"})
    for _ in range(2):
        with pytest.raises(ContentError):
            load_theme((folder,), "base", "ja", {}, memory=memory)
    write(tmp_path, {"base/templates/item.html": "new"})
    renewed = load_theme((folder,), "base", "ja", {}, memory=memory).memory
    assert len(renewed.templates) == len(memory.templates)
    assert renewed == load_theme((folder,), "base", "ja", {}, memory=ThemeMemory()).memory


def test_a_theme_travels_to_other_processes(tmp_path: Path) -> None:
    theme = load(write(tmp_path, BASE))
    assert pickle.loads(pickle.dumps(theme)) == theme
