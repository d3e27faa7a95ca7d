"""The first tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _table(name: str, key: list[sa.Column[Any]], *rest: sa.schema.SchemaItem) -> None:
    columns = [sa.Column("board", sa.LargeBinary(16), nullable=False), *key]
    op.create_table(
        name,
        *columns,
        *rest,
        sa.PrimaryKeyConstraint(*(column.name for column in columns), name=f"pk_{name}"),
    )


def _of_a_board(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["board"], ["boards.board"], name=f"fk_{name}_board")


def _required(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def upgrade() -> None:
    _boards_and_claims()
    _members()
    _work()
    _callers()


def _boards_and_claims() -> None:
    _table(
        "boards",
        [],
        _required("server_epoch", sa.String(32)),
        _required("challenge_secret", sa.LargeBinary(32)),
        _required("claimed_at", sa.DateTime()),
    )
    _table(
        "claims",
        [_required("code_hash", sa.LargeBinary(32))],
        _required("made_at", sa.DateTime()),
        sa.Column("used_at", sa.DateTime()),
    )
    op.create_index("ix_claims_code_hash", "claims", ["code_hash"])


def _members() -> None:
    _table(
        "log",
        [_required("seq", sa.BigInteger())],
        _required("hash", sa.LargeBinary(32)),
        _required("digest", sa.LargeBinary(32)),
        _required("statement", sa.LargeBinary()),
        _required("received_at", sa.DateTime()),
        _of_a_board("log"),
        sa.UniqueConstraint("board", "digest", name="uq_log_board_digest"),
    )
    _table(
        "invites",
        [_required("id", sa.LargeBinary(16))],
        _required("key", sa.LargeBinary(32)),
        _required("sealed", sa.LargeBinary()),
        _required("made_at", sa.DateTime()),
        _of_a_board("invites"),
    )
    op.create_index("ix_invites_id", "invites", ["id"])
    recipient = _required("recipient", sa.LargeBinary(17))
    _table("mailboxes", [recipient], _required("last", sa.BigInteger()), _of_a_board("mailboxes"))
    _table(
        "grants",
        [_required("recipient", sa.LargeBinary(17)), _required("seq", sa.BigInteger())],
        _required("key_id", sa.LargeBinary(32)),
        _required("granter", sa.LargeBinary(16)),
        _required("grant", sa.LargeBinary()),
        _of_a_board("grants"),
        sa.UniqueConstraint("board", "recipient", "key_id", "granter", name="uq_grants_board_recipient_key_id_granter"),
    )


def _work() -> None:
    _table(
        "streams",
        [_required("circle", sa.LargeBinary(33))],
        _required("seq", sa.BigInteger()),
        _required("hash", sa.LargeBinary(32)),
        _of_a_board("streams"),
    )
    _table(
        "envelopes",
        [_required("circle", sa.LargeBinary(33)), _required("seq", sa.BigInteger())],
        _required("id", sa.LargeBinary(32)),
        _required("hash", sa.LargeBinary(32)),
        _required("author", sa.LargeBinary(16)),
        _required("envelope", sa.LargeBinary()),
        _required("received_at", sa.DateTime()),
        _of_a_board("envelopes"),
        sa.UniqueConstraint("board", "id", name="uq_envelopes_board_id"),
    )
    op.create_index("ix_envelopes_board_author_circle", "envelopes", ["board", "author", "circle"])
    _table(
        "set_aside",
        [_required("id", sa.LargeBinary(32))],
        _required("kind", sa.String(16)),
        _required("code", sa.String(64)),
        _required("at", sa.DateTime()),
        sa.Column("author", sa.LargeBinary(16)),
        sa.Column("circle", sa.LargeBinary(33)),
        _required("original", sa.LargeBinary()),
        _of_a_board("set_aside"),
    )
    _table(
        "watch",
        [_required("watch_id", sa.LargeBinary(16))],
        _required("revision", sa.BigInteger()),
        _required("latest", sa.Date()),
        _required("is_open", sa.Boolean()),
        _required("line", sa.LargeBinary()),
        _of_a_board("watch"),
    )
    op.create_index("ix_watch_board_is_open_latest", "watch", ["board", "is_open", "latest"])


def _callers() -> None:
    _table(
        "heartbeats",
        [_required("device", sa.LargeBinary(16))],
        _required("heard_at", sa.DateTime()),
        _required("heartbeat", sa.LargeBinary()),
        _of_a_board("heartbeats"),
    )
    _table(
        "used_challenges",
        [_required("challenge", sa.LargeBinary(32))],
        _required("expires", sa.DateTime()),
        _of_a_board("used_challenges"),
    )
    _table(
        "tokens",
        [_required("token_hash", sa.LargeBinary(32))],
        _required("device", sa.LargeBinary(16)),
        _required("door", sa.String(16)),
        _required("expires", sa.DateTime()),
        _of_a_board("tokens"),
    )
