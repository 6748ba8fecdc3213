"""Which red flag a notice tells of. Earlier ones find theirs by conversation, tier and second,
where only one fits."""

import json
from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "records_0003"
down_revision = "records_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notices", sa.Column("red_flag", sa.Integer))
    connection = op.get_bind()
    fitting = defaultdict(list)
    red_flags = sa.table(
        "red_flag_events",
        *map(sa.column, ("id", "conversation", "tier")),
        sa.column("at", sa.DateTime),
    )
    for row in connection.execute(sa.select(red_flags)):
        time = f"{row.at.isoformat(timespec='seconds')}Z"
        fitting[row.conversation, row.tier, time].append(row.id)
    notices = sa.table("notices", *map(sa.column, ("id", "conversation", "content", "red_flag")))
    for row in connection.execute(sa.select(notices)).all():
        content = json.loads(row.content) if isinstance(row.content, str) else row.content
        found = fitting[row.conversation, content["tier"], content["time"]]
        if len(found) == 1:
            connection.execute(
                sa.update(notices).where(notices.c.id == row.id).values(red_flag=found[0])
            )


def downgrade() -> None:
    with op.batch_alter_table("notices") as batch:
        batch.drop_column("red_flag")
