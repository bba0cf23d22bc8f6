"""Owns the preview: the site served on this machine, made again on every save and shown at once."""
