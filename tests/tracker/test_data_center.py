"""The way of a ticket through Jira Data Center, which a fake of another project plays."""

from urllib.request import Request, urlopen

import pytest

from db.vocabulary import SprintPlace, TicketCategory, TicketPresence
from facilitator.tracker.errors import NotThere, Refused
from facilitator.tracker.jira.tracker import JiraTracker
from facilitator.tracker.protocol import Scheduled
from tests.tracker.asking import INCIDENT, KEY, NOW, ask, draft
from tests.tracker.conftest import DataCenter


@pytest.fixture
def tracker(data_center: DataCenter) -> JiraTracker:
    return ask(data_center.url, user="", board=data_center.scrum_board)


def transition(data_center: DataCenter, ticket: str, status: str) -> None:
    """Move a ticket to a status, as somebody does on the board."""
    number = data_center.store.workflow._tid[status]
    body = f'{{"transition": {{"id": "{number}"}}}}'.encode()
    url = f"{data_center.url}/rest/api/2/issue/{ticket}/transitions"
    headers = {"Content-Type": "application/json"}
    urlopen(Request(url, body, headers, method="POST")).close()


def test_a_ticket_is_made_found_scheduled_linked_moved_on_and_read(
    data_center: DataCenter, tracker: JiraTracker
) -> None:
    tracker.check()
    assert tracker.find(KEY) is None
    made = tracker.create(draft(), KEY)
    assert tracker.find(KEY) == made.ticket
    future = [s for s in data_center.store.sprints.values() if s["state"] == "future"]
    assert tracker.schedule([made.ticket]) == Scheduled(future[0]["name"])
    tracker.link(made.ticket, INCIDENT)
    tracker.link(made.ticket, INCIDENT)
    assert len(data_center.store.issues[made.ticket]["remotelinks"]) == 1

    ticket = tracker.fetch([made.ticket], NOW)[made.ticket]
    assert (ticket.presence, ticket.category) == (TicketPresence.FOUND, TicketCategory.TO_DO)
    assert (ticket.sprint, ticket.sprint_name) == (SprintPlace.NEXT, future[0]["name"])
    transition(data_center, made.ticket, "In Review")
    ticket = tracker.fetch([made.ticket], NOW)[made.ticket]
    assert (ticket.status, ticket.category) == ("In Review", TicketCategory.IN_PROGRESS)
    transition(data_center, made.ticket, "Done")
    assert tracker.fetch([made.ticket], NOW)[made.ticket].category is TicketCategory.DONE


def test_fields_come_from_the_one_list_that_older_servers_have(
    data_center: DataCenter, tracker: JiraTracker
) -> None:
    made = tracker.create(draft(), "pm-old")
    issue = data_center.store.issues[made.ticket]
    assert issue["labels"] == ["postmortem", "pm-old"]
    assert issue["due"].isoformat() == "2026-03-28"
    # This server has no field for the priority, and no search for accounts.
    assert [remark.partition(":")[0] for remark in made.remarks] == [
        "priority left out",
        "owner left out",
    ]
    assert issue["description"] == (
        "From the post-mortem of #42: https://wiki.example/pm/42\n\n"
        "Priority: P1\n\nOwner: Priya Raman"
    )


def test_many_tickets_are_read_page_by_page(data_center: DataCenter, tracker: JiraTracker) -> None:
    keys = sorted(data_center.store.issues)[:130]
    read = tracker.fetch([*keys, "OPS-99999"], NOW)
    assert list(read) == [*keys, "OPS-99999"]
    assert {read[key].presence for key in keys} == {TicketPresence.FOUND}
    assert read["OPS-99999"].presence is TicketPresence.MISSING
    done = [key for key in keys if data_center.store.issues[key]["statusCategory"] == "done"]
    assert [key for key in keys if read[key].category is TicketCategory.DONE] == done


def test_the_check_and_what_a_setup_chooses_from_are_read(
    data_center: DataCenter, tracker: JiraTracker
) -> None:
    found = tracker.check()
    assert (found.edition, found.version) == ("Jira Data Center", "8.20.8")
    assert found.account == "Administrator"
    assert tracker.project_name() == "JIRA820 Sample Project"
    assert tracker.issue_types()[:2] == ["Bug", "Epic"]
    assert tracker.priorities()[0] == "Highest"
    assert data_center.scrum_board in [board.id for board in tracker.boards()]


def test_a_project_or_an_issue_type_that_is_not_there_is_named(data_center: DataCenter) -> None:
    with pytest.raises(NotThere, match="no project NOPE"):
        ask(data_center.url, project="NOPE").create(draft(), KEY)
    with pytest.raises(Refused, match=r"OPS has no issue type “Chore”; it has Bug, Epic"):
        ask(data_center.url, issue_type="Chore").create(draft(), KEY)
