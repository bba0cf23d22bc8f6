"""The mail edition of a day or a week, through the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lxml import html
from miniature import Site

from digest.text.width import columns

Make = Callable[[Mapping[str, str]], Site]
NOW = ("--now", "2023-09-20T12:00")
TOPICS = "演習: {slug: exercise}\n離島: {slug: islands}\n"


def post(title: str, date: str, more: str = "kind: note") -> str:
    return f"---\ntitle: {title}\ndate: {date}\n{more}\n---\n{title}の本文。\n"


def sources(*outlets: str) -> str:
    listed = "".join(f"\n  - {{outlet: {one}, headline: 見出し, published: 2023-09-05}}" for one in outlets)
    return f"sources:{listed}"


def test_a_day_begins_and_ends_at_midnight_in_japan(site: Make) -> None:
    blog = site(
        {
            "content/posts/2023/09/a.md": post("前日の最後", "2023-09-04T23:59:59+09:00"),
            "content/posts/2023/09/b.md": post("当日の最初", "2023-09-04T15:00:00Z"),
            "content/posts/2023/09/c.md": post("当日の最後", "2023-09-05T23:59:59"),
            "content/posts/2023/09/d.md": post("翌日の最初", "2023-09-05T15:00:00Z"),
        }
    )
    done = blog.run("edition", "--day", "2023-09-05", *NOW)
    assert (done.status, done.stderr) == (0, "")
    assert "2023年9月5日(火)の記事\n記事2本\n" in done.stdout
    assert "当日の最初" in done.stdout
    assert "当日の最後" in done.stdout
    assert "前日" not in done.stdout
    assert "翌日" not in done.stdout


def test_today_is_the_day_of_now_in_japan(site: Make) -> None:
    blog = site({"content/posts/2023/09/a.md": post("夜明け前", "2023-09-05T00:30")})
    assert "夜明け前" in blog.run("edition", "--day", "--now", "2023-09-04T16:00:00Z").stdout


def test_a_week_is_monday_to_sunday(site: Make) -> None:
    dates = {"日曜": "2023-09-03", "月曜": "2023-09-04", "次の日曜": "2023-09-10", "次の月曜": "2023-09-11"}
    blog = site(
        {f"content/posts/2023/09/{n}.md": post(f"〈{name}〉", date) for n, (name, date) in enumerate(dates.items())}
    )
    for asked in ("2023-09-04", "2023/9/10"):
        told = blog.run("edition", "--week", asked, *NOW).stdout
        assert [name for name in dates if f"〈{name}〉\n" in told] == ["月曜", "次の日曜"]
        assert "2023年9月4日(月)〜2023年9月10日(日)の一週間" in told


def test_drafts_and_held_posts_stay_out(site: Make) -> None:
    blog = site(
        {
            "content/posts/2023/09/a.md": post("下書き", "2023-09-05", "kind: note\ndraft: true"),
            "content/posts/2023/09/b.md": post("解禁前", "2023-09-05", "kind: note\nembargo_until: 2023-10-01"),
            "content/posts/2023/09/c.md": post("夜の記事", "2023-09-05T21:00"),
        }
    )
    told = blog.run("edition", "--day", "2023-09-05", "--now", "2023-09-05T20:00")
    assert (told.status, told.stdout) == (0, "")
    assert "no posts" in told.stderr
    assert "夜の記事" in blog.run("edition", "--day", "--now", "2023-09-05T21:00").stdout


def test_posts_stand_by_topic_and_the_most_reported_first(site: Make) -> None:
    outlets = {"a": ("東都新聞",), "b": ("東都新聞", "北都新聞", "西海通信"), "c": (), "d": ("北都新聞", "西海通信")}
    topics = {"a": "離島", "b": "離島", "c": "", "d": "演習"}
    files = {
        f"content/posts/2023/09/{name}.md": post(
            f"題{name}", "2023-09-05", (sources(*outlets[name]) if outlets[name] else "kind: note") + f"\ntopics: {t}"
        )
        for name, t in topics.items()
    }
    told = site({"content/topics.yaml": TOPICS, **files}).run("edition", "--day", "2023-09-05", *NOW)
    assert told.status == 0, told.stderr
    top, rest = told.stdout.split("\n# ", 1)
    assert [line for line in top.splitlines() if line.startswith("* ")] == ["* 題b", "* 題d", "* 題a"]
    shown = [line for line in f"# {rest}".splitlines() if line.startswith(("# ", "題")) and "本文" not in line]
    assert shown == ["# 演習", "題d", "# 離島", "題a", "題b", "# その他の記事", "題c"]
    assert "媒体: 東都新聞、北都新聞、西海通信\nhttps://digest.example/2023/09/05/b/" in told.stdout


def test_text_is_wrapped_and_addresses_are_whole(site: Make) -> None:
    summary = "東都新聞と北都新聞は、離島の防衛を巡る共同演習について" * 8
    more = f"kind: note\nsummary: {summary}\nstatus: unconfirmed"
    blog = site({f"content/posts/2023/09/{'long-' * 14}name.md": post("長い題" * 30, "2023-09-05", more)})
    lines = blog.run("edition", "--day", "2023-09-05", *NOW).stdout.splitlines()
    assert all(columns(line) <= 72 or line.startswith("https://") for line in lines)
    assert any(line.endswith("name/") and columns(line) > 72 for line in lines)
    assert any(line.startswith("【未確認】長い題") for line in lines)
    assert summary in "".join(lines)


def test_html_shows_every_text_as_text(site: Make) -> None:
    nasty, topic = "<script>alert(1)</script>&amp;\"'</title>", "<img src=x>&amp;\"'"
    quoted, quoted_topic = ("'" + one.replace("'", "''") + "'" for one in (nasty, topic))
    more = f"sources:\n  - {{outlet: {quoted}, headline: 見出し}}\nsummary: {quoted}\ntopics: [{quoted_topic}]"
    blog = site(
        {
            "content/site.yaml": f"title: {quoted}\nbase_url: https://digest.example/\nregistries: {{topics: open}}\n",
            "content/posts/2023/09/a.md": post(quoted, "2023-09-05", more),
        }
    )
    done = blog.run("edition", "--day", "2023-09-05", "--format", "html", *NOW)
    assert done.status == 0, done.stderr
    document = html.document_fromstring(done.stdout.encode())
    assert document.get("lang") == "ja"
    assert list(document.iter("script", "img", "link", "style")) == []
    assert [str(one.xpath("string()")) for one in document.iter("h1", "h2", "h3")] == [nasty, topic, nasty]
    assert [str(one.xpath("string()")) for one in document.iter("p") if one.get("dir")] == [nasty, f"媒体: {nasty}"]
    links = [one.get("href") for one in document.iter("a")]
    assert links == ["https://digest.example/2023/09/05/a/", "https://digest.example/"]


def test_an_english_site_has_an_english_edition(site: Make) -> None:
    blog = site(
        {
            "content/site.yaml": "title: Digest\nbase_url: https://digest.example/\nlanguage: en\n",
            "content/posts/2023/09/a.md": post("Exercise", "2023-09-05"),
        }
    )
    told = blog.run("edition", "--day", "2023-09-05", *NOW, env={"DIGEST_LANG": "ja"}).stdout
    assert told.startswith("Digest\n")
    assert "Posts: 1\n" in told


def test_a_post_that_cannot_be_read_and_a_date_that_is_none_are_told(site: Make) -> None:
    blog = site({"content/posts/2023/09/a.md": "---\ndate: 2023-09-05\n---\n"})
    broken = blog.run("edition", "--day", "2023-09-05", *NOW)
    assert (broken.status, broken.stdout) == (1, "")
    assert "missing-key" in broken.stderr
    for wrong in ("2023-09-31", "2023-09-05T21:00", "9999-99-99"):
        assert blog.run("edition", "--week", wrong).status == 2
    assert blog.run("edition").status == 2
    assert not blog.exists("")
