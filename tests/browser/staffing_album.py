"""`python -m tests.browser.staffing_album FOLDER`: staffing, activation and data breaches, from a demo."""

import sys
from pathlib import Path

from tests.browser.album import Album, chromium, demo, to_session, unlocked
from tests.browser.page import AppPage


def main(folder: Path) -> None:
    album = Album(folder)
    with chromium() as browser, demo() as (supporter, coordinator, supervisor):
        coordinator_pictures(unlocked(browser, coordinator), album)
        supporter_pictures(unlocked(browser, supporter), album)
        # Last: the phone that is reported lost is gone.
        breach_pictures(unlocked(browser, supervisor), album)


def coordinator_pictures(shown: AppPage, album: Album) -> None:
    """From the queue: the week, the rota, the roster, and the staff of the session that is open."""
    shown.waits_for("Ny vecka")
    album.take(shown, "week")
    shown.tap("Ta över veckan")
    shown.waits_for("I tjänst")
    album.take(shown, "week_taken")
    shown.tap("Bemanning")
    shown.waits_for("Veckoschema")
    album.take(shown, "staffing")
    shown.tap("Planera om veckorna")
    shown.waits_for("Vilka turas om?")
    album.take(shown, "rota")
    shown.tap("Tillbaka")
    shown.tap("Personallista")
    shown.waits_for("Lägg till en kollega")
    album.take(shown, "roster")
    shown.tap("Vera Stöd")
    shown.waits_for("Redo att ringas in?")
    album.take(shown, "colleague")
    shown.tap("Tillbaka")
    shown.waits_for("Lägg till en kollega")
    shown.tap("Tillbaka")
    shown.waits_for("Planera om veckorna")
    session_pictures(shown, album)
    shown.close()


def session_pictures(shown: AppPage, album: Album) -> None:
    """The session that is open: how it began, who works, who is called, where."""
    to_session(shown)
    shown.waits_for("Från larm till första besök")
    album.take(shown, "session_chain")
    _session(shown, album)


def _session(shown: AppPage, album: Album) -> None:
    shown.tap("Bemanning")
    shown.waits_for("Arbetar nu")
    album.take(shown, "staff")
    shown.tap("Ring nästa")
    shown.waits_for("Kan kollegan komma?")
    shown.ticks("Ja")
    album.take(shown, "call")
    shown.tap("Spara svaret")
    shown.waits_for("1 ja")
    shown.tap("Tillbaka")
    shown.waits_for("Från larm till första besök")
    shown.tap("Aktivering")
    shown.waits_for("Vilken funktion beslutade?")
    album.take(shown, "activation")
    shown.ticks("Direktör i tjänst")
    shown.tap("Spara")
    shown.waits_for("Beslut av: Direktör i tjänst")
    shown.tap("Stödcentra")
    shown.waits_for("Lägg till en plats")
    shown.ticks("Skola")
    shown.fills("Vad platsen kallas", "Grimstaskolan")
    album.take(shown, "places")
    shown.tap("Lägg till platsen")
    shown.waits_for("Medborgarkontoret, Grimstaskolan")


def supporter_pictures(shown: AppPage, album: Album) -> None:
    shown.waits_for("Samordnare i tjänst")
    album.take(shown, "home_shift")
    shown.tap("Efterregistrera ett förlorat besök")
    shown.waits_for("Har lappen kommit tillbaka?")
    album.take(shown, "again")
    shown.close()


def breach_pictures(shown: AppPage, album: Album) -> None:
    """From the queue of a supervisor: a phone is reported lost."""
    shown.tap("Enheter")
    shown.waits_for("Allt mottaget")
    shown.tap("K1")
    shown.waits_for("Glömt lösenord")
    shown.tap("Spärra telefonen")
    shown.waits_for("Är telefonen borttappad eller stulen?")
    shown.ticks("Ja, borttappad")
    shown.fills("Skäl", "Tappad på tunnelbanan")
    album.take(shown, "revoke_lost")
    shown.tap("Spärra K1")
    shown.waits_for("Vad har gjorts?")
    album.take(shown, "breach")
    shown.ticks("Anmäld till Integritetsskyddsmyndigheten")
    shown.tap("Anteckna")
    shown.waits_for("Beslut om anmälan är fattat")
    album.take(shown, "breach_decided")
    shown.tap("Tillbaka")
    shown.waits_for("Personuppgiftsincident: K1")
    album.take(shown, "devices_breach")
    shown.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
