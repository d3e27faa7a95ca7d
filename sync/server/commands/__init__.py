"""One file per command of `district-server`."""
