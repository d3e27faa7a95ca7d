"""The first step: which server, and the code somebody gave."""

from collections.abc import Callable
from functools import partial
from urllib.parse import parse_qs, urlsplit

import flet as ft

from fieldapp.actions.connecting import Connection, read_code
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.hooks import use_made
from fieldapp.ui.look import big
from fieldapp.ui.screens.entry.language import other_language
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, sentence
from sync.errors import StodkedjanError


@component
def CodeStep(
    *, found: Callable[[Connection], None], urgent: Action, restore: Action, back: Action | None = None
) -> ft.Control:
    """`back`: to the other places on this phone, when there are any."""
    code, set_code = use_made(partial(_from_link, "code"))
    server, set_server = use_made(partial(_from_link, "server"))
    problem, set_problem = ft.use_state("")

    def typed_code(words: str) -> None:
        set_problem("")
        set_code(words)
        if "?" in words and (connection := _read(words)):
            set_code(str(connection.code))
            set_server(connection.server)

    def typed_server(words: str) -> None:
        set_problem("")
        set_server(words)

    def on() -> None:
        try:
            found(read_code(code, server))
        except StodkedjanError as error:
            set_problem(sentence(error))

    body = c.page_body(
        *_title(),
        c.field(
            _("Code"),
            code,
            typed_code,
            helper=_("It stands in the invite. Paste the whole link here to fill in both."),
            error=problem,
            lines=2,
            autocorrect=False,
        ),
        c.field(
            _("Address of the server"),
            server,
            typed_server,
            helper=_("It stands beside the code."),
            keyboard=ft.KeyboardType.URL,
            autocorrect=False,
            submitted=on,
        ),
        c.quiet(_("Urgent numbers"), urgent),
        c.quiet(_("Restore a board"), restore),
        *([c.quiet(_("Another place to work"), back)] if back else []),
        other_language(),
    )
    return c.frame(body, c.bottom_bar(c.primary(_("Continue"), on, ft.Icons.ARROW_FORWARD)))


def _title() -> list[ft.Control]:
    mark = [] if big() else [ft.Container(ft.Row([c.rings(72)]), padding=ft.Padding.only(top=32))]
    words = _("Somebody who is already in has given you a code. It is used once.")
    return [*mark, c.header(_("Connect the phone"), "headline_small", level=1), c.text(words, "body_medium")]


def _read(words: str) -> Connection | None:
    """A pasted link that is cut off is left as it is; the button says what is wrong with it."""
    try:
        return read_code(words)
    except StodkedjanError:
        return None


def _from_link(name: str) -> str:
    """What a link that opened the app carries."""
    fields = parse_qs(urlsplit(ft.context.page.route or "").query)
    return fields.get(name, [""])[0]
