"""A Jira Cloud on a loopback socket, which is held to Atlassian's document."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.tracker.document import FOLDER, check_exchange
from tests.tracker.fake_cloud import FakeCloud


@contextmanager
def running_cloud() -> Iterator[FakeCloud]:
    """Run a Jira Cloud, and hold what it has received and answered to Atlassian's document."""
    fake = FakeCloud()
    try:
        yield fake
    finally:
        fake.server.close()
    if FOLDER.is_dir():
        for exchange in fake.server.exchanges:
            # What a site tells beside its API, such as its cloud id, is not in the document.
            if exchange.path.startswith("/rest/"):
                check_exchange(exchange)
