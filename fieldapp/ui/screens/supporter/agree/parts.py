"""The questions of the agreement."""

from collections.abc import Callable, Collection, Sequence

import flet as ft

from fieldapp.domain.consent import ConsentAnswer
from fieldapp.domain.contact_choices import BestTime, ContactWay
from fieldapp.domain.follow_up_form import FollowUpForm, FollowUpQuestion
from fieldapp.domain.windows import FollowUpKind, Proposal
from fieldapp.ui import components as c
from fieldapp.ui.hooks import one
from fieldapp.ui.screens.supporter.agree.words import LEFT, option, other_day
from fieldapp.ui.tap import Outcome
from fieldapp.ui.words import _

Q = FollowUpQuestion
Answer = Callable[..., None]
Left = Collection[FollowUpQuestion]
WAYS = (
    ContactWay.PHONE,
    ContactWay.SMS,
    ContactWay.VIA_OTHER,
    ContactWay.PERSON_CONTACTS_US,
    ContactWay.MAIL_VIA_TAX_AGENCY,
)
SHOWN_WINDOWS = 2


def error(question: FollowUpQuestion, left: Left) -> str:
    return _(LEFT[question]) if question in left else ""


def when(
    form: FollowUpForm,
    offered: Sequence[Proposal],
    left: Left,
    *,
    choose: Callable[[FollowUpKind], Outcome],
    more: Callable[[], Outcome] | None,
) -> ft.Control:
    """The two nearest windows and a day of one's own; the later ones when `more` has been tapped."""
    shown = offered[:SHOWN_WINDOWS] if more else offered
    tiles = c.long_choices([*map(option, shown), other_day(form)], one(form.kind), choose)
    hidden = len(offered) - len(shown)
    later = (
        [c.quiet(_("Show later times ({n})").format(n=hidden), more, ft.Icons.EXPAND_MORE)] if more and hidden else []
    )
    return c.question(
        Q.WHEN.value,
        _("When?"),
        tiles,
        *later,
        done=form.kind is not None,
        error=error(Q.WHEN, left) or error(Q.DAY, left),
    )


def way(form: FollowUpForm, left: Left, answer: Answer) -> ft.Control:
    tiles = c.choices(c.options(WAYS), one(form.contact_way), lambda chosen: answer(contact_way=chosen))
    return c.question(
        Q.WAY.value, _("How shall we be in touch?"), tiles, done=form.contact_way is not None, error=error(Q.WAY, left)
    )


def number(form: FollowUpForm, left: Left, answer: Answer) -> list[ft.Control]:
    """Only where there is something to call."""
    if form.contact_way is None or not form.contact_way.needs_phone:
        return []
    field = c.TextAnswer(
        _("Phone"),
        form.phone,
        lambda typed: answer(phone=typed),
        keyboard=ft.KeyboardType.PHONE,
        error=error(Q.PHONE, left),
        autocorrect=False,
    )
    yes_no = [c.Option(True, _("Yes")), c.Option(False, _("No"))]
    tiles = c.choices(
        yes_no, one(form.ok_leave_message), lambda yes: answer(ok_leave_message=yes), name=_("May a message be left?")
    )
    return [
        c.question(Q.PHONE.value, _("Phone number"), field, done=bool(form.phone.strip())),
        c.question(
            Q.MESSAGE.value,
            _("May a message be left?"),
            tiles,
            helper=_("Somebody else may read or hear it."),
            done=form.ok_leave_message is not None,
            error=error(Q.MESSAGE, left),
        ),
    ]


def best_time(form: FollowUpForm, answer: Answer) -> ft.Control:
    tiles = c.choices(c.options(BestTime), one(form.best_time), lambda chosen: answer(best_time=chosen))
    return c.question("best_time", _("Best time (optional)"), tiles, done=form.best_time is not None)


def who(form: FollowUpForm, board: str, answer: Answer) -> ft.Control:
    queue = c.fact(ft.Icons.GROUPS_OUTLINED, _("{board}, the follow-up queue").format(board=board))
    field = c.TextAnswer(
        _("Wished contact person (optional)"), form.contact_person, lambda typed: answer(contact_person=typed)
    )
    return c.question("who", _("Who will be in touch?"), queue, field)


def consent(form: FollowUpForm, left: Left, answer: Answer) -> ft.Control:
    tiles = c.choices(c.options(ConsentAnswer), one(form.wants), lambda chosen: answer(wants=chosen), name=_("Consent"))
    return c.question(
        Q.CONSENT.value,
        _("Consent"),
        tiles,
        helper=_("The person wants to be contacted"),
        done=form.wants is not None,
        error=error(Q.CONSENT, left),
    )


def aloud(words: str) -> ft.Control:
    """Last on the page and never cut off."""
    return c.card(
        c.header(_("Read aloud"), "title_medium"),
        ft.Semantics(container=True, live_region=True, content=c.text(words, "body_large")),
        bgcolor=ft.Colors.PRIMARY_CONTAINER,
    )
