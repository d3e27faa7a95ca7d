"""Searching what was written for what must never be readable."""
