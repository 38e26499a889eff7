"""Migration of a database to the schema that this program uses; a newer schema is refused."""

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from db import incident_index
from db.engine import mark_as_ours, writer
from db.errors import Unavailable
from db.migrations import HEAD
from db.store_errors import explain_failure


def upgrade_schema(engine: Engine) -> None:
    """Migrate the database if its schema is older than this program's.

    For a database that is up to date it costs one small read.

    Raises:
        Unavailable: The database was written by a newer program, or could not be migrated.
    """
    with engine.connect() as connection, connection.begin():
        if _revision(connection) == HEAD:
            return
    with writer(engine).connect() as connection, connection.begin():
        # Another program may have migrated it while this one waited for the write lock.
        if _revision(connection) != HEAD:
            _upgrade(connection)


def require_current_schema(engine: Engine) -> None:
    """Check that the schema is this program's, for a store that may not migrate.

    Raises:
        Unavailable: The database has another schema.
    """
    with engine.connect() as connection, connection.begin():
        revision = _revision(connection)
    if revision != HEAD:
        raise Unavailable(
            f"the database is at schema {revision or 'none'}, and this Facilitator reads {HEAD}:"
            " start `facilitator` on it once to bring it up to date, or upgrade this one"
        )


def _revision(connection: Connection) -> str | None:
    """Return the revision of the schema, or None for a database without a schema."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def _upgrade(connection: Connection) -> None:
    # Importing Alembic takes 170 ms, so only a database that has to be migrated pays for it.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", "db:migrations")
    config.attributes["connection"] = connection
    revision = _revision(connection)
    try:
        ScriptDirectory.from_config(config).get_revision(revision or "head")
    except CommandError:
        raise Unavailable(
            f"the database was written by a newer Facilitator (schema {revision}): upgrade this one"
        ) from None
    try:
        command.upgrade(config, "head")
    except DatabaseError as error:
        reason = explain_failure(error)
        raise Unavailable(f"the database could not be upgraded: {reason}") from None
    with Session(connection) as session:
        incident_index.rebuild_index(session)
        session.flush()
    mark_as_ours(connection)
