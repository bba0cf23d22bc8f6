"""Themes: the chain, its strings and assets, and the rendering of views."""
