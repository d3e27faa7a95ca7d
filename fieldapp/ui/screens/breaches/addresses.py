"""Where the screens of data breaches are."""

from fieldapp.ui.screens.casework import places


def breach(device: str) -> str:
    return f"{places.DEVICES}/breach/{device}"
