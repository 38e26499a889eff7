"""Empty databases for tests that need many."""

from collections.abc import Callable
from itertools import count
from shutil import copy

import pytest

from db.store import Store


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Store]:
    """Return a function that opens a new database without rows each time."""
    folder = tmp_path_factory.mktemp("stores")
    Store.open(folder / "empty.db").close()
    numbers = count()
    return lambda: Store.open(copy(folder / "empty.db", folder / f"{next(numbers)}.db"))
