"""On PostgreSQL what grows is spread by board over hash partitions; SQLite has none and stays as it is."""

from alembic import op

revision = "0002"
down_revision = "0001"

PARTITIONS = 16
_KEYS = {
    "log": ("seq", "UNIQUE (board, digest)", "uq_log_board_digest"),
    "grants": (
        "recipient, seq",
        "UNIQUE (board, recipient, key_id, granter)",
        "uq_grants_board_recipient_key_id_granter",
    ),
    "envelopes": ("circle, seq", "UNIQUE (board, id)", "uq_envelopes_board_id"),
    "set_aside": ("id", "", ""),
    "watch": ("watch_id", "", ""),
}
_INDEXES = {"envelopes": "board, author, circle", "watch": "board, is_open, latest"}
# Ciphertext does not get smaller: trying costs time on every row.
_SEALED = {"log": "statement", "grants": '"grant"', "envelopes": "envelope", "set_aside": "original"}


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        for table in _KEYS:
            _spread(table)


def _spread(table: str) -> None:
    whole = f"{table}_whole"
    op.execute(f"ALTER TABLE {table} RENAME TO {whole}")
    op.execute(f"CREATE TABLE {table} (LIKE {whole}) PARTITION BY HASH (board)")
    for number in range(PARTITIONS):
        rest = f"WITH (MODULUS {PARTITIONS}, REMAINDER {number})"
        op.execute(f"CREATE TABLE {table}_p{number} PARTITION OF {table} FOR VALUES {rest}")
    if table in _SEALED:
        op.execute(f"ALTER TABLE {table} ALTER COLUMN {_SEALED[table]} SET STORAGE EXTERNAL")
    op.execute(f"INSERT INTO {table} SELECT * FROM {whole}")  # noqa: S608  names of our own tables
    op.execute(f"DROP TABLE {whole}")
    _constrain(table)


def _constrain(table: str) -> None:
    key, unique, name = _KEYS[table]
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT pk_{table} PRIMARY KEY (board, {key})")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT fk_{table}_board FOREIGN KEY (board) REFERENCES boards (board)")
    if unique:
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {unique}")
    if columns := _INDEXES.get(table):
        op.execute(f"CREATE INDEX ix_{table}_{columns.replace(', ', '_')} ON {table} ({columns})")
