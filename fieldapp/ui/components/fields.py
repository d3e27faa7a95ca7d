"""Text fields with a name, a helping line and an error in words."""

from collections.abc import Callable

import flet as ft

from fieldapp.ui.component import component
from fieldapp.ui.components.icons import icon, icon_button
from fieldapp.ui.components.text import text
from fieldapp.ui.tap import Action, Outcome, tap, typed
from fieldapp.ui.tokens import RADIUS_FIELD, TYPE
from fieldapp.ui.words import _

C = ft.Colors


def field(
    label: str,
    value: str,
    changed: Callable[[str], Outcome],
    *,
    helper: str = "",
    error: str = "",
    lines: int = 1,
    max_length: int | None = None,
    keyboard: ft.KeyboardType = ft.KeyboardType.TEXT,
    autofocus: bool = False,
    submitted: Action | None = None,
    left: Callable[[], Outcome] | None = None,
    autocorrect: bool = True,
) -> ft.TextField:
    """`changed` gets every keystroke, `left` is called when the field loses focus. Name the field in `error`."""
    made = _bare(label, value, changed, helper=helper, error=error, submitted=submitted)
    made.multiline, made.min_lines, made.max_lines = lines > 1, lines, max(lines, 1) * 3 if lines > 1 else 1
    made.max_length, made.keyboard_type, made.autofocus = max_length, keyboard, autofocus
    made.autocorrect = made.enable_suggestions = autocorrect
    made.on_blur = tap(left) if left else None
    return made


@component
def PassphraseField(
    label: str,
    value: str,
    changed: Callable[[str], Outcome],
    *,
    helper: str = "",
    error: str = "",
    autofocus: bool = False,
    submitted: Action | None = None,
) -> ft.Control:
    """Hidden until the eye is tapped; keyboards are told not to learn it."""
    seen, see = ft.use_state(False)
    eye = ft.Icons.VISIBILITY_OFF_OUTLINED if seen else ft.Icons.VISIBILITY_OUTLINED
    made = _bare(label, value, changed, helper=helper, error=error, submitted=submitted)
    made.password, made.autofocus = not seen, autofocus
    made.autocorrect = made.enable_suggestions = made.enable_ime_personalized_learning = False
    made.suffix_icon = icon_button(
        eye, _("Hide the passphrase") if seen else _("Show the passphrase"), lambda: see(not seen)
    )
    return made


@component
def TextAnswer(
    label: str,
    start: str,
    changed: Callable[[str], Outcome],
    *,
    helper: str = "",
    error: str = "",
    lines: int = 1,
    max_length: int | None = None,
    keyboard: ft.KeyboardType = ft.KeyboardType.TEXT,
    autocorrect: bool = True,
    key: str = "",
) -> ft.Control:
    """A field in a long form: `start` counts once, so that a slow drawing never writes over what is being typed.

    Give it a `key` where another field may come in above it: Flet else takes the newcomer for this one.
    """
    shown: ft.MutableRef[ft.TextField | None] = ft.use_ref(None)
    now = shown.current.value if shown.current else start
    made = field(
        label,
        now or "",
        changed,
        helper=helper,
        error=error,
        lines=lines,
        max_length=max_length,
        keyboard=keyboard,
        autocorrect=autocorrect,
    )
    shown.current = made
    return made


def error_row(words: str) -> ft.Control:
    """What is missing, in the same words as in the summary."""
    return ft.Row(
        [icon(ft.Icons.ERROR_OUTLINE, 20, C.ERROR), ft.Container(text(words, "title_small", C.ERROR), expand=True)],
        spacing=8,
    )


def _bare(
    label: str,
    value: str,
    changed: Callable[[str], Outcome],
    *,
    helper: str,
    error: str,
    submitted: Action | None,
) -> ft.TextField:
    return ft.TextField(
        label=label,
        value=value,
        on_change=typed(changed),
        on_submit=tap(submitted) if submitted else None,
        helper=helper or None,
        helper_max_lines=4,
        error=error or None,
        error_max_lines=4,
        bgcolor=C.SURFACE_CONTAINER_LOWEST,
        filled=True,
        border=ft.OutlineInputBorder(border_radius=ft.BorderRadius.all(RADIUS_FIELD)),
        content_padding=ft.Padding.symmetric(horizontal=14, vertical=18),
        text_style=TYPE["body_large"].copy(color=C.ON_SURFACE),
        label_style=TYPE["body_large"].copy(color=C.ON_SURFACE_VARIANT),
        helper_style=TYPE["body_small"].copy(color=C.ON_SURFACE_VARIANT),
        error_style=TYPE["body_small"].copy(color=C.ERROR, weight=ft.FontWeight.W_600),
    )
