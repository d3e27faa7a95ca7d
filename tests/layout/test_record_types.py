"""Every type of record that an action writes is one that the other phones read."""

import ast
from collections.abc import Iterator
from pathlib import Path

from fieldapp.actions.payload import RECORD_TYPES

ACTIONS = Path(__file__).parents[2] / "fieldapp" / "actions"
WRITES = ("create", "set")


def written() -> Iterator[str]:
    for path in ACTIONS.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = dict(named(tree))
        for call in (one for one in ast.walk(tree) if isinstance(one, ast.Call)):
            if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES and len(call.args) > 2:
                yield from type_of(call.args[1], constants)


def named(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The texts a module gives a name."""
    for one in tree.body:
        match one:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(words))):
                yield name, words
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=str(words))):
                yield name, words


def type_of(argument: ast.expr, constants: dict[str, str]) -> Iterator[str]:
    if isinstance(argument, ast.Constant):
        yield str(argument.value)
    elif isinstance(argument, ast.Name) and argument.id in constants:
        yield constants[argument.id]


def test_every_type_that_is_written_is_read_by_others() -> None:
    found = set(written())

    assert {"contact", "follow_up", "loan", "incident_link"} <= found
    assert found - RECORD_TYPES == set()
