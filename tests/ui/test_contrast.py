"""Every pair of colours the themes really use, in both."""

import pytest

from fieldapp.ui.tokens import DARK, EXERCISE, LIGHT, ON_EXERCISE, PAPER, PAPER_BOX, PAPER_INK, Scheme

GROUNDS = (
    "surface",
    "surface_container_lowest",
    "surface_container_low",
    "surface_container",
    "surface_container_high",
    "surface_container_highest",
)
TEXT_INKS = ("on_surface_variant", "primary", "tertiary", "error")
FAMILIES = ("primary", "secondary", "tertiary", "error")
PAIRS = [
    *[("on_surface", ground, 7.0) for ground in GROUNDS],
    *[(ink, ground, 4.5) for ink in TEXT_INKS for ground in GROUNDS],
    *[("outline", ground, 3.0) for ground in GROUNDS],
    *[(f"on_{name}_container", f"{name}_container", 7.0) for name in FAMILIES],
    *[(f"on_{name}", name, 4.5) for name in FAMILIES],
    *[(ink, "primary_container", 4.5) for ink in ("on_surface", "on_surface_variant", "error", "tertiary")],
    ("primary", "primary_container", 3.0),
    ("on_inverse_surface", "inverse_surface", 7.0),
]


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_pair_a_screen_uses_can_be_read(scheme: Scheme) -> None:
    low = [(ink, ground) for ink, ground, floor in PAIRS if contrast(scheme[ink], scheme[ground]) < floor]

    assert low == []


def test_the_slip_and_the_exercise_band_can_be_read_too() -> None:
    assert contrast(PAPER_INK, PAPER) >= 7
    assert contrast(PAPER_INK, PAPER_BOX) >= 7
    assert contrast(ON_EXERCISE, EXERCISE) >= 7


def contrast(one: str, other: str) -> float:
    """WCAG 2.1, contrast ratio."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
