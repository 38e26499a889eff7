"""Jira Data Center from version 9 on, as far as it answers otherwise than the older ones."""

from collections.abc import Iterator
from typing import Any

import pytest

from facilitator.tracker.errors import NotThere
from tests.tracker.asking import KEY, ask, draft
from tests.tracker.loopback import LoopbackServer, Reply, Request

REST = "/rest/api/2"


def page(values: list[dict[str, Any]]) -> Reply:
    place = {"maxResults": 50, "startAt": 0, "total": len(values), "isLast": True}
    return Reply(200, {**place, "values": values})


def answer(request: Request) -> Reply:
    """Answer as version 9 does; the one list of all fields is gone there."""
    fields = ("summary", "issuetype", "project", "assignee", "labels", "description")
    person = {"name": "priya", "key": "JIRAUSER10100", "displayName": "Priya Raman"}
    answers = {
        f"GET {REST}/serverInfo": Reply(200, {"version": "9.12.4", "deploymentType": "Server"}),
        f"GET {REST}/issue/createmeta/OPS/issuetypes": page([{"id": "3", "name": "Task"}]),
        f"GET {REST}/issue/createmeta/OPS/issuetypes/3": page(
            [{"fieldId": name, "name": name.title(), "required": False} for name in fields]
        ),
        f"GET {REST}/issue/createmeta/NOPE/issuetypes": Reply(
            404, {"errorMessages": ["No project could be found with key 'NOPE'."]}
        ),
        f"GET {REST}/user/assignable/search": Reply(200, [person]),
        f"POST {REST}/issue": Reply(201, {"id": "1", "key": "OPS-1"}),
    }
    gone = Reply(404, {"errorMessages": ["Issue Does Not Exist"]})
    return answers.get(request.call, gone)


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    running = LoopbackServer(answer)
    yield running
    running.close()


def test_a_ticket_is_made_and_assigned_by_the_name_of_an_account(server: LoopbackServer) -> None:
    made = ask(server.url, user="").create(draft(owner="Priya Raman"), KEY)
    assert (made.ticket, made.account) == ("OPS-1", "priya")
    (search,) = server.calls(f"GET {REST}/user/assignable/search")
    assert (search.query["username"], search.query["project"]) == ("Priya Raman", "OPS")
    (sent,) = server.calls(f"POST {REST}/issue")
    assert sent.value["fields"]["assignee"] == {"name": "priya"}
    assert sent.value["fields"]["issuetype"] == {"id": "3"}
    assert "https://wiki.example/pm/42" in sent.value["fields"]["description"]


def test_a_project_that_is_not_there_is_said_in_the_words_of_the_newer_way(
    server: LoopbackServer,
) -> None:
    with pytest.raises(NotThere, match="No project could be found with key 'NOPE'"):
        ask(server.url, project="NOPE").create(draft(), KEY)
