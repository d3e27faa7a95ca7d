"""Every form is made of the same parts, which are tried in a browser for their names and for room for a finger."""

import ast
from collections.abc import Iterator
from pathlib import Path

import flet as ft

import fieldapp.ui
from tests.ui import gallery

SCREENS = Path(fieldapp.ui.__file__).parent / "screens"
# Flet's own calendar fills the screen and reads itself out.
WHOLE_SCREENS = {"DatePicker"}
NOT_ANSWERED = (ft.Container, ft.Text, ft.Semantics)
PARTS = ("field", "choices", "tick", "segments", "counter", "row", "primary", "secondary", "quiet", "severe")


def made_directly() -> Iterator[tuple[str, str]]:
    """(file, control) of each control of Flet's own that a screen makes and that can be filled in or tapped."""
    for path in sorted(SCREENS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("ft."):
                control = getattr(ft, ast.unparse(node.func).removeprefix("ft."), None)
                if isinstance(control, type) and is_answered(control):
                    yield path.name, control.__name__


def is_answered(control: type) -> bool:
    fields = getattr(control, "__dataclass_fields__", {})
    return control not in NOT_ANSWERED and bool({"on_click", "on_change", "on_tap"} & fields.keys())


def test_no_screen_makes_a_field_or_a_button_of_its_own() -> None:
    found = {(name, control) for name, control in made_directly() if control not in WHOLE_SCREENS}

    assert found == set()


def test_no_screen_makes_a_container_that_can_be_tapped() -> None:
    tapped = [
        path.name
        for path in SCREENS.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and {"on_click", "on_tap"} & {one.arg for one in node.keywords}
    ]

    assert tapped == []


def test_the_parts_are_those_the_browser_tries() -> None:
    shown = Path(gallery.__file__).read_text(encoding="utf-8")

    assert [part for part in PARTS if f"c.{part}(" not in shown] == []
