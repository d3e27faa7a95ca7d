"""The pictures of staffing, activation and data breaches, clicked to as people do."""

from collections.abc import Callable

from tests.browser.page import AppPage

Take = Callable[[AppPage, str], None]


def coordinator_pictures(shown: AppPage, take: Take) -> None:
    """From the queue: the week, the rota, the roster, and the staff of the session that is open."""
    shown.waits_for("Ny vecka")
    take(shown, "week")
    shown.tap("Ta över veckan")
    shown.waits_for("I tjänst")
    take(shown, "week_taken")
    shown.tap("Bemanning")
    shown.waits_for("Veckoschema")
    take(shown, "staffing")
    shown.tap("Planera om veckorna")
    shown.waits_for("Vilka turas om?")
    take(shown, "rota")
    shown.tap("Tillbaka")
    shown.tap("Personallista")
    shown.waits_for("Lägg till en kollega")
    take(shown, "roster")
    shown.tap("Vera Stöd")
    shown.waits_for("Redo att ringas in?")
    take(shown, "colleague")
    shown.tap("Tillbaka")
    shown.waits_for("Lägg till en kollega")
    shown.tap("Tillbaka")
    shown.waits_for("Planera om veckorna")
    session_pictures(shown, take)


def session_pictures(shown: AppPage, take: Take) -> None:
    """The session that is open: how it began, who works, who is called, where."""
    shown.tap("Insatser")
    shown.tap(shown.reads(r"^((?:[A-Z0-9] ){7}[A-Z0-9])\nPågår"))
    shown.waits_for("Från larm till första besök")
    take(shown, "session_chain")
    _session(shown, take)


def _session(shown: AppPage, take: Take) -> None:
    shown.tap("Bemanning")
    shown.waits_for("Arbetar nu")
    take(shown, "staff")
    shown.tap("Ring nästa")
    shown.waits_for("Kan kollegan komma?")
    shown.ticks("Ja")
    take(shown, "call")
    shown.tap("Spara svaret")
    shown.waits_for("1 ja")
    shown.tap("Tillbaka")
    shown.waits_for("Från larm till första besök")
    shown.tap("Aktivering")
    shown.waits_for("Vilken funktion beslutade?")
    take(shown, "activation")
    shown.ticks("Direktör i tjänst")
    shown.tap("Spara")
    shown.waits_for("Beslut av: Direktör i tjänst")
    shown.tap("Stödcentra")
    shown.waits_for("Lägg till en plats")
    shown.ticks("Skola")
    shown.fills("Vad platsen kallas", "Grimstaskolan")
    take(shown, "places")
    shown.tap("Lägg till platsen")
    shown.waits_for("Medborgarkontoret, Grimstaskolan")


def supporter_pictures(shown: AppPage, take: Take) -> None:
    shown.waits_for("Samordnare i tjänst")
    take(shown, "home_shift")
    shown.tap("Efterregistrera ett förlorat besök")
    shown.waits_for("Har lappen kommit tillbaka?")
    take(shown, "again")
    shown.tap("Tillbaka")


def breach_pictures(shown: AppPage, take: Take) -> None:
    """From the queue of a supervisor: a phone is reported lost."""
    shown.tap("Enheter")
    shown.waits_for("Allt mottaget")
    shown.tap("K1")
    shown.waits_for("Glömt lösenord")
    shown.tap("Spärra telefonen")
    shown.waits_for("Är telefonen borttappad eller stulen?")
    shown.ticks("Ja, borttappad")
    shown.fills("Skäl", "Tappad på tunnelbanan")
    take(shown, "revoke_lost")
    shown.tap("Spärra K1")
    shown.waits_for("Vad har gjorts?")
    take(shown, "breach")
    shown.ticks("Anmäld till Integritetsskyddsmyndigheten")
    shown.tap("Anteckna")
    shown.waits_for("Beslut om anmälan är fattat")
    take(shown, "breach_decided")
    shown.tap("Tillbaka")
    shown.waits_for("Personuppgiftsincident: K1")
    take(shown, "devices_breach")
