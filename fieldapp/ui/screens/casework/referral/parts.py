"""What an opened referral shows, card by card."""

from collections.abc import Iterator
from datetime import datetime

import flet as ft

from fieldapp.actions.phone import Phone
from fieldapp.actions.views import ConsentWord, ReferralView, Told
from fieldapp.domain.consent import ConsentAnswer
from fieldapp.domain.referral_choices import ReferralStanding, ReferralState
from fieldapp.domain.referral_consent import Asked
from fieldapp.ui import components as c
from fieldapp.ui.going import going
from fieldapp.ui.look import big
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.attempt_words import small
from fieldapp.ui.screens.casework.referral.next_step import Steps
from fieldapp.ui.screens.casework.referral.recipients import secrecy
from fieldapp.ui.screens.casework.referral.standing import by_when, status
from fieldapp.ui.words import N_, _, clock, label, moment

I = ft.Icons  # noqa: E741 - read as a table of icons
MISSING = {
    Asked.PERSON: N_("The person has not agreed. Nothing may be sent."),
    Asked.GUARDIANS: N_("Neither guardian has agreed. Nothing may be sent."),
    Asked.OTHER_GUARDIAN: N_("One guardian has agreed. Ask the other one, or a supervisor for another ground."),
}


def head(view: ReferralView, opened_at: datetime) -> list[ft.Control]:
    opened = _("Opened by you {time}. Logged.").format(time=clock(opened_at))
    tags = ft.Row([c.tag(status(view.standing, is_open=view.card.task is not None))], wrap=True)
    return [
        c.fact(I.VISIBILITY_OUTLINED, opened, style="body_small", color=ft.Colors.ON_SURFACE_VARIANT),
        ft.Column([c.code(view.card.code, "usual" if big() else "large"), tags], spacing=6, tight=True),
    ]


def to_whom(view: ReferralView) -> list[ft.Control]:
    one = view.recipient
    if one is None:
        return [c.card(c.text(_("No recipient is chosen yet."), "body_medium"))]
    facts = [
        (I.PHONE_OUTLINED, one.phone),
        (I.SCHEDULE, one.opening_hours),
        (I.MAIL_LOCK_OUTLINED, one.secure_channel),
        (I.TRANSLATE, one.languages),
    ]
    return [
        c.card(
            c.header(one.name, "title_medium"),
            c.text(label(one.type), "body_medium"),
            *(c.fact(icon, words) for icon, words in facts if words),
            c.status_line(secrecy(one)),
        )
    ]


def read_out(view: ReferralView) -> ft.Control:
    """Just what may be told, in the order it is read out."""
    if view.state is ReferralState.WITHDRAWN:
        words = _("Tell only that the consent is withdrawn. Say the code, nothing else.")
        return c.card(c.header(_("Read out to the recipient"), "title_medium"), c.text(words), c.code(view.told.code))
    if not view.told.content:
        asked = ", ".join(map(small, map(label, view.asked_for)))
        return c.card(
            c.header(_("Read out to the recipient"), "title_medium"),
            c.text(_("Nothing yet. It is shown when there is consent."), "body_medium"),
            c.hint(_("Asked for: {what}").format(what=asked)),
        )
    lines = [_line(title, words) for title, words in told_lines(view.told)]
    nothing_else = _("Nothing else may be told.")
    rule = [c.fact(I.VOICE_OVER_OFF_OUTLINED, _("Say too: do not leave a message."))]
    return c.card(
        c.header(_("Read out to the recipient"), "title_medium"),
        *lines,
        *(rule if view.told.ok_leave_message is False else []),
        c.hint(nothing_else),
        spacing=10,
    )


def told_lines(told: Told) -> Iterator[tuple[str, str]]:
    """Title and words of what may be told and is known."""
    phone = ", ".join(filter(None, (told.phone, small(label(told.best_time)) if told.best_time else "")))
    interpreter = _("needs an interpreter") if told.interpreter else ""
    said = (
        (_("Name"), told.name),
        (_("Telephone"), phone),
        (_("Age"), label(told.age_band) if told.age_band else ""),
        (_("Needs help with"), label(told.need) if told.need else ""),
        (_("Reasons"), ", ".join(map(label, told.reasons))),
        (_("Language"), ", ".join(filter(None, (told.language, interpreter)))),
    )
    yield from ((title, words) for title, words in said if words)


def consent(view: ReferralView, steps: Steps) -> ft.Control:
    words = [_word(one) for one in view.words if one.consent.answer is not ConsentAnswer.NOT_ASKED or _is_ground(one)]
    missing = MISSING.get(view.missing) if view.standing is ReferralStanding.AWAITING_CONSENT else None
    counted = _("Guardians who have agreed: {n} of 2").format(n=view.guardians)
    return c.card(
        c.header(_("Consent"), "title_medium"),
        *([c.status_line(c.Status(I.HOW_TO_REG_OUTLINED, _(missing), c.Tone.AMBER, bold=True))] if missing else []),
        *([c.text(counted, "body_medium")] if view.is_child else []),
        *(words or [c.text(_("Nobody has been asked yet."), "body_medium")]),
        *([ft.Row([*steps.about_consent], wrap=True)] if steps.about_consent else []),
        spacing=10,
    )


def _is_ground(one: ConsentWord) -> bool:
    return one.consent.basis_without_consent is not None


def _word(one: ConsentWord) -> ft.Control:
    said = one.consent
    at = moment(said.at) if said.at else ""
    if said.basis_without_consent:
        title = _("Without consent: {ground}").format(ground=label(said.basis_without_consent))
        detail = ", ".join(filter(None, (said.basis_reason, at, one.by)))
        return c.event(I.GAVEL, title, detail)
    who = label(said.given_by) if said.given_by else ""
    title = _("{who}: {answer}").format(who=who, answer=small(label(said.answer)))
    if said.withdrawn_at:
        title = _("{who}: withdrawn {when}").format(who=who, when=moment(said.withdrawn_at))
    detail = ", ".join(filter(None, (small(label(said.how)) if said.how else "", at, one.by)))
    return c.event(I.HOW_TO_REG_OUTLINED, title, detail)


def clock_lines(view: ReferralView) -> Iterator[tuple[ft.IconData, str, str]]:
    """What has happened, the newest last."""
    sent_by = ", ".join(map(label, view.channels))
    happened = (
        (view.proposed_at, I.EDIT_NOTE, _("Prepared"), ""),
        (view.sent_at, I.OUTBOX_OUTLINED, _("Sent"), sent_by),
        (view.reminded_at, I.NOTIFICATIONS_OUTLINED, _("Reminded"), ""),
        (view.received_at, I.MARK_EMAIL_READ_OUTLINED, _("Received"), view.received_by),
        (view.first_contact_at, I.HANDSHAKE_OUTLINED, _("Contact confirmed"), ""),
        (view.recipient_told_at, I.CAMPAIGN_OUTLINED, _("The recipient has been told"), ""),
    )
    for at, icon, title, more in sorted((one for one in happened if one[0]), key=lambda one: str(one[0])):
        if at:
            yield icon, title, ", ".join(filter(None, (moment(at), more)))


def clock_card(view: ReferralView, phone: Phone) -> ft.Control:
    due = by_when(view.card.due_at, view.standing, phone.now())
    late = view.card.due_at is not None and phone.now() > view.card.due_at
    line = c.Status(I.SCHEDULE, due, c.Tone.AMBER if late else c.Tone.QUIET, bold=late)
    ending = [c.text(label(view.ending), "body_medium")] if view.ending else []
    return c.card(
        c.header(_("What has happened"), "title_medium"),
        *(c.event(*entry) for entry in clock_lines(view)),
        *ending,
        *([c.status_line(line)] if due else []),
        c.status_line(c.status.kept(c.Kept(view.card.safety))),
        spacing=10,
    )


def more(view: ReferralView, steps: Steps) -> ft.Control:
    links = [c.quiet(_("Open the person"), going(places.person(view.card.contact_id)), I.PERSON_OUTLINE)]
    if view.redirected_to:
        links.append(c.quiet(_("The new referral"), going(places.referral(view.redirected_to)), I.ARROW_FORWARD))
    if view.redirected_from:
        links.append(c.quiet(_("The referral before"), going(places.referral(view.redirected_from)), I.HISTORY))
    who = view.card.contact_person or _("Nobody responsible")
    return c.card(
        c.header(_("Who is responsible"), "title_medium"),
        c.fact(I.ACCOUNT_BALANCE_OUTLINED, _("{board}, the follow-up queue").format(board=view.card.owner)),
        c.fact(I.PERSON_OUTLINE, _("Contact person: {who}").format(who=who)),
        ft.Row([*steps.other, *links], wrap=True),
    )


def _line(title: str, words: str) -> ft.Control:
    parts = [c.text(title, "label_medium", ft.Colors.ON_SURFACE_VARIANT), c.text(words, "title_medium")]
    return ft.Column([*parts], spacing=0, tight=True)
