"""The watch that goes on by itself: look, tell, wait, look again."""

import logging
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sync.errors import FixAndRetry, StodkedjanError
from sync.server import overview, schema
from sync.server.alarms import Notice, Patience, notice
from sync.server.engine import Database
from sync.server.messengers import BadTarget, Mail, Messenger, NotDelivered, Webhook

_LOG: Final = logging.getLogger("sync.server.watch")


class BadWatchFile(FixAndRetry):
    """The file with the watch's settings cannot be used. Compare it with the example in the admin guide."""


@dataclass(frozen=True, slots=True)
class Watching:
    patience: Patience
    messengers: Sequence[Messenger]

    @classmethod
    def from_file(cls, path: Path, secrets: Mapping[str, str]) -> "Watching":
        """TOML; the mail server's password comes from the environment. Raises `BadWatchFile`."""
        try:
            settings = tomllib.loads(path.read_text(encoding="utf-8"))
            return cls(_patience(settings), list(_messengers(settings, secrets)))
        except (OSError, ValueError, TypeError, BadTarget) as error:
            raise BadWatchFile from error


def _patience(settings: Mapping[str, Any]) -> Patience:
    names = {"escalate_after_days": "escalate_after", "silence_after_days": "silence_after"}
    return Patience(**{names[key]: timedelta(days=settings[key]) for key in names.keys() & settings.keys()})


def _messengers(settings: Mapping[str, Any], secrets: Mapping[str, str]) -> Sequence[Messenger]:
    found: list[Messenger] = []
    if mail := settings.get("mail"):
        found.append(Mail(**mail, password=secrets.get("STODKEDJAN_MAIL_PASSWORD", "")))
    if hook := settings.get("webhook"):
        found.append(Webhook(**hook))
    if not found:
        raise ValueError("nobody to tell")
    return found


def look_and_tell(database: Database, watching: Watching, now: datetime) -> Notice:
    """Every messenger is tried. Raises `NotDelivered` when one of them failed, whoever of the others was told."""
    with database.reading() as connection:
        schema.check_current(connection)
        told = notice(overview.watches(connection, now), watching.patience, now)
    failed = [messenger.name for messenger in watching.messengers if not _delivered(messenger, told)]
    if failed:
        raise NotDelivered(", ".join(failed))
    return told


def _delivered(messenger: Messenger, told: Notice) -> bool:
    try:
        messenger.carry(told)
    except NotDelivered as error:
        cause = type(error.__cause__).__name__
        _LOG.error("notice not delivered", extra={"fields": {"by": messenger.name, "error": cause}})
        return False
    _LOG.info("notice delivered", extra={"fields": {"by": messenger.name, "alarm": told.is_alarm}})
    return True


def go_on(database: Database, watching: Watching, *, every: timedelta, wait: Callable[[float], bool]) -> None:
    """Until `wait` says that it is over; what fails is logged and tried again the next time."""
    over = False
    while not over:
        try:
            look_and_tell(database, watching, datetime.now(UTC))
        except NotDelivered:
            pass
        except StodkedjanError as error:
            _LOG.error("watch failed", extra={"fields": {"error": type(error).__name__}})
        over = wait(every.total_seconds())
