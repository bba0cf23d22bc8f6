"""Owns the edits that the state machine makes: pure choices of what to write, by number, on the small site below.

Each edit is a function of a `Desk` and a number; numbers come from Hypothesis, so that a failing run shrinks.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from workbench import CHILD, Workbench, parent_theme

from digest.site.ledger import HEAD

TOPICS = ("北朝鮮", "ロシア", "武器取引", "海洋")
OUTLETS = ("東都新聞", "北海通信", "港町放送")
DATES = (
    "2023-09-05",
    "2023-09-05T21:30:00+09:00",
    "2023-09-06 08:00",
    "2023-10-01",
    "2024-02-29",
    "2025-12-31T23:59+09:00",
    "2026-01-02",
    "2026-03-01",
)
BODIES = (
    "本文。\n\n次の段落。",
    "会談は5日、**「重要」**だと{金正恩|キムジョンウン}氏が述べた。[@{key}]",
    "# 見出し\n\n昨日の発表[^注]。\n\n[^注]: 注の文。\n\n> [!NOTE]\n> 囲み",
    "![地図](../media/map.svg) を見る。",
    "[ほかの記事](p1.md) と [話題](/topics/nk/) と [頁](../pages/about.md)。",
    "長い本文。" * 60,
    "<b>生の HTML</b>",
    "[外の頁](https://elsewhere.example/a) を見る。",
)
LINKS = "".join(
    f"https://elsewhere.example/{name}\t{verdict}\t2025-01-01\t2025-02-01\t{status}\tcontent/posts/p1.md|content/posts/p3.md\n"
    for name, verdict, status in (("a", "{a}", "404"), ("b", "gone", "410"))
)
"""What a check of links wrote; `{a}`: what became of the first."""
SECTIONS = ("archive", "days", "months", "years", "topics", "outlets", "stories", "feeds")
Values = dict[str, Any]


def pick(pool: Any, number: int) -> Any:
    """One of a non-empty pool."""
    items = sorted(pool) if isinstance(pool, (set, dict)) else list(pool)
    return items[number % len(items)]


@dataclass(slots=True)
class Desk:
    """The site as its author sees it; `save` writes it out, files that did not change included only when new."""

    bench: Workbench
    posts: dict[str, Values] = field(default_factory=dict)
    settings: Values = field(default_factory=dict)
    tables: dict[str, dict[str, Values]] = field(default_factory=dict)
    files: dict[str, str | bytes | None] = field(default_factory=dict)
    """Other files by path from the root."""
    written: dict[str, bytes] = field(default_factory=dict)

    def texts(self) -> dict[str, bytes]:
        """Every file that the site has now."""
        texts: dict[str, Any] = {path: text for path, text in self.files.items() if text is not None}
        texts["content/site.yaml"] = _yaml(self.settings)
        texts |= {f"content/{kind}.yaml": _yaml(table) for kind, table in self.tables.items()}
        texts |= {f"content/posts/{name}.md": post_text(values) for name, values in self.posts.items()}
        return {path: text if isinstance(text, bytes) else text.encode() for path, text in texts.items()}

    def save(self) -> None:
        """Brings the root's files to what the site is now; an unchanged file is not touched."""
        now = self.texts()
        for path, data in now.items():
            if self.written.get(path) != data:
                self.bench.write(path, data)
        for path in self.written.keys() - now.keys():
            (self.bench.root / path).unlink(missing_ok=True)
        self.written = now


def _yaml(values: Values) -> str:
    """YAML takes JSON; `ensure_ascii` off keeps it readable."""
    return "".join(
        f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}\n"
        for key, value in values.items()
    )


def post_text(values: Values) -> str:
    """A post's file."""
    matter = {key: value for key, value in values.items() if key != "body"}
    return f"---\n{_yaml(matter)}---\n{values['body'].replace('{key}', 'a')}\n"


def new_post(number: int) -> Values:
    """A post of these contents."""
    values: Values = {"title": f"第{number}報 演習", "date": pick(DATES, number), "topics": [pick(TOPICS, number)]}
    values["sources"] = [
        {"key": "a", "outlet": pick(OUTLETS, number), "headline": f"見出し{number}", "reporters": ["青木健二"]}
    ]
    values["body"] = pick(BODIES, number // 3)
    return values


def begin(bench: Workbench, posts: int) -> Desk:
    """A small site of so many posts with a bit of everything."""
    desk = Desk(bench)
    desk.settings = {"title": "試験", "base_url": "https://digest.example/a/", "page_size": 5, "theme": "child"}
    desk.tables = {
        "topics": {name: {"slug": slug} for name, slug in zip(TOPICS, ("nk", "ru", "arms", "sea"), strict=True)},
        "outlets": {"東都新聞": {"slug": "toto", "aliases": ["東都"]}},
        "readings": {"金正恩": "キムジョンウン"},
    }
    desk.files = dict(parent_theme() | CHILD)
    desk.files |= {
        "content/media/map.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "content/pages/about.md": "---\ntitle: このサイト\n---\n説明",
        "content/stories/talks.md": "---\ntitle: 会談\n---\nあらまし",
    }
    desk.posts = {f"p{number}": new_post(number) | {"body": "本文"} for number in range(posts)}
    return desk


Edit = Callable[[Desk, int], None]


def add(desk: Desk, number: int) -> None:
    if len(desk.posts) < 30:
        desk.posts.setdefault(f"p{number % 40}", new_post(number))


def delete(desk: Desk, number: int) -> None:
    if len(desk.posts) > 5:
        del desk.posts[pick(desk.posts, number)]


def rename(desk: Desk, number: int) -> None:
    desk.posts[f"q{number % 50}"] = desk.posts.pop(pick(desk.posts, number))


def write_on(desk: Desk, number: int) -> None:
    """One more paragraph at the end of a body, or one less: what lists show of the post stays as it is."""
    post = desk.posts[pick(desk.posts, number)]
    body = post["body"].rstrip("\n")
    head, mark, _ = body.rpartition("\n\n加筆")
    endings = ("", " **強調**と[ほかの記事](p1.md)。", "[@{key}]", " [話題](/topics/nk/)", "\n\n## 見出し")
    post["body"] = head if mark and number % 3 == 0 else f"{body}\n\n加筆{number % 11}。{pick(endings, number // 7)}"


def _field(name: str, values: Any) -> Edit:
    def edit(desk: Desk, number: int) -> None:
        post = desk.posts[pick(desk.posts, number)]
        value = pick(values, number // 7)
        post.pop(name, None) if value is None else post.update({name: value})

    edit.__name__ = f"field_{name}"
    return edit


def retopic(desk: Desk, number: int) -> None:
    desk.posts[pick(desk.posts, number)]["topics"] = sorted({pick(TOPICS, number), pick(TOPICS, number // 5)})


def resource(desk: Desk, number: int) -> None:
    source = desk.posts[pick(desk.posts, number)]["sources"][0]
    source |= {"outlet": pick((*OUTLETS, "東都", "ＴＯＴＯ"), number // 3), "cites": [pick(OUTLETS, number // 11)]}
    source |= {"published": pick(DATES, number // 13), "dateline": pick(("ワシントン 4日", "東京", "若葉町"), number)}
    source |= {"url": f"https://elsewhere.example/{pick('abc', number // 17)}"}


NAMES = {"topics": (*TOPICS, "宇宙", "未使用"), "outlets": (*OUTLETS, "未使用新聞"), "places": ("若葉町", "ワシントン")}


def _table(kind: str, changes: tuple[Values | None, ...]) -> Edit:
    def edit(desk: Desk, number: int) -> None:
        table = desk.tables.setdefault(kind, {})
        name, change = pick(NAMES[kind], number), pick(changes, number // 5)
        if change is None:
            table.pop(name, None)
        else:
            table[name] = table.get(name, {}) | change

    edit.__name__ = f"table_{kind}"
    return edit


def _file(path: str, texts: tuple[str | bytes | None, ...]) -> Edit:
    def edit(desk: Desk, number: int) -> None:
        text = pick(texts, number)
        desk.files.pop(path, None) if text is None else desk.files.update({path: text})

    edit.__name__ = "file_" + path.rpartition("/")[2].replace(".", "_")
    return edit


def _setting(name: str, values: tuple[Any, ...]) -> Edit:
    def edit(desk: Desk, number: int) -> None:
        value = pick(values, number)
        desk.settings.pop(name, None) if value is None else desk.settings.update({name: value})

    edit.__name__ = f"setting_{name}"
    return edit


def sections(desk: Desk, number: int) -> None:
    chosen = [name for place, name in enumerate(SECTIONS) if not number >> place & 1]
    desk.settings["sections"] = chosen or ["archive"]


def parent_template(desk: Desk, number: int) -> None:
    path = pick([path for path in desk.files if path.startswith("themes/parent/templates/")], number)
    desk.files[path] = str(desk.files[path]).removesuffix("\n") + "<hr>"[: 3 + number % 2] + "\n"


def string(desk: Desk, number: int) -> None:
    key = pick(("home", "posts", "archive", "section_topics", "feeds", "not_found"), number)
    desk.files["themes/child/strings/ja.yaml"] = f"{key}: 変えた文言{number % 3}\n"


CONTENT: tuple[Edit, ...] = (
    add,
    add,
    delete,
    rename,
    _field("title", ("演習を開始", "演習 <終了> & 撤収", "「核心」の会談")),
    _field("date", DATES),
    _field("body", BODIES),
    _field("body", ("短い", "短い ", "別の本文")),
    _field("slug", (None, "one", "two", "three")),
    _field("draft", (True, None)),
    _field("embargo_until", ("2026-02-01", None, "2025-01-01")),
    _field("updated", ("2026-04-01", None)),
    _field("summary", ("要約", None)),
    _field("status", ("確定", "unconfirmed", None)),
    _field("story", ("talks", None)),
    _field("noindex", (True, None)),
    _field("id", ("tag:digest.example,2023:x", None)),
    _field("corrections", ([{"date": "2026-05-01", "text": "日付を訂正"}], None)),
    _field("event", ({"date": "2023-09", "place": ["ワシントン"]}, None)),
    _field("aliases", (["/old/a/"], None)),
    retopic,
    resource,
    _table("topics", ({"description": "説明"}, {"aliases": ["DPRK"]}, {"slug": "new"}, {"reading": "ん"}, None, {})),
    _table("outlets", ({"slug": "other"}, {"aliases": ["ＴＯＴＯ"]}, {"agency": True}, {"kind": "web"}, None, {})),
    _table("places", ({"lat": 35.1, "lon": 139.5, "country": "JP"}, {"aliases": ["わかば"]}, {"slug": "wakaba"}, None)),
    _file("content/links.tsv", (LINKS.format(a="missing"), LINKS.format(a="ok"), "no line of it\n", None)),
    _file("content/ledger.tsv", (HEAD, "/2020/gone/\t\tcontent/posts/gone.md\t2020-01-01\tbuilt\n", None)),
    _file("content/readings.yaml", ("会談: かいだん\n", "金正恩: キム・ジョンウン\n")),
    _file("content/stories/talks.md", ("---\ntitle: 会談\n---\n別", "---\ntitle: 首脳会談\n---\nあ", None)),
    _file("content/stories/other.md", ("---\ntitle: ほか\n---\n別", None)),
    _file(
        "content/pages/about.md", ("---\ntitle: 説明\n---\n[記事](../posts/p1.md)", "---\ntitle: この頁\n---\nい", None)
    ),
    _file("content/pages/sub/more.md", ("---\ntitle: 続き\nupdated: 2025-01-01\n---\nう", None)),
    _file("content/media/map.svg", ("<svg xmlns='http://www.w3.org/2000/svg' />", b"\x00\x01", None)),
    _file("content/media/2023/x.png", (b"\x89PNG", b"\x89PNH", None)),
    _file("content/posts/.p1.md.swp", ("---\nnot a post", None)),
    _file("content/posts/notes.txt", ("not a post", None)),
    write_on,
)
LOOKS: tuple[Edit, ...] = (
    parent_template,
    string,
    _file(
        "themes/child/templates/post.html",
        ('{% extends "parent/post.html" %}', "own {{ page.title }}{{ site.title }}", None),
    ),
    _file("themes/child/templates/item.html", ("own {{ card.title }}", "{{ card.url }}{{ option('accent') }}", None)),
    _file("themes/child/templates/extra.html", ("nothing uses this", None)),
    _file(
        "themes/parent/templates/day.html",
        ("{{ page.cards }} {% include 'extra.html' ignore missing %}", "day {{ page }}"),
    ),
    _file("themes/child/templates/home.html", ("{{ page.oops }}", "{% if %}", "{{ t('nothing') }}", None)),
    _file("themes/child/assets/style.css", ("a { color: red }\n", "a { color: blue }\n", None)),
    _file("themes/child/assets/more.css", ("b { color: red }\n", None)),
    _file("themes/parent/assets/wave.svg", ("<svg xmlns='http://www.w3.org/2000/svg' />", "<svg/>")),
    _file(
        "themes/child/theme.yaml",
        ("name: child\nextends: parent\ncontract: 1\noptions: {accent: blue}\n", CHILD["themes/child/theme.yaml"]),
    ),
    _setting("theme_options", ({"accent": "green"}, None, {"columns": 3})),
    _setting("theme", ("parent", "child", "nowhere")),
    _setting("language", ("en", "ja")),
)
SETTINGS: tuple[Edit, ...] = (
    sections,
    _setting("title", ("別の題", "試験")),
    _setting("description", ("説明", None)),
    _setting("base_url", ("https://digest.example/", "https://digest.example/a/", "https://other.example/b/c/")),
    _setting("page_size", (5, 6, 20)),
    _setting("permalink", ("{year}/{slug}/", None, "{slug}/", "posts/{slug}/")),
    _setting("feeds", ({"items": 2}, {"items": 3, "content": "summary"}, None, {"hub": "https://hub.example/"})),
    _setting("timezone", ("America/New_York", "Asia/Tokyo")),
    _setting("author", ("青木", None)),
    _setting("nav", ([{"name": "話題", "url": "topics/"}], None)),
    _setting("raw_html", ("sanitise", None)),
    _setting("date_words", ("plain", "mark", None)),
    _setting("registries", ({"topics": "open"}, {"outlets": "closed"}, None)),
    _setting("id_authority", ("digest.example,2020", None)),
    _setting("cname", ("digest.example", None)),
    _setting("noindex", (True, None)),
    _setting("image", ("media/map.svg", None)),
)
