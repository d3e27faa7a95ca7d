"""A board that came back from a backup says so, until a supervisor's device says that all is there again."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("boards", sa.Column("healing", sa.Boolean(), nullable=False, server_default=sa.false()))
