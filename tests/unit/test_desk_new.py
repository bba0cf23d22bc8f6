"""`new` writes drafts that build and check accept, and never over anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest
import yaml
from miniature import Site

from digest.desk.drafting import FIELDS, propose

Make = Callable[[Mapping[str, str]], Site]
TABLES = {"content/topics.yaml": "離島防衛: {slug: islands, aliases: [島しょ防衛]}\n"}
STORY = {"content/stories/drill-2023.md": "---\ntitle: 訓練\n---\n"}


def front(text: str) -> dict[str, object]:
    return yaml.load(text.split("---\n")[1], yaml.BaseLoader)


def test_a_draft_has_every_usual_field_and_is_held_back_by_build(site: Make) -> None:
    made = site({**TABLES, **STORY})
    wish = ("--date", "2023-09-05T21:30", "--topic", "島しょ防衛", "--story", "drill-2023", "--slug", "drill")
    done = made.run("new", "訓練の見通し: 「#1」", *wish)
    assert done.status == 0
    text = (made.root / "content/posts/2023/09/drill.md").read_text(encoding="utf-8")
    values = front(text)
    assert tuple(values) == FIELDS
    assert values["title"] == "訓練の見通し: 「#1」"
    assert values["date"] == "2023-09-05T21:30:00+09:00"
    assert values["id"] == "tag:digest.example,2000:posts/2023/09/drill"
    assert (values["topics"], values["story"], values["draft"]) == (["離島防衛"], "drill-2023", "true")
    assert "# 題は自分の言葉で" in text
    built = made.build("--now", "2023-09-06")
    assert (built.status, "held back: content/posts/2023/09/drill.md (draft)" in built.stdout) == (0, True)
    assert made.run("check", "--strict", "--now", "2023-09-06").status == 0


def test_a_japanese_title_without_a_slug_still_gets_a_file_and_the_next_number(site: Make) -> None:
    made = site({})
    for number in (1, 2):
        ran = made.run("new", "タイトル", "--date", "2023-09-05", env={"DIGEST_LANG": "ja"})
        assert (ran.status, f"仮に「0905-{number}」としました" in ran.stderr, "--slug" in ran.stderr) == (0, True, True)
        assert (made.root / f"content/posts/2023/09/0905-{number}.md").is_file()
    assert made.build().status == 0


def test_comments_speak_the_sites_language(site: Make) -> None:
    made = site({"content/site.yaml": "title: x\nbase_url: https://digest.example/\nlanguage: en\n"})
    assert made.run("new", "A drill, in October?", "--date", "2023-09-05").status == 0
    text = (made.root / "content/posts/2023/09/a-drill-in-october.md").read_text(encoding="utf-8")
    assert "in your own words" in text
    assert not re.search(r"[\u3041-\u30ff]", text)


def test_everything_wrong_is_told_at_once_with_near_misses_and_nothing_is_written(site: Make) -> None:
    made = site({**TABLES, **STORY})
    done = made.run("new", "題", "--topic", "離島防御", "--story", "drill-2022", "--date", "9月5日")
    assert done.status == 1
    assert "did you mean “離島防衛”" in done.stderr
    assert "did you mean “drill-2023”" in done.stderr
    assert "new-bad-date" in done.stderr
    assert not (made.root / "content/posts").exists()


def test_a_post_that_is_there_is_never_written_over(site: Make) -> None:
    made = site({"content/posts/2023/09/x.md": "mine"})
    done = made.run("new", "題", "--date", "2023-09-05", "--slug", "x")
    assert (done.status, "new-exists" in done.stderr) == (1, True)
    assert (made.root / "content/posts/2023/09/x.md").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("slug", ["../x", "a/b", "A B", "題", ".x", "x" * 200])
def test_a_slug_that_is_no_name_in_an_address_is_refused(site: Make, slug: str) -> None:
    made = site({})
    done = made.run("new", "題", "--date", "2023-09-05", f"--slug={slug}")
    assert (done.status, "new-bad-slug" in done.stderr) == (1, True)
    assert not (made.root / "content/posts").exists()


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Kim, Putin: a Summit?", "kim-putin-a-summit"),
        ("Ｆ－３５ flies", "f-35-flies"),
        ("Don't", "dont"),
        ("訓練 drill", ""),
        ("?!", ""),
        ("word " * 40, "-".join(["word"] * 12)),
    ],
)
def test_the_proposed_slug(title: str, slug: str) -> None:
    assert propose(title) == slug


def test_edit_opens_the_authors_editor(site: Make) -> None:
    made = site({})
    env = {"EDITOR": "tee -a", "VISUAL": ""}
    assert made.run("new", "Drill", "--date", "2023-09-05", "--edit", env=env, stdin="# 追記\n").status == 0
    assert (made.root / "content/posts/2023/09/drill.md").read_text(encoding="utf-8").endswith("# 追記\n")
