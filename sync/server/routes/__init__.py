"""One file a noun: what can be asked of it over HTTP."""
