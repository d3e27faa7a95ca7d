"""What was noticed about the server or a phone is said in words, with what to do."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fieldapp.actions.views import Notice, Noticed
from fieldapp.ui.screens.noticed import what_happened, what_to_do

FOUND = Noticed(Notice.FORK, "aa", "K3", 4, datetime(2026, 11, 22, 4, 10, tzinfo=UTC))

SAID = {
    Notice.FORK: "Servern visar olika saker för olika telefoner",
    Notice.NOT_ANYWHERE: "4 poster saknas på den här telefonen efter en äldre kopia, och stadsdelen har dem inte",
    Notice.FETCHED_BACK: "4 poster saknades på den här telefonen efter en äldre kopia",
    Notice.TAKEN_BACK: "4 poster som stadsdelen hade bekräftat saknas där",
    Notice.RESTORED: "Stadsdelens server har återställts från en äldre kopia",
    Notice.DOUBLED: "K3 har fortsatt från en äldre kopia av sig själv",
}


@pytest.mark.parametrize("notice", list(Notice))
def test_everything_that_can_be_noticed_has_its_words_and_a_next_step(notice: Notice) -> None:
    what = replace(FOUND, notice=notice)

    assert what_happened(what) == SAID[notice]
    assert what_to_do(what)
