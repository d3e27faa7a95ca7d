"""How far this phone has read: per stream, per mailbox."""

from fieldapp.store.store import Store, Write
from sync.protocol.circle import Circle
from sync.protocol.grants import Recipient
from sync.protocol.statement import Head

_STREAMS, _MAILBOXES = "stream_cursors", "mailbox_cursors"


def stream(source: Store | Write, circle: Circle) -> Head:
    row = source.get(_STREAMS, circle.hex())
    return Head(int(row["seq"]), bytes.fromhex(row["hash"])) if row else Head()


def set_stream(write: Write, circle: Circle, head: Head) -> None:
    write.put(_STREAMS, circle.hex(), {"seq": head.seq, "hash": head.hash.hex()})


def streams(store: Store) -> dict[Circle, int]:
    """The last number held of every stream."""
    return {Circle.from_hex(row["key"]): int(row["seq"]) for row in store.all(_STREAMS)}


def mailbox(source: Store | Write, recipient: Recipient) -> int:
    row = source.get(_MAILBOXES, recipient.hex())
    return int(row["last"]) if row else 0


def set_mailbox(write: Write, recipient: Recipient, last: int) -> None:
    write.put(_MAILBOXES, recipient.hex(), {"last": last})


def forget_mailboxes(write: Write) -> None:
    """They are read again from the first grant on."""
    for row in write.all(_MAILBOXES):
        write.delete(_MAILBOXES, row["key"])
