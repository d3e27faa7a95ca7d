"""What is done next in the demo follows from what was written, on whichever phone."""

from dataclasses import replace
from datetime import timedelta

from fieldapp.actions import closing, evaluating, persons, recipients, referral_steps, referring, sessions, visits
from fieldapp.actions.phone import Phone
from fieldapp.actions.walkthrough import walkthrough
from fieldapp.domain.attempt import AttemptResult
from fieldapp.domain.consent import ConsentAnswer, ConsentContent, GivenBy
from fieldapp.domain.contact_choices import ContactWay, IdentityLevel
from fieldapp.domain.evaluation import EvaluationText
from fieldapp.domain.recipient import RecipientForm, RecipientType
from fieldapp.domain.referral_choices import ReferralChannel
from fieldapp.domain.referral_form import ReferralForm
from fieldapp.domain.visit_choices import Need, Outcome
from fieldapp.domain.walkthrough import Step
from sync.protocol.circle import Role
from tests.journeys.people import Story
from tests.journeys.test_main_job import ALARM, MOTHER, met

NEIGHBOUR = replace(MOTHER, identity_level=IdentityLevel.ANONYMOUS, name="", outcome=Outcome.INFORMATION_GIVEN)
CHURCH = RecipientForm(name="Svenska kyrkan", type=RecipientType.FAITH_COMMUNITY, bound_by_secrecy=False)
WORDS = {EvaluationText.WORKED: "Öppet efter sex minuter.", EvaluationText.DID_NOT_WORK: "En telefon saknade ström."}


def test_each_role_s_next_step_follows_what_has_been_done(story: Story) -> None:
    siv, anna = story.with_role("Siv Samordnare", Role.COORDINATOR), story.with_role("Anna Stöd", Role.SUPPORTER)
    chef = story.supervisor
    sessions.open_session(anna.phone, ALARM)
    met(anna)
    story.pass_time(days=1)
    story.sync_all(anna, siv, chef)
    since = story.time
    story.pass_time(minutes=5)

    def next_of(phone: Phone) -> Step | None:
        return walkthrough(phone, since).next

    # What had happened before belongs to the demo's own story.
    assert next_of(anna.phone) is Step.OPEN_SESSION
    assert (next_of(siv.phone), next_of(chef.phone)) == (Step.TAKE_OVER, Step.RECEIVE)
    session = sessions.open_session(anna.phone, ALARM)
    assert next_of(anna.phone) is Step.MEET_ANONYMOUS
    visits.register_visit(anna.phone, session.id, visits.new_code(anna.phone), NEIGHBOUR)
    assert next_of(anna.phone) is Step.MEET_AND_PROMISE
    contact, _code = met(anna)
    assert next_of(anna.phone) is Step.SECURE
    story.sync_all(anna, siv, chef)
    assert next_of(anna.phone) is None

    # Nothing has come from another board, and what she does here counts all the same.
    found = walkthrough(siv.phone, since)
    assert (found.next, found.done, found.contact_id) == (Step.TAKE_OVER, {Step.TAKE_WEEK}, contact)
    persons.record_attempt(siv.phone, found.follow_up_id, ContactWay.PHONE, AttemptResult.REACHED)
    assert Step.CALL in walkthrough(siv.phone, since).done
    referral = referring.refer(siv.phone, contact, _to(recipients.save_recipient(siv.phone, CHURCH)))
    assert walkthrough(siv.phone, since).referral_id == referral
    referral_steps.send(siv.phone, referral, (ReferralChannel.PHONE,))
    # Nobody has planned the weeks here, so no week waits for her.
    assert walkthrough(siv.phone, since).done == {Step.CALL, Step.REFER, Step.TAKE_WEEK}

    assert next_of(chef.phone) is Step.START_CLOSING
    closing.start_closing(chef.phone, session.id)
    assert next_of(chef.phone) is Step.CLOSE
    story.sync_all(anna, siv)
    closing.close(chef.phone, session.id)
    assert next_of(chef.phone) is Step.EVALUATE
    evaluating.write(chef.phone, session.id, WORDS)
    evaluating.finish(chef.phone, session.id)
    done = walkthrough(chef.phone, since)

    assert done.next is None
    assert done.done_count == len(done.steps)


def test_nothing_counts_from_before_the_demo_was_made(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(anna.phone, ALARM)
    met(anna)

    assert walkthrough(anna.phone, story.time + timedelta(minutes=1)).done == frozenset()


def test_a_referral_that_is_only_saved_is_still_the_next_step(story: Story) -> None:
    siv, since = story.with_role("Siv Samordnare", Role.COORDINATOR), story.time
    story.pass_time(minutes=5)
    sessions.open_session(siv.phone, ALARM)
    contact, _code = met(siv)
    found = walkthrough(siv.phone, since)
    persons.record_attempt(siv.phone, found.follow_up_id, ContactWay.PHONE, AttemptResult.REACHED)
    referring.refer(siv.phone, contact, _to(recipients.save_recipient(siv.phone, CHURCH)))

    assert Step.REFER not in walkthrough(siv.phone, since).done


def _to(recipient: str) -> ReferralForm:
    return ReferralForm(
        recipient=recipient,
        need=Need.TALK,
        content=(ConsentContent.NAME,),
        answer=ConsentAnswer.YES,
        given_by=GivenBy.PERSON,
    )
