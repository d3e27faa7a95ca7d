"""`python -m tests.catalogues [--update]`: checks the catalogues, or adds what is new and compiles."""

import argparse
import sys

from tests.catalogues.check import problems, unused, update


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.catalogues")
    options.add_argument(
        "--update", action="store_true", help="add new texts to the .po files and compile the .mo files"
    )
    if options.parse_args().update:
        print(f"{update()} new texts. Write the Swedish in assets/locale/sv/LC_MESSAGES/*.po, then run this again.")
    found = problems()
    for problem in found:
        print(problem)
    if left := unused():
        print(f"{len(left)} texts are in the catalogues and not in the source:", *left, sep="\n  ")
    print(f"{len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
