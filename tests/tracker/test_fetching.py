"""What is known of tickets: where they are, what their status comes to, and what is not known."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import SprintPlace, TicketCategory, TicketPresence
from facilitator.tracker.errors import ServerFailed
from facilitator.tracker.jira.ticket_sprint import ticket_sprint
from facilitator.tracker.jira.tracker import JiraTracker
from tests.tracker.asking import KEY, NOW, ask
from tests.tracker.fake_cloud import FakeCloud, Sprint
from tests.tracker.loopback import Reply

BULK = "POST /rest/api/3/issue/bulkfetch"
FOUND, MISSING, FORBIDDEN = TicketPresence.FOUND, TicketPresence.MISSING, TicketPresence.FORBIDDEN


def test_no_tickets_ask_nothing(cloud: FakeCloud, tracker: JiraTracker) -> None:
    assert tracker.fetch([], NOW) == {}
    assert cloud.server.requests == []


def test_250_tickets_are_asked_for_by_a_hundred(cloud: FakeCloud, tracker: JiraTracker) -> None:
    keys = [cloud.add(f"OPS-{n}", "Done" if n % 3 else "To Do").key for n in range(1, 251)]
    read = tracker.fetch(keys, NOW)
    assert list(read) == keys
    sizes = [len(request.value["issueIdsOrKeys"]) for request in cloud.server.calls(BULK)]
    assert sizes == [100, 100, 50]
    done = [key for key in keys if read[key].category is TicketCategory.DONE]
    assert done == [key for key in keys if cloud.issues[key].status == "Done"]


@pytest.mark.parametrize(
    ("status", "category"),
    [
        ("To Do", TicketCategory.TO_DO),
        ("In Progress", TicketCategory.IN_PROGRESS),
        ("Done", TicketCategory.DONE),
        ("Odd", TicketCategory.UNKNOWN),
    ],
)
def test_a_status_comes_to_its_category(
    cloud: FakeCloud, tracker: JiraTracker, status: str, category: TicketCategory
) -> None:
    cloud.add("OPS-1", status)
    ticket = tracker.fetch(["OPS-1"], NOW)["OPS-1"]
    assert (ticket.status, ticket.category) == (status, category)


def test_a_ticket_that_has_moved_is_known_by_the_key_that_was_asked_for(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    moved = cloud.add("PAY-9", "Done", [8])
    cloud.issues["PAY-9"] = replace(moved, old_key="OPS-1")
    ticket = tracker.fetch(["OPS-1"], NOW)["OPS-1"]
    assert (ticket.key, ticket.presence) == ("OPS-1", FOUND)
    assert (ticket.category, ticket.sprint) == (TicketCategory.DONE, SprintPlace.NEXT)


def test_a_ticket_that_is_deleted_hidden_or_forbidden_is_never_done(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    cloud.add("OPS-1", "Done")
    cloud.add("OPS-2", "Done").is_hidden = True
    cloud.add("OPS-4", "Done").is_hidden = True
    cloud.server.instead["GET /rest/api/3/issue/OPS-4"].append(Reply(403))
    read = tracker.fetch(["OPS-1", "OPS-2", "OPS-3", "OPS-4", "banana"], NOW)
    assert [ticket.presence for ticket in read.values()] == [
        *(FOUND, MISSING, MISSING, FORBIDDEN, MISSING)
    ]
    assert [key for key, ticket in read.items() if ticket.category is TicketCategory.DONE] == [
        "OPS-1"
    ]
    assert {read[key].category for key in list(read)[1:]} == {TicketCategory.UNKNOWN}


def test_a_ticket_of_which_jira_can_say_nothing_just_now_is_left_out(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    cloud.add("OPS-1")
    cloud.add("OPS-2")
    cloud.bulk_errors = {"OPS-2"}
    assert list(tracker.fetch(["OPS-1", "OPS-2"], NOW)) == ["OPS-1"]


def test_text_that_is_no_key_never_reaches_a_query(cloud: FakeCloud, tracker: JiraTracker) -> None:
    read = tracker.fetch(['OPS-1") OR project = PAY', "ops 1", ""], NOW)
    assert {ticket.presence for ticket in read.values()} == {MISSING}
    assert cloud.server.calls(BULK) == []
    with pytest.raises(ValueError, match="not a label"):
        tracker.find(f'{KEY}" OR project = PAY')


@pytest.mark.parametrize(
    ("sprints", "place", "name"),
    [
        ([], SprintPlace.NONE, ""),
        ([6], SprintPlace.CLOSED, "OPS 6"),
        ([6, 7], SprintPlace.ACTIVE, "OPS 7"),
        ([6, 8], SprintPlace.NEXT, "OPS 8"),
        ([9], SprintPlace.LATER, "OPS 9"),
    ],
)
def test_the_sprint_is_read_from_the_ticket(
    cloud: FakeCloud, tracker: JiraTracker, sprints: list[int], place: SprintPlace, name: str
) -> None:
    cloud.sprints = [
        Sprint(6, "OPS 6", "closed"),
        Sprint(7, "OPS 7", "active"),
        Sprint(8, "OPS 8", "future"),
        Sprint(9, "OPS 9", "future"),
    ]
    cloud.add("OPS-1", sprints=sprints)
    ticket = tracker.fetch(["OPS-1"], NOW)["OPS-1"]
    assert (ticket.sprint, ticket.sprint_name) == (place, name)


@pytest.mark.parametrize("board", [None, 77])
def test_a_sprint_is_not_called_the_next_one_where_no_board_says_so(
    cloud: FakeCloud, board: int | None
) -> None:
    cloud.add("OPS-1", sprints=[8])
    ticket = ask(cloud.server.url, board=board).fetch(["OPS-1"], NOW)["OPS-1"]
    assert (ticket.sprint, ticket.sprint_name) == (SprintPlace.LATER, "OPS 8")


def test_the_field_of_the_sprint_is_looked_up_once(cloud: FakeCloud, tracker: JiraTracker) -> None:
    cloud.add("OPS-1", sprints=[7])
    tracker.fetch(["OPS-1"], NOW)
    ticket = tracker.fetch(["OPS-1"], NOW)["OPS-1"]
    assert ticket.sprint is SprintPlace.ACTIVE
    asked = [request.value["fields"] for request in cloud.server.calls(BULK)]
    assert asked == [["*navigable"], ["status", "customfield_10020"]]


def test_an_answer_of_another_shape_is_no_ticket(cloud: FakeCloud, tracker: JiraTracker) -> None:
    cloud.add("OPS-1", "Done")
    odd = {"issues": [None, 7, {"key": ["OPS-1"]}, {"key": "OPS-1", "fields": [1]}]}
    cloud.server.instead[BULK].append(Reply(200, odd))
    ticket = tracker.fetch(["OPS-1"], NOW)["OPS-1"]
    assert (ticket.category, ticket.sprint) == (TicketCategory.UNKNOWN, SprintPlace.NONE)


def test_a_failure_is_said_and_no_ticket_is_made_up(cloud: FakeCloud, tracker: JiraTracker) -> None:
    cloud.add("OPS-1", "Done")
    cloud.server.instead[BULK].append(Reply(500, {"errorMessages": ["Internal error"]}))
    with pytest.raises(ServerFailed, match=r"an error of its own \(500\) Internal error"):
        tracker.fetch(["OPS-1"], NOW)


@pytest.mark.parametrize("reply", [Reply(200), Reply(200, {}), Reply(200, {"fields": {}})])
def test_a_ticket_of_which_the_answer_is_nothing_is_not_found(
    cloud: FakeCloud, tracker: JiraTracker, reply: Reply
) -> None:
    cloud.server.instead["GET /rest/api/3/issue/OPS-1"].append(reply)
    with pytest.raises(ServerFailed, match="the address of Jira answered with"):
        tracker.fetch(["OPS-1"], NOW)


OLD = "com.atlassian.greenhopper.service.sprint.Sprint@1f39706"


@pytest.mark.parametrize(
    ("texts", "place", "name"),
    [
        (
            [f"{OLD}[id=8,rapidViewId=3,state=FUTURE,name=OPS 8,startDate=<null>,sequence=8]"],
            *(SprintPlace.NEXT, "OPS 8"),
        ),
        (
            [f"{OLD}[id=9,rapidViewId=3,state=FUTURE,name=Cut, paste, goal,goal=,startDate=x]"],
            *(SprintPlace.LATER, "Cut, paste, goal"),
        ),
        (
            [f"{OLD}[completeDate=<null>,endDate=x,id=7,name=OPS 7,rapidViewId=3,state=ACTIVE]"],
            *(SprintPlace.ACTIVE, "OPS 7"),
        ),
        (["garbage", f"{OLD}[id=1,state=CLOSED,name=OPS 1,goal=]"], SprintPlace.CLOSED, "OPS 1"),
    ],
)
def test_the_texts_of_older_servers_are_read_too(
    texts: list[str], place: SprintPlace, name: str
) -> None:
    assert ticket_sprint(texts, 8) == (place, name)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["id", "state", "name"]), inner)
    ),
)


@given(anything)
def test_whatever_stands_in_the_field_it_is_never_the_next_sprint_without_its_id(
    field: object,
) -> None:
    assert ticket_sprint(field, None)[0] is not SprintPlace.NEXT
