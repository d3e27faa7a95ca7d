"""Agreeing on a follow-up with the person, one part a file."""
