"""The schemas say what our own validation says: of this repository's content, and of what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from miniature import REPOSITORY, Site

from digest import config, moments
from digest.content import frontmatter, posts, registries
from digest.desk import jsonc, schemas

Make = Callable[[Mapping[str, str]], Site]
ZONE = moments.zone("Asia/Tokyo")
RECORD = posts.post_record(ZONE)


class Loader(yaml.SafeLoader):
    """YAML as editors read it (1.2): dates are texts, yes is no boolean."""


Loader.yaml_implicit_resolvers = {
    first: [
        (tag, found) for tag, found in rules if tag not in {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}
    ]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", __import__("re").compile("^(?:true|false)$"), list("tf"))


def validator(name: str) -> Any:
    rule = schemas.schema(name)
    jsonschema.Draft7Validator.check_schema(rule)
    jsonschema.Draft202012Validator.check_schema(rule)
    return jsonschema.Draft7Validator(rule)


def good(name: str, text: str) -> bool:
    return validator(name).is_valid(yaml.load(text, Loader))


@pytest.mark.parametrize("path", sorted((REPOSITORY / "content").rglob("*.md")), ids=lambda path: path.stem)
def test_every_text_of_this_repository_is_good(path: Path) -> None:
    name = {"posts": "post", "pages": "page", "stories": "story"}[path.relative_to(REPOSITORY / "content").parts[0]]
    parts, _ = frontmatter.split(path.read_text(encoding="utf-8"), path.name)
    errors = [error.message for error in validator(name).iter_errors(yaml.load(parts.yaml, Loader))]
    assert errors == []


@pytest.mark.parametrize("name", ["site", "topics", "outlets", "places", "readings"])
def test_every_table_of_this_repository_is_good(name: str) -> None:
    text = (REPOSITORY / f"content/{name}.yaml").read_text(encoding="utf-8")
    assert [error.message for error in validator(name).iter_errors(yaml.load(text, Loader))] == []


HEAD = "title: 題\ndate: 2023-09-05\nkind: note\n"
FRONTS = {
    HEAD: True,
    "date: 2023-09-05\nkind: note\n": False,
    "title: 題\nkind: note\n": False,
    "title:\ndate: 2023-09-05\nkind: note\n": False,
    "title: 2023\ndate: 2023/9/5\nkind: note\n": True,
    "title: 題\ndate: 2023年9月5日 21:30\nkind: note\n": True,
    "title: 題\ndate: 2023-09\nkind: note\n": False,
    "title: [題]\ndate: 2023-09-05\nkind: note\n": False,
    HEAD + "topcis: [演習]\n": False,
    HEAD + "topics: [演習, 離島]\n": True,
    HEAD + "topics: 演習、離島\n": True,
    HEAD + "topics: {演習: 1}\n": False,
    HEAD + "topics:\n": True,
    HEAD + "draft: true\n": True,
    HEAD + "draft: はい\n": True,
    HEAD + "draft: Yes\n": True,
    HEAD + "draft: たぶん\n": False,
    HEAD + "status: 未確認\n": True,
    HEAD + "status: confirmed\n": True,
    HEAD + "status: maybe\n": False,
    HEAD + "sources: 東都新聞、西部新聞\n": True,
    HEAD + "sources: [東都新聞 https://toto.example/1 2023-09-05 朝刊3面]\n": True,
    HEAD + "sources: [{outlet: 東都新聞, url: 'https://toto.example/1'}]\n": True,
    HEAD + "sources: [{outlet: 東都新聞, url: toto.example}]\n": False,
    HEAD + "sources: [{outlet: 東都新聞, headlin: x}]\n": False,
    HEAD + "sources: [{outlet: 東都新聞, treatment: copied}]\n": False,
    HEAD + "sources: [{outlet: 東都新聞, paywall: true, reporters: 青木健二、三浦沙織}]\n": True,
    HEAD + "sources: [{outlet: 東都新聞, reporters: [{name: 青木健二, role: 特派員}]}]\n": True,
    HEAD + "sources: [{outlet: 東都新聞, reporters: [{role: 特派員}]}]\n": False,
    HEAD + "sources: [{outlet: 東都新聞, byline: [ワシントン 4日 ロイター]}]\n": True,
    HEAD + "sources: [{outlet: 東都新聞, dateline: {place: ワシントン, date: 2023-09-04}}]\n": True,
    HEAD + "sources: [{key: 'a b', outlet: 東都新聞}]\n": False,
    HEAD + "sources: [{key: 毎日-1, outlet: 東都新聞}]\n": True,
    HEAD + "corrections: [{date: 2023-09-06, text: 直した}]\n": True,
    HEAD + "corrections: [{date: 2023-09-06}]\n": False,
    HEAD + "event: {date: 2022-11~, place: ソウル}\n": True,
    HEAD + "silence: [{code: single-article, reason: 続報待ち}]\n": True,
    HEAD + "silence: [{code: single-article}]\n": False,
    HEAD + "readings: {防人: さきもり}\n": True,
    HEAD + "readings: [防人]\n": False,
}


@pytest.mark.parametrize("text", FRONTS)
def test_schema_and_validation_agree_on_front_matter(text: str) -> None:
    _, problems = posts.read(f"---\n{text}---\n", "content/posts/2023/09/x.md", RECORD, ZONE)
    ours = not any(one.severity == "error" for one in problems)
    assert (ours, good("post", text)) == (FRONTS[text], FRONTS[text])


SITES = {
    "title: x\nbase_url: https://a.example/\n": True,
    "title: x\n": False,
    "title: x\nbase_url: https://a.example/\npage_size: 10\nlanguage: en\nsections: [archive, feeds]\n": True,
    "title: x\nbase_url: https://a.example/\npage_size: 1\n": False,
    "title: x\nbase_url: https://a.example/\nlanguage: fr\n": False,
    "title: x\nbase_url: https://a.example/\nfeeds: {items: 5, contents: full}\n": False,
    "title: x\nbase_url: https://a.example/\nregistries: {topics: open}\nnav:\n  - {name: a, url: about/}\n": True,
}


@pytest.mark.parametrize("text", SITES)
def test_schema_and_validation_agree_on_settings(text: str) -> None:
    _, problems = config.read(text)
    assert (not problems, good("site", text)) == (SITES[text], SITES[text])


OUTLETS = {
    "東都新聞:\n": True,
    "東都新聞: {slug: toto, domains: [toto.example], agency: false}\n": True,
    "東都新聞: {kind: paper}\n": False,
    "東都新聞: {slugs: toto}\n": False,
    "[東都新聞]\n": False,
}


@pytest.mark.parametrize("text", OUTLETS)
def test_schema_and_validation_agree_on_registries(text: str) -> None:
    _, problems = registries.read("outlets", text, "content/outlets.yaml", closed=False)
    assert (not problems, good("outlets", text)) == (OUTLETS[text], OUTLETS[text])


def test_the_committed_schemas_are_those_of_this_program() -> None:
    for path, text in schemas.files().items():
        if path != schemas.EDITOR:
            assert (REPOSITORY / path).read_text(encoding="utf-8") == text, "run: python build.py schema --write"
    mapped = json.loads((REPOSITORY / schemas.EDITOR).read_text(encoding="utf-8"))["yaml.schemas"]
    assert {f"./{path}" for path in schemas.files()} <= set(mapped)


def test_all_in_one_is_the_schema_of_a_post_and_holds_the_rest(site: Make) -> None:
    whole = json.loads(site({}).run("schema").stdout)
    assert set(whole["$defs"]) == set(schemas.names())
    assert jsonschema.Draft202012Validator(whole).is_valid({"title": "題", "date": "2023-09-05"})
    assert not jsonschema.Draft202012Validator(whole).is_valid({"title": "題"})


WITH_COMMENTS = """\
// 私の設定
{
    "editor.wordWrap": "on", // 折り返す
    /* 表 { */ "yaml.schemas": {
        "x.json": ["y.yaml", "//z"], // 別の表
    },
    "files.exclude": {"a": true,},
}
"""
COMMENTS = ["// 私の設定", "// 折り返す", "/* 表 { */", "// 別の表", "// 終わり"]
SETTINGS = [
    "{}",
    "{\n}\n",
    '{"editor.wordWrap": "on", "yaml.schemas": {"x.json": "y.yaml"}}',
    WITH_COMMENTS,
    WITH_COMMENTS.replace("\n", "\r\n"),
    WITH_COMMENTS.replace('"yaml.schemas"', '"yaml.other"'),
    WITH_COMMENTS.replace("    ", "\t"),
    "\ufeff" + WITH_COMMENTS,
    '{"yaml.schemas": {"./schemas/post.schema.json": ["notes/*.md"]}, "a": "\\"}{"}',
    '{"a": 1 // 終わり\n}',
]


@pytest.mark.parametrize("text", SETTINGS)
def test_writing_keeps_the_authors_editor_settings(site: Make, text: str) -> None:
    made = site({".vscode/settings.json": text})
    assert made.run("schema", "--write").status == 0
    written = (made.root / ".vscode/settings.json").read_bytes().decode()
    before, after = jsonc.loads(text), jsonc.loads(written)
    own = before.get("yaml.schemas", {})
    assert {name: one for name, one in after.items() if name != "yaml.schemas"} == {
        name: one for name, one in before.items() if name != "yaml.schemas"
    }
    assert {name: one for name, one in after["yaml.schemas"].items() if name not in schemas.mapped()} == {
        name: one for name, one in own.items() if name not in schemas.mapped()
    }
    for name, globs in schemas.mapped().items():
        assert after["yaml.schemas"][name] == [*(one for one in own.get(name, []) if one not in globs), *globs]
    assert all(one in written for one in COMMENTS if one in text)
    assert written.count("\r\n") in {0, written.count("\n")}
    assert made.run("schema", "--write").status == 0
    assert (made.root / ".vscode/settings.json").read_bytes().decode() == written


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"yaml.schemas": []}', "{'a': 1}", '{"a": 1} {"b": 2}', '{"a": 1 /* x', "true"]
)
def test_settings_that_cannot_be_read_stay_and_the_lines_to_add_are_printed(site: Make, text: str) -> None:
    made = site({".vscode/settings.json": text})
    ran = made.run("schema", "--write")
    assert ran.status == 1
    assert (made.root / ".vscode/settings.json").read_text(encoding="utf-8") == text
    assert json.loads(ran.stdout[ran.stdout.index("{") :]) == {"yaml.schemas": schemas.mapped()}
    assert (made.root / "schemas/post.schema.json").is_file()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.text(max_size=5) | st.just("yaml.schemas"), VALUES, max_size=4), st.sampled_from([None, 1, 4])
)
def test_any_settings_are_kept_or_refused(before: dict[str, Any], indent: int | None) -> None:
    text = json.dumps(before, ensure_ascii=False, indent=indent)
    assert jsonc.loads(text) == before
    if isinstance(before.get("yaml.schemas", {}), dict):
        after = jsonc.loads(schemas.editor(text))
        assert after == before | {"yaml.schemas": before.get("yaml.schemas", {}) | schemas.mapped()}
    else:
        with pytest.raises(ValueError, match="settings"):
            schemas.editor(text)
