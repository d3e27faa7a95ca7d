"""`python -m tests.browser.screenshots FOLDER`: every screen of a demo in Swedish, light and dark."""

import sys
from pathlib import Path

from tests.browser import staffing_album
from tests.browser.album import Album, chromium, demo, new_phone, unlocked
from tests.browser.casework_album import coordinator_pictures
from tests.browser.supervisor_album import supervisor_pictures
from tests.browser.supporter_album import supporter_pictures


def main(folder: Path) -> None:
    album = Album(folder)
    with chromium() as browser, new_phone() as new, demo() as urls:
        supporter, coordinator, supervisor = urls
        supporter_pictures(browser, new, supporter, album)
        coordinator_pictures(browser, coordinator, album)
        staffing_album.coordinator_pictures(unlocked(browser, coordinator), album)
        staffing_album.supporter_pictures(unlocked(browser, supporter), album)
        supervisor_pictures(unlocked(browser, supervisor), album)
        # Last: the phone that is reported lost is gone.
        staffing_album.breach_pictures(unlocked(browser, supervisor), album)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
