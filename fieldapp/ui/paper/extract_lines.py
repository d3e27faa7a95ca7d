"""The extract of one person as lines of words, in the order they stand on the paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fieldapp.actions.views import (
    Extract,
    ExtractedConsent,
    ExtractedFollowUp,
    ExtractedReferral,
)
from fieldapp.domain.consent import ConsentAnswer
from fieldapp.domain.contact import Contact
from fieldapp.domain.visit import Visit
from fieldapp.i18n import N_, Catalogue


class Look(StrEnum):
    TITLE = "title"
    HEADING = "heading"
    FACT = "fact"
    TEXT = "text"


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """`name` is the bold beginning of a fact, "" otherwise."""

    look: Look
    words: str
    name: str = ""


def lines(extract: Extract, speech: Catalogue) -> list[Line]:
    return list(_Writer(speech).all_of(extract))


class _Writer:
    """Holds the language, so that each part of the extract is a few lines."""

    def __init__(self, speech: Catalogue) -> None:
        self._speech = speech

    def all_of(self, extract: Extract) -> Iterator[Line]:
        yield Line(Look.TITLE, self._words(N_("What is written about you")))
        yield self._fact(N_("Code"), extract.contact.code)
        yield self._fact(N_("Board"), extract.board_name)
        yield self._fact(N_("Made"), f"{self._moment(extract.made_at)}, {extract.made_by}")
        yield Line(Look.HEADING, self._words(N_("You")))
        yield from self._person(extract.contact)
        for visit in extract.visits:
            yield from self._visit(visit)
            yield from self._added(extract, visit.id)
        for follow_up in extract.follow_ups:
            yield from self._follow_up(follow_up)
            yield from self._added(extract, follow_up.follow_up.id)
        for referral in extract.referrals:
            yield from self._referral(referral)
        if extract.consents:
            yield Line(Look.HEADING, self._words(N_("What you have said yes or no to")))
        for consent in extract.consents:
            yield self._consent(consent)

    def _person(self, contact: Contact) -> Iterator[Line]:
        yield from self._facts(
            (N_("Name"), contact.name),
            (N_("Identity"), self._label(contact.identity_level)),
            (N_("Age"), self._label(contact.age_band)),
            (N_("Affected as"), self._label(contact.affected_as)),
            (N_("How to be in touch"), self._label(contact.contact_way)),
            (N_("Telephone"), contact.phone),
            (N_("May a message be left?"), self._yes_or_no(contact.ok_leave_message)),
            (N_("Suits best"), self._label(contact.best_time)),
            (N_("Language"), contact.language),
            (N_("Interpreter"), self._yes_or_no(contact.interpreter or None)),
            (N_("Connection"), self._label(contact.connection)),
            (N_("Alone without a guardian"), self._yes_or_no(contact.child_alone)),
            (N_("Guardian informed"), self._label(contact.guardian_informed)),
            (N_("Report of concern"), self._moment(contact.child_concern_at)),
            (N_("Protected details"), self._label(contact.protected_grade)),
        )

    def _added(self, extract: Extract, about: str) -> Iterator[Line]:
        """What was added to a visit or a follow-up, and when."""
        for one in (row.correction for row in extract.corrections if row.correction.about_id == about):
            yield Line(Look.FACT, f"{one.words} ({self._moment(one.at)})", self._label(one.kind))

    def _visit(self, visit: Visit) -> Iterator[Line]:
        when = self._moment(visit.started_at)
        yield Line(Look.HEADING, f"{self._label(visit.mode)} {when}".strip())
        yield from self._facts(
            (N_("Minutes"), str(visit.duration_min or "")),
            (N_("Needs"), self._labels(visit.needs)),
            (N_("Reactions"), self._labels(visit.reactions)),
            (N_("Support given"), self._labels(visit.support_given)),
            (N_("Urgent action"), self._labels(visit.acute_actions)),
            (N_("Reasons"), self._labels(visit.followup_reasons)),
            (N_("Outcome"), self._label(visit.outcome)),
            (N_("Left with"), self._label(visit.left_with)),
            (N_("Agreed"), visit.agreement),
            (N_("Note"), visit.note),
        )

    def _follow_up(self, found: ExtractedFollowUp) -> Iterator[Line]:
        one = found.follow_up
        yield Line(Look.HEADING, f"{self._words(N_('Follow-up'))}: {self._label(one.kind)}")
        latest = self._speech.day(one.window.latest) + f" {one.window.latest.year}" if one.window else ""
        yield from self._facts(
            (N_("Latest"), latest),
            (N_("State"), self._label(one.state)),
            (N_("Result"), self._label(one.result)),
            (N_("Agreed"), one.agreement),
        )
        for attempt in found.attempts:
            yield self._fact(N_("Attempt"), f"{self._moment(attempt.at)}, {self._label(attempt.result)}")

    def _referral(self, found: ExtractedReferral) -> Iterator[Line]:
        one, content = found.referral, found.content
        yield Line(Look.HEADING, f"{self._words(N_('Referral'))}: {found.recipient}")
        yield from self._facts(
            (N_("State"), self._label(one.state)),
            (N_("Needs help with"), self._label(content.need)),
            (N_("What may be told"), self._labels(content.content)),
            (N_("Prepared"), self._moment(one.proposed_at)),
            (N_("Sent"), self._moment(one.sent_at)),
            (N_("Received"), self._moment(one.received_at)),
            (N_("Contact confirmed"), self._moment(one.first_contact_at)),
            (N_("Ended because"), self._label(content.ending)),
        )

    def _consent(self, found: ExtractedConsent) -> Line:
        one = found.consent
        about = ": ".join(filter(None, (self._label(one.purpose), found.recipient)))
        if one.basis_without_consent:
            said = f"{self._label(one.basis_without_consent)}. {one.basis_reason}"
        elif one.answer is ConsentAnswer.NOT_ASKED:
            said = self._label(one.answer)
        else:
            said = ", ".join(
                filter(None, (self._label(one.answer), self._label(one.given_by), self._labels(one.content)))
            )
        taken_back = f"; {self._words(N_('withdrawn'))} {self._moment(one.withdrawn_at)}" if one.withdrawn_at else ""
        return Line(Look.FACT, f"{said} ({self._moment(one.at)}){taken_back}", about)

    def _facts(self, *told: tuple[str, str]) -> Iterator[Line]:
        yield from (self._fact(name, words) for name, words in told if words)

    def _fact(self, name: str, words: str) -> Line:
        return Line(Look.FACT, words, self._words(name))

    def _words(self, msgid: str) -> str:
        return self._speech.gettext(msgid)

    def _label(self, member: StrEnum | None) -> str:
        return self._speech.label(member) if member else ""

    def _labels(self, members: tuple[StrEnum, ...]) -> str:
        return ", ".join(map(self._label, members))

    def _moment(self, at: datetime | None) -> str:
        return f"{self._speech.moment(at)} {at.year}" if at else ""

    def _yes_or_no(self, flag: bool | None) -> str:
        return "" if flag is None else self._words(N_("Yes")) if flag else self._words(N_("No"))
