"""The requests to Jira Cloud against Prism, which refuses what Atlassian's document does not have.

Prism is a program of node, whose `npx` fetches it. Where there is no node, or no Prism, this is
skipped.
"""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from threading import Event, Thread

import pytest

from db.vocabulary import TicketPresence
from facilitator.tracker.errors import NotThere, Refused
from facilitator.tracker.jira.edition import CLOUD
from facilitator.tracker.jira.fields import FILLABLE, ticket_fields
from facilitator.tracker.jira.people import Owner
from facilitator.tracker.jira.screens import CreateScreen, ScreenField
from facilitator.tracker.jira.tracker import JiraTracker
from facilitator.tracker.protocol import Scheduled
from tests.tracker.asking import INCIDENT, KEY, NOW, PLACE, ask, draft
from tests.tracker.document import FOLDER

PACKAGE = "@stoplight/prism-cli@5.14.2"
FETCH_SECONDS = 120
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="Atlassian's documents are not here")


def prism_command() -> list[str]:
    """Return what runs Prism; skip the test where there is nothing that does."""
    npx = shutil.which("npx")
    if npx is None:
        pytest.skip("node is not here")
    command = [npx, "--yes", PACKAGE]
    try:
        version = subprocess.run(
            [*command, "--version"], capture_output=True, timeout=FETCH_SECONDS
        )
    except subprocess.TimeoutExpired:
        pytest.skip("Prism could not be fetched in time")
    if version.returncode:
        pytest.skip("Prism could not be fetched")
    return command


@pytest.fixture(scope="module")
def prism() -> Iterator[str]:
    """Run Prism until the end of the module, and return its address."""
    command = prism_command()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    document = FOLDER / "jira-cloud.subset.openapi.json"
    process = subprocess.Popen(
        [*command, "mock", "--errors", "--host", "127.0.0.1", "--port", str(port), str(document)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        # Prism is a child of npx, and ends with its group.
        start_new_session=True,
    )
    listens = Event()

    def read() -> None:
        for line in process.stdout or ():
            if "Prism is listening" in line:
                listens.set()

    Thread(target=read, daemon=True).start()
    assert listens.wait(60)
    yield f"http://127.0.0.1:{port}"
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(10)


@pytest.fixture
def tracker(prism: str) -> JiraTracker:
    # Prism answers with the examples of the document, in which the issue type is a bug.
    return ask(prism, issue_type="Bug", board=84)


def test_every_request_is_one_of_the_document(tracker: JiraTracker) -> None:
    assert tracker.check().edition == "Jira Cloud"
    tracker.link("ED-24", INCIDENT)
    assert tracker.schedule(["ED-24"]) == Scheduled("sprint 2")
    assert tracker.boards()
    assert tracker.priorities()
    assert tracker.issue_types() == ["Bug"]
    assert tracker.find(KEY)
    ticket = tracker.fetch(["ED-24"], NOW)["ED-24"]
    assert ticket.presence is TicketPresence.FOUND


def test_a_new_ticket_is_one_of_the_document(prism: str) -> None:
    # The example of a create screen breaks the document's own schema, so it is made up here.
    fields = {name: ScreenField(name, name, False) for name in FILLABLE}
    screen = CreateScreen("OPS", "Bug", "1", fields)
    owner = Owner("5b10a2844c20165700ede21g")
    sent, remarks = ticket_fields(draft(), KEY, screen, CLOUD, owner, PLACE.priorities)
    assert remarks == []
    made = ask(prism)._connection.write("/rest/api/3/issue", {"fields": sent})
    assert made["key"] == "ED-24"


def test_the_mock_refuses_what_is_not_in_the_document(prism: str) -> None:
    connection = ask(prism)._connection
    with pytest.raises(Refused):
        connection.ask("/rest/api/3/search/jql", {"query": "labels = x"})
    with pytest.raises(NotThere):
        connection.get("/rest/api/3/field")
