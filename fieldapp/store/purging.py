"""Letting go of a whole circle: its records, its keys, its envelopes."""

from fieldapp.store import keyring, outbox, unopened
from fieldapp.store.store import Store, Write
from sync.protocol.circle import Circle, CircleKind

_PENDING = "purge_pending"
_ENVELOPES = (outbox.SENT, outbox.ASIDE)


def drop_circle(write: Write, circle: Circle) -> None:
    """Every row that says it is of this circle, in whatever table there is or will be: a list of tables forgets one.

    Cursors and issued numbers stay: they say how far we came, not what it was about. So does what still waits.
    """
    for table in write.tables() - {outbox.WAITING}:
        for row in write.all(table):
            # A grant may be sealed to this very device: with it the key that was dropped could be had again.
            if circle.hex() in (row.get("circle"), row.get("gives")):
                write.delete(table, row["key"])
                if table in _ENVELOPES:
                    write.forget_envelope(bytes.fromhex(row["key"]))
                elif row.get("kept"):
                    write.forget_envelope(bytes.fromhex(row["id"]))
    unopened.drop_circle(write, circle)


def holds(store: Store, circle: Circle) -> bool:
    """Whether there is anything left that a key of this circle would open."""
    return any(key.circle == circle for key, _ in keyring.circle_keys(store))


def protected_circles(write: Write, session: bytes) -> list[Circle]:
    """The protected persons met in this session."""
    found = [
        Circle.from_hex(row["circle"])
        for row in write.all("contact")
        if row["record"]["fields"].get("session_id", [{}])[0].get("value") == session.hex()
    ]
    return [circle for circle in found if circle.kind is CircleKind.PROTECTED]


def note_pending(write: Write, session: bytes) -> None:
    """The records are gone; what is left is to change the vault's key, and to say so."""
    write.put(_PENDING, session.hex(), {})


def is_pending(store: Store, session: bytes) -> bool:
    return store.get(_PENDING, session.hex()) is not None


def pending(store: Store) -> list[bytes]:
    return [bytes.fromhex(row["key"]) for row in store.all(_PENDING)]


def done(write: Write, session: bytes) -> None:
    write.delete(_PENDING, session.hex())
