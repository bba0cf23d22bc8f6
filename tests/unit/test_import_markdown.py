"""Folders of Markdown posts: Jekyll, Hexo, Hugo and Pelican, with their front matter, permalinks and template code."""

# ruff: noqa: E501 - texts as exports have them
from __future__ import annotations

from pathlib import Path

import pytest
from importing import Desk, codes, desk_at

from digest.desk.importing import foreign, islands, permalinks, templating

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_at(tmp_path)


def lay(folder: Path, files: dict[str, str | bytes]) -> None:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data if isinstance(data, bytes) else data.encode())


def test_a_jekyll_site(desk: Desk, tmp_path: Path) -> None:
    post = (
        '---\nlayout: post\ntitle: "補給: 前編"\ndate: 2023-09-05 21:30:00 +0900\ncategories: 海 補給\ntags: [艦]\n'
        "redirect_from: /old/record\nrating: 5\n---\n[前]({% post_url 2023-09-04-before %})と[図]({{ site.baseurl }}/images/a.png)。\n"
        '{: .note}\n\n{% highlight python %}\nprint(1)\n{% endhighlight %}\n\n<div class="x">**太字**でない<br>改行</div>\n'
    )
    lay(
        tmp_path / "old",
        {
            "_config.yml": "url: https://shiomi.example\npermalink: pretty\n",
            "_posts/2023-09-05-record.md": post,
            "_posts/2023-09-04-before.md": "---\ntitle: 前\n---\n本文\n",
            "_drafts/later.md": "---\ntitle: いつか\ndate: 2023-10-01\n---\nまだ\n",
            "images/a.png": PNG,
        },
    )
    outcome = desk.bring("old")
    assert outcome.entries == 3
    path = "content/posts/2023/09/record.md"
    read = desk.post(path)
    assert (read.title, read.date, read.topics) == ("補給: 前編", "2023-09-05T21:30:00+09:00", ("海", "補給", "艦"))
    assert read.aliases == ("/海/補給/2023/09/05/record/", "/old/record")
    body = desk.body(path)
    assert "[前](before.md)" in body
    assert "[図](../../../media/imported/images/a.png)" in body
    assert "```python\nprint(1)\n```" in body
    assert "{:" not in body
    assert "<div" not in body
    assert desk.post("content/posts/2023/09/before.md").date == "2023-09-04"
    assert desk.post("content/posts/2023/10/later.md").draft
    assert "import-fields-lost" in codes(outcome)


def test_a_hexo_site(desk: Desk, tmp_path: Path) -> None:
    lay(
        tmp_path / "old",
        {
            "_config.yml": "url: https://shiomi.example\npermalink: :year/:month/:title/\n",
            "source/_posts/record.md": "title: 記録\ndate: 2023/9/5 21:30:00\ncategories:\n- [海, 補給]\n---\n要約\n<!-- more -->\n本文 {% asset_img a.png 艦 %}\n",
            "source/_posts/record/a.png": PNG,
        },
    )
    desk.bring("old")
    path = "content/posts/2023/09/record.md"
    assert desk.post(path).aliases == ("/2023/09/record/",)
    assert desk.post(path).topics == ("海", "補給")
    assert "![艦](../../../media/imported/a.png)" in desk.body(path)
    assert "more" not in desk.body(path)


@pytest.mark.parametrize(
    "head",
    [
        '+++\ntitle = "記録"\ndate = 2023-09-05T21:30:00+09:00\ntags = ["海"]\ndraft = true\naliases = ["/a/"]\n+++\n',
        '{\n"title": "記録",\n"date": "2023-09-05T21:30:00+09:00",\n"tags": ["海"],\n"draft": true,\n"aliases": ["/a/"]\n}\n',
        "---\ntitle: 記録\ndate: 2023-09-05T21:30:00+09:00\ntags: [海]\ndraft: true\naliases: [/a/]\n---\n",
    ],
    ids=["toml", "json", "yaml"],
)
def test_a_hugo_site(desk: Desk, tmp_path: Path, head: str) -> None:
    body = '本文 {{< youtube abc123 >}}\n\n{{< figure src="/img/a.png" alt="艦" >}}\n\n{{< strange x="1" >}}\n'
    lay(
        tmp_path / "old",
        {
            "hugo.toml": 'baseURL = "https://shiomi.example/"\n',
            "content/posts/record/index.md": head + body,
            "content/posts/_index.md": "---\ntitle: 一覧\n---\n",
            "static/img/a.png": PNG,
        },
    )
    outcome = desk.bring("old")
    assert outcome.entries == 1
    path = "content/posts/2023/09/record.md"
    read = desk.post(path)
    assert (read.title, read.date, read.topics, read.draft) == ("記録", "2023-09-05T21:30:00+09:00", ("海",), True)
    text = desk.body(path)
    assert "<https://www.youtube.com/watch?v=abc123>" in text
    assert "![艦](../../../media/imported/img/a.png)" in text
    assert '`{{< strange x="1" >}}`' in text
    assert "import-template-kept" in codes(outcome)


def test_a_pelican_site(desk: Desk, tmp_path: Path) -> None:
    lay(
        tmp_path / "old",
        {
            "pelicanconf.py": "SITEURL = 'https://shiomi.example'\nARTICLE_URL = '{date:%Y}/{slug}.html'\n",
            "content/record.md": "Title: 記録\nDate: 2023-09-05 21:30\nCategory: 海\nTags: 補給, 艦\nSlug: the-record\nStatus: published\n\n[前]({filename}before.md) ![図]({static}images/a.png)\n",
            "content/before.md": "Title: 前\nDate: 2023-09-04\nSummary: 要約\n\n本文\n",
            "content/images/a.png": PNG,
        },
    )
    desk.bring("old")
    path = "content/posts/2023/09/the-record.md"
    assert desk.post(path).aliases == ("/2023/the-record.html",)
    assert desk.post(path).topics == ("海", "補給", "艦")
    assert desk.body(path) == "[前](before.md) ![図](../../../media/imported/images/a.png)\n"


def test_a_readme_does_not_hide_what_a_folder_is(desk: Desk, tmp_path: Path) -> None:
    lay(
        tmp_path / "old",
        {"README.md": "# 覚え\n", "content/record.md": "Title: 記録\nDate: 2023-09-05 21:30\nSlug: record\n\n本文\n"},
    )
    desk.bring("old")
    assert desk.post("content/posts/2023/09/record.md").title == "記録"


def test_what_build_would_refuse_is_mended_and_noted(desk: Desk) -> None:
    body = "[@誰か] と [^1] と {甲|おつ|へい} と [死](../none.md) と [悪](javascript:x) と ![図](none.png)\n\n## 一 {#a}\n\n## 二 {#a}\n\n[節](#二)\n"
    outcome = desk.bring("2023-09-05-record.md", f"---\ntitle: 記録\n---\n{body}")
    text = desk.body("content/posts/2023/09/record.md")
    assert r"\[@誰か] と \[^1] と \{甲|おつ|へい} と 死 と 悪 と 図" in text
    assert codes(outcome).count("import-link-dropped") >= 3
    assert codes(outcome).count("import-markup-escaped") >= 3


def test_markup_without_html_stays_to_the_letter() -> None:
    text = "* 箇条\n\n一行目  \n二行目\n\n    コード <b>\n\n```\n<div>\n```\n\n`<i>` です\n"
    assert islands.without_html(text, lambda html: f"CONVERTED {html}").text == text


def test_footnotes_beside_html_stay_footnotes() -> None:
    seen: list[str] = []
    text = "一<b>太</b>[^1]\n\n[^1]: 注<code>x</code>\n"
    made = islands.without_html(text, lambda html: seen.append(html) or html).text
    assert "[^1]" not in "".join(seen)
    assert made.count("[^1]") == 2


def test_html_that_belongs_together_is_taken_together() -> None:
    seen: list[str] = []
    islands.without_html("前\n\n<div>\n\n中 <b>x</b>\n\n</div>\n\n後\n", lambda html: seen.append(html) or "M")
    assert len(seen) == 1
    assert "中" in seen[0]


@pytest.mark.parametrize(
    ("text", "values", "body"),
    [
        ("---\ntitle: a: b\n\tx: 1\n---\n本文", {"title": "a: b"}, "本文"),
        ("title: 記録\ntags:\n- 海\n- 艦\n---\n本文", {"title": "記録", "tags": ["海", "艦"]}, "本文"),
        ("本文だけ", {}, "本文だけ"),
        ("---\n本文の罫線\n---\n続き", {}, "続き"),
    ],
)
def test_front_matter_that_is_not_right_is_still_read(text: str, values: dict[str, object], body: str) -> None:
    parts = foreign.read(text)
    assert {key: parts.values.get(key) for key in values} == values
    assert parts.body == body


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("/:year/:month/:day/:title/", "/2023/09/05/record/"),
        ("/:categories/:i_month/:i_day/:title.html", "/sea/9/5/record.html"),
        ("{date:%Y}/{date:%m}/{slug}.html", "/2023/09/record.html"),
        ("/posts/:slug/", "/posts/record/"),
        ("/:hash/", ""),
    ],
)
def test_permalinks(pattern: str, address: str) -> None:
    assert permalinks.fill(pattern, permalinks.Facts("2023-09-05", "record", "record", ["Sea"], "")) == address


def plain(text: str, *, outputs: bool = True) -> templating.Plain:
    values = {"title": "補給の記録"}
    return templating.plain(
        text, templating.Known(lambda name: f"/{name}", lambda name: values.get(name, ""), outputs=outputs)
    )


@pytest.mark.parametrize(
    "text", ["`{% raw %}` と\n\n```\n{{< youtube x >}}\n```\n", "```\n{{ page.title }}\n```\n", "`{{ site.x }}`\n"]
)
def test_code_about_templates_is_left_alone(text: str) -> None:
    assert plain(text) == templating.Plain(text, ())


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("題は{{ page.title }}。", "題は補給の記録。"),
        ("{% include youtube.html id='abc12' %}", "<https://www.youtube.com/watch?v=abc12>"),
        ('{% include figure.html src="/a.png" alt="艦" %}', "![艦](/a.png)"),
        ("{% link _posts/2023-09-04-before.md %}", "/_posts/2023-09-04-before.md"),
        ("{% link 記録 https://a.example/x %}", "[記録](https://a.example/x)"),
        ('{{< blogcard url="https://a.example/x" >}}', "<https://a.example/x>"),
        (
            '{{< card url="https://a.example/x" title="題" image="https://a.example/i.png" >}}',
            "[題](https://a.example/x)",
        ),
        ("{% link_preview https://a.example/x rel:x %}\n{% endlink_preview %}", "<https://a.example/x>\n"),
        ("{% details 詳しく %}\n中身\n{% enddetails %}", "\n\n**詳しく**\n\n\n中身\n"),
        ("前{% comment %}覚え{% endcomment %}後", "前後"),
        ("{% note info %}\n注意\n{% endnote %}", "\n\n> 注意\n\n"),
        ("{% blockquote %}\n題 {{ page.title }}\n{% endblockquote %}", "\n\n> 題 補給の記録\n\n"),
        ("```\n{% raw %}\n{{ x }}\n{% endraw %}\n```", "```\n{{ x }}\n```"),
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        ("{{</* youtube x */>}}", "`{{< youtube x >}}`"),
        ("{{< rawhtml >}}<b>太</b>{{< /rawhtml >}}", "<b>太</b>"),
        ("{% codeblock 例 lang:js %}\nx\n{% endcodeblock %}", "\n```js\nx\n```\n"),
    ],
)
def test_template_code_of_known_meaning_is_translated(text: str, made: str) -> None:
    found = plain(text)
    assert (found.text, found.unknown) == (made, ())


def test_every_unknown_construct_is_kept_as_code_and_told_with_its_line() -> None:
    text = (
        "一\n{{ site.data.ships }}\n\n{% highlight c %}\nx\n{% endhighlight %}\n\n{% if page.x %}\n三\n{% endif %}\n"
        "> {% strange %}\n\n{{< gallery >}}\n{{% /gallery %}}\n[図]({{ page.where }}/a.png)\n"
    )
    found = plain(text)
    assert [(one.name, one.line) for one in found.unknown] == [
        ("site.data.ships", 2),
        ("if", 8),
        ("endif", 10),
        ("strange", 11),
        ("gallery", 13),
        ("/gallery", 14),
        ("page.where", 15),
    ]
    assert "`{{ site.data.ships }}`" in found.text
    assert "[図]({{ page.where }}/a.png)" in found.text


def test_braces_are_text_where_the_generator_runs_no_liquid() -> None:
    assert plain("{{ x }}", outputs=False) == templating.Plain("{{ x }}", ())


def test_marks_of_files_that_are_missing_stay_in_no_address(desk: Desk, tmp_path: Path) -> None:
    body = (
        "![図]({static}/images/none.png) ![絵]({attach}none.png)\n[前]({filename}none.md) [海]({category}海)\n"
        "![古]( |filename|/old/none.png)\n"
    )
    lay(
        tmp_path / "old",
        {
            "pelicanconf.py": "SITEURL = 'https://shiomi.example'\n",
            "content/sea/record.md": f"Title: 記録\nDate: 2023-09-05\n\n{body}",
        },
    )
    outcome = desk.bring("old")
    text = desk.body("content/posts/2023/09/record.md")
    assert "![図](https://shiomi.example/images/none.png)" in text
    assert "![絵](https://shiomi.example/sea/none.png)" in text
    assert "\n前 海\n" in text
    assert not any(mark in text for mark in ("{static}", "%7B", "{filename}", "{category}", "|filename|"))
    assert {"import-link-absolute", "import-link-dropped"} <= set(codes(outcome))
    lines = [dict(note.args)["what"] for note in outcome.notes if note.code == "import-link-dropped"]
    assert "{filename}none.md" in "".join(lines).replace("%7B", "{").replace("%7D", "}")


def test_an_address_made_by_a_template_is_given_up_and_told(desk: Desk, tmp_path: Path) -> None:
    lay(
        tmp_path / "old",
        {
            "_config.yml": "url: https://shiomi.example\n",
            "_posts/2023-09-05-record.md": "---\ntitle: 記録\n---\n![図]({{page.where}}/a.png)\n\n{% strange %}\n",
        },
    )
    outcome = desk.bring("old")
    assert desk.body("content/posts/2023/09/record.md") == "図\n\n`{% strange %}`\n"
    kept = [(note.line, dict(note.args)["name"]) for note in outcome.notes if note.code == "import-template-kept"]
    assert kept == [(4, "page.where"), (6, "strange")]


@pytest.mark.parametrize("text", ["---\ntitle: 題\ntags: [a\n", "+++\ntitle = '題'\n", "---\ntitle:\n  題\n"])
def test_front_matter_that_nothing_ends_is_a_cut_file(desk: Desk, tmp_path: Path, text: str) -> None:
    lay(tmp_path / "old", {"_posts/2023-09-04-a.md": "---\ntitle: 前\n---\n本文\n", "_posts/2023-09-05-b.md": text})
    assert desk.refusal("old") == [("import-front-matter-open", 1)]


def test_a_text_that_begins_with_a_rule_is_no_cut_file(desk: Desk, tmp_path: Path) -> None:
    lay(tmp_path / "old", {"_posts/2023-09-05-b.md": "---\n本文: つづき\n"})
    assert desk.bring("old").entries == 1


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("ordinal", "/sea-ops/2023/248/record.html"),
        ("/:slugified_categories/:year/:title:output_ext", "/sea-ops/2023/record.html"),
        ("/:long_month/:short_month/:yearday/:name/", "/September/Sep/248/record/"),
    ],
)
def test_what_the_calendar_says_stands_in_permalinks(pattern: str, address: str) -> None:
    facts = permalinks.Facts("2023-09-05", "record", "record", ["Sea Ops"], "")
    assert permalinks.fill(permalinks.pattern_of(pattern, "jekyll"), facts) == address


def test_a_permalink_that_cannot_be_filled_in_is_told(desk: Desk, tmp_path: Path) -> None:
    files = {"_config.yml": "permalink: /:hash/:title/\n", "_posts/2023-09-05-a.md": "---\ntitle: 題\n---\n本文\n"}
    lay(tmp_path / "old", files)
    assert codes(desk.bring("old")) == ["import-old-url-untold"]
