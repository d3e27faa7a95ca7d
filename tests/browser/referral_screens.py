"""`python -m tests.browser.referral_screens FOLDER`: referrals and what is written about one person, from a demo."""

import re
import sys
from pathlib import Path

from tests.browser.album import Album, chromium, demo, unlocked
from tests.browser.page import DESK, AppPage


def main(folder: Path) -> None:
    album = Album(folder)
    with chromium() as browser, demo() as (_supporter, coordinator, supervisor):
        referrals(unlocked(browser, coordinator), album)
        about_one_person(unlocked(browser, supervisor), album)
        on_a_desk(unlocked(browser, coordinator, size=DESK), album)
        large = unlocked(browser, coordinator, scale=2)
        _open_unanswered(large)
        album.take(large, "referral_200")
        large.close()


def referrals(shown: AppPage, album: Album) -> None:
    shown.waits_for("Uppföljningar")
    album.take(shown, "queue_unanswered")
    _open_unanswered(shown)
    album.take(shown, "referral")
    album.whole(shown, "referral_whole")
    shown.tap("Vad har hänt?")
    shown.waits_for("Åter eller avvisad")
    album.take(shown, "referral_step")
    shown.ticks("Annan mottagare")
    shown.tap("Spara")
    shown.waits_for("Till vem?")
    album.whole(shown, "referral_new_whole")
    shown.tap("Spara förmedlingen")
    shown.waits_for("kvar innan den kan sparas")
    album.take(shown, "referral_new_left")
    shown.tap("Stäng, utkastet sparas")
    shown.waits_for("Förmedlingar")
    album.whole(shown, "person_referrals")
    shown.tap("Tillbaka")
    _tap_row(shown, "Förmedling att skicka")
    shown.waits_for("Registrera svar om samtycke")
    album.take(shown, "referral_awaiting")
    shown.tap("Registrera svar om samtycke")
    shown.waits_for("Vem har svarat?")
    album.take(shown, "referral_consent")
    shown.tap("Spara")
    shown.waits_for("Den är skickad")
    album.take(shown, "referral_ready")
    shown.tap("Den är skickad")
    shown.waits_for("Hur skickades den?")
    album.take(shown, "referral_send")
    shown.ticks("Telefon")
    shown.tap("Spara")
    shown.waits_for("Vad har hänt?")
    shown.tap("Samtycket återkallas")
    shown.waits_for("Är samtycket återkallat?")
    album.take(shown, "referral_withdraw")
    shown.tap("Ja, det är återkallat")
    shown.waits_for("Mottagaren är meddelad")
    album.take(shown, "referral_withdrawn")
    shown.tap("Tillbaka")
    shown.tap("Mer")
    shown.tap("Mottagare")
    shown.waits_for("Lägg till mottagare")
    album.take(shown, "recipients")
    shown.tap("BUP Vällingby")
    shown.waits_for("Uppgifterna stämmer i dag")
    album.whole(shown, "recipient_whole")
    shown.tap("Tillbaka")
    shown.close()


def _open_unanswered(shown: AppPage) -> None:
    shown.waits_for("Svar på förmedling")
    _tap_row(shown, "Svar på förmedling")
    shown.waits_for("Läs upp för mottagaren")


def _tap_row(shown: AppPage, kind: str) -> None:
    """A row's name begins with its code, and one person may have several."""
    shown.bring(shown.page.get_by_role("button", name=re.compile(kind)), kind).click()


def about_one_person(shown: AppPage, album: Album) -> None:
    shown.waits_for("Uppföljningar")
    shown.tap("Öppna nästa")
    shown.tap("Öppna personen")
    shown.waits_for("Något stämmer inte")
    shown.tap("Något stämmer inte")
    shown.waits_for("Vilket besök?")
    shown.ticks("Personen anser uppgiften oriktig")
    shown.fills("Text", "Jag sa aldrig att jag ville prata igen.")
    album.take(shown, "correction")
    shown.tap("Lägg till")
    shown.waits_for("Tillagt till det som är skrivet")
    album.whole(shown, "person_corrected")
    shown.tap("Föreslå gallring")
    shown.waits_for("Är personen född")
    album.take(shown, "disposal")
    shown.ticks("Nej")
    shown.tap("Föreslå gallring")
    shown.waits_for("Gör klart det först")
    album.take(shown, "disposal_refused")
    shown.tap("Tillbaka")
    shown.tap("Utdrag")
    shown.waits_for("Spara som PDF")
    album.take(shown, "extract")
    shown.fills("Skäl", "Personen har bett om det")
    with shown.page.expect_download() as taken:
        shown.tap("Spara som PDF")
    taken.value.save_as(album.folder / "extract.pdf")
    shown.close()


def on_a_desk(shown: AppPage, album: Album) -> None:
    shown.waits_for("Uppföljningar")
    album.take(shown, "queue_unanswered_desk")
    shown.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
