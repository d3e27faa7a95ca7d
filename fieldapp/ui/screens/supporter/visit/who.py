"""Who it is: anonymous is enough, and a protected person gives neither name nor number."""

from collections.abc import Callable

import flet as ft

from fieldapp.domain.contact_choices import ContactWay, IdentityLevel, ProtectedGrade
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.hooks import memo, one
from fieldapp.ui.words import _

Answer = Callable[..., None]
NAMELESS = (IdentityLevel.ANONYMOUS, IdentityLevel.PROTECTED)
SAFE_WAYS = (ContactWay.PERSON_CONTACTS_US, ContactWay.MAIL_VIA_TAX_AGENCY, ContactWay.VIA_OTHER)


@component
def _Who(
    level: IdentityLevel, name: str, returning_code: str, error: str, answer: Answer, names: bool = True
) -> ft.Control:
    """`names`: whether the board has them written down."""
    asked, ask = ft.use_state(bool(returning_code))
    name_label = _("First name or alias") if level is IdentityLevel.FIRST_NAME else _("Name")
    write = c.TextAnswer(name_label, name, lambda words: answer(name=words), error=error, key="name")
    named = [write] if level.has_name else []
    code = c.TextAnswer(
        _("Code from an earlier visit"),
        returning_code,
        lambda words: answer(returning_code=words),
        helper=_("The visit is kept together with the earlier ones."),
        autocorrect=False,
        key="code",
    )
    more = [code] if asked else [c.quiet(_("The person has a contact code"), lambda: ask(True), ft.Icons.KEY_OUTLINED)]
    return c.question(
        "name",
        _("Who is it?"),
        c.choices(
            c.options(IdentityLevel if names else NAMELESS), [level], lambda chosen: answer(identity_level=chosen)
        ),
        *named,
        *more,
        helper=_("Anonymous is enough. Ask only if the name is needed.")
        if names
        else _("Your board has decided that names are not written down here."),
        done=not error and (bool(name) or not level.has_name),
        error="" if named else error,
    )


@component
def _Protected(grade: ProtectedGrade | None, way: ContactWay | None, error: str, answer: Answer) -> ft.Control:
    grades = c.long_choices(c.options(ProtectedGrade), one(grade), lambda chosen: answer(protected_grade=chosen))
    ways = c.long_choices(c.options(SAFE_WAYS), one(way), lambda chosen: answer(contact_way=chosen))
    return c.question(
        "protected_grade",
        _("Grade of protection"),
        c.fact(ft.Icons.SHIELD_OUTLINED, _("No name, no phone number and no address are written.")),
        grades,
        c.header(_("Safe way to reach the person"), "title_small", level=3),
        ways,
        c.fact(ft.Icons.BADGE_OUTLINED, _("You are assigned. Only you and supervisors can open the person.")),
        done=grade is not None,
        error=error,
    )


Who = memo(_Who)
Protected = memo(_Protected)
