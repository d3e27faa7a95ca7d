"""The tables. Every primary key starts with the board, so that rows can be spread by board."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
)
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """UTC in the database, aware in Python: SQLite keeps no zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)


def _board() -> Column[bytes]:
    return Column("board", LargeBinary(16), ForeignKey("boards.board"), primary_key=True)


boards = Table(
    "boards",
    metadata,
    Column("board", LargeBinary(16), primary_key=True),
    # Changes when the database is restored, so that phones look again at what they think is safe.
    Column("server_epoch", String(32), nullable=False),
    Column("challenge_secret", LargeBinary(32), nullable=False),
    Column("claimed_at", Instant, nullable=False),
    # The devices are bringing back what the server lost; until they are done the log takes nothing new.
    Column("healing", Boolean, nullable=False, server_default=false()),
)

# A claim has no board before it is used: sixteen zero bytes until then.
claims = Table(
    "claims",
    metadata,
    Column("board", LargeBinary(16), primary_key=True),
    Column("code_hash", LargeBinary(32), primary_key=True),
    Column("made_at", Instant, nullable=False),
    Column("used_at", Instant),
    Index(None, "code_hash"),
)

log = Table(
    "log",
    metadata,
    _board(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
    Column("statement", LargeBinary, nullable=False),
    Column("received_at", Instant, nullable=False),
    UniqueConstraint("board", "digest"),
)

invites = Table(
    "invites",
    metadata,
    _board(),
    Column("id", LargeBinary(16), primary_key=True),
    Column("key", LargeBinary(32), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("made_at", Instant, nullable=False),
    Index(None, "id"),
)

mailboxes = Table(
    "mailboxes",
    metadata,
    _board(),
    Column("recipient", LargeBinary(17), primary_key=True),
    Column("last", BigInteger, nullable=False),
)

grants = Table(
    "grants",
    metadata,
    _board(),
    Column("recipient", LargeBinary(17), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("key_id", LargeBinary(32), nullable=False),
    Column("granter", LargeBinary(16), nullable=False),
    Column("grant", LargeBinary, nullable=False),
    # With the granter, or a member could lay junk under somebody else's key first and keep the key out.
    UniqueConstraint("board", "recipient", "key_id", "granter"),
)

streams = Table(
    "streams",
    metadata,
    _board(),
    Column("circle", LargeBinary(33), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
)

envelopes = Table(
    "envelopes",
    metadata,
    _board(),
    Column("circle", LargeBinary(33), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("id", LargeBinary(32), nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("author", LargeBinary(16), nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Column("received_at", Instant, nullable=False),
    # Pushing twice is harmless for ever.
    UniqueConstraint("board", "id"),
    Index(None, "board", "author", "circle"),
)

set_aside = Table(
    "set_aside",
    metadata,
    _board(),
    Column("id", LargeBinary(32), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("code", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Column("author", LargeBinary(16)),
    Column("circle", LargeBinary(33)),
    Column("original", LargeBinary, nullable=False),
)

watch = Table(
    "watch",
    metadata,
    _board(),
    Column("watch_id", LargeBinary(16), primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("latest", Date, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("line", LargeBinary, nullable=False),
    Index(None, "board", "is_open", "latest"),
)

heartbeats = Table(
    "heartbeats",
    metadata,
    _board(),
    Column("device", LargeBinary(16), primary_key=True),
    Column("heard_at", Instant, nullable=False),
    Column("heartbeat", LargeBinary, nullable=False),
)

# The log of a board that this one has pinned, as that board's devices have shown it.
peer_log = Table(
    "peer_log",
    metadata,
    _board(),
    Column("peer", LargeBinary(16), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("statement", LargeBinary, nullable=False),
    Column("received_at", Instant, nullable=False),
)

# What other boards have written to this one: for ever, like the log.
letters = Table(
    "letters",
    metadata,
    _board(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary(32), nullable=False),
    Column("peer", LargeBinary(16), nullable=False),
    Column("letter_id", LargeBinary(16), nullable=False),
    Column("answers", LargeBinary(16), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("letter", LargeBinary, nullable=False),
    Column("received_at", Instant, nullable=False),
    UniqueConstraint("board", "digest"),
    UniqueConstraint("board", "peer", "letter_id"),
    Index(None, "board", "kind", "received_at"),
)

used_challenges = Table(
    "used_challenges",
    metadata,
    _board(),
    Column("challenge", LargeBinary(32), primary_key=True),
    Column("expires", Instant, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    _board(),
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("device", LargeBinary(16), nullable=False),
    Column("door", String(16), nullable=False),
    Column("expires", Instant, nullable=False),
)
