"""The app as a person meets it: real processes, a real browser, and the names a screen reader reads."""
