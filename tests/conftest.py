"""The fixtures and the settings that all tests share."""

import gc
import os
import shutil
import subprocess
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import URL, make_url

from db.store import Store
from tests.proxy import Proxy
from tests.servers import add_migrated_database, running_server

# Collect garbage seldom: with the default thresholds it took a quarter of the time of the tests.
gc.set_threshold(50_000, 50, 50)
settings.register_profile("facilitator", deadline=None, database=None, derandomize=True)
settings.load_profile("facilitator")
# The screens have all colours, whatever the terminal has in which the tests are run.
os.environ["COLORTERM"] = "truecolor"
LONGEST = ("test_killloop.py", "test_lost_server.py", "test_silent_server.py")
"""The files whose tests wait for real seconds, the longest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let each process begin with its share of the longest tests, or one ends long after the rest.

    The processes get equal parts of the list, and take tests from each other once they are done.
    """
    longest = [item for name in LONGEST for item in items if item.path.name == name]
    others = deque(item for item in items if item.path.name not in LONGEST)
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    unassigned = len(items)
    items.clear()
    for number in range(processes):
        part = longest[number::processes]
        size = unassigned // (processes - number)
        part += [others.popleft() for _ in range(min(len(others), size - len(part)))]
        items += part
        unassigned -= len(part)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an empty database in a file of the test's own, and close it after the test."""
    empty_store = Store.open(tmp_path / "team.db", who="ana")
    yield empty_store
    empty_store.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return the folder of a disk of 1 MB. Only the administrator of a machine can make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1M", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no small disk can be made here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def read_only_disk(small_disk: Path) -> Callable[[Path], Path]:
    """Return a function that puts a file on a disk that can only be read, and returns its path."""

    def put(file: Path) -> Path:
        copy = Path(shutil.copy(file, small_disk))
        mount = ["mount", "-o", "remount,ro", str(small_disk)]
        subprocess.run(mount, check=True, capture_output=True)
        return copy

    return put


@pytest.fixture(scope="session")
def server() -> Iterator[URL]:
    """Start a PostgreSQL server for the session, with a database `migrated` to copy."""
    with running_server() as running:
        url = make_url(running.get_uri())
        add_migrated_database(url)
        yield url


@pytest.fixture
def proxy(target: str) -> Iterator[Proxy]:
    """Return a network to the server that the test can freeze and cut."""
    opened = Proxy(target)
    yield opened
    opened.close()
