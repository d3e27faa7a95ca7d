"""The main job from an empty server to a closed session, by real taps, and what was said is nowhere to be read."""

import re

import pytest

from tests.browser.night import Night
from tests.browser.page import DESK, PHONE, AppPage
from tests.browser.running import RunningApp
from tests.browser.steps import agree_call, answer_visit, choose_passphrase, connect, enrol, invite, open_session, spelt
from tests.journeys.people import PASSPHRASE
from tests.leaks.finder import hits

pytestmark = [pytest.mark.browser, pytest.mark.timeout(200)]

NAME = "Aminata Zetterqvist"
NOTE = "Kaffekoppen med blommor"
NUMBER = "070-174 06 05"
WAITS = "Bara på den här telefonen"
SECURED = "Säkrad hos stadsdelen"


class TestOneNight:
    """Each step goes on where the one before it ended."""

    def test_the_first_device_claims_the_board(self, step: Night) -> None:
        chef = step.chef
        connect(chef, step.server.claim_code, step.server.url)
        chef.waits_for("Ny nämnd")
        chef.fills("Nämndens namn", "Hässelby-Vällingby")
        chef.fills("Förkortning", "HV")
        chef.fills("Ditt namn", "Karin Chef")
        chef.tap("Fortsätt")
        choose_passphrase(chef)
        chef.tap("Skapa nämnden")
        chef.waits_for("Återställningspaket")
        words = [text for text in chef.texts() if re.fullmatch(r"\d+ [a-z]{4,8}", text)]
        chef.tap("Klart")
        chef.waits_for("Skriv ned orden först och kryssa sedan i rutan")
        chef.ticks("Ja, och papperet läggs i kassaskåpet")
        chef.tap("Klart")
        chef.waits_for("Inget att göra i dag.")

        assert len(words) == 33
        assert step.wrong() == []

    def test_a_supervisor_invites_a_coordinator_and_a_supporter(self, step: Night) -> None:
        step.codes["siv"] = invite(step.chef, "Siv Samordnare", "Samordnare")
        step.codes["anna"] = invite(step.chef, "Anna Stöd", "Krisstödjare")
        step.chef.waits_for("Väntande inbjudningar")

        assert step.codes["siv"] != step.codes["anna"]
        assert step.wrong() == []

    def test_a_mistyped_code_says_what_to_do(self, step: Night) -> None:
        right, siv = step.codes["siv"], step.siv
        siv.fills("Kod", ("B" if right[0] != "B" else "C") + right[1:])
        siv.fills("Serverns adress", step.server.url)
        siv.tap("Fortsätt")
        siv.waits_for("Koden är felskriven. Jämför med originalet, fyra tecken i taget.")
        siv.empties("Kod")
        siv.empties("Serverns adress")

        assert step.wrong() == []

    def test_a_coordinator_compares_six_digits_and_gets_the_role(self, step: Night) -> None:
        siv, chef = step.siv, step.chef
        enrol(siv, step.codes["siv"], step.server.url)
        siv.waits_for("Ring din chef")
        chef.tap("Kö")
        chef.waits_for("Inget att göra i dag.")
        chef.tap("Enheter")
        chef.waits_for("Bjud in en telefon")
        chef.tap("Jämför siffror")
        at_chef = chef.reads(r"^(\d(?: ?\d){5})$")
        siv.tap("Hämta igen")
        at_siv = siv.reads(r"^(\d(?: ?\d){5})$")
        chef.tap("Ja, samma siffror")
        chef.waits_for("Bjud in en telefon")
        siv.waits_for("Inget att göra i dag.")

        assert at_siv == at_chef
        assert step.wrong() == []

    def test_a_code_that_somebody_else_has_used_says_so(self, step: Night) -> None:
        anna = step.anna
        enrol(anna, step.codes["siv"], step.server.url)
        anna.waits_for("Inbjudan är redan använd. Var det inte du: säg till din chef genast. Be om en ny.")
        anna.tap("Tillbaka")
        anna.waits_for("Serverns adress")

        assert step.wrong() == []

    def test_a_supporter_enrols_locks_and_unlocks(self, step: Night) -> None:
        anna = step.anna
        enrol(anna, step.codes["anna"], step.server.url)
        anna.waits_for("Ingen insats pågår")
        anna.tap("Lås appen")
        anna.fills("Lösenord", "något helt annat")
        anna.tap("Lås upp")
        anna.waits_for("Fel lösenord. Försök igen.")
        anna.empties("Lösenord")
        anna.fills("Lösenord", PASSPHRASE)
        anna.tap("Lås upp")
        anna.waits_for("Ingen insats pågår")

        assert step.wrong() == []

    def test_she_opens_a_session_and_counts_without_coverage(self, step: Night) -> None:
        step.server.stop()
        anna = step.anna
        open_session(anna, kind="Skjutning", area="Hässelby gård")
        step.codes["session"] = "".join(anna.reads(r"^((?:[A-Z0-9] ){7}[A-Z0-9])$").split())
        anna.tap("Räkna")
        anna.tap("En till: Vuxna")
        anna.waits_for("Vuxna 1")
        anna.tap("En till: Vuxna")
        anna.waits_for("Vuxna 2")
        anna.tap("Klart")
        anna.waits_for("Ingen täckning. Skickas av sig själva.")

        assert step.wrong() == []

    def test_she_registers_a_visit_and_agrees_a_call(self, step: Night) -> None:
        anna = step.anna
        anna.tap("Nytt besök")
        fill_visit(anna)
        anna.tap("Spara besöket")
        step.codes["contact"] = agree_call(anna, NUMBER, best="Förmiddag")

        assert step.codes["contact"].startswith("HV")
        assert step.wrong() == []

    def test_the_visit_is_said_to_be_only_on_this_phone(self, step: Night) -> None:
        anna = step.anna
        anna.tap("Klart")
        anna.tap("Mina besök")
        anna.waits_for("1 besök")
        anna.waits_for(WAITS)

        assert anna.says(spelt(step.codes["contact"]))
        assert not anna.says(SECURED)
        assert not anna.says(NAME)
        assert step.wrong() == []

    def test_a_draft_outlives_the_app(self, step: Night) -> None:
        anna, person = step.anna, step.person("anna")
        anna.tap("Insats")
        anna.tap("Nytt besök")
        anna.ticks("65+")
        anna.ticks("Bor i området")
        anna.waits_for("Utkast sparat")
        wrong = step.wrong()
        person.app.kill()
        anna.close()
        person.restart(step.browser)
        again = step.anna
        again.fills("Lösenord", PASSPHRASE)
        again.tap("Lås upp")
        again.tap("Nytt besök")
        again.waits_for("Utkast sparat")
        kept = [again.is_ticked(words) for words in ("65+", "Bor i området")]
        again.tap("Stäng, utkastet sparas")
        again.waits_for("Mina besök")

        assert wrong == []
        assert kept == [True, True]
        assert step.wrong() == []

    def test_what_waits_is_sent_by_itself_when_there_is_coverage(self, step: Night) -> None:
        step.server.start()
        anna = step.anna
        anna.tap("Mina besök")
        anna.waits_for(SECURED, seconds=90)
        anna.waits_until_gone(WAITS)

        assert step.wrong() == []

    def test_the_promise_is_in_the_coordinator_s_queue(self, step: Night) -> None:
        siv = step.siv
        siv.tap("Kö")
        siv.waits_for(spelt(step.codes["contact"]))

        assert not siv.says(NAME)
        assert not siv.says(NUMBER)
        assert step.wrong() == []

    def test_on_a_desk_the_queue_and_the_follow_up_are_side_by_side(self, step: Night) -> None:
        siv = step.siv
        siv.resize(DESK)
        siv.waits_for("Vem ansvarar")
        row = siv.bring(siv.tappable(spelt(step.codes["contact"])), "the row").bounding_box()
        button = siv.bring(siv.tappable("Öppna personen"), "the button").bounding_box()
        wrong = step.wrong()
        siv.resize(PHONE)
        siv.waits_until_gone("Vem ansvarar")
        # The desk's picture goes in parts: until the row has its place on the phone, it moves under the finger.
        siv.waits(lambda: _left_edge(siv, step.codes["contact"]) < PHONE[0] / 10, "the row in the phone's place")

        assert wrong == []
        assert row
        assert button
        assert row["x"] + row["width"] <= button["x"]

    def test_she_opens_the_follow_up_and_the_person(self, step: Night) -> None:
        siv = step.siv
        siv.tap(spelt(step.codes["contact"]))
        siv.waits_for("Namn, telefon och skäl visas först när du öppnar personen.")
        before = siv.says(NAME)
        siv.tap("Öppna personen")
        siv.waits_for("Loggas.")
        siv.waits_for(NAME)

        assert not before
        assert siv.says(NUMBER)
        assert not siv.says(NOTE)
        assert step.wrong() == []

    def test_she_notes_that_nobody_answered_and_then_that_she_was_reached(self, step: Night) -> None:
        siv = step.siv
        siv.tap("Registrera försök")
        siv.ticks("Ej svar")
        siv.tap("Spara försöket")
        siv.waits_for("Försök: ej svar")
        siv.tap("Registrera försök")
        siv.ticks("Nådd")
        siv.ticks("Mår bättre")
        siv.tap("Spara försöket")
        siv.waits_for("Försök: nådd")
        siv.tap("Tillbaka")
        siv.waits_for("Inget att göra i dag.")

        assert step.wrong() == []

    def test_a_supervisor_sees_the_devices_and_closes_the_session(self, step: Night) -> None:
        chef = step.chef
        chef.tap("Enheter")
        chef.waits_for("Anna Stöd")
        chef.waits_for("Siv Samordnare")
        chef.tap("Insatser")
        chef.tap(spelt(step.codes["session"]))
        chef.tap("Börja avsluta")
        chef.waits_for("Börja avsluta insatsen?")
        chef.tap("Börja avsluta")
        chef.waits_for("Allt är klart. Insatsen kan stängas.", seconds=60)
        chef.tap("Stäng insatsen")
        chef.waits_for("Insatsen är stängd.")

        assert step.wrong() == []

    def test_the_supporter_s_phone_lets_go_of_the_session(self, step: Night) -> None:
        anna = step.anna
        anna.tap("Insats")
        anna.waits_for("Stängd", seconds=60)
        anna.tap("Nytt besök")
        anna.waits_for("Utkast sparat")
        anna.tap("Kasta utkastet")
        anna.waits_for("Kasta utkastet?")
        anna.tap("Kasta", whole=True)
        anna.waits_for("Ditt pass är slut.", seconds=60)
        anna.tap("Mina besök")
        anna.waits_for("Inga besök på den här telefonen")

        assert step.wrong() == []

    def test_what_people_said_is_in_no_file(self, step: Night, phone_pages: RunningApp) -> None:
        step.stop_everything()
        files = [path for path in step.folder.rglob("*") if path.is_file()]

        assert {"district.sqlite3", "server.log", "app.log"} <= {path.name for path in files}
        assert hits(step.folder, (NAME, NOTE, NUMBER)) == []
        assert hits(phone_pages.folder, (NAME, NOTE, NUMBER)) == []


def fill_visit(page: AppPage) -> None:
    """The mother of somebody who was hurt."""
    answer_visit(page, name=NAME, affected="Anhörig till skadad", note=NOTE)


def _left_edge(page: AppPage, code: str) -> float:
    """Of a row of the queue, in pixels."""
    box = page.tappable(spelt(code)).first.bounding_box()
    return box["x"] if box else PHONE[0]
