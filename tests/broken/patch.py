"""What one deliberate mistake is, and how it is put into a copy of the code."""

import itertools
import os
from dataclasses import dataclass
from pathlib import Path

# Python takes a compiled file for current when second and size agree, so every patch has a second of its own.
_SECONDS = itertools.count(1_000_000_000)


class PatchDoesNotFit(Exception):
    """The code has moved on: the text to replace is not there exactly once."""


@dataclass(frozen=True, slots=True)
class Patch:
    """`old` stands exactly once in `file`; `test` is the pytest id that has to fail with `new` in its place."""

    name: str
    promise: str
    file: str
    old: str
    new: str
    test: str

    def broken(self, source: str) -> str:
        """Raises PatchDoesNotFit."""
        if (count := source.count(self.old)) != 1:
            raise PatchDoesNotFit(f"{self.name}: {count} times in {self.file}")
        return source.replace(self.old, self.new)

    def put_into(self, root: Path) -> str:
        """Breaks the file under `root`; gives what stood there before."""
        before = (root / self.file).read_text(encoding="utf-8")
        self._write(root, self.broken(before))
        return before

    def take_out_of(self, root: Path, before: str) -> None:
        self._write(root, before)

    def _write(self, root: Path, source: str) -> None:
        path, second = root / self.file, next(_SECONDS)
        path.write_text(source, encoding="utf-8")
        os.utime(path, (second, second))

    @property
    def test_file(self) -> str:
        return self.test.partition("::")[0]

    @property
    def test_function(self) -> str:
        return self.test.partition("::")[2].partition("[")[0]
