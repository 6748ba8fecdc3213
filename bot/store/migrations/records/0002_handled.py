"""What staff did with red flags, unanswered questions and thumbs-down: who, when, and what."""

import sqlalchemy as sa
from alembic import op

revision = "records_0002"
down_revision = "records_0001"
branch_labels = None
depends_on = None

_TABLES = ("red_flag_events", "unanswered_questions", "feedback")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("handled_at", sa.DateTime))
        op.add_column(table, sa.Column("handled_by", sa.String(80)))
        op.add_column(table, sa.Column("note", sa.String(1000)))


def downgrade() -> None:
    for table in _TABLES:
        with op.batch_alter_table(table) as batch:
            for column in ("handled_at", "handled_by", "note"):
                batch.drop_column(column)
