"""Stands in for `pip install ".[EXTRA]"`: is all that it would install here, in a version that fits?"""

import re
import sys
from importlib.metadata import requires, version

from packaging.requirements import Requirement


def main() -> int:
    [extra] = re.findall(r"^\.\[(\w+)\]$", sys.argv[-1])
    wanted = [Requirement(line) for line in requires("stodkedjan") or []]
    chosen = [one for one in wanted if one.marker is None or one.marker.evaluate({"extra": extra})]
    missing = [str(one) for one in chosen if not one.specifier.contains(version(one.name), prereleases=True)]
    print(f"{len(chosen)} requirements, missing: {missing}")
    return 1 if missing or not any(one.marker for one in chosen) else 0


sys.exit(main())
