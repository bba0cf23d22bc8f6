"""Markdown and what Japanese news text asks of it."""
