"""Ours beside the limit of the disk and beside what else could have been taken, in one run."""
