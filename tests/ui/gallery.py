"""Every component on one page, for the eye and for the tests: `python -m tests.ui.gallery [PORT]`."""
# ruff: noqa: N802 - components are named like the things they show

import functools
import sys
from datetime import UTC, date, datetime

import flet as ft

from fieldapp.settings import assets_folder
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.gate import FontGate
from fieldapp.ui.look import look, speak, wide
from fieldapp.ui.tap import say
from fieldapp.ui.theme import dress

TODAY = date(2026, 11, 22)
NIGHT = datetime(2026, 11, 22, 0, 31, tzinfo=UTC)
I = ft.Icons  # noqa: E741 - read as a table of icons
AGES = [c.Option(age, age) for age in ("0–5", "6–12", "13–15", "16–17", "18–29", "30–64", "65+", "Vet inte")]
WHO = [c.Option(one, one) for one in ("Anonym", "Förnamn eller alias", "Namn", "Skyddade uppgifter")]
ONWARD = [
    c.Option("us", "Vi följer upp", "Nästa steg: kom överens om tid och sätt"),
    c.Option("none", "Ingen uppföljning", "Personen klarar sig och har fått information"),
    c.Option("no", "Avböjer helt"),
]
PARTS = ("states", "form", "buttons", "rest", "broken", "panes")


def nothing() -> None:
    """A tap that leads nowhere."""


@component
def States() -> ft.Control:
    lines = [
        c.sync_strip(2, 0, last=None, offline=True, do=nothing),
        c.sync_strip(0, 1, last=None, offline=False, do=nothing),
        c.sync_strip(7, 0, last=None, offline=False),
        c.sync_strip(0, 0, last=NIGHT, offline=False),
        c.card(
            c.heading("Skjutning, Hässelby gård", trailing=c.tag(c.status.session("open"))),
            c.fact(I.PLACE_OUTLINED, "Medborgarkontoret, Hässelby torg"),
            c.fact(I.ACCOUNT_BALANCE_OUTLINED, "Ansvarig nämnd: Hässelby-Vällingby"),
            ft.Divider(),
            c.event(I.PHONE_MISSED, "Försök: ej svar", "tors 19 nov 18.40, krisstödjare 14"),
        ),
        c.heading("Mina besök i natt", trailing=c.quiet("Visa alla 6", nothing)),
        c.rows(
            *[
                c.row(c.code(code), c.kept_line(state), do=nothing)
                for code, state in zip(("HV-7F3-K2M-9", "HV-2M9-T8K-4", "HV-K4W-D5X-1"), c.Kept, strict=True)
            ]
        ),
        c.rows(*[queue_row(one) for one in (date(2026, 11, 19), date(2026, 11, 22), date(2026, 12, 24))]),
        ft.Row(
            wrap=True,
            controls=[
                c.tag(one)
                for one in (
                    c.status.overdue(3),
                    c.status.unanswered(date(2026, 11, 21), TODAY),
                    c.status.without_owner(),
                    c.status.high_priority(),
                    c.status.in_conflict(),
                    c.status.protected(),
                    c.status.child_alone(),
                    c.status.handover_waits(),
                    c.status.handed_over(NIGHT),
                    *map(c.status.session, ("paused", "closing", "closed")),
                )
            ],
        ),
        c.status_line(c.status.all_safe(NIGHT)),
    ]
    return c.frame(
        c.page_body(*lines),
        c.bottom_bar(
            c.pair(
                c.secondary("Räkna", nothing, I.EXPOSURE_PLUS_1), c.primary("Nytt besök", nothing, I.ADD), shares=(2, 3)
            )
        ),
    )


def queue_row(latest: date) -> ft.Control:
    due = c.status.due(date(2026, 11, 14) if latest.month == 11 else date(2026, 12, 3), latest, TODAY)
    return c.row(
        c.code("HV-7F3-K2M-9"),
        c.text("Tidig återkoppling", "body_medium"),
        c.status_run(due, c.status.without_owner()),
        before=c.spot(due),
        do=nothing,
        trailing=c.tag(c.status.high_priority()),
    )


@component
def Form() -> ft.Control:
    age, set_age = ft.use_state("30–64")
    who, set_who = ft.use_state("Anonym")
    onward, set_onward = ft.use_state("")
    told, set_told = ft.use_state(False)
    note, set_note = ft.use_state("")
    phone, set_phone = ft.use_state("")
    lang, set_lang = ft.use_state("Skarpt läge")
    body: ft.Ref[ft.Column] = ft.use_ref()

    async def go(key: str) -> None:
        if body.current:
            await c.scroll_to_question(body.current, key)

    page = c.page_body(
        c.error_summary(
            "2 frågor kvar innan besöket kan sparas", [("onward", "Hur går det vidare?"), ("told", "Sekretess")], go
        ),
        c.segments([c.Option(one, one) for one in ("Skarpt läge", "Övning")], lang, set_lang),
        c.question(
            "who",
            "Vem är det?",
            c.choices(WHO, [who], set_who),
            helper="Anonym räcker. Fråga bara om namnet behövs.",
            done=True,
        ),
        c.question(
            "age",
            "Hur gammal?",
            c.choices(AGES, [age], set_age, columns=4, short=True),
            helper="Ungefär",
            done=bool(age),
        ),
        c.question(
            "onward",
            "Hur går det vidare?",
            c.long_choices(ONWARD, [onward], set_onward),
            error="" if onward else "Välj hur det går vidare",
        ),
        c.question(
            "note",
            "Kort anteckning (valfritt)",
            c.field("Anteckning", note, set_note, lines=2, max_length=500, helper="Skriv inte vad som hände"),
        ),
        c.question(
            "phone",
            "Telefon",
            c.field("Telefon", phone, set_phone, error="Skriv ett telefonnummer"),
            c.PassphraseField("Lösenord", "", lambda _: None),
        ),
        c.question(
            "told",
            "Har du berättat vad som skrivs?",
            c.tick("Ja, om sekretess, anmälningsplikt och vad som skrivs", told, set_told),
            done=told,
        ),
        ref=body,
    )
    bar = c.bottom_bar(
        c.progress_parts(5, 7, "5 av 7 klara. Kvar: Hur går det vidare?, Sekretess"),
        c.primary("Spara besöket", functools.partial(go, "told"), I.CHECK),
    )
    return c.frame(page, bar)


@component
def Buttons() -> ft.Control:
    count, set_count = ft.use_state(12)
    chosen, choose = ft.use_state("Alla 9")
    asked, ask = ft.use_state("")
    leave = functools.partial(ask, "")
    dialogs = {
        "dialog": lambda: c.confirm_dialog(
            "Lämna passet?", "Besöken är säkrade.", yes="Lämna passet", do=leave, leave=leave
        ),
        "sheet": lambda: c.sheet(
            "Hur gick det?",
            [c.long_choices(ONWARD, [], lambda _: None)],
            leave=leave,
            bottom=c.primary("Spara försöket", leave),
        ),
    }
    ft.use_dialog(dialogs[asked]() if asked else None)
    chips = [("Alla 9", I.LIST), ("Försenade 3", I.EVENT_BUSY), ("Utan svar 1", I.PHONE_MISSED), ("Dags nu 4", I.TODAY)]
    return c.frame(
        c.page_body(
            c.counter("Vuxna", count, less=lambda: set_count(count - 1), more=lambda: set_count(count + 1)),
            c.primary("Lås upp", nothing, busy="Låser upp…"),
            c.severe("Skriv av K3", nothing),
            c.quiet("Jag kommer inte in", nothing),
            c.secondary("Visa fråga", functools.partial(ask, "dialog")),
            c.secondary("Visa ark", functools.partial(ask, "sheet")),
            c.quiet(
                "Spara med ångra", functools.partial(say, "Besöket är sparat. Bara på den här telefonen.", undo=nothing)
            ),
            c.quiet("In English", lambda: speak("en" if look().language == "sv" else "sv")),
        ),
        c.bottom_bar(c.primary("Öppna nästa: HV-7F3-K2M-9", nothing, I.PLAY_ARROW)),
        top=c.filters([(c.Option(one, one), mark) for one, mark in chips], chosen, choose),
    )


@component
def Rest() -> ft.Control:
    return c.frame(
        c.page_body(
            c.empty("Ingen insats pågår", "När krisstödet aktiveras kan insatsen öppnas här, även utan täckning."),
            c.working("Skickar 3 av 8…", done=3, total=8),
            c.working("Läser…"),
            c.trouble(
                "Insatserna kunde inte läsas",
                "Dina besök är kvar. Stäng appen och öppna igen.",
                c.secondary("Försök igen", nothing),
            ),
            c.card(c.text("رمز الاتصال الخاص بك", rtl=True), c.text("ሰላም · Їжак · → ✓ ★ ☎ · Đorđe Şahin")),
            c.code("HV-7F3-K2M-9", "huge"),
        )
    )


@component
def Broken() -> ft.Control:
    well, set_well = ft.use_state(False)

    @component
    def Part() -> ft.Control:
        if not look().exercise:
            raise ValueError("Anna Andersson")
        return c.text("Den ritas igen")

    def mend() -> None:
        look().exercise = True
        set_well(not well)

    return c.frame(c.page_body(Part(), c.primary("Laga", mend)))


@component
def Panes() -> ft.Control:
    rail = c.navigation_rail(c.bars.COORDINATOR, "/queue", lock=nothing, counts={"/queue": 3})
    left = c.list_body(c.header("Uppföljningar", "headline_small"), c.rows(queue_row(date(2026, 11, 19))), in_pane=True)
    right = c.page_body(c.code("HV-7F3-K2M-9", "large"), c.card(c.header("När", "title_medium")), in_pane=True)
    return c.frame(c.two_panes(rail, left, right))


@screen
def Gallery(part: str) -> ft.View:
    bodies = {"states": States, "form": Form, "buttons": Buttons, "rest": Rest, "broken": Broken, "panes": Panes}
    if part == "panes" and wide():
        return ft.View(route="/", padding=0, spacing=0, controls=[Panes()])
    bar = (
        c.app_bar("Nytt besök", close=nothing, shown_code="HV-9C4-R6T-2")
        if part == "form"
        else c.app_bar(
            "Uppföljningar", lock=nothing, actions=[c.icon_button(I.SEARCH, "Sök på kod eller namn", nothing)]
        )
    )
    places = None if part == "form" else c.navigation_bar(c.SUPPORTER, "/", counts={"/visits": 2})
    return ft.View(
        route="/", padding=0, spacing=0, appbar=bar, navigation_bar=places, controls=[bodies.get(part, States)()]
    )


def main(page: ft.Page) -> None:
    page.title = "Stödkedjan"
    dress(page)
    part = (page.route or "/states").strip("/") or "states"
    if part.endswith("-exercise"):
        part = part.removesuffix("-exercise")
        look().exercise = True
    page.render_views(FontGate, lambda: [Gallery(part)])


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8650
    ft.run(main, port=port, view=None, no_cdn=True, assets_dir=str(assets_folder()))
