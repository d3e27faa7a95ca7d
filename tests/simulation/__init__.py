"""Whole boards lived through in a second, with everything that can go wrong; `python -m tests.simulation`."""
