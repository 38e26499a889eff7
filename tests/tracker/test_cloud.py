"""The way of a ticket through Jira Cloud, held to Atlassian's document request by request."""

from dataclasses import replace

import pytest

from db.vocabulary import SprintPlace, TicketCategory, TicketPresence
from facilitator.tracker.errors import NotThere
from facilitator.tracker.jira.tracker import JiraTracker
from facilitator.tracker.protocol import Reachable, Scheduled
from tests.tracker.asking import INCIDENT, KEY, NOW, ask, draft
from tests.tracker.fake_cloud import TOKEN, FakeCloud


def test_a_ticket_is_made_found_scheduled_linked_and_read(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    assert tracker.find(KEY) is None
    made = tracker.create(draft(), KEY)
    assert (made.ticket, made.account, list(made.remarks)) == ("OPS-1", "5b10a-priya", [])
    assert tracker.find(KEY) == "OPS-1"
    assert tracker.schedule(["OPS-1"]) == Scheduled("OPS 8")
    tracker.link("OPS-1", INCIDENT)
    tracker.link("OPS-1", INCIDENT)
    cloud.issues["OPS-1"].status = "In Progress"

    (ticket,) = tracker.fetch(["OPS-1"], NOW).values()
    assert (ticket.key, ticket.presence) == ("OPS-1", TicketPresence.FOUND)
    assert (ticket.status, ticket.category) == ("In Progress", TicketCategory.IN_PROGRESS)
    assert (ticket.sprint, ticket.sprint_name) == (SprintPlace.NEXT, "OPS 8")
    assert ticket.read_at == NOW
    links = list(cloud.issues["OPS-1"].links.values())
    assert links == [
        {
            "url": "https://wiki.example/pm/42",
            "title": "#42 [checkout] [5xx spike] on [2026-03-14]",
        }
    ]


def test_a_ticket_has_what_the_action_item_has(cloud: FakeCloud, tracker: JiraTracker) -> None:
    tracker.create(draft(), KEY)
    fields = cloud.issues["OPS-1"].fields
    assert fields["summary"] == "Cap client retries"
    assert fields["labels"] == ["postmortem", KEY]
    assert fields["priority"] == {"name": "Highest"}
    assert fields["assignee"] == {"id": "5b10a-priya"}
    assert fields["duedate"] == "2026-03-28"


def test_the_check_tells_what_answers_and_whose_token_it_is(tracker: JiraTracker) -> None:
    assert tracker.check() == Reachable(
        "Jira Cloud", "Ops at Example", "1001.0.0-SNAPSHOT", "Ana Silva", []
    )


def test_a_token_without_a_user_is_sent_as_it_is(cloud: FakeCloud) -> None:
    asking = ask(cloud.server.url, user="")
    assert asking.check().account == "Ana Silva"
    (request, *_) = cloud.server.requests
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"


def test_what_a_setup_chooses_from_is_listed(cloud: FakeCloud, tracker: JiraTracker) -> None:
    cloud.board_types = dict.fromkeys(range(1, 8), "simple")
    cloud.page = 3
    assert tracker.project_name() == "Operations"
    assert tracker.issue_types() == ["Bug", "Task"]
    assert [board.name for board in tracker.boards()] == [f"Board {n}" for n in range(1, 8)]
    assert tracker.priorities() == ["Highest", "High", "Medium", "Low"]
    tracker.check_screen()


def test_an_incident_without_an_address_is_not_linked(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    cloud.add("OPS-1")
    tracker.link("OPS-1", replace(INCIDENT, address=""))
    assert cloud.issues["OPS-1"].links == {}


def test_links_lead_to_the_site_even_where_the_api_is_elsewhere(tracker: JiraTracker) -> None:
    assert tracker.address("OPS-1") == "https://ops.example/jira/browse/OPS-1"
    assert tracker.address("OPS-1/../x?y") == "https://ops.example/jira/browse/OPS-1%2F..%2Fx%3Fy"


def test_a_project_that_is_not_there_is_said_in_jiras_words(cloud: FakeCloud) -> None:
    with pytest.raises(NotThere, match="No project could be found with key 'NOPE'"):
        ask(cloud.server.url, project="NOPE").project_name()
