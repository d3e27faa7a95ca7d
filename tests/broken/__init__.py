"""The code broken on purpose, one promise at a time, to see that a test notices each."""
