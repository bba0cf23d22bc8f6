"""Owns what templates may see: frozen views, made of texts, numbers and other views only.

A template receives `site` (a `SiteInfo`), `page` (one of the views below) and the functions that `digest.theme`
documents; nothing else. Addresses in views are site-relative without a leading slash (`2023/09/05/slug/`, home is
the empty text); the functions `url()` and `absolute()` of the theme turn them into what a page or a feed needs, so a
view does not change when the site moves. Times are ISO text as in `digest.model`; the function `date()` words them.
Texts are plain unless the field's name ends in `_html`; such a field holds markup that we made and sanitised.
"""

from __future__ import annotations

from typing import NamedTuple

from digest.site.cards import Card as Card  # noqa: PLC0414 - handed on: a card is a view too
from digest.site.cards import Link as Link  # noqa: PLC0414


class Feed(NamedTuple):
    """A feed to discover or to list."""

    title: str
    url: str
    type: str
    """MIME type: application/rss+xml, application/atom+xml or application/feed+json."""


class SiteInfo(NamedTuple):
    """What every page may show of the settings."""

    title: str
    description: str
    language: str
    base_url: str
    """Absolute, with a trailing slash: `https://name.github.io/repo/`."""
    base_path: str
    """The path of `base_url`, with both slashes: `/repo/` or `/`."""
    author: str
    author_url: str
    contact: str
    """A mail address or URL for corrections and takedown requests; may be empty."""
    copyright: str
    nav: tuple[Link, ...]
    feeds: tuple[Feed, ...]
    """The whole site's feeds, for discovery on every page."""
    image: str
    """Site-relative address of the picture for social cards, or empty."""
    sections: tuple[str, ...]
    """The page kinds this site has (`topics`, `outlets`, `search` …), so a theme links only to what exists."""
    id_authority: str = "example.invalid,2000"
    """Who mints the `tag:` URIs of the site's feeds (RFC 4151)."""


class Head(NamedTuple):
    """What every page tells its reader's browser, search engines and social sites."""

    kind: str
    """The page kind, also the body's class: home, post, page, year, month, day, archive, topics, topic …"""
    url: str
    title: str
    """The page's own title; empty on the home page, where the site's title stands alone."""
    description: str = ""
    crumbs: tuple[Link, ...] = ()
    """From below home to the parent of this page."""
    feeds: tuple[Feed, ...] = ()
    """Feeds of this page's own, beside the site's."""
    noindex: bool = False
    published: str = ""
    updated: str = ""
    image: str = ""
    json_ld: str = ""
    """A JSON-LD document, already escaped for a script element; or empty."""


class Pager(NamedTuple):
    """Where a page of a list stands. Pages are numbered from the oldest, so that a full page never changes."""

    number: int
    total: int
    """How many pages there are; 0 on all but the newest page, which else would change whenever a page is added."""
    newer: str | None
    """Address of the page with newer items; the empty text is the home page, None means there is none."""
    older: str | None
    newest: str = ""
    """The day of the newest post on this page, and below of the oldest: what the reader looks for is a time."""
    oldest: str = ""


class ReporterView(NamedTuple):
    """A reporter as a source shows them."""

    name: str
    url: str
    role: str
    place: Link | None


class SourceView(NamedTuple):
    """One report on a post's page, its names resolved by the registries."""

    key: str
    number: int
    """From 1, in the order of the front matter; the element's id is `source-<key>`."""
    outlet: Link
    headline: str
    url: str
    archive_url: str
    lang: str
    reporters: tuple[ReporterView, ...]
    places: tuple[Link, ...]
    """The dateline's places."""
    dateline_date: str
    agency: Link | None
    published: str
    modified: str
    accessed: str
    print_edition: str
    """朝刊14版3面 in one text, or empty."""
    via: str
    paywall: bool
    kind: str
    """reportage, analysis, opinion, background, release or interview."""
    treatment: str
    cites: tuple[Link, ...]
    dead: str = ""
    """Since when the link is known to be dead (ISO day), or empty."""
    byline: str = ""
    """The raw byline as printed, to the letter; or empty."""
    official: bool = False
    """Whether it comes from a ministry, a force or a government rather than a newsroom."""
    print_page: str = ""
    print_section: str = ""
    dateline_written: str = ""
    """The dateline's day as the line has it (4日, 9月4日), where nothing says of which month or year; else empty."""
    references: tuple[str, ...] = ()
    """Ids of the places in the text that cite it, in order; empty in a feed."""


class SourceRef(NamedTuple):
    """A source where only its number and outlet are told."""

    key: str
    number: int
    name: str


class BodyView(NamedTuple):
    """Whose word a report rests on, and what that is."""

    body: Link
    kind: str
    """report, release, statement or name (in no table, only cited): the strings `word_report` … put it into words."""


class OriginView(NamedTuple):
    """An origin of a post's reports, and the sources that come down to it."""

    origin: BodyView
    sources: tuple[SourceRef, ...]


class IndependenceView(NamedTuple):
    """How many outlets report, and on how many origins they stand."""

    outlets: int
    origins: tuple[OriginView, ...]


class CoverageRow(NamedTuple):
    """A source in the order of reporting: when, on which clocks, and how it came by its news."""

    source: SourceView
    when: str
    """ISO day, or instant in the site's zone; empty where not known."""
    local: str
    """The same instant on the clock of `place`; empty where there is no other clock to tell."""
    place: str
    basis: str
    """own, wire, relayed, release or material: the strings `basis_own` … put it into words."""
    rests_on: tuple[BodyView, ...]
    """Whose reports or words it passes on, beside its agency."""


class ClaimRow(NamedTuple):
    """A statement of the post, and which of the matrix's outlets it cites."""

    text: str
    anchor: str
    """The id of its first citation in the text."""
    cited: tuple[bool, ...]


class ClaimsView(NamedTuple):
    """Which outlet tells what."""

    outlets: tuple[str, ...]
    rows: tuple[ClaimRow, ...]


class BoxView(NamedTuple):
    """A name in the picture of who rests on whom; lengths in CSS pixels."""

    kind: str
    """origin (rests on nobody here) or teller; and whether the post has its report: `origin`, `origin-absent` …"""
    x: float
    y: float
    width: float
    height: float
    lines: tuple[tuple[float, str], ...]
    """Base line and text of each line of the name."""


class ProvenanceView(NamedTuple):
    """The picture of who rests on whom: origins at the left, arrows to those who pass them on."""

    width: float
    height: float
    boxes: tuple[BoxView, ...]
    arrows: tuple[str, ...]
    """Path data (SVG) of each line."""
    heads: tuple[str, ...]
    """Path data of each arrow's head."""
    relations: tuple[tuple[str, tuple[str, ...]], ...]
    """The same in words: a name, and whom it passes on."""


class CorrectionView(NamedTuple):
    """A correction on its post or in the log."""

    date: str
    text: str
    post: Link


class StoryNav(NamedTuple):
    """A post's place in its story."""

    story: Link
    number: int
    total: int
    """How many posts the story has; 0 on all but its last post, which else would change with every new one."""
    earlier: Card | None
    later: Card | None


class Figure(NamedTuple):
    """A picture of ours, drawn at build time, and the words for who cannot see it."""

    title: str
    description: str
    svg_html: str


class PostView(NamedTuple):
    """A post's page (post.html)."""

    head: Head
    title: str
    kicker: str
    status: str
    date: str
    updated: str
    author: str
    event_date: str
    event_places: tuple[Link, ...]
    topics: tuple[Link, ...]
    sources: tuple[SourceView, ...]
    reporters: tuple[Link, ...]
    dateline: tuple[Link, ...]
    body_html: str
    newer: Card | None
    older: Card | None
    story: StoryNav | None
    related: tuple[Card, ...]
    corrections: tuple[CorrectionView, ...]
    backstory: str
    held: str
    """In a preview only: draft, future or embargo."""
    coverage: tuple[CoverageRow, ...] = ()
    """Every source once, in the order of reporting."""
    independence: IndependenceView | None = None
    """None where the post has no sources."""
    claims: ClaimsView | None = None
    """None where there is nothing to compare."""
    provenance: ProvenanceView | None = None
    """None where no report rests on another."""
    exports: tuple[Link, ...] = ()
    """The post as a reference, in several formats: the name of each and its file."""


class PageView(NamedTuple):
    """A page of the author's own, such as about (page.html)."""

    head: Head
    title: str
    updated: str
    body_html: str


class ListView(NamedTuple):
    """Posts by something: home, a topic, an outlet, a place, a day (home.html, topic.html, day.html …)."""

    head: Head
    heading: str
    description_html: str
    """What the author wrote about the topic; may be empty."""
    cards: tuple[Card, ...]
    """Newest first."""
    count: int  # type: ignore[assignment] # the word wins over tuple.count
    """How many posts the list holds over all its pages; 0 on all but the newest page, as in `Pager.total`."""
    pager: Pager | None
    facts: tuple[tuple[str, str], ...] = ()
    """Further facts to show: pairs of the theme's string `fact_<key>` (the key alone) and a value."""
    newer: Link | None = None
    """The neighbouring day, month or year, for lists that are periods."""
    older: Link | None = None
    linked_facts: tuple[tuple[str, tuple[Link, ...]], ...] = ()
    """Facts that lead somewhere: pairs of such a key and links, within the site or to the web."""
    figure: Figure | None = None
    """A map of the place, on places' newest pages."""


class Entry(NamedTuple):
    """A line of an index."""

    name: str
    url: str
    count: int  # type: ignore[assignment] # the word wins over tuple.count
    description: str = ""
    latest: str = ""
    """Date of the newest post."""
    reading: str = ""
    status: str = ""
    """Of a story: unconfirmed, developing, confirmed, corrected, or empty."""


class Group(NamedTuple):
    """A heading and the entries under it; an empty `name` needs no heading."""

    name: str
    entries: tuple[Entry, ...]


class IndexView(NamedTuple):
    """An index of terms: topics, outlets, reporters, places, stories (topics.html …)."""

    head: Head
    heading: str
    groups: tuple[Group, ...]
    figure: Figure | None = None
    """The map of all places, on their index."""
    total: int = 0
    """How many terms there are when the index shows only those that come most often; 0: it shows all."""
    closeup: Figure | None = None
    """The part of the map where most places are, enlarged; none where they stand apart."""


class StoryStep(NamedTuple):
    """A post in the order of a story's events, and what it brought that the posts before it had not."""

    date: str
    """When it happened (EDTF); the post's date where it does not say."""
    card: Card
    outlets: tuple[Link, ...]
    """Outlets that report for the first time in this story."""
    bodies: tuple[Link, ...]
    """Agencies, outlets and official bodies that a report rests on for the first time in this story, and that have not
    reported in it themselves."""


class StoryView(NamedTuple):
    """A story: what it is about, and its posts in the order of events (story.html)."""

    head: Head
    title: str
    status: str
    topics: tuple[Link, ...]
    body_html: str
    steps: tuple[StoryStep, ...]


class CorrectionsView(NamedTuple):
    """The log of corrections, newest first (corrections.html)."""

    head: Head
    heading: str
    corrections: tuple[CorrectionView, ...]
    count: int  # type: ignore[assignment] # the word wins over tuple.count
    """How many there are over all pages; 0 on all but the newest page."""
    pager: Pager | None


class BalanceRow(NamedTuple):
    """A share of the reports: an outlet, a kind, a country or a basis over the periods shown."""

    name: str
    url: str
    counts: tuple[int, ...]
    """One for each period."""
    total: int
    share: str
    """Of all reports, in percent with one decimal."""


class BalanceTable(NamedTuple):
    """Reports by outlet, kind, country or basis: the table, and its picture."""

    key: str
    """The theme's string `balance_by_<key>` names it: outlet, kind, country or basis (own work, agency copy …)."""
    rows: tuple[BalanceRow, ...]
    """Most first."""
    totals: tuple[int, ...]
    """One for each period."""
    figure: Figure | None


class BalanceView(NamedTuple):
    """Whose reports the posts rest on, by year or by the months of a year (balance.html)."""

    head: Head
    heading: str
    count: int  # type: ignore[assignment] # the word wins over tuple.count
    """Reports in all."""
    periods: tuple[Link, ...]
    """ISO years or months, oldest first, each with its page where it has one."""
    tables: tuple[BalanceTable, ...]
    newer: Link | None
    older: Link | None


class CalendarDay(NamedTuple):
    """A cell of a month's calendar; `day` 0 is a cell outside the month."""

    day: int
    url: str
    count: int  # type: ignore[assignment] # the word wins over tuple.count


class MonthBlock(NamedTuple):
    """A month within the archive or a year page."""

    month: str
    """ISO: 2023-09."""
    url: str
    count: int  # type: ignore[assignment] # the word wins over tuple.count
    weeks: tuple[tuple[CalendarDay, ...], ...] = ()
    """Monday first; empty where no calendar is shown."""


class YearBlock(NamedTuple):
    """A year within the archive index."""

    year: str
    url: str
    count: int  # type: ignore[assignment] # the word wins over tuple.count
    months: tuple[MonthBlock, ...]


class ArchiveView(NamedTuple):
    """The archive index: all years and months (archive.html)."""

    head: Head
    count: int  # type: ignore[assignment] # the word wins over tuple.count
    years: tuple[YearBlock, ...]
    """Newest first."""


class DayGroup(NamedTuple):
    """The posts of one day within a month or of one month within a year."""

    date: str
    """ISO day or month."""
    url: str
    cards: tuple[Card, ...]


class PeriodView(NamedTuple):
    """A year or a month (year.html, month.html)."""

    head: Head
    period: str
    """ISO: 2023 or 2023-09."""
    count: int  # type: ignore[assignment] # the word wins over tuple.count
    calendars: tuple[MonthBlock, ...]
    groups: tuple[DayGroup, ...]
    """Newest first."""
    newer: Link | None
    older: Link | None


class FeedsView(NamedTuple):
    """The page that tells readers how to subscribe (feeds.html)."""

    head: Head
    site_feeds: tuple[Feed, ...]
    groups: tuple[tuple[str, tuple[Feed, ...]], ...]
    """Pairs of a string key of the theme (`feeds_of_topics` …) and the feeds."""
    opml: str


class NoticeView(NamedTuple):
    """A page that only says something: 404.html, redirect.html."""

    head: Head
    target: str = ""
    """Where a redirect leads: site-relative, or empty."""


class FeedSource(NamedTuple):
    """A report as a feed item carries it (also the JSON Feed's `_digest`); absent values are empty."""

    key: str
    outlet: str
    headline: str
    url: str
    reporters: tuple[str, ...]
    dateline: tuple[str, ...]
    agency: str
    published: str
    cites: tuple[str, ...]


class FeedItem(NamedTuple):
    """A post in a feed."""

    id: str
    """`tag:` URI, frozen."""
    url: str
    title: str
    published: str
    updated: str
    author: str
    summary: str
    content_html: str
    """The post's body and source list; every address in it absolute."""
    topics: tuple[Link, ...]
    sources: tuple[FeedSource, ...]
    origins: tuple[str, ...]
    status: str
    story: str
    language: str
    image: str = ""


class FeedView(NamedTuple):
    """A feed, whatever its format."""

    url: str
    """Its own address, site-relative: `feed.xml`, `topics/north-korea/feed.xml`."""
    id: str
    """`tag:` URI of the feed itself (Atom)."""
    title: str
    description: str
    home: str
    """Site-relative address of the page that it is the feed of."""
    updated: str
    """ISO instant of the newest change among its items; never the time of the build. Empty: no items."""
    items: tuple[FeedItem, ...]
    """Newest first."""
    hub: str = ""
    """A WebSub hub, when configured."""
