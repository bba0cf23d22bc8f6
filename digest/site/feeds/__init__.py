"""Owns the feeds: each format one module, a pure function from a `FeedView` and the `SiteInfo` to the file's bytes.

`rss` and `atom` load feedgen with lxml when imported (about 45 ms), so import them where a feed is written, not above.
"""
