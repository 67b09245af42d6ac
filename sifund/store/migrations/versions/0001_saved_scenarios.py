"""Saved scenarios and their versions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """The two tables, and the index that lists read."""
    op.create_table(
        "scenarios",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("latest", sa.Integer, nullable=False),
        sa.Column("deleted_at", sa.DateTime),
    )
    op.create_table(
        "versions",
        sa.Column("id", sa.String(16), sa.ForeignKey("scenarios.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("saved_at", sa.DateTime, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("dataset", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.String(12), nullable=False),
        sa.Column("figures", sa.JSON, nullable=False),
    )
    op.create_index("versions_by_time", "versions", ["saved_at"])


def downgrade() -> None:
    """Nothing is left."""
    op.drop_table("versions")
    op.drop_table("scenarios")
