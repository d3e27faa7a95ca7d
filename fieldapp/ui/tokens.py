"""Spruce, candle and brick: the colours, type sizes and distances every screen uses."""

from typing import Final

import flet as ft

FONTS: Final = {
    "Atkinson": "fonts/AtkinsonNext-VF-latin.ttf",
    "AtkinsonExt": "fonts/AtkinsonNext-VF-latin-ext.ttf",
    "AtkinsonMono": "fonts/AtkinsonMono-600.ttf",
    "Inter": "fonts/Inter-VF.ttf",
    "NotoArabic": "fonts/NotoSansArabic-Regular.ttf",
    "NotoEthiopic": "fonts/NotoSansEthiopic-Regular.ttf",
    "NotoSymbols": "fonts/NotoSansSymbols2-Regular.ttf",
}
FALLBACK: Final = ["AtkinsonExt", "Inter", "NotoArabic", "NotoEthiopic", "NotoSymbols"]
MONO: Final = "AtkinsonMono"

XS, S, M, L, XL, XXL = 4, 8, 12, 16, 24, 32
EDGE: Final = 16
RADIUS_TAG, RADIUS_CHIP, RADIUS_FIELD, RADIUS_BUTTON, RADIUS_CARD, RADIUS_SHEET = 8, 10, 12, 16, 18, 28
TOUCH: Final = 48
TILE_FLOOR: Final = 40
PRIMARY_HEIGHT: Final = 68
BAR_HEIGHT: Final = PRIMARY_HEIGHT + 2 * M + 6

_W = ft.FontWeight


def _type(size: float, line: float, weight: ft.FontWeight = _W.W_400, family: str = "Atkinson") -> ft.TextStyle:
    return ft.TextStyle(
        size=size,
        height=line / size,
        weight=weight,
        letter_spacing=0,
        font_family=family,
        font_family_fallback=FALLBACK,
    )


TYPE: Final = {
    "display_large": _type(57, 64),
    "display_medium": _type(45, 52),
    "display_small": _type(40, 48, _W.W_600),
    "headline_large": _type(32, 40, _W.W_600),
    "headline_medium": _type(28, 34, _W.W_700),
    "headline_small": _type(24, 30, _W.W_700),
    "title_large": _type(21, 27, _W.W_700),
    "title_medium": _type(18, 24, _W.W_600),
    "title_small": _type(16, 21, _W.W_600),
    "body_large": _type(17, 25),
    "body_medium": _type(16, 22),
    "body_small": _type(15, 20),
    "label_large": _type(17, 22, _W.W_600),
    "label_medium": _type(15, 19, _W.W_500),
    "label_small": _type(14, 18, _W.W_500),
}
CODE: Final = _type(19, 24, _W.W_600, MONO)
CODE_SMALL: Final = _type(16, 22, _W.W_600, MONO)
CODE_LARGE: Final = _type(32, 40, _W.W_600, MONO)
CODE_HUGE: Final = _type(40, 48, _W.W_600, MONO)
BUTTON: Final = TYPE["label_large"].copy(size=18)

Scheme = dict[str, str]

LIGHT: Final[Scheme] = {
    "primary": "#0C5C59",
    "on_primary": "#FFFFFF",
    "primary_container": "#CCE8E6",
    "on_primary_container": "#002B2A",
    "secondary": "#455654",
    "on_secondary": "#FFFFFF",
    "secondary_container": "#D9E5E3",
    "on_secondary_container": "#142928",
    "tertiary": "#764400",
    "on_tertiary": "#FFFFFF",
    "tertiary_container": "#FFDDB5",
    "on_tertiary_container": "#432500",
    "error": "#96341F",
    "on_error": "#FFFFFF",
    "error_container": "#FFDED7",
    "on_error_container": "#621102",
    "surface": "#F6F4EF",
    "on_surface": "#1C1D1B",
    "on_surface_variant": "#484C48",
    "outline": "#686C68",
    "outline_variant": "#D2D2CB",
    "surface_container_lowest": "#FFFFFF",
    "surface_container_low": "#FBFAF7",
    "surface_container": "#F0EEE8",
    "surface_container_high": "#EAE8E2",
    "surface_container_highest": "#E4E2DB",
    "surface_tint": "#686C68",
    "inverse_surface": "#30312E",
    "on_inverse_surface": "#F4F2EC",
    "inverse_primary": "#8FD3CE",
    "shadow": "#000000",
    "scrim": "#000000",
}
DARK: Final[Scheme] = {
    "primary": "#8FD3CE",
    "on_primary": "#002B2A",
    "primary_container": "#194947",
    "on_primary_container": "#C5F1ED",
    "secondary": "#B8CAC8",
    "on_secondary": "#1B302E",
    "secondary_container": "#33403F",
    "on_secondary_container": "#DDEBE9",
    "tertiary": "#FFB86E",
    "on_tertiary": "#432500",
    "tertiary_container": "#4A2F08",
    "on_tertiary_container": "#FFDFC0",
    "error": "#FFB4A4",
    "on_error": "#5C0C00",
    "error_container": "#5E2519",
    "on_error_container": "#FFE2DC",
    "surface": "#101414",
    "on_surface": "#E2E6E4",
    "on_surface_variant": "#C3C7C5",
    "outline": "#8D928F",
    "outline_variant": "#3C4140",
    "surface_container_lowest": "#1A1F1F",
    "surface_container_low": "#161A1A",
    "surface_container": "#1F2424",
    "surface_container_high": "#292E2E",
    "surface_container_highest": "#343939",
    "surface_tint": "#8D928F",
    "inverse_surface": "#E0E3E2",
    "on_inverse_surface": "#222726",
    "inverse_primary": "#0C5C59",
    "shadow": "#000000",
    "scrim": "#000000",
}
# The slip is paper in both themes: it must scan, print and be read by somebody else.
PAPER, PAPER_INK, PAPER_BOX = "#FFFFFF", "#141614", "#E7F1F0"
# The exercise band is the only violet thing; its roles are borrowed, because a theme has no role for it.
EXERCISE, ON_EXERCISE = "#5B3A86", "#FFFFFF"
