"""What came of findings over records."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Lists that were entered, and the results in them."""
    op.create_table(
        "entries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("book", sa.String(32), nullable=False),
        sa.Column("entered_at", sa.DateTime, nullable=False),
        sa.Column("entered_by", sa.Text, nullable=False),
        sa.Column("withdrawn_at", sa.DateTime),
        sa.Column("withdrawn_by", sa.Text),
        if_not_exists=True,
    )
    op.create_index("entries_by_book", "entries", ["book"], if_not_exists=True)
    op.create_table(
        "results",
        sa.Column("entry", sa.Integer, sa.ForeignKey("entries.id"), primary_key=True),
        sa.Column("code", sa.String(32), primary_key=True),
        sa.Column("source", sa.String(32), primary_key=True),
        sa.Column("record", sa.String(200), primary_key=True),
        sa.Column("mark", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        if_not_exists=True,
    )


def downgrade() -> None:
    """Results are lost."""
    op.drop_table("results")
    op.drop_table("entries")
