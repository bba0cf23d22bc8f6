"""What `check` finds, what it leaves alone, and what `--fix` mends: through the survey and through the command line."""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Callable, Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from miniature import REPOSITORY, Site

from digest.content.articles import Article
from digest.desk import clippings, examining, fixing
from digest.desk.findings import LEVELS
from digest.desk.rules_library import near
from digest.desk.surveying import Survey, survey

Make = Callable[[Mapping[str, str]], Site]
NOW = datetime.datetime(2023, 9, 20, 12, 0, tzinfo=datetime.UTC)
POST = "content/posts/2023/09/x.md"
TABLES = {
    "content/topics.yaml": "演習: {slug: exercise}\n",
    "content/outlets.yaml": "東都新聞: {slug: toto, domains: [toto.example]}\n"
    "西部新聞: {slug: seibu, aliases: [ＳＥＩＢＵ]}\n海洋局: {slug: kaiyo, kind: official}\n",
}
OWN = "自分の言葉で書いた文章をここに置く。二紙の伝え方の違いと、まだ分からないことを書きとめておく。" * 6


class Quiet:
    """Hears nothing."""

    def stage(self, name: str, total: int) -> None: ...

    def done(self, count: int) -> None: ...

    def waiting(self, holder: str) -> None: ...


def post(sources: str = "", body: str = OWN, **front: str) -> str:
    fields = {"title": "演習の見通し", "date": "2023-09-05T21:30:00+09:00", "topics": "[演習]"} | front
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in fields.items()) + sources + f"---\n{body}\n"


TWO = (
    "sources:\n"
    "  - {key: a, outlet: 東都新聞, headline: 訓練来月にも, published: 2023-09-05, reporters: [青木健二]}\n"
    "  - {key: b, outlet: 西部新聞, headline: 離島で訓練へ, published: 2023-09-05}\n"
)


def surveyed(site: Site) -> Survey:
    return survey(site.root, NOW, Quiet(), jobs=1)


def codes(site: Site, severities: tuple[str, ...] = ("error", "warning", "note")) -> list[str]:
    return [one.code for one in surveyed(site).problems if one.severity in severities]


def test_a_careful_post_has_nothing_to_mend(site: Make) -> None:
    body = OWN + "\n\n> 短い引用。\n> [@a]\n\n続きは東都[@a]と西部[@b]による。"
    assert codes(site({POST: post(TWO, body), **TABLES})) == []


CASES = {
    "quotation-unsourced": post(TWO, OWN + "\n\n> 出所のない引用。\n"),
    "quotation-outweighs": post(TWO, "短い。\n\n> " + "引用した長い文。" * 9 + "[@a]\n\n[@b]"),
    "quotation-share": post(TWO, "自分の文。" * 10 + "\n\n> " + "引用の文。" * 8 + "[@a]\n\n[@b]"),
    "quotation-long": post(TWO, OWN * 4 + "\n\n> " + "引用した文。" * 40 + "[@a]\n\n[@b]"),
    "quotation-many": post(TWO, OWN + "\n\n> 一。[@a]\n\n間。\n\n> 二。[@a]\n\n間。\n\n> 三。[@a]\n\n[@b]"),
    "quotation-credit": post(TWO.replace("headline: 訓練来月にも, ", ""), OWN + "\n\n> 一。[@a]\n\n[@b]"),
    "headline-copied": post(TWO, title="「訓練、来月にも」"),
    "headline-long": post(TWO.replace("離島で訓練へ", "長" * 111)),
    "single-article": post(TWO.rpartition("  - ")[0]),
    "few-origins": post(TWO.replace("2023-09-05}", "2023-09-05, cites: [東都新聞]}")),
    "treatment-full": post(TWO.replace("key: b,", "key: b, treatment: full,")),
    "outlet-placeholder": post(TWO.replace("西部新聞", "媒体名を記入")),
    "outlet-aggregator": post(TWO.replace("西部新聞", "Yahoo!ニュース")),
    "reporter-title": post(TWO.replace("青木健二", "青木健二記者")),
    "reporter-not-person": post(TWO.replace("青木健二", "共同")),
    "reporter-odd": post(TWO.replace("青木健二", "青木健二と三浦沙織と西田一郎")),
    "published-after-post": post(TWO.replace("headline: 離島で訓練へ, published: 2023-09-05", "published: 2023-09-06")),
    "published-long-before": post(
        TWO.replace("headline: 離島で訓練へ, published: 2023-09-05", "published: 2022-09-05")
    ),
    "url-tracking": post(TWO.replace("key: b,", "key: b, url: 'https://seibu.example/1?utm_source=x',")),
    "name-spelling": post(TWO.replace("西部新聞", "東都新聞").replace("[演習]", "演習"), topics="[演習]"),
    "silence-without-reason": post(TWO + "silence: [{code: few-origins, reason: ' '}]\n"),
    "silence-unknown": post(TWO + "silence: [{code: no-such-rule, reason: 試し}]\n"),
    "draft-old": post(TWO, date="2023-08-01", draft="true").replace("2023-09-05}", "2023-08-01}"),
    "topic-once": post(TWO, date="2023-08-01").replace("2023-09-05", "2023-08-01"),
    "name-unlisted": post(TWO.replace("西部新聞", "南海新聞")),
}
CASES["name-spelling"] = post(TWO.replace("西部新聞", "ＮＡＮＢＵ"))


@pytest.mark.parametrize("code", CASES)
def test_each_rule_speaks(site: Make, code: str) -> None:
    tables = dict(TABLES)
    if code == "name-spelling":
        tables["content/outlets.yaml"] += "NANBU: {slug: nanbu}\n"
    made = site({POST: CASES[code], **tables})
    found = [one for one in surveyed(made).problems if one.code == code]
    assert len(found) == 1
    assert found[0].severity == LEVELS[code]
    assert found[0].mark.path == POST
    assert found[0].mark.line > 1


def test_a_name_in_no_table_is_told_where_it_is_a_name(site: Make) -> None:
    sources = TWO.replace("key: b,", "key: b, dateline: 青島港, cites: [架空庁],").replace("西部新聞", "南海新聞")
    text = post(sources, title="南海新聞と架空庁、青島港で演習")
    found = {dict(one.args)["name"]: one.mark for one in surveyed(site({POST: text, **TABLES})).problems}
    for name in ("南海新聞", "架空庁", "青島港"):
        mark = found[name]
        line = text.split("\n")[mark.line - 1]
        assert "key: b" in line
        assert name in line[mark.column - 1 : mark.column - 1 + mark.length]


def test_a_rule_is_silenced_with_a_reason_in_that_post_alone(site: Make) -> None:
    silent = CASES["single-article"].replace("topics:", "silence: [{code: single-article, reason: 続報待ち}]\ntopics:")
    made = site({POST: silent, POST.replace("x.md", "y.md"): CASES["single-article"], **TABLES})
    found = surveyed(made)
    assert [one.mark.path for one in found.problems if one.code == "single-article"] == [POST.replace("x.md", "y.md")]
    assert found.silenced == 1


def test_an_official_release_at_hand_needs_no_second_report(site: Make) -> None:
    release = "sources:\n  - {outlet: 海洋局, published: 2023-09-05, kind: release}\n"
    assert codes(site({POST: post(release), **TABLES})) == []


def test_a_note_may_quote_without_a_source_at_the_price_of_a_warning(site: Make) -> None:
    note = post("", OWN + "\n\n> 引用。\n", kind="note")
    found = [one for one in surveyed(site({POST: note, **TABLES})).problems if one.code == "quotation-unsourced"]
    assert [one.severity for one in found] == ["warning"]


def test_days_and_instants_are_compared_as_what_they_are(site: Make) -> None:
    same_day = TWO.replace("published: 2023-09-05,", "published: 2023-09-05T23:00:00+09:00,")
    made = site({POST: post(same_day, date="2023-09-05"), **TABLES})
    assert "published-after-post" not in codes(made)
    made.write(POST, post(same_day))
    assert "published-after-post" in codes(made)
    made.write(POST, post(same_day, updated="2023-09-05T23:30:00+09:00"))
    assert "published-after-post" not in codes(made)


def test_one_report_in_two_posts_is_told_at_the_later_one(site: Make) -> None:
    first = post(TWO.replace("key: b,", "key: b, url: 'https://www.seibu.example/1',"))
    second = post(TWO.replace("key: b,", "key: b, url: 'http://m.seibu.example/1/',"), date="2023-09-06")
    made = site({POST: second, POST.replace("x.md", "a-later-name.md"): first, **TABLES})
    found = [one for one in surveyed(made).problems if one.code == "url-reused"]
    assert [(one.mark.path, dict(one.args)["other"]) for one in found] == [
        (POST, POST.replace("x.md", "a-later-name.md"))
    ]


CLIPPING = (
    "防衛当局は五日、離島を使う補給の訓練を来月にも行う方針を固めた。参加する部隊の数や期間は"
    "なお調整が続いており、地元の自治体への説明は今月中に始まる見通しだ。"
)


def test_a_clipping_in_the_body_is_found_unless_it_is_a_credited_quotation(site: Make) -> None:
    made = site(
        {POST: post(TWO, OWN + CLIPPING), "seeds/a.txt": f"◎題\n　{CLIPPING}", "seeds/README.md": OWN, **TABLES}
    )
    found = [dict(one.args) for one in surveyed(made).problems if one.code == "clipping-copied"]
    assert [one["clipping"] for one in found] == ["seeds/a.txt"]
    assert int(found[0]["size"]) == len(CLIPPING)
    made.write(POST, post(TWO, OWN * 3 + f"\n\n> {CLIPPING}[@a]\n\n[@b]"))
    assert "clipping-copied" not in codes(made)


@given(st.text(alphabet="あいう", min_size=0, max_size=80), st.text(alphabet="かきく", max_size=80), st.integers(0, 90))
def test_exactly_the_runs_of_sixty_characters_are_found(before: str, after: str, size: int) -> None:
    text = "".join(chr(0x4E00 + number) for number in range(200))
    known = clippings.of((("seeds/a", "さしす" + text),))
    runs = list(known.runs(before + text[50 : 50 + size] + after))
    assert [run.length for run in runs] == ([size] if size >= clippings.LEAST else [])


def test_topics_that_are_one_are_told_and_those_that_differ_are_not() -> None:
    def pairs(*names: str) -> Iterator[tuple[str, str]]:
        return near(names, {})

    assert list(pairs("日・米同盟", "日米同盟")) == [("日米同盟", "日・米同盟")]
    assert list(pairs("沖縄", "沖縄問題")) == [("沖縄問題", "沖縄")]
    assert list(pairs("ウクライナ", "ウクライーナ")) == [("ウクライーナ", "ウクライナ")]
    assert list(pairs("日米共同訓練", "日韓共同訓練", "北朝鮮", "北朝鮮軍", "中国", "韓国", "AI", "AUV")) == []


def test_the_registry_the_stories_and_the_media_are_looked_through(site: Make) -> None:
    made = site(
        {
            POST: post(TWO, OWN + "\n\n![図](../../../media/used.png)"),
            **TABLES,
            "content/topics.yaml": "演習:\n  slug: exercise\n  aliases: [訓練演習]\n"
            "海洋:\n  slug: sea\n  aliases: [海, 洋上]\n",
            "content/ledger.tsv": "/topics/海/\t\tcontent/topics.yaml\t2023-09-01\tgone\n",
            "content/media/used.png": "x",
            "content/media/idle.png": "x",
            "content/stories/lonely.md": "---\ntitle: 続き物\n---\n",
        }
    )
    problems = surveyed(made).problems
    assert [dict(one.args)["aliases"] for one in problems if one.code == "alias-unused"] == ["洋上"]
    found = {(one.code, one.mark.path, one.mark.line) for one in problems}
    assert found == {
        ("alias-unused", "content/topics.yaml", 6),
        ("media-orphan", "content/media/idle.png", 0),
        ("story-empty", "content/stories/lonely.md", 2),
    }


def test_date_words_that_stay_words_are_listed_with_their_place(site: Make) -> None:
    made = site({POST: post(TWO, OWN + "\n\n13月4日に行うという。[@a]また[@b]"), **TABLES})
    found = [one for one in surveyed(made).problems if one.code.startswith("date-word-")]
    assert [one.severity for one in found] == ["note"]
    assert (found[0].mark.line, found[0].mark.column, found[0].mark.length) == (11, 1, 5)


def test_date_words_of_low_confidence_are_listed_with_the_day_they_were_read_as(site: Make) -> None:
    made = site(
        {POST: post(TWO, OWN + "\n\n4日に会談した。昨年12月に合意し、翌日、公表したという。[@a]また[@b]"), **TABLES}
    )
    found = [one for one in surveyed(made).problems if one.code.startswith("date-word-")]
    assert [(one.code, one.severity, dict(one.args)["text"]) for one in found] == [("date-word-unsure", "note", "翌日")]
    assert dict(found[0].args)["value"] == "2023-09-05"
    quiet = made.root / POST
    reason = "silence:\n  - {code: date-word-unsure, reason: 原文のとおり}\n"
    made.write(POST, quiet.read_text("utf-8").replace("sources:", reason + "sources:"))
    assert "date-word-unsure" not in codes(made)


def test_date_words_are_not_examined_where_they_stay_plain_text(site: Make) -> None:
    made = site({POST: post(TWO, OWN + "\n\n13月4日に行うという。[@a]また[@b]"), **TABLES})
    assert [one for one in surveyed(made).problems if one.code.startswith("date-word-")]
    made.write("content/site.yaml", "title: 試験\nbase_url: https://digest.example/\ndate_words: plain\n")
    assert not [one for one in surveyed(made).problems if one.code.startswith("date-word-")]


def test_a_law_may_be_the_source_of_many_posts(site: Make) -> None:
    law = "  - {key: c, outlet: 海洋局, kind: 解説, headline: 法, url: 'https://k.example/1', published: 2023-09-05}\n"
    posts = {
        f"content/posts/2023/09/{name}.md": post(TWO + law, OWN + "[@a][@b][@c]", title=name) for name in ("甲", "乙")
    }
    made = site({path.replace("甲", "p").replace("乙", "q"): text for path, text in posts.items()} | TABLES)
    assert "url-reused" not in codes(made)
    for path, text in posts.items():
        made.write(path.replace("甲", "p").replace("乙", "q"), text.replace("kind: 解説, ", ""))
    assert "url-reused" in codes(made)


def test_date_words_without_a_reference_are_listed_and_never_guessed(site: Make) -> None:
    undated = TWO.replace(", published: 2023-09-05", "")
    body = OWN + "\n\n4日に始まり、2022年8月4日以来だという。[@a]\n\n今月中に終わる。また[@b]"
    for sources, told in (
        (undated, ["4日", "今月"]),
        (TWO, []),
        (undated.replace("key: a, ", "key: a, published: 2023-09-05, "), ["今月"]),
        (undated.rpartition("  - ")[0], ["4日", "今月"]),
    ):
        text = body if "key: b" in sources else body.partition("また")[0]
        made = site({POST: post(sources, text), **TABLES})
        found = [one for one in surveyed(made).problems if one.code.startswith("date-word-")]
        assert [one.code for one in found] == ["date-word-no-reference"] * len(told), sources
        assert [dict(one.args)["text"] for one in found] == told
        assert made.build().status == 0
        page = made.read("2023/09/05/x/index.html")
        assert 'datetime="2022-08-04"' in page
        assert ('datetime="2023-09-04"' in page) == ("4日" not in told)
        shutil.rmtree(made.root)


def test_what_build_would_refuse_is_told_too_and_the_output_is_left_alone(site: Make) -> None:
    tables = {**TABLES, "content/topics.yaml": "離島防衛: {}\n"}
    made = site({POST: post(TWO, topics="[離島防御]"), **tables})
    done = made.run("check")
    assert done.status == 1
    assert "unknown-topic" in done.stderr
    assert "did you mean “離島防衛”" in done.stderr
    assert not made.exists("")


def test_statuses_and_json(site: Make) -> None:
    made = site({POST: CASES["single-article"], **TABLES})
    now = ("--now", "2023-09-20")
    assert made.run("check", *now).status == 0
    assert made.run("check", "--strict", *now).status == 1
    done = made.run("check", "--strict", "--json", *now)
    rows = json.loads(done.stdout)
    assert done.status == 1
    assert [(row["code"], row["severity"], row["path"]) for row in rows] == [("single-article", "warning", POST)]


FIXABLE = """---
title: 演習の見通し
date: 2023-09-05T21:30:00+09:00   # 夜
topics: [ "ＥＸ演習" , 演習 ]   # 話題

sources:
    # 一つめ
    -   outlet: '東都新聞'
        url: "https://toto.example/1?utm_source=x&id=3#a"   # 記事
        reporters: 青木健二記者、三浦沙織記者
    - {outlet: ｎａｎｂｕ, reporters: [{name: 西田一郎記者, role: 特派員}]}
---
本文は utm_source=x のまま。[@toto; @nanbu]
"""


def test_fixing_changes_what_has_one_answer_and_not_a_character_more(site: Make) -> None:
    outlets = TABLES["content/outlets.yaml"] + "NANBU: {slug: nanbu}\n"
    tables = {"content/topics.yaml": "演習: {}\nEX演習: {}\n", "content/outlets.yaml": outlets}
    made = site({POST: FIXABLE.replace("\n", "\r\n"), **tables})
    mended = fixing.mend(made.root, surveyed(made).findings)
    wanted = (
        FIXABLE.replace("?utm_source=x&id=3#a", "?id=3#a")
        .replace("青木健二記者、三浦沙織記者", "青木健二、三浦沙織")
        .replace("西田一郎記者", "西田一郎")
        .replace("ｎａｎｂｕ", "NANBU")
        .replace('"ＥＸ演習"', '"EX演習"')
    )
    assert (made.root / POST).read_bytes().decode() == wanted.replace("\n", "\r\n")
    assert len(mended) == 6
    assert fixing.mend(made.root, surveyed(made).findings) == ()


def test_fixing_from_the_command_line_says_what_it_did(site: Make) -> None:
    made = site({POST: CASES["url-tracking"], **TABLES})
    done = made.run("check", "--fix", "--strict", "--now", "2023-09-20")
    assert done.status == 0
    assert "https://seibu.example/1?utm_source=x → https://seibu.example/1" in done.stdout


def test_the_author_guide_gives_every_rule_its_level_and_reason() -> None:
    guide = (REPOSITORY / "docs/author-guide.md").read_text(encoding="utf-8")
    words = {"error": "誤り", "warning": "警告", "note": "参考"}
    for code, level in LEVELS.items():
        row = next((line for line in guide.splitlines() if line.startswith(f"| `{code}` |")), "")
        assert words[level] in row, code
    assert "法律相談ではありません" in guide


def test_an_outlet_to_be_filled_in_is_a_note_in_a_draft_and_nothing_else(site: Make) -> None:
    made = site({POST: post(TWO.replace("西部新聞", "媒体名を記入"), draft="true"), **TABLES})
    found = [(one.code, one.severity) for one in surveyed(made).problems if "媒体名を記入" in str(one.args)]
    assert found == [("outlet-placeholder", "note")]


def test_a_draft_of_quotations_still_waits_for_its_authors_words(site: Make) -> None:
    made = site({POST: CASES["quotation-outweighs"].replace("---\n", "---\ndraft: true\n", 1), **TABLES})
    assert ("quotation-outweighs", "warning") in {(one.code, one.severity) for one in surveyed(made).problems}


def test_what_was_examined_is_remembered_until_anything_it_rests_on_changes(
    site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = post(TWO, OWN + "\n\n東都[@a]と西部[@b]。")
    made = site({POST: told, POST.replace("x.md", "y.md"): told, **TABLES})
    looked: list[str] = []
    examine = examining.examine

    def counted(article: Article, lens: examining.Lens) -> examining.Examined:
        looked.append(article.post.path)
        return examine(article, lens)

    monkeypatch.setattr(examining, "examine", counted)
    first = surveyed(made)
    assert len(looked) == 2
    assert surveyed(made) == first
    assert len(looked) == 2
    made.write(POST, told.replace("離島で訓練へ", "離島で演習へ"))
    surveyed(made)
    assert looked[2:] == [POST]
    made.write("seeds/a.txt", OWN)
    copied = surveyed(made)
    assert len(looked) == 5
    assert {one.code for one in copied.findings} >= {"clipping-copied"}
    (made.root / ".digest" / "examined").write_bytes(b"odd")
    assert surveyed(made) == copied
