"""A static site generator for digests of the news: who reported it, from where, on whose authority."""

__version__ = "0.1.0"
