"""Migration of a database to the schema that this program uses; a newer schema is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from db import incident_index
from db.engine import mark_as_ours, writer
from db.errors import Unavailable
from db.migrations import HEAD
from db.store_errors import explain_failure

if TYPE_CHECKING:
    from alembic.config import Config


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


def check_is_known(revision: str) -> None:
    """Check that this program knows a revision, from which it can upgrade then.

    Raises:
        Unavailable: It does not.
    """
    from alembic.script import ScriptDirectory
    from alembic.util.exc import CommandError

    try:
        ScriptDirectory.from_config(_config()).get_revision(revision)
    except CommandError:
        raise Unavailable(
            f"the database was written by a newer Facilitator (schema {revision}): upgrade this one"
        ) from None


def _config() -> Config:
    # Importing Alembic takes 170 ms, so only a database that has to be migrated pays for it.
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "db:migrations")
    return config


def _upgrade(connection: Connection) -> None:
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    revision = _revision(connection)
    if revision is not None:
        check_is_known(revision)
    try:
        command.upgrade(config, "head")
    except DatabaseError as error:
        reason = explain_failure(error, None)
        raise Unavailable(f"the database could not be upgraded: {reason}") from None
    with Session(connection) as session:
        incident_index.rebuild_index(session)
        session.flush()
    mark_as_ours(connection)
