"""Alembic's way in: migrations run on the connection and in the transaction that sifund.store.database gives."""

from alembic import context

from sifund.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
