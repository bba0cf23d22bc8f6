"""The kinds of page, one small module each."""
