"""Alembic's door: it is only ever opened by `open_registry`, which hands over its connection."""

from alembic import context

from dashboard.registry.models import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
