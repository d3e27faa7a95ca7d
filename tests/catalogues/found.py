"""Every text that a person can meet, found by reading the source without running it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fieldapp.i18n import label_msgid

ROOT = Path(__file__).resolve().parents[2]
SINGLE, PLURAL = {"_", "N_", "gettext"}, {"ngettext"}
# A folder of screens, and the catalogue its words are in.
AREAS = {
    "supporter": "supporter",
    "casework": "coordinator",
    "staffing": "coordinator",
    "supervision": "supervisor",
    "closing": "supervisor",
    "breaches": "supervisor",
}
AREAS |= {"duplicates": "coordinator", "evaluation": "supervisor"}

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Message:
    """`context` tells apart labels of domain values that are the same word in English."""

    area: str
    msgid: str
    plural: str = ""
    context: str = ""
    places: tuple[str, ...] = field(default=(), compare=False)

    @property
    def key(self) -> Key:
        return (self.context, self.msgid)


def messages(root: Path = ROOT) -> dict[Key, Message]:
    """The first place decides which area a text belongs to."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in _sources(root)}
    texts: dict[Key, Message] = {}
    for one in (*_called(trees, root), *_errors(trees, root), *_labels(trees, root)):
        texts.setdefault(one.key, one)
    return texts


def _sources(root: Path) -> list[Path]:
    return sorted(path for package in ("sync", "fieldapp") for path in (root / package).rglob("*.py"))


def _called(trees: dict[Path, ast.Module], root: Path) -> Iterator[Message]:
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and (words := _words(node)):
                place = f"{path.relative_to(root)}:{node.lineno}"
                yield Message(_area(path.relative_to(root)), words[0], *words[1:], places=(place,))


def _words(call: ast.Call) -> tuple[str, ...]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    wanted = 1 if name in SINGLE else 2 if name in PLURAL else 0
    words = [argument.value for argument in call.args[:wanted] if isinstance(argument, ast.Constant)]
    return tuple(words) if wanted and len(words) == wanted and all(isinstance(word, str) for word in words) else ()


def _errors(trees: dict[Path, ast.Module], root: Path) -> Iterator[Message]:
    """Docstrings of our errors are what the user reads."""
    for path, node in _descendants(trees, "StodkedjanError"):
        words = " ".join((ast.get_docstring(node) or "").split())
        if words:
            yield Message("errors", words, places=(f"{path.relative_to(root)}:{node.lineno}",))


def _labels(trees: dict[Path, ast.Module], root: Path) -> Iterator[Message]:
    """Every value of every domain enum can come up on a screen."""
    domain = {path: tree for path, tree in trees.items() if (root / "fieldapp" / "domain") in path.parents}
    for path, node in _descendants(domain, "StrEnum"):
        for line in node.body:
            if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant) and line.value.value:
                place = f"{path.relative_to(root)}:{line.lineno}"
                yield Message("domain", label_msgid(str(line.value.value)), context=node.name, places=(place,))


def _descendants(trees: dict[Path, ast.Module], ancestor: str) -> list[tuple[Path, ast.ClassDef]]:
    classes = [
        (path, node) for path, tree in trees.items() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    ]
    known, found = {ancestor}, list[tuple[Path, ast.ClassDef]]()
    # Two packages may have errors of the same name, with words of their own.
    while fresh := [one for one in classes if one not in found and _bases(one[1]) & known]:
        known |= {node.name for _, node in fresh}
        found += fresh
    own = [one for one in classes if one[1].name == ancestor]
    return [*own, *found]


def _bases(node: ast.ClassDef) -> set[str]:
    return {base.id if isinstance(base, ast.Name) else getattr(base, "attr", "") for base in node.bases}


def _area(path: Path) -> str:
    if path.parts[:2] == ("fieldapp", "domain"):
        return "domain"
    return next((area for folder, area in AREAS.items() if folder in path.parts), "shell")
