"""The form for a visit, one part a file."""
