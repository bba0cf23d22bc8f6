"""Bringing other texts in: pasted clippings, and the exports and folders of other blogs."""
