"""Owns a small site that holds every Markdown feature and every front matter field, and lengths that tear layouts."""

LONG_WORD = "Kraftfahrzeughaftpflichtversicherungsgesellschaftsangestellter" * 2
LONG_TITLE = "統合抑止" * 30
LONG_URL = "https://toto.example/" + "archive/" * 30 + "report.html?query=" + "x" * 120

SITE = """\
title: 全部入り試験ダイジェスト
description: 記法と項目をひととおり含む、架空の試験サイト
base_url: https://digest.example/
author: 試験係
registries: {topics: closed, outlets: open, places: open}
"""

TOPICS = f"""\
演習: {{slug: exercises, aliases: [Exercise], reading: えんしゅう, description: 架空の演習の記録}}
調達: {{slug: procurement, description: "{LONG_WORD}"}}
"""

OUTLETS = """\
東都新聞: {slug: toto, aliases: [東都], reading: とうとしんぶん, kind: newspaper, country: JP}
北洋通信: {slug: hokuyo, kind: agency, agency: true}
"""

MAP = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360"><path d="M0 0h640v360H0z" fill="#456"/></svg>\n'

BODY = f"""\
段落の**「強調」**と*斜体*、~~取消~~、`code`、{{防衛省|ぼうえいしょう}}、相模《さがみ》、
改行をまたぐ文。English words stay
apart.\\
強制改行の後。[外部](https://toto.example/) と <https://toto.example/>、[別の記事](plain.md)、
[見出しへ](#二つ目の見出し)。

{LONG_URL}

{LONG_WORD}

# 最初の見出し

- 箇条書き
  - 入れ子の項目
    1. 番号
    2. 番号
- もう一つ

10. 十から
11. 十一

# 二つ目の見出し

## 小見出し {{#pinned}}

### さらに下

> 地の文の引用。
>
> > 引用の中の引用。

- 三か国は演習を実施する[@toto]。
- 規模は明らかでない[@toto; @hokuyo, 2面]。

> 実施の時期は未定である。 [@hokuyo]

> [!NOTE]
> 補足の囲み。

> [!TIP]
> 助言の囲み。

> [!IMPORTANT]
> 重要の囲み。

> [!WARNING]
> 警告の囲み。

> [!CAUTION]
> 注意の囲み。

| 年度 | 予算 | とても長い見出しの列 | 備考 | さらに | もっと | 最後 |
| :--- | ---: | :---: | --- | --- | --- | --- |
| 2022 | 5.4 | 中央 | {LONG_WORD} | 一 | 二 | 三 |
| 2023 | 6.8 | 中央 | なし | 一 | 二 | 三 |

用語
: その説明
: もう一つの説明

別の用語
: 説明

```python
print("{"長い行" * 40}")
```

    字下げのコード

![架空の海域の地図](../../../media/map.svg "図1 架空の海域")

脚注の一つ目[^1]、二つ目[^long]、一つ目をもう一度[^1]。

---

終わり。&amp; &lt; &copy; <b>そのまま見える印</b>

[^1]: 脚注の本文。
[^long]: 脚注の中の段落。

    二つ目の段落。
"""

FULL = f"""\
---
title: {LONG_TITLE}
date: 2024-03-02T21:30:00+09:00
updated: 2024-03-03T08:00:00+09:00
kicker: 試験
summary: ひととおりの記法を含む記事
topics: [演習, 調達]
status: corrected
story: joint-exercise
event: {{date: 2024-03-10/2024-03-13, place: [ワシントン]}}
backstory: 架空の資料をもとに書いた。
corrections:
  - {{date: 2024-03-03, text: 参加する国の数を改めた。}}
sources:
  - key: toto
    outlet: 東都新聞
    headline: {LONG_TITLE}
    url: {LONG_URL}
    reporters: [青木健二, 北川美咲]
    dateline: ワシントン
    published: 2024-03-02T18:00:00+09:00
    accessed: 2024-03-03
    paywall: true
    cites: [北洋通信]
  - outlet: 北洋通信
    kind: analysis
    lang: en
    headline: Joint exercise planned
    published: 2024-03-02
---
{BODY}"""

PLAIN = """\
---
title: English-only title with <markup> & "quotes"
date: 2024-03-01
kind: note
topics: [Exercise]
---
短い本文。
"""

STORY = """\
---
title: 合同演習の経過
status: developing
topics: [演習]
---
経過の説明。
"""

EVERYTHING = {
    "content/site.yaml": SITE,
    "content/topics.yaml": TOPICS,
    "content/outlets.yaml": OUTLETS,
    "content/media/map.svg": MAP,
    "content/posts/2024/03/everything.md": FULL,
    "content/posts/2024/03/plain.md": PLAIN,
    "content/stories/joint-exercise.md": STORY,
    "content/pages/about.md": "---\ntitle: このサイトについて\n---\n# 方針\n\n架空のサイトです。\n",
    **{
        f"content/posts/2023/{month:02}/many-{month}.md": (
            f"---\ntitle: {month}月の演習\ndate: 2023-{month:02}-15\ntopics: [演習]\n"
            f"sources: [{{outlet: 東都新聞, published: 2023-{month:02}-15}}]\n---\n{month}月の本文。\n"
        )
        for month in range(1, 13)
    },
}
"""Every file, by path from the root."""
