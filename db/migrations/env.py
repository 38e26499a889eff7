"""Configures Alembic to run on the connection and in the transaction of `db.schema`."""

from alembic import context

import db.models

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=db.models.METADATA,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
