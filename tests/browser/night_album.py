"""`python -m tests.browser.night_album FOLDER`: the screens a demo never shows, from a night with nothing ready."""

import sys
import tempfile
from pathlib import Path

from tests.browser.album import Album, chromium
from tests.browser.night import Night
from tests.browser.page import AppPage
from tests.browser.running import phones
from tests.browser.steps import choose_passphrase, connect, enrol, invite, spelt
from tests.browser.test_one_night import NAME, NUMBER, fill_visit
from tests.journeys.people import PASSPHRASE

OTHER_NUMBER = "070-174 06 07"


def main(folder: Path) -> None:
    album = Album(folder)
    with tempfile.TemporaryDirectory() as lent, chromium() as browser:
        pages = phones(Path(lent) / "pages")
        pages.start()
        night = Night(browser, Path(lent), pages)
        try:
            _claim(night, album)
            _digits(night, album)
            _offline(night, album)
            _two_versions(night, album)
            _closing(night, album)
            _no_way_in(night, album)
        finally:
            night.end()
            pages.stop()


def _claim(night: Night, album: Album) -> None:
    chef = night.chef
    connect(chef, night.server.claim_code, night.server.url)
    chef.waits_for("Ny nämnd")
    chef.fills("Nämndens namn", "Hässelby-Vällingby")
    chef.fills("Förkortning", "HV")
    chef.fills("Ditt namn", "Karin Chef")
    album.take(chef, "board")
    chef.tap("Fortsätt")
    choose_passphrase(chef)
    album.take(chef, "passphrase")
    chef.tap("Skapa nämnden")
    chef.waits_for("Återställningspaket")
    album.take(chef, "recovery_kit")
    chef.ticks("Ja, och papperet läggs i kassaskåpet")
    chef.tap("Klart")
    chef.waits_for("Inget att göra i dag.")
    album.take(chef, "queue_empty")
    night.codes["siv"] = invite(chef, "Siv Samordnare", "Samordnare")
    night.codes["anna"] = invite(chef, "Anna Stöd", "Krisstödjare")
    chef.waits_for("Väntande inbjudningar")
    album.take(chef, "devices_new")


def _digits(night: Night, album: Album) -> None:
    chef, siv = night.chef, night.siv
    connect(siv, "ABCD", night.server.url)
    album.take(siv, "connect_wrong")
    siv.empties("Kod")
    siv.empties("Serverns adress")
    enrol(siv, night.codes["siv"], night.server.url)
    siv.waits_for("Ring din chef")
    album.take(siv, "waiting_for_role")
    chef.page.bring_to_front()
    chef.tap("Kö")
    chef.tap("Enheter")
    chef.tap("Jämför siffror")
    chef.reads(r"^(\d(?: ?\d){5})$")
    album.take(chef, "digits_supervisor")
    siv.page.bring_to_front()
    siv.tap("Hämta igen")
    siv.reads(r"^(\d(?: ?\d){5})$")
    album.take(siv, "digits_coordinator")
    chef.page.bring_to_front()
    chef.tap("Ja, samma siffror")
    chef.waits_for("Bjud in en telefon")
    siv.page.bring_to_front()
    siv.waits_for("Inget att göra i dag.")


def _offline(night: Night, album: Album) -> None:
    anna = night.anna
    enrol(anna, night.codes["anna"], night.server.url)
    anna.waits_for("Ingen insats pågår")
    album.take(anna, "home_empty")
    night.server.stop()
    anna.tap("Öppna insats")
    album.take(anna, "open_session")
    anna.ticks("Skjutning")
    anna.fills("Område", "Hässelby gård")
    anna.ticks("TiB")
    anna.ticks("Medborgarkontoret")
    album.take(anna, "open_session_filled")
    anna.tap("Öppna insatsen nu")
    anna.waits_for("Inga besök än.")
    night.codes["session"] = "".join(anna.reads(r"^((?:[A-Z0-9] ){7}[A-Z0-9])$").split())
    album.take(anna, "home_new_session")
    _visit(anna)
    anna.waits_for("Din kontaktkod")
    night.codes["contact"] = "".join(anna.reads(r"^((?:[A-Z0-9] ){8,}[A-Z0-9])$").split())
    anna.tap("Klart")
    anna.waits_for("Mina besök")
    album.take(anna, "home_offline")
    anna.tap("Mina besök")
    album.take(anna, "my_visits_offline")
    anna.tap("Insats")


def _visit(anna: AppPage) -> None:
    anna.tap("Nytt besök")
    fill_visit(anna)
    anna.tap("Spara besöket")
    anna.waits_for("Kom överens tillsammans")
    anna.ticks("Inom en vecka")
    anna.ticks("Ringa")
    anna.fills("Telefon", NUMBER)
    anna.ticks("Nej", under="Får meddelande lämnas?")
    anna.ticks("Förmiddag")
    anna.ticks("Ja", under="Samtycke")
    anna.tap("Ja, så gör vi")


def _two_versions(night: Night, album: Album) -> None:
    """The name and the number are changed on two phones while they are apart."""
    anna, siv = night.anna, night.siv
    night.server.start()
    siv.page.bring_to_front()
    siv.tap("Kö")
    siv.waits_for(spelt(night.codes["contact"]), seconds=90)
    night.server.stop()
    siv.tap(spelt(night.codes["contact"]))
    siv.tap("Öppna personen")
    siv.waits_for(NAME)
    siv.tap("Registrera försök")
    siv.ticks("Fel nummer")
    siv.fills("Nytt nummer (valfritt)", OTHER_NUMBER)
    siv.tap("Spara försöket")
    siv.waits_for("Försök: fel nummer")
    anna.page.bring_to_front()
    _met_again(night, album)
    night.server.start()
    siv.page.bring_to_front()
    siv.waits_for("Två versioner", seconds=90)
    album.take(siv, "person_conflict")
    siv.tap("Två versioner")
    siv.waits_for("Använd den här")
    album.take(siv, "conflict_sheet")


def _met_again(night: Night, album: Album) -> None:
    anna = night.anna
    anna.tap("Nytt besök")
    anna.tap("Personen har en kontaktkod")
    anna.fills("Kod från ett tidigare besök", night.codes["contact"])
    album.take(anna, "visit_returning")
    fill_visit(anna)
    anna.tap("Spara besöket")
    anna.waits_for("Kom överens tillsammans")
    anna.ticks("Inom en vecka")
    anna.ticks("Ringa")
    anna.fills("Telefon", "070-174 06 09")
    anna.ticks("Nej", under="Får meddelande lämnas?")
    anna.ticks("Ja", under="Samtycke")
    anna.tap("Ja, så gör vi")
    anna.waits_for("Din kontaktkod")
    anna.tap("Klart")


def _closing(night: Night, album: Album) -> None:
    anna, chef = night.anna, night.chef
    anna.page.bring_to_front()
    anna.waits_for("Allt är säkrat", seconds=90)
    night.server.stop()
    _visit(anna)
    anna.waits_for("Din kontaktkod")
    anna.tap("Klart")
    anna.tap("Lås appen")
    night.person("anna").app.stop()
    night.server.start()
    chef.page.bring_to_front()
    chef.tap("Insatser")
    chef.waits_for(spelt(night.codes["session"]), seconds=90)
    album.take(chef, "sessions_supervisor")
    chef.tap(spelt(night.codes["session"]))
    chef.tap("Börja avsluta")
    chef.waits_for("Börja avsluta insatsen?")
    chef.tap("Börja avsluta")
    chef.waits_for("Väntar på 1 telefon")
    chef.tap("Stäng insatsen")
    chef.waits_for("1 sak kvar")
    album.take(chef, "gate_waiting")
    chef.tap("Skriv av telefonen")
    album.take(chef, "write_off")
    chef.tap("Skriv av K")
    album.take(chef, "write_off_reason_missing")
    chef.fills("Skäl", "Telefonen är kvar i Dalarna")
    chef.tap("Skriv av K")
    chef.waits_for("Allt är klart. Insatsen kan stängas.", seconds=90)
    album.take(chef, "gate_ready")
    chef.tap("Stäng insatsen")
    chef.waits_for("Insatsen är stängd.")
    album.take(chef, "session_closed")
    _late(night, album)


def _late(night: Night, album: Album) -> None:
    chef, person = night.chef, night.person("anna")
    person.page.close()
    person.restart(night.browser)
    anna = night.anna
    anna.page.bring_to_front()
    album.take(anna, "unlock_waiting")
    chef.page.bring_to_front()
    chef.tap("Tillbaka")
    chef.tap("Mer")
    chef.tap("Sent inkommet")
    chef.waits_for("Behöver uppföljning nu", seconds=90)
    album.take(chef, "late_rows")
    chef.tap("Ta inte emot")
    chef.waits_for("Det som gallras är borta för gott")
    album.take(chef, "late_other")
    chef.tap("Tillbaka")
    chef.waits_for("Behöver uppföljning nu")
    chef.tap("Tillbaka")
    chef.tap("Kö")
    chef.waits_for("kommit in sent")
    album.take(chef, "queue_late_notice")


def _no_way_in(night: Night, album: Album) -> None:
    anna = night.anna
    anna.page.bring_to_front()
    anna.fills("Lösenord", f"{PASSPHRASE} fel")
    anna.tap("Lås upp")
    anna.waits_for("Fel lösenord")
    album.take(anna, "unlock_wrong")
    anna.tap("Jag kommer inte in")
    anna.waits_for("Gör så här")
    album.take(anna, "no_way_in")
    anna.tap("Börja om med en ny inbjudan")
    album.take(anna, "start_over")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
