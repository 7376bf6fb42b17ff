"""Runs migrations over the application's own engine."""

from alembic import context

from app.kit.db import Model, db

with db.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        compare_server_default=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
