"""Where one sets how the phone locks."""

from typing import Final

LOCK: Final = "/lock"
CHANGE: Final = "/lock/passphrase"
LONGEST: Final = "/lock/longest"
PARCEL: Final = "/more/parcel"
REJOIN: Final = "/rejoin"
