"""Changing the passphrase of an open phone."""

from fieldapp.actions import door
from fieldapp.actions.phone import Phone
from fieldapp.store.door import Door, PhoneWiped


def change(phone: Phone, old: str, new: str) -> None:
    """The same vault key under a new passphrase. A wrong old one counts as a try at the door, the tenth wipes.

    Raises WrongPassphrase, WaitBeforeNextTry, PassphraseTooShort, PassphraseTooSimple, PhoneWiped.
    """
    try:
        Door(phone.folder).change_passphrase(old, new, now=phone.now())
    except PhoneWiped:
        door.close_and_wipe(phone.folder, clock=phone.now)
        raise
