"""A glyph that no shipped font has is fetched from the net, and shows as a box until it comes."""

import pytest
from fontTools.ttLib import TTFont

from fieldapp.settings import assets_folder
from fieldapp.ui.tokens import FALLBACK, FONTS, TYPE
from tests.catalogues import books

WRITTEN = {
    "Swedish": "ÅÄÖåäöéüÉ–—”’…·×°§0123456789",
    "Somali, Finnish, Turkish, Bosnian": "şŞğĞıİčćđšžČĆĐŠŽőű",
    "Ukrainian and Russian": "БдіїєґЯщъыЇ",
    "Arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي٠١٢؟،",
    "Persian and Sorani": "پچژگکی۰۱۲ڵێۆڕ",
    "Tigrinya and Amharic": "ሰላምትግርኛ፡።",
    "signs": "✓✔✕★☎→←↑↓•○●",
}


@pytest.mark.parametrize("words", WRITTEN.values(), ids=WRITTEN.keys())
def test_every_glyph_has_a_font_in_the_box(words: str) -> None:
    assert "".join(sorted(set(words) - glyphs(["Atkinson", *FALLBACK]))) == ""


@pytest.mark.parametrize("language", books.LANGUAGES)
def test_every_glyph_of_the_catalogues_has_a_font_in_the_box(language: str) -> None:
    said = {letter for entry in books.entries(books.read(language)).values() for letter in str(entry.string)}

    assert "".join(sorted(said - glyphs(["Atkinson", *FALLBACK]) - {"\n"})) == ""


def test_codes_have_their_letters_in_mono() -> None:
    assert set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-") <= glyphs(["AtkinsonMono"])


def test_every_style_names_the_fallback() -> None:
    assert all(style.font_family_fallback == FALLBACK for style in TYPE.values())


def test_the_fonts_of_a_phone_bundle_stay_small_and_carry_their_licences() -> None:
    folder = assets_folder() / "fonts"

    assert sum(font.stat().st_size for font in folder.glob("*.ttf")) < 1_000_000
    assert len([text for text in folder.glob("*-OFL.txt") if "SIL Open Font License" in text.read_text("utf-8")]) == 4


def glyphs(families: list[str]) -> set[str]:
    return {chr(point) for family in families for point in TTFont(assets_folder() / FONTS[family]).getBestCmap()}
