"""What a person decides about her own lock, and a supervisor about everybody's."""

import pytest

from fieldapp.actions import door, drafts, lock_rule, passphrase, visits
from fieldapp.actions.door import PhoneWiped, WaitBeforeNextTry
from fieldapp.actions.errors import NotAllowed
from fieldapp.actions.views import Situation, WipeReason
from fieldapp.crypto.passphrase import PassphraseTooSimple
from fieldapp.crypto.vault import VaultFile, WrongPassphrase
from fieldapp.domain.lock_rule import LockRule
from fieldapp.store.outbox import SENT
from sync.client.errors import Refused
from sync.protocol.circle import Role
from sync.protocol.statement import Kind
from tests.journeys.people import PASSPHRASE, Story

NEW = "sju grå katter i regn"


def test_what_is_chosen_holds_after_a_restart(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    assert lock_rule.rule(anna.phone) == LockRule(5, 30)
    lock_rule.choose(anna.phone, 0)
    anna.restart()

    assert lock_rule.rule(anna.phone) == LockRule(0, 30)
    assert lock_rule.rule(anna.phone).locks_when_hidden


def test_a_supervisor_sets_the_longest_for_every_phone_of_the_board(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    lock_rule.choose(anna.phone, 30)
    lock_rule.set_longest(story.supervisor.phone, 1)
    assert lock_rule.rule(anna.phone).minutes == 30
    anna.sync()

    assert lock_rule.rule(anna.phone).is_capped
    assert lock_rule.rule(anna.phone).idle_seconds == 60
    lock_rule.set_longest(story.supervisor.phone, 15)
    anna.sync()
    assert lock_rule.rule(anna.phone).minutes == 15


def test_nobody_else_sets_it(story: Story) -> None:
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    with pytest.raises(NotAllowed):
        lock_rule.set_longest(siv.phone, 30)
    with pytest.raises(Refused, match="not_a_supervisor"):
        siv.phone.link.append(Kind.LOCK_RULE_SET, longest_lock_minutes=30)


def test_a_number_beside_the_ladder_is_nobodys_choice(story: Story) -> None:
    with pytest.raises(ValueError, match="ladder"):
        lock_rule.choose(story.supervisor.phone, 7)


def test_a_changed_passphrase_opens_everything_and_the_old_one_nothing(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    drafts.save(anna.phone, visits.DRAFT, {"code": "HV-000-000-0"})
    anna.sync()
    cost = VaultFile.from_bytes((anna.folder / "vault.bin").read_bytes()).cost
    passphrase.change(anna.phone, PASSPHRASE, NEW)
    sent = len(anna.phone.store.all(SENT))
    anna.sync()
    anna.lock()
    with pytest.raises(WrongPassphrase):
        anna.unlock()
    anna.unlock_with(NEW)

    assert drafts.load(anna.phone, visits.DRAFT) == {"code": "HV-000-000-0"}
    assert len(anna.phone.store.all(SENT)) == sent
    assert VaultFile.from_bytes((anna.folder / "vault.bin").read_bytes()).cost == cost
    anna.sync()


def test_a_weak_new_passphrase_changes_nothing(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    with pytest.raises(PassphraseTooSimple):
        passphrase.change(anna.phone, PASSPHRASE, "lösenord2026")

    anna.restart()
    assert anna.is_unlocked


def test_guessing_at_the_change_is_guessing_at_the_lock(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    for _ in range(5):
        with pytest.raises(WrongPassphrase):
            passphrase.change(anna.phone, "inte den här", NEW)
    with pytest.raises(WaitBeforeNextTry):
        passphrase.change(anna.phone, PASSPHRASE, NEW)
    for _ in range(4):
        story.pass_time(hours=1)
        with pytest.raises(WrongPassphrase):
            passphrase.change(anna.phone, "inte den här", NEW)
    story.pass_time(hours=1)
    with pytest.raises(PhoneWiped):
        passphrase.change(anna.phone, "inte den här", NEW)

    seen = door.look(anna.folder, clock=story.now)
    assert (seen.situation, seen.wiped_because) == (Situation.WIPED, WipeReason.WRONG_PASSPHRASES)
    assert not door.is_open(anna.folder)


def test_a_lock_in_the_middle_of_a_visit_loses_no_draft(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    drafts.save(anna.phone, visits.DRAFT, {"note": "halvvägs"})
    anna.restart()

    assert drafts.load(anna.phone, visits.DRAFT) == {"note": "halvvägs"}
