"""What other boards write to a board, and their logs as this server has been shown them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _table(
        "peer_log",
        ["peer", "seq"],
        _bytes("peer", 16),
        sa.Column("seq", sa.BigInteger(), nullable=False, autoincrement=False),
        _bytes("hash", 32),
        _bytes("statement"),
        sa.Column("received_at", sa.DateTime(), nullable=False),
    )
    _table(
        "letters",
        ["seq"],
        sa.Column("seq", sa.BigInteger(), nullable=False, autoincrement=False),
        _bytes("digest", 32),
        _bytes("peer", 16),
        _bytes("letter_id", 16),
        _bytes("answers", 16),
        sa.Column("kind", sa.String(40), nullable=False),
        _bytes("letter"),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("board", "digest", name="uq_letters_board_digest"),
        sa.UniqueConstraint("board", "peer", "letter_id", name="uq_letters_board_peer_letter_id"),
    )
    op.create_index("ix_letters_board_kind_received_at", "letters", ["board", "kind", "received_at"])


def _table(name: str, key: list[str], *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        _bytes("board", 16),
        *columns,
        sa.ForeignKeyConstraint(["board"], ["boards.board"], name=f"fk_{name}_board"),
        sa.PrimaryKeyConstraint("board", *key, name=f"pk_{name}"),
    )


def _bytes(name: str, length: int | None = None) -> "sa.Column[bytes]":
    return sa.Column(name, sa.LargeBinary(length), nullable=False)
