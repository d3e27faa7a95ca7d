"""What people do again and again: a visit, a promise, the code on the slip."""

import re

from tests.browser.page import AppPage
from tests.journeys.people import PASSPHRASE

INVITE = r"^((?:[A-Z0-9] ){20,}[A-Z0-9])$"
CODE = r"^((?:[A-Z0-9] ){8,}[A-Z0-9])$"


def connect(page: AppPage, code: str, server: str) -> None:
    page.fills("Kod", code)
    page.fills("Serverns adress", server)
    page.tap("Fortsätt")


def choose_passphrase(page: AppPage, words: str = PASSPHRASE) -> None:
    page.waits_for("Välj ett lösenord")
    page.fills("Lösenord", words)
    page.fills("Samma lösenord igen", words)


def enrol(page: AppPage, code: str, server: str, words: str = PASSPHRASE) -> None:
    connect(page, code, server)
    choose_passphrase(page, words)
    page.tap("Anslut telefonen")


def invite(chef: AppPage, name: str, role: str) -> str:
    chef.tap("Enheter")
    chef.tap("Bjud in en telefon")
    chef.fills("Namn", name)
    chef.ticks(role)
    chef.tap("Gör inbjudan")
    return read_invite(chef)


def read_invite(chef: AppPage) -> str:
    """The code as it stands on her page, which is then left."""
    code = invite_on_page(chef)
    chef.tap("Klart")
    return code


def invite_on_page(chef: AppPage) -> str:
    """In groups of four."""
    spoken = chef.reads(INVITE).split()
    return "-".join("".join(spoken[start : start + 4]) for start in range(0, len(spoken), 4))


def answer_visit(
    page: AppPage,
    *,
    name: str = "",
    age: str = "30–64",
    affected: str = "Bevittnade",
    outcome: str = "Vi följer upp",
    note: str = "",
) -> None:
    """Every question of the form that is always asked, in its order. Without a name the person stays anonymous."""
    if name:
        page.ticks("Förnamn eller alias")
        page.fills("Förnamn eller alias", name)
    page.ticks(age)
    page.ticks(affected)
    answer_help(page)
    page.ticks(outcome)
    if note:
        page.fills("Anteckning", note)
    page.ticks("Ja, om sekretess, anmälningsplikt och vad som skrivs")


def answer_help(page: AppPage) -> None:
    page.ticks("Samtal")
    page.ticks("Psykologisk första hjälp")
    page.ticks("Ingen akut fara")


def agree_call(page: AppPage, number: str, *, best: str = "") -> str:
    """A call within a week; the code that is then on the slip."""
    page.waits_for("Kom överens tillsammans")
    page.ticks("Inom en vecka")
    page.ticks("Ringa")
    page.fills("Telefon", number)
    page.ticks("Nej", under="Får meddelande lämnas?")
    if best:
        page.ticks(best)
    page.ticks("Ja", under="Samtycke")
    page.tap("Ja, så gör vi")
    return code_on_slip(page)


def code_on_slip(page: AppPage) -> str:
    page.waits_for("Din kontaktkod")
    return "".join(page.reads(CODE).split())


def register_call(page: AppPage, *, name: str, number: str) -> str:
    """From the start page and back to it: a visit with a promise, and its code."""
    page.tap("Nytt besök")
    answer_visit(page, name=name)
    page.tap("Spara besöket")
    code = agree_call(page, number)
    page.tap("Klart")
    return code


def open_safety(page: AppPage) -> None:
    """The strip of a supporter's start page, whatever it says."""
    # The browser reads the pattern, and to it ö is no letter of a word.
    says = r"^\s*(\d+ \S+ bara på|Allt är säkrat|Åk till täckning)"
    page.bring(page.page.get_by_role("button", name=re.compile(says)), "the strip").click()


def send_now(page: AppPage) -> None:
    """From the start page of a supporter: does not wait for the app to try again by itself."""
    open_safety(page)
    page.tap("Försök skicka nu")
    page.waits_for("Allt är säkrat hos stadsdelen")
    page.tap("Tillbaka")


def open_session(page: AppPage, *, kind: str, area: str, site: str = "Medborgarkontoret", earlier: int = 0) -> None:
    """From a supporter's start page to the session's."""
    answer_alarm(page, kind=kind, area=area, site=site, earlier=earlier)
    page.waits_for("Inga besök än.")


def answer_alarm(page: AppPage, *, kind: str, area: str, site: str = "Medborgarkontoret", earlier: int = 0) -> None:
    """Four answers, and how many times five minutes ago the alarm came."""
    page.tap("Öppna insats")
    page.ticks(kind)
    page.fills("Område", area)
    page.ticks("TiB")
    for _tap in range(earlier):
        page.tap("Larm: fem minuter tidigare")
    page.ticks(site)
    page.tap("Öppna insatsen nu")


def search(page: AppPage, code: str) -> None:
    """From the queue, by the code on a slip."""
    page.tap("Sök på kod eller namn")
    page.fills("Kontaktkod eller namn", code)
    page.tap("Sök", whole=True)


def spelt(code: str) -> str:
    """As a screen reader says it."""
    return " ".join(code)
