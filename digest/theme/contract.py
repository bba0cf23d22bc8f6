"""Owns the contract between the program and a theme: which templates there are, what each receives, what it may call.

A designer reads it in `docs/theme-guide.md`; `theme check` holds a theme to it. The number is raised when a view loses
or renames a field, so that an older theme is told instead of failing on some page.
"""

from __future__ import annotations

from digest.site import views

CONTRACT = 1
"""What `contract:` in a theme.yaml must say."""

TEMPLATES: tuple[tuple[str, type], ...] = (
    ("404.html", views.NoticeView),
    ("archive.html", views.ArchiveView),
    ("day.html", views.ListView),
    ("feed_content.html", views.PostView),
    ("feeds.html", views.FeedsView),
    ("home.html", views.ListView),
    ("item.html", views.Card),
    ("month.html", views.PeriodView),
    ("page.html", views.PageView),
    ("post.html", views.PostView),
    ("redirect.html", views.NoticeView),
    ("topic.html", views.ListView),
    ("topics.html", views.IndexView),
    ("year.html", views.PeriodView),
)
"""Every template a theme must have, its own or inherited, and the view it gets: as `page`, `item.html` as `card`."""

ITEM = "item.html"
"""The template that `cards()` renders once per card."""

VARIABLES = ("site", "page", "card")
"""The values a template receives; `card` in `item.html` only, `page` everywhere else."""

FUNCTIONS = ("absolute", "asset", "breaks", "cards", "date", "number", "option", "t", "url")
"""The functions a template may call (`digest.theme.functions`)."""

RESERVED = (*FUNCTIONS, "site")
"""Names that a template may not set: they mean the same on every page (`digest.theme.folding`)."""

PLAIN = ("cycler", "dict", "joiner", "namespace", "range")
"""What we leave of Jinja's own functions: `lipsum` is random, so it is gone, as is the filter `random`."""

SPECIAL = ("caller", "kwargs", "loop", "self", "super", "varargs")
"""Names that Jinja itself brings into blocks, loops and macros."""

SECTIONS = ("archive", "topics", "outlets", "reporters", "places", "stories", "corrections", "feeds", "search")
"""All that `SiteInfo.sections` may hold."""

VIEW_KEYS = ("feeds_of_outlets", "feeds_of_places", "feeds_of_reporters", "feeds_of_stories", "feeds_of_topics")
"""Keys of strings that views carry (`ListView.facts`, `FeedsView.groups`): every theme needs them."""
