"""Events as Rasa keeps them, messages of both sides, and the journal entries already written."""

import sqlalchemy as sa
from alembic import op

revision = "conversations_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Versions before this one had Rasa's table of events without any revision.
    if not sa.inspect(op.get_bind()).has_table("events"):
        op.create_table(
            "events",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("sender_id", sa.String(255), nullable=False, index=True),
            sa.Column("type_name", sa.String(255), nullable=False),
            sa.Column("timestamp", sa.Float),
            sa.Column("intent_name", sa.String(255)),
            sa.Column("action_name", sa.String(255)),
            sa.Column("data", sa.Text),
        )
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation", sa.String(255), nullable=False),
        sa.Column("turn", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False, index=True),
        sa.Column("channel", sa.String(50), nullable=False),
        sa.Column("sender", sa.String(10), nullable=False),
        sa.Column("client_id", sa.String(100)),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("content", sa.JSON),
        sa.UniqueConstraint("turn", "position", name="one_row_a_message"),
    )
    op.create_index("messages_of_a_conversation", "messages", ["conversation", "id"])
    op.create_index("messages_by_client_id", "messages", ["conversation", "client_id"])
    op.create_table(
        "applied_entries",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False, index=True),
    )


def downgrade() -> None:
    op.drop_table("applied_entries")
    op.drop_table("messages")
