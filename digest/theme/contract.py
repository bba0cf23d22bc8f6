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
    ("balance.html", views.BalanceView),
    ("corrections.html", views.CorrectionsView),
    ("day.html", views.ListView),
    ("feed_content.html", views.PostView),
    ("feeds.html", views.FeedsView),
    ("home.html", views.ListView),
    ("item.html", views.Card),
    ("month.html", views.PeriodView),
    ("outlet.html", views.ListView),
    ("outlets.html", views.IndexView),
    ("page.html", views.PageView),
    ("place.html", views.ListView),
    ("places.html", views.IndexView),
    ("post.html", views.PostView),
    ("redirect.html", views.NoticeView),
    ("reporter.html", views.ListView),
    ("reporters.html", views.IndexView),
    ("stories.html", views.IndexView),
    ("story.html", views.StoryView),
    ("topic.html", views.ListView),
    ("topics.html", views.IndexView),
    ("year.html", views.PeriodView),
)
"""Every template a theme must have, its own or inherited, and the view it gets: as `page`, `item.html` as `card`."""

ITEM = "item.html"
"""The template that `cards()` renders once per card."""

VARIABLES = ("site", "page", "card")
"""The values a template receives; `card` in `item.html` only, `page` everywhere else."""

FUNCTIONS = ("absolute", "asset", "breaks", "cards", "date", "isolated", "number", "option", "t", "url")
"""The functions a template may call (`digest.theme.functions`)."""

RESERVED = (*FUNCTIONS, "site")
"""Names that a template may not set: they mean the same on every page (`digest.theme.folding`)."""

PLAIN = ("cycler", "dict", "joiner", "namespace", "range")
"""What we leave of Jinja's own functions: `lipsum` is random, so it is gone, as is the filter `random`."""

SPECIAL = ("caller", "kwargs", "loop", "self", "super", "varargs")
"""Names that Jinja itself brings into blocks, loops and macros."""

SECTIONS = (
    "archive",
    "topics",
    "outlets",
    "reporters",
    "places",
    "stories",
    "corrections",
    "balance",
    "feeds",
    "search",
)
"""All that `SiteInfo.sections` may hold."""

_FEED_KEYS = ("feeds_of_outlets", "feeds_of_places", "feeds_of_reporters", "feeds_of_stories", "feeds_of_topics")
_TERM_KEYS = (
    "about_balance",
    "about_corrections",
    "about_outlet",
    "about_outlets",
    "about_place",
    "about_places",
    "about_reporter",
    "about_reporters",
    "about_stories",
    "balance_basis_material",
    "balance_basis_own",
    "balance_basis_relayed",
    "balance_basis_release",
    "balance_basis_wire",
    "balance_by_basis",
    "balance_by_country",
    "balance_by_kind",
    "balance_by_outlet",
    "balance_chart_basis",
    "balance_chart_country",
    "balance_chart_description",
    "balance_chart_kind",
    "balance_of",
    "balance_others",
    "fact_cited",
    "fact_country",
    "fact_home",
    "fact_kind",
    "fact_outlet",
    "fact_reports",
    "fact_scenes",
    "fact_supplied",
    "fact_topics",
    "fact_wire",
    "map_dot",
    "map_of_place",
    "map_closeup",
    "map_closeup_description",
    "map_of_place_description",
    "map_of_places",
    "map_of_places_description",
    "no_country",
    "no_outlet",
    "outlet_kind_agency",
    "outlet_kind_aggregator",
    "outlet_kind_broadcaster",
    "outlet_kind_magazine",
    "outlet_kind_newspaper",
    "outlet_kind_official",
    "outlet_kind_unknown",
    "outlet_kind_web",
    "places_elsewhere",
    "reports_count",
    "section_balance",
    "stories_going_on",
    "stories_settled",
    "wire_share",
)

_HEADING_KEYS = (
    "archive",
    "count",
    "feeds",
    "list_separator",
    "not_found",
    "posts",
    "redirect",
    "section_corrections",
    "section_outlets",
    "section_places",
    "section_reporters",
    "section_stories",
    "section_topics",
    "source_dead",
)

VIEW_KEYS = (*_FEED_KEYS, *_TERM_KEYS, *_HEADING_KEYS)
"""Keys of strings that views carry (`ListView.facts`, `FeedsView.groups`) or are worded with: all are needed."""
