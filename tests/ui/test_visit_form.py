"""What is written in one field of the visit form stays in that field."""

import asyncio

import flet as ft

from fieldapp.domain.contact_choices import IdentityLevel
from fieldapp.ui.component import component
from fieldapp.ui.screens.supporter.visit.who import Who
from tests.ui.screen_driver import open_screen


@component
def Asked() -> ft.Control:  # noqa: N802 - a component
    level, choose = ft.use_state(IdentityLevel.ANONYMOUS)
    code, write_code = ft.use_state("")

    def answer(**given: object) -> None:
        choose(IdentityLevel(given.get("identity_level", level)))
        write_code(str(given.get("returning_code", code)))

    return Who(level, "", code, "", answer)


def test_a_code_written_first_does_not_end_up_in_the_name() -> None:
    async def story() -> tuple[str | None, str | None]:
        screen = await open_screen(lambda: Asked())
        await screen.tap("Personen har en kontaktkod")
        await screen.write("Kod från ett tidigare besök", "HV-7F3-K2M-9")
        await screen.tap("Förnamn eller alias")
        return screen.field("Förnamn eller alias").value, screen.field("Kod från ett tidigare besök").value

    assert asyncio.run(story()) == ("", "HV-7F3-K2M-9")
