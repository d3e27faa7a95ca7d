"""Measurements on a real server process, a real disk and the production KDF."""
