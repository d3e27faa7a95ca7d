"""Holds the translation catalogues against the source: nothing missing, nothing stale."""
