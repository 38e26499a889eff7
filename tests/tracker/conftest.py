"""A Jira Cloud and a Jira Data Center on loopback sockets, and the trackers that ask them."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Thread

import keyring
import pytest
import uvicorn
from jira820 import Config, Store, make_app

import db.store
from facilitator.outbox.worker import OutboxWorker
from facilitator.tracker.jira.tracker import JiraTracker
from tests.tracker.asking import ask
from tests.tracker.fake_cloud import FakeCloud
from tests.tracker.keyrings import absent_keyring
from tests.tracker.outbox_support import Time
from tests.tracker.running_cloud import running_cloud


@pytest.fixture
def cloud() -> Iterator[FakeCloud]:
    with running_cloud() as fake:
        yield fake


@pytest.fixture
def no_keyring() -> Iterator[None]:
    """Ask no keyring, as on a machine without one."""
    before = keyring.get_keyring()
    keyring.set_keyring(absent_keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def tracker(cloud: FakeCloud) -> Iterator[JiraTracker]:
    """Return a tracker that asks the Jira Cloud."""
    asking = ask(cloud.server.url)
    yield asking
    asking.close()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "team.db"


@pytest.fixture
def store(database: Path) -> Iterator[db.store.Store]:
    store = db.store.Store.open(database)
    yield store
    store.close()


@pytest.fixture
def worker(store: db.store.Store, tracker: JiraTracker, time: Time) -> OutboxWorker:
    return OutboxWorker(store, tracker, time.now)


@dataclass
class DataCenter:
    """A running Jira Data Center that this project has not written.

    Attributes:
        url: Its address.
        store: What it holds.
    """

    url: str
    store: Store

    @property
    def scrum_board(self) -> int:
        boards = self.store.boards.values()
        return int(next(board["id"] for board in boards if board["type"] == "scrum"))


@pytest.fixture(scope="module")
def data_center() -> Iterator[DataCenter]:
    store = Store(Config(project_key="OPS", base_date=date(2026, 3, 16)))
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(make_app(store=store), log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield DataCenter(f"http://127.0.0.1:{listener.getsockname()[1]}", store)
    server.should_exit = True
    thread.join(10)
