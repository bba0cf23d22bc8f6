"""Pelican's settings for the benchmark: the pages and addresses that the other entrants make."""

import datetime
import json

SITENAME = "試験のまとめ"
SITEURL = FEED_DOMAIN = "https://digest.example"
AUTHOR = "試験係"
TIMEZONE = "Asia/Tokyo"
DEFAULT_LANG = "ja"
PATH, OUTPUT_PATH, THEME = "content", "output", "theme"
ARTICLE_PATHS = [""]
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
USE_FOLDER_AS_CATEGORY = False
FILENAME_METADATA = ""
FORMATTED_FIELDS: list[str] = []
SLUGIFY_USE_UNICODE = True

ARTICLE_URL = "{date:%Y}/{date:%m}/{slug}/"
YEAR_ARCHIVE_URL = "{date:%Y}/"
MONTH_ARCHIVE_URL = "{date:%Y}/{date:%m}/"
TAG_URL = "topics/{slug}/"
ARTICLE_SAVE_AS = f"{ARTICLE_URL}index.html"
YEAR_ARCHIVE_SAVE_AS = f"{YEAR_ARCHIVE_URL}index.html"
MONTH_ARCHIVE_SAVE_AS = f"{MONTH_ARCHIVE_URL}index.html"
TAG_SAVE_AS = f"{TAG_URL}index.html"
TAGS_SAVE_AS = "topics/index.html"
ARCHIVES_SAVE_AS = AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = CATEGORY_SAVE_AS = CATEGORIES_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "tags"]
PAGINATED_TEMPLATES = {"index": 20, "tag": 20}
DEFAULT_PAGINATION = 20
PAGINATION_PATTERNS = (
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)

FEED_RSS = "feed.xml"
TAG_FEED_RSS = "topics/{slug}/feed.xml"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = 20

PLUGINS = ["pelican.plugins.sitemap", "pelican.plugins.neighbors"]
SITEMAP = {"format": "xml"}
JINJA_FILTERS = {"read_json": json.loads, "read_time": datetime.datetime.fromisoformat}
