"""Turns the tokens into the two themes a page wears."""

from typing import Final

import flet as ft

from fieldapp.ui.tokens import (
    DARK,
    FONTS,
    LIGHT,
    RADIUS_BUTTON,
    RADIUS_CARD,
    RADIUS_CHIP,
    RADIUS_FIELD,
    TYPE,
    Scheme,
)

TRANSITIONS: Final = ft.PageTransitionsTheme(
    android=ft.PageTransitionTheme.FADE_UPWARDS,
    ios=ft.PageTransitionTheme.CUPERTINO,
    linux=ft.PageTransitionTheme.NONE,
    macos=ft.PageTransitionTheme.NONE,
    windows=ft.PageTransitionTheme.NONE,
)


def dress(page: ft.Page) -> None:
    """Gives a page our fonts and both themes; the phone decides which one is seen."""
    page.fonts = FONTS
    page.theme, page.dark_theme = theme(LIGHT), theme(DARK)
    page.theme_mode = ft.ThemeMode.SYSTEM
    page.locale_configuration = ft.LocaleConfiguration(
        supported_locales=[ft.Locale("sv", "SE"), ft.Locale("en", "GB")], current_locale=ft.Locale("sv", "SE")
    )


def theme(scheme: Scheme) -> ft.Theme:
    # A style without a colour is drawn black, in the dark theme too.
    button = _button_shape()
    flat = button.copy(padding=ft.Padding.symmetric(horizontal=12, vertical=14))
    inked = {name: style.copy(color=scheme["on_surface"]) for name, style in TYPE.items()}
    return ft.Theme(
        color_scheme=ft.ColorScheme(**scheme),
        font_family="Atkinson",
        text_theme=ft.TextTheme(**inked),
        scaffold_bgcolor=scheme["surface"],
        visual_density=ft.VisualDensity.STANDARD,
        page_transitions=TRANSITIONS,
        appbar_theme=_bar(scheme),
        navigation_bar_theme=_destinations(scheme),
        navigation_rail_theme=_rail(scheme),
        chip_theme=_chip(scheme),
        card_theme=ft.CardTheme(
            color=scheme["surface_container_lowest"], elevation=0, margin=0, shape=_round(RADIUS_CARD)
        ),
        divider_theme=ft.DividerTheme(color=scheme["outline_variant"], thickness=1, space=1),
        bottom_sheet_theme=ft.BottomSheetTheme(show_drag_handle=True, bgcolor=scheme["surface_container_low"]),
        filled_button_theme=ft.FilledButtonTheme(style=button),
        outlined_button_theme=ft.OutlinedButtonTheme(style=button.copy(side=ft.BorderSide(1.5, scheme["outline"]))),
        text_button_theme=ft.TextButtonTheme(style=flat),
        icon_button_theme=ft.IconButtonTheme(style=ft.ButtonStyle(icon_size=26, padding=11)),
        segmented_button_theme=_segments(),
    )


def _round(radius: float) -> ft.RoundedRectangleBorder:
    return ft.RoundedRectangleBorder(radius=radius)


def _button_shape() -> ft.ButtonStyle:
    return ft.ButtonStyle(
        shape=_round(RADIUS_BUTTON),
        padding=ft.Padding.symmetric(horizontal=20, vertical=18),
        text_style=TYPE["label_large"],
        icon_size=24,
    )


def _segments() -> ft.SegmentedButtonTheme:
    return ft.SegmentedButtonTheme(
        style=ft.ButtonStyle(
            text_style=TYPE["label_medium"].copy(size=16),
            shape=_round(RADIUS_FIELD),
            padding=ft.Padding.symmetric(horizontal=12, vertical=15),
        )
    )


def _bar(scheme: Scheme) -> ft.AppBarTheme:
    return ft.AppBarTheme(
        bgcolor=scheme["surface"],
        elevation=0,
        elevation_on_scroll=2,
        center_title=False,
        title_text_style=TYPE["title_large"].copy(color=scheme["on_surface"]),
        toolbar_height=64,
    )


def _destinations(scheme: Scheme) -> ft.NavigationBarTheme:
    chosen = TYPE["label_small"].copy(weight=ft.FontWeight.W_700, color=scheme["on_surface"])
    return ft.NavigationBarTheme(
        bgcolor=scheme["surface_container"],
        elevation=0,
        height=76,
        indicator_color=scheme["primary_container"],
        label_text_style={
            ft.ControlState.SELECTED: chosen,
            ft.ControlState.DEFAULT: TYPE["label_small"].copy(color=scheme["on_surface_variant"]),
        },
    )


def _rail(scheme: Scheme) -> ft.NavigationRailTheme:
    return ft.NavigationRailTheme(
        bgcolor=scheme["surface_container"],
        indicator_color=scheme["primary_container"],
        selected_label_text_style=TYPE["label_medium"].copy(weight=ft.FontWeight.W_700, color=scheme["on_surface"]),
        unselected_label_text_style=TYPE["label_medium"].copy(color=scheme["on_surface_variant"]),
    )


def _chip(scheme: Scheme) -> ft.ChipTheme:
    return ft.ChipTheme(
        bgcolor=scheme["surface_container_lowest"],
        selected_color=scheme["primary_container"],
        check_color=scheme["on_primary_container"],
        shape=_round(RADIUS_CHIP),
        border_side=ft.BorderSide(1.5, scheme["outline"]),
        label_text_style=TYPE["label_medium"].copy(size=16, color=scheme["on_surface"]),
        padding=ft.Padding.only(left=6, right=8, top=13, bottom=13),
        label_padding=ft.Padding.only(left=8, right=4),
        elevation=0,
    )
