"""Red flags, unanswered questions, notices, erasures, feedback, and entries already written."""

import sqlalchemy as sa
from alembic import op

revision = "records_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    known = set(sa.inspect(op.get_bind()).get_table_names())
    # Versions before this one had these tables without any revision.
    if "red_flag_events" not in known:
        op.create_table(
            "red_flag_events",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("at", sa.DateTime, nullable=False, index=True),
            sa.Column("channel", sa.String(50), nullable=False),
            sa.Column("conversation", sa.String(255), nullable=False, index=True),
            sa.Column("tier", sa.String(20), nullable=False),
            sa.Column("findings", sa.JSON, nullable=False),
        )
    op.add_column("red_flag_events", sa.Column("milliseconds", sa.Float))
    if "unanswered_questions" not in known:
        op.create_table(
            "unanswered_questions",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("at", sa.DateTime, nullable=False, index=True),
            sa.Column("channel", sa.String(50), nullable=False),
            sa.Column("conversation", sa.String(255), nullable=False, index=True),
            sa.Column("text", sa.Text, nullable=False),
            sa.Column("offered", sa.JSON, nullable=False),
        )
    if "notices" not in known:
        op.create_table(
            "notices",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("way", sa.String(20), nullable=False),
            sa.Column("conversation", sa.String(255), nullable=False, index=True),
            sa.Column("content", sa.JSON, nullable=False),
            sa.Column("tries", sa.Integer, nullable=False),
            sa.Column("due", sa.DateTime, nullable=True, index=True),
        )
    if "erasures" not in known:
        op.create_table(
            "erasures",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("at", sa.DateTime, nullable=False),
            sa.Column("reference", sa.String(64), nullable=False, index=True),
            sa.Column("rows", sa.Integer, nullable=False),
        )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False, index=True),
        sa.Column("channel", sa.String(50), nullable=False),
        sa.Column("conversation", sa.String(255), nullable=False, index=True),
        sa.Column("topic", sa.String(100), nullable=False, index=True),
        sa.Column("helpful", sa.Boolean, nullable=False),
    )
    op.create_table(
        "turns",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False, index=True),
        sa.Column("channel", sa.String(50), nullable=False),
        sa.Column("conversation", sa.String(255), nullable=False, index=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("milliseconds", sa.Float, nullable=False),
    )
    op.create_table(
        "applied_entries",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False, index=True),
    )


def downgrade() -> None:
    for table in ("applied_entries", "turns", "feedback"):
        op.drop_table(table)
    with op.batch_alter_table("red_flag_events") as batch:
        batch.drop_column("milliseconds")
