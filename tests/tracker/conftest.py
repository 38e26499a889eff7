"""A Jira Cloud and a Jira Data Center on loopback sockets, and the trackers that ask them."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from threading import Thread

import keyring
import pytest
import uvicorn
from jira820 import Config, Store, make_app

from facilitator.tracker.jira.tracker import JiraTracker
from tests.tracker.asking import ask
from tests.tracker.document import FOLDER, check_exchange
from tests.tracker.fake_cloud import FakeCloud
from tests.tracker.keyrings import absent_keyring


@pytest.fixture
def cloud() -> Iterator[FakeCloud]:
    """Run a Jira Cloud, and hold what it has received and answered to Atlassian's document."""
    fake = FakeCloud()
    yield fake
    fake.server.close()
    if FOLDER.is_dir():
        for exchange in fake.server.exchanges:
            check_exchange(exchange)


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
