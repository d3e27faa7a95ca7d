"""What is half filled in survives everything: the app being killed, a lock, an empty battery."""

from typing import Any

from fieldapp.actions.phone import Phone
from fieldapp.store import drafts


def save(phone: Phone, name: str, answers: dict[str, Any]) -> None:
    with phone.store.one_write() as write:
        drafts.save(write, name, answers)


def load(phone: Phone, name: str) -> dict[str, Any] | None:
    return drafts.load(phone.store, name)


def discard(phone: Phone, name: str) -> None:
    with phone.store.one_write() as write:
        drafts.discard(write, name)
