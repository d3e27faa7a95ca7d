"""Where the app keeps its things."""

from pathlib import Path

from fieldapp.settings import assets_folder, data_folder, settings

HOME = Path("/home/someone")


def test_a_named_folder_wins_over_everything() -> None:
    environ = {"STODKEDJAN_FOLDER": "/here", "FLET_APP_STORAGE_DATA": "/phone", "XDG_DATA_HOME": "/data"}

    assert data_folder(environ=environ, platform="linux", home=HOME) == Path("/here")


def test_a_phone_keeps_to_its_own_storage() -> None:
    environ = {"FLET_APP_STORAGE_DATA": "/phone"}

    assert data_folder(environ=environ, platform="android", home=HOME) == Path("/phone")


def test_desktops_follow_their_platform() -> None:
    assert data_folder(environ={}, platform="linux", home=HOME) == HOME / ".local/share/stodkedjan"
    assert data_folder(environ={}, platform="darwin", home=HOME) == HOME / "Library/Application Support/Stodkedjan"
    assert data_folder(environ={}, platform="win32", home=HOME) == HOME / "AppData/Local/Stodkedjan"


def test_swedish_is_spoken_until_something_else_is_said() -> None:
    assert settings(environ={}, platform="linux", home=HOME).language == "sv"


def test_what_the_screens_load_is_in_the_assets() -> None:
    assert (assets_folder() / "mark" / "mark_rings.svg").is_file()
    assert (assets_folder() / "icon.png").is_file()
