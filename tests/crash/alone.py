"""The writer as a program of its own, for strace: `python -m tests.crash.alone ROOT SEED STEPS`."""

import os
import sys
from pathlib import Path
from random import Random

from tests.crash.runs import world
from tests.crash.subjects import PHONE, STORE
from tests.crash.writer import Writer, words_on

WORDS_TO = 1


def main(root: str, seed: str, steps: str) -> None:
    what = world(STORE, int(seed), int(steps))
    os.urandom = Random(int(seed)).randbytes
    tell = words_on(WORDS_TO, lambda told: None)
    Writer(what.subject, Path(root) / PHONE, what.steps, what.starts, tell).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
