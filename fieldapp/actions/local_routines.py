"""The board's own words on the routine cards: written by a supervisor, read on every device of the board."""

from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import allowed, check_allowed
from fieldapp.actions.births import born_id
from fieldapp.actions.phone import Phone
from fieldapp.domain.local_routine import LocalRoutine, RoutineCard, check_words
from fieldapp.domain.permissions import Action as Deed
from fieldapp.store import records
from sync.protocol.circle import Circle


def local_words(phone: Phone) -> dict[RoutineCard, LocalRoutine]:
    """Of the cards to which the board has added something."""
    found = records.each(phone.store, "local_routine", LocalRoutine.from_record)
    return {one.card: one for one in found if one.card and one.words}


def words_of(phone: Phone, card: RoutineCard) -> str:
    """ "" while nobody has written any."""
    record = records.record(phone.store, "local_routine", born_id(Circle.of_board(), "local_routine", card.value))
    return LocalRoutine.from_record(record).words if record else ""


def may_write(phone: Phone) -> bool:
    return allowed(phone, Deed.KEEP_ROUTINES)


def write(phone: Phone, card: RoutineCard, words: str) -> None:
    """What the card says from then on, after each phone's next exchange; "" takes it away.

    Raises NotAllowed, LocalWordsTooLong, PersonOnACard.
    """
    check_allowed(phone, Deed.KEEP_ROUTINES)
    told = words.strip()
    check_words(told)
    if told == words_of(phone, card):
        return
    with one_action(phone) as action:
        said = {"card": card, "words": told, "written_at": phone.now(), "by": phone.me.person.hex()}
        # One for each card, whoever writes it: its name is always the same.
        action.create(Circle.of_board(), "local_routine", card.value, **said)
