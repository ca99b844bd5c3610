"""How Alembic runs here: on the connection that it is handed, in that connection's transaction."""

from alembic import context
from sqlmodel import SQLModel

from registry import tables, tables_accounts, tables_casework, tables_mail, tables_record, tables_requests

assert tables.ROWS, "the tables are registered"
assert tables_record.__name__, "those of the record too"
assert tables_casework.__name__, "those of casework"
assert tables_accounts.__name__, "those of accounts"
assert tables_mail.__name__, "those of what is sent"
assert tables_requests.__name__, "and of requests"

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
