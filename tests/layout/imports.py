"""What the code imports, read from its syntax trees and never by running it."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ("fieldapp", "sync")


@dataclass(frozen=True, slots=True)
class Import:
    """`module` is as whole as the line says it: `from a.b import c` is a.b.c."""

    file: Path
    line: int
    module: str

    @property
    def package(self) -> str:
        """Where the line stands: "fieldapp.store", or "sync.errors" for a module beside the packages."""
        return ".".join(self.file.relative_to(ROOT).with_suffix("").parts[:2])

    @property
    def distribution(self) -> str:
        return self.module.partition(".")[0]

    @property
    def is_ours(self) -> bool:
        return self.distribution in OURS

    @property
    def is_foreign(self) -> bool:
        return not self.is_ours and self.distribution not in sys.stdlib_module_names | {"_typeshed"}

    def is_of(self, *modules: str) -> bool:
        return any(self.module == module or self.module.startswith(module + ".") for module in modules)

    def __str__(self) -> str:
        return f"{self.file.relative_to(ROOT)}:{self.line} imports {self.module}"


def imports_of(*folders: str) -> Iterator[Import]:
    """Also those inside functions and under TYPE_CHECKING: an arrow drawn late is an arrow all the same."""
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield from imports_in(file, file.read_text(encoding="utf-8"))


def imports_in(file: Path, source: str) -> Iterator[Import]:
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                modules = [alias.name for alias in names]
            case ast.ImportFrom(module=module, names=names, level=level):
                start = _origin(file, level, module or "")
                modules = [f"{start}.{alias.name}" for alias in names]
            case _:
                continue
        yield from (Import(file, node.lineno, module) for module in modules)


def _origin(file: Path, level: int, module: str) -> str:
    if not level:
        return module
    folder = file.relative_to(ROOT).parts[:-level]
    return ".".join(filter(None, [*folder, module]))
