"""Bring a database up to the schema this program knows; refuse a newer one."""

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from db import digest
from db.engine import mark_as_ours, writer
from db.errors import Unavailable
from db.migrations import HEAD


def bring_up_to_date(engine: Engine) -> None:
    """Migrate where the database is behind; costs one small read where it is not.

    Raises:
        Unavailable: it was written by a newer program.
    """
    with engine.connect() as connection, connection.begin():
        if _revision(connection) == HEAD:
            return
    with writer(engine).connect() as connection, connection.begin():
        if _revision(connection) != HEAD:
            _upgrade(connection)


def refuse_other_schema(engine: Engine) -> None:
    """For one who only reads, and so migrates nothing.

    Raises:
        Unavailable: the database is at another schema than this program's.
    """
    with engine.connect() as connection, connection.begin():
        revision = _revision(connection)
    if revision != HEAD:
        raise Unavailable(
            f"the database is at schema {revision or 'none'}, and this Facilitator reads {HEAD}:"
            " start `facilitator` on it once to bring it up to date, or upgrade this one"
        )


def _revision(connection: Connection) -> str | None:
    """The revision it is at, or None for a database with no schema yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def _upgrade(connection: Connection) -> None:
    # Costs 170 ms to import, so only a database that is behind pays for it.
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
        raise Unavailable(f"the database could not be upgraded: {error.orig}") from None
    with Session(connection) as session:
        digest.renew_all(session)
        session.flush()
    mark_as_ours(connection)
