"""What a referral's page shows and offers, as far as it decides something itself."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import flet as ft
import pytest

from fieldapp.actions.views import ReferralCard, ReferralView, SafetyState, Told
from fieldapp.domain.consent import Basis, ConsentAnswer, ConsentContent, GivenBy
from fieldapp.domain.recipient import Recipient
from fieldapp.domain.referral import MOVES
from fieldapp.domain.referral_choices import (
    ReferralChannel,
    ReferralEnding,
    ReferralPriority,
    ReferralStanding,
    ReferralState,
    ReferralTask,
)
from fieldapp.domain.referral_consent import Asked
from fieldapp.domain.visit_choices import Need
from fieldapp.ui.component import component
from fieldapp.ui.screens.casework.referral import parts, sheets
from fieldapp.ui.screens.casework.referral.next_step import Steps
from fieldapp.ui.screens.casework.referral.recipients import checked, secrecy
from fieldapp.ui.screens.casework.referral.standing import by_when
from fieldapp.ui.screens.casework.referral.step_draft import REMINDED, Sheet, StepDraft, offered
from tests.ui.screen_driver import Screen, open_screen

AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
CARD = ReferralCard(
    "r", "c", "HV-7F3-K2M-9", ReferralTask.GET_ANSWER, ReferralPriority.NORMAL, AT, False, "HV", "S1", True, False,
    SafetyState.RECEIPTED,
)  # fmt: skip
TOLD = Told(
    content=frozenset({ConsentContent.NAME, ConsentContent.PHONE, ConsentContent.NEEDS}),
    code="HV-7F3-K2M-9",
    name="Amina",
    phone="070-123 45 67",
    ok_leave_message=False,
    need=Need.TALK,
)
CHURCH = Recipient(id="k", name="Svenska kyrkan", bound_by_secrecy=False)
VIEW = ReferralView(
    card=CARD,
    opened_at=AT,
    state=ReferralState.SENT,
    standing=ReferralStanding.SENT,
    recipient=CHURCH,
    told=TOLD,
    asked_for=(ConsentContent.NAME,),
    is_child=False,
    guardians=0,
    missing=Asked.NOBODY,
    without_consent=False,
    words=(),
    proposed_at=AT,
    sent_at=AT + timedelta(hours=1),
    channels=(ReferralChannel.PHONE,),
    reminded_at=None,
    received_at=None,
    received_by="",
    first_contact_at=None,
    recipient_told_at=None,
    ending=None,
    redirected_to="",
    redirected_from="",
    moves=MOVES[ReferralState.SENT],
    may_send=True,
    may_decide=False,
)


@component
def Drawn(draw: Callable[[], ft.Control]) -> ft.Control:  # noqa: N802 - a component
    return draw()


def shown(draw: Callable[[], ft.Control]) -> Screen:
    async def story() -> Screen:
        return await open_screen(lambda: Drawn(draw))

    return asyncio.run(story())


def test_what_may_be_read_out_is_read_out_with_the_rule_for_the_call() -> None:
    drawn = shown(lambda: parts.read_out(VIEW))

    for words in ("Amina", "070-123 45 67", "Samtal", "Säg också: lämna inte meddelande.", "Inget annat får lämnas."):
        assert drawn.shows(words)


def test_without_consent_there_is_nothing_to_read_out() -> None:
    drawn = shown(lambda: parts.read_out(replace(VIEW, told=Told(content=frozenset(), code="HV-1"))))

    assert drawn.shows("Inget än. Det visas när samtycke finns.")
    assert not drawn.shows("Amina")


def test_a_withdrawn_one_is_told_by_its_code_alone() -> None:
    drawn = shown(lambda: parts.read_out(replace(VIEW, state=ReferralState.WITHDRAWN)))

    assert drawn.shows("Säg bara att samtycket är återkallat.")
    assert drawn.shows("HV-7F3-K2M-9")
    assert not drawn.shows("Amina")


def test_it_says_whose_yes_is_missing() -> None:
    waiting = replace(VIEW, standing=ReferralStanding.AWAITING_CONSENT, missing=Asked.OTHER_GUARDIAN, is_child=True)
    drawn = shown(lambda: parts.consent(replace(waiting, guardians=1), Steps(None)))

    assert drawn.shows("En vårdnadshavare har samtyckt. Fråga den andra, eller en chef om annan grund.")
    assert drawn.shows("Vårdnadshavare som samtyckt: 1 av 2")


@pytest.mark.parametrize("state", ReferralState)
def test_only_what_can_follow_is_offered(state: ReferralState) -> None:
    options = offered(replace(VIEW, state=state, moves=MOVES[state]))

    assert all(one == REMINDED or ReferralState(one) in MOVES[state] for one in options)
    assert (REMINDED in options) is (state is ReferralState.SENT)
    assert not {ReferralState.WITHDRAWN.value, ReferralState.CLOSED.value} & set(options)


@pytest.mark.parametrize(
    ("draft", "problem"),
    [
        (StepDraft(sheet=Sheet.SEND), "Välj hur den skickades"),
        (StepDraft(sheet=Sheet.SEND, channels=(ReferralChannel.LETTER,)), ""),
        (StepDraft(sheet=Sheet.CONSENT, answer=ConsentAnswer.YES), "Välj vem som har svarat och vad svaret är"),
        (StepDraft(sheet=Sheet.CONSENT, answer=ConsentAnswer.YES, given_by=GivenBy.PERSON), ""),
        (StepDraft(sheet=Sheet.GROUND, basis=Basis.HARM_TEST, reason=" "), "Välj grund och skriv skälet"),
        (StepDraft(sheet=Sheet.STEP), "Välj vad som har hänt"),
        (StepDraft(sheet=Sheet.STEP, happened="closed_by_coordinator"), "Välj varför den avslutas"),
        (StepDraft(sheet=Sheet.STEP, happened="closed_by_coordinator", ending=ReferralEnding.DUPLICATE), ""),
        (StepDraft(sheet=Sheet.STEP, happened="received"), ""),
        (StepDraft(sheet=Sheet.WITHDRAW), ""),
    ],
)
def test_a_sheet_says_what_is_left(draft: StepDraft, problem: str) -> None:
    assert sheets.missing(draft) == problem


def test_when_the_next_thing_should_happen() -> None:
    late = AT + timedelta(days=1)

    assert by_when(AT, ReferralStanding.SENT, AT) == "Svar senast tis 3 mars 10.00"
    assert by_when(AT, ReferralStanding.NO_RESPONSE, late) == "Svar skulle kommit tis 3 mars 10.00"
    assert by_when(AT, ReferralStanding.READY, late) == "Skulle ha gjorts tis 3 mars 10.00"
    assert by_when(None, ReferralStanding.CLOSED, AT) == ""


def test_a_recipient_says_whether_it_keeps_secrets_and_when_it_was_looked_up() -> None:
    today = AT.date()

    assert secrecy(CHURCH).words == "Inte bunden av sekretess: bara det personen samtyckt till"
    assert secrecy(replace(CHURCH, bound_by_secrecy=True)).words == "Bunden av sekretess"
    assert checked(CHURCH, today).words == "Ingen har kontrollerat uppgifterna"
    assert checked(replace(CHURCH, verified_on=today), today).words == "Kontrollerad 3 mars"
    old = checked(replace(CHURCH, verified_on=today - timedelta(days=200)), today)
    assert old.words == "Kontrollerad 15 aug 2025"
    assert old.tone == "amber"
