"""Alembic runs this for each upgrade; the connection is handed in by bot/store/schema.py."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
