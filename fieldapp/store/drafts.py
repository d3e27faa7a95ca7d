"""What is half filled in: it survives everything until it is saved or thrown away."""

from typing import Any

from fieldapp.store.store import Store, Write

VISIT, FOLLOW_UP, REFERRAL = "visit", "follow_up:", "referral:"
"""The name of the visit being filled in; what names of promises being agreed begin with."""
_TABLE = "drafts"


def save(write: Write, name: str, answers: dict[str, Any]) -> None:
    write.put(_TABLE, name, {"answers": answers})


def load(store: Store, name: str) -> dict[str, Any] | None:
    row = store.get(_TABLE, name)
    return dict(row["answers"]) if row else None


def discard(write: Write, name: str) -> None:
    write.delete(_TABLE, name)


def discard_promises(write: Write) -> None:
    """Every half-agreed promise: the persons they were about are no longer here."""
    for row in write.all(_TABLE):
        if str(row["key"]).startswith((FOLLOW_UP, REFERRAL)):
            write.delete(_TABLE, row["key"])
