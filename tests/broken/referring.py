"""Mistakes in referring: sent without a yes, forgotten when sent, told too much, put away too early."""

from tests.broken.patch import Patch

_S8, _S14 = "tests/journeys/test_s08_referral.py", "tests/journeys/test_s14_withdrawn_and_extract.py"
_DOMAIN, _CONSENT = "tests/domain/test_referral.py", "tests/domain/test_referral_consent.py"
_UNANSWERED = f"{_S8}::test_an_unanswered_referral_comes_to_whoever_is_on_duty"

PATCHES = (
    Patch(
        "referral-sent-without-a-yes",
        "nothing is sent before there is consent or a documented ground",
        "fieldapp/actions/referral_steps.py",
        "    check_sending(permit_of(phone, contact_of(phone, referral.contact_id), content))\n",
        "",
        f"{_S8}::test_nothing_is_sent_before_there_is_a_yes",
    ),
    Patch(
        "one-guardian-is-enough",
        "for a child both guardians are asked",
        "fieldapp/domain/referral_consent.py",
        "    needed = (_ONE, _OTHER) if is_child else (_PERSON,)\n",
        "    needed = (_ONE,) if is_child else (_PERSON,)\n",
        f"{_CONSENT}::test_who_has_to_have_said_yes",
    ),
    Patch(
        "a-ground-opens-civil-society",
        "who is not bound by secrecy is told only what the person agreed to",
        "fieldapp/domain/referral_consent.py",
        "    basis = _basis(about, moment) if keeps_secrets else None\n",
        "    basis = _basis(about, moment)\n",
        f"{_CONSENT}::test_civil_society_is_told_only_what_the_person_has_agreed_to",
    ),
    Patch(
        "told-more-than-agreed",
        "the screen shows just what may be read out",
        "fieldapp/actions/referral_page.py",
        "        need=content.need if ConsentContent.NEEDS in agreed else None,\n",
        "        need=content.need,\n",
        f"{_S8}::test_civil_society_is_told_what_the_person_agreed_to_and_nothing_else",
    ),
    Patch(
        "sent-is-an-end",
        "a referral that was sent is not over",
        "fieldapp/domain/referral.py",
        "    _S.SENT: ReferralTask.GET_ANSWER,\n",
        "",
        f"{_DOMAIN}::test_only_a_confirmed_contact_or_a_stated_exit_ends_it_and_having_sent_it_never_does",
    ),
    Patch(
        "answer-awaited-for-ever",
        "an answer that does not come in the time of its priority is late",
        "fieldapp/domain/referral.py",
        "        return self.state is ReferralState.SENT and (self.due_at is None or now > self.due_at)\n",
        "        return self.state is ReferralState.SENT and self.due_at is None\n",
        f"{_DOMAIN}::test_the_answer_is_late_when_the_time_of_its_priority_is_up",
    ),
    Patch(
        "referral-not-counted",
        "the server counts a referral until it is over",
        "fieldapp/actions/referring.py",
        '    action.set(home, "referral", referral.id, **fields, watch_rev=referral.watch_rev + 1)\n'
        "    _watch(action, home, referral.id)\n",
        '    action.set(home, "referral", referral.id, **fields, watch_rev=referral.watch_rev + 1)\n',
        _UNANSWERED,
    ),
    Patch(
        "withdrawn-and-forgotten",
        "a recipient that has the referral is told that the consent is withdrawn",
        "fieldapp/domain/referral.py",
        "            return ReferralTask.TELL_RECIPIENT if self.sent_at and not self.recipient_told_at else None\n",
        "            return None\n",
        f"{_S14}::test_a_consent_taken_back_stops_the_referral_and_leaves_a_task_to_tell_the_recipient",
    ),
    Patch(
        "sending-wins-over-withdrawing",
        "a consent taken back is believed whatever another phone does meanwhile",
        "fieldapp/domain/merge_rules.py",
        '    if "withdrawn" in values:\n        return "withdrawn"\n',
        "",
        f"{_DOMAIN}::test_a_consent_taken_back_wins_over_sending_it_elsewhere_at_the_same_time",
    ),
    Patch(
        "protected-name-asked-for",
        "a protected person's name is not even asked for",
        "fieldapp/actions/consent_records.py",
        "    hidden = (ConsentContent.NAME, ConsentContent.PHONE) if contact.is_protected else ()\n",
        "    hidden: tuple[ConsentContent, ...] = ()\n",
        f"{_S8}::test_a_protected_person_s_referral_is_seen_to_be_due_and_opened_only_by_who_looks_after_her",
    ),
    Patch(
        "referred-and-nobody-does-it",
        "who was to be referred is not done with before there is a referral",
        "fieldapp/domain/promises.py",
        " or last_visit.outcome is Outcome.REFERRED)",
        ")",
        "tests/domain/test_promises.py::test_only_who_was_promised_something_needs_something",
    ),
    Patch(
        "correction-edits-the-note",
        "what stands there is never changed",
        "fieldapp/actions/corrections.py",
        '            action.set(home, "visit", visit_id, disputed=True)\n',
        '            action.set(home, "visit", visit_id, disputed=True, note=words)\n',
        f"{_S14}::test_what_she_finds_wrong_is_added_in_her_words_and_the_note_stays",
    ),
    Patch(
        "extract-of-everybody",
        "an extract holds exactly one person",
        "fieldapp/actions/extracts.py",
        'for record in found if shown(record, "contact_id") == contact_id]\n',
        "for record in found]\n",
        f"{_S14}::test_the_extract_holds_exactly_one_person_and_is_logged_with_its_reason",
    ),
    Patch(
        "extract-not-logged",
        "that an extract was made, and why, is in the log",
        "fieldapp/actions/extracts.py",
        '    log_read(phone, "contact", contact_id, ReadAction.EXPORT, reason)\n',
        "",
        f"{_S14}::test_the_extract_holds_exactly_one_person_and_is_logged_with_its_reason",
    ),
    Patch(
        "disposal-of-what-is-open",
        "nothing is put away while something promised is open",
        "fieldapp/domain/disposal.py",
        "    if any(one.is_open for one in follow_ups) or any(one.is_open for one in referrals):\n",
        "    if any(one.is_open for one in follow_ups):\n",
        f"{_DOMAIN}::test_nothing_is_archived_while_one_is_open",
    ),
)
