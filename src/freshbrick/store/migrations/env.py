"""Alembic's entry: runs the scripts on the connection that `migrate` began its transaction on."""

from alembic import context

from freshbrick.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=False
)
context.run_migrations()
