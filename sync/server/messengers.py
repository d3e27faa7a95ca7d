"""Carrying a notice out of the house: by mail and by webhook."""

import json
import smtplib
import ssl
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final, Protocol
from urllib.parse import urlsplit

from sync.errors import FixAndRetry, TryAgainLater
from sync.server.alarms import Notice

_SECONDS: Final = 20
_SUBJECT: Final = "Stödkedjan: follow-ups that need somebody"


class NotDelivered(TryAgainLater):
    """A notice could not be delivered. Nobody may have been told: look at the counts yourself."""


class BadTarget(FixAndRetry):
    """The address of the mail server or webhook cannot be used. Write it as smtp://host:port or https://host/path."""


class Messenger(Protocol):
    """`name` says in a log line which of them failed; it holds no address of a person."""

    @property
    def name(self) -> str: ...
    def carry(self, notice: Notice) -> None:
        """Raises `NotDelivered`."""


@dataclass(frozen=True, slots=True)
class Mail:
    """`server`: smtp:// (STARTTLS when it is offered), or smtps://. Supervisors hear what was escalated to them."""

    server: str
    sender: str
    coordinators: Sequence[str]
    supervisors: Sequence[str] = ()
    user: str = ""
    password: str = ""

    name = "mail"

    def __post_init__(self) -> None:
        if urlsplit(self.server).scheme not in {"smtp", "smtps"} or not urlsplit(self.server).hostname:
            raise BadTarget

    def carry(self, notice: Notice) -> None:
        messages = list(self._messages(notice))
        if not messages:
            return
        try:
            self._send(messages)
        except (OSError, smtplib.SMTPException) as error:
            raise NotDelivered from error

    def _messages(self, notice: Notice) -> Iterator[EmailMessage]:
        for lines, to in ((notice.coordinators, self.coordinators), (notice.supervisors, self.supervisors)):
            if lines and to:
                yield self._message(lines, to)

    def _message(self, lines: Iterable[str], to: Sequence[str]) -> EmailMessage:
        message = EmailMessage()
        message["Subject"], message["From"], message["To"] = _SUBJECT, self.sender, ", ".join(to)
        message.set_content("\n".join([*lines, "", "Open Stödkedjan to see which. This message holds counts only."]))
        return message

    def _send(self, messages: Iterable[EmailMessage]) -> None:
        address = urlsplit(self.server)
        with self._connected(address.scheme, address.hostname or "", address.port or 0) as smtp:
            if self.user:
                smtp.login(self.user, self.password)
            for message in messages:
                refused = smtp.send_message(message)
                if refused:
                    raise smtplib.SMTPRecipientsRefused(refused)

    def _connected(self, scheme: str, host: str, port: int) -> smtplib.SMTP:
        if scheme == "smtps":
            return smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=ssl.create_default_context())
        smtp = smtplib.SMTP(host, port or 25, timeout=_SECONDS)
        smtp.ehlo()
        if smtp.has_extn("starttls"):
            smtp.starttls(context=ssl.create_default_context())
        return smtp


@dataclass(frozen=True, slots=True)
class Webhook:
    """Posts the counts of every board as JSON, also when all is well: whoever listens hears when it falls silent."""

    url: str

    name = "webhook"

    def __post_init__(self) -> None:
        if urlsplit(self.url).scheme not in {"http", "https"} or not urlsplit(self.url).hostname:
            raise BadTarget

    def carry(self, notice: Notice) -> None:
        body = json.dumps({"alarm": notice.is_alarm, "boards": notice.posted}).encode()
        headers = {"Content-Type": "application/json", "User-Agent": "stodkedjan"}
        request = urllib.request.Request(self.url, body, headers, method="POST")  # noqa: S310  the scheme was checked
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS):  # noqa: S310
                pass
        except (OSError, ValueError) as error:
            raise NotDelivered from error
