"""Fixtures that give a test a database of each engine."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from db.engine import connect, writer
from db.store import Store
from tests.db.support import counting_clock
from tests.servers import new_database


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with the newest schema, to copy."""
    path = tmp_path_factory.mktemp("migrated") / "team.db"
    Store.open(path).close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def new_target(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the path or URL of an empty database without a schema."""
    if engine_name == "sqlite":
        yield str(tmp_path / "new.db")
    else:
        yield from new_database(request.getfixturevalue("server"), "template1")


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
        yield from new_database(request.getfixturevalue("server"), "migrated")
