"""The next sprint: which one it is, and what is said where there is none."""

import pytest

from db.vocabulary import SprintChoice
from facilitator.tracker.errors import Refused, ServerFailed
from facilitator.tracker.jira.tracker import JiraTracker
from facilitator.tracker.protocol import NoNextSprint, Scheduled
from tests.tracker.asking import ask
from tests.tracker.fake_cloud import FakeCloud, Sprint
from tests.tracker.loopback import Reply

CREATE, ACTIVE, LEAVE = SprintChoice.CREATE, SprintChoice.ACTIVE, SprintChoice.LEAVE


@pytest.fixture(autouse=True)
def ticket(cloud: FakeCloud) -> str:
    return cloud.add("OPS-1").key


def test_the_first_future_sprint_in_the_order_of_jira_is_the_next_one(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    # Neither the number nor a date says anything about the order, and dates may be missing.
    later = Sprint(9, "OPS 9", "future", starts="2026-03-16T09:00:00.000Z")
    cloud.sprints[1:] = [Sprint(20, "OPS 8", "future"), later]
    cloud.page = 1
    assert tracker.schedule(["OPS-1"]) == Scheduled("OPS 8")
    assert cloud.issues["OPS-1"].sprints == [20]


def test_a_sprint_of_another_board_is_not_taken_for_the_next_one(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    cloud.sprints.insert(1, Sprint(5, "Payments 5", "future", board=2))
    assert tracker.schedule(["OPS-1"]) == Scheduled("OPS 8")


def test_a_board_that_shows_only_the_sprints_of_another_one_has_those(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    cloud.sprints = [Sprint(8, "OPS 8", "future", board=3)]
    assert tracker.schedule(["OPS-1"]) == Scheduled("OPS 8")


def test_a_sprint_whose_board_jira_does_not_say_is_the_boards_own(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    cloud.board_types = {1: "simple"}
    cloud.sprints = [Sprint(8, "OPS 8", "future", board=None)]
    assert tracker.schedule(["OPS-1"]) == Scheduled("OPS 8")


def test_without_a_next_sprint_nothing_is_made_and_a_person_can_choose(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    del cloud.sprints[1]
    found = tracker.schedule(["OPS-1"])
    assert found == NoNextSprint(
        "the board 1 has no next sprint; OPS 7 is running", [CREATE, ACTIVE, LEAVE]
    )
    assert (len(cloud.sprints), cloud.issues["OPS-1"].sprints) == (1, [])
    del cloud.sprints[0]
    assert tracker.schedule(["OPS-1"]) == NoNextSprint(
        "the board 1 has no next sprint", [CREATE, LEAVE]
    )


def test_a_person_can_choose_the_running_sprint(cloud: FakeCloud, tracker: JiraTracker) -> None:
    del cloud.sprints[1]
    assert tracker.schedule(["OPS-1"], ACTIVE) == Scheduled("OPS 7")
    assert cloud.issues["OPS-1"].sprints == [7]


def test_a_person_can_have_the_next_sprint_made(cloud: FakeCloud, tracker: JiraTracker) -> None:
    del cloud.sprints[1]
    assert tracker.schedule(["OPS-1"], CREATE) == Scheduled("OPS 8")
    # By now it is there, so the same choice makes no second one.
    assert tracker.schedule(["OPS-1"], CREATE) == Scheduled("OPS 8")
    assert [sprint.name for sprint in cloud.sprints] == ["OPS 7", "OPS 8"]


def test_a_kanban_board_has_no_sprints(cloud: FakeCloud, tracker: JiraTracker) -> None:
    cloud.board_types = {1: "kanban"}
    found = tracker.schedule(["OPS-1"])
    assert found == NoNextSprint(
        "the board Board 1 is a kanban board, which has no sprints", [LEAVE]
    )


def test_a_board_that_nobody_may_see_is_said_in_jiras_words(cloud: FakeCloud) -> None:
    found = ask(cloud.server.url, board=77).schedule(["OPS-1"])
    assert isinstance(found, NoNextSprint)
    assert (
        "the board 77 has no sprints to be read: Requested board cannot be viewed" in found.reason
    )
    assert found.choices == [LEAVE]


def test_a_board_without_the_sprint_feature_has_no_next_sprint(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    sprints = "GET /rest/agile/1.0/board/1/sprint"
    cloud.server.instead[sprints].append(
        Reply(400, {"errorMessages": ["The board does not support sprints"], "errors": {}})
    )
    found = tracker.schedule(["OPS-1"])
    assert isinstance(found, NoNextSprint)
    assert found.reason.endswith("The board does not support sprints")


def test_without_a_board_nothing_is_asked(cloud: FakeCloud) -> None:
    found = ask(cloud.server.url, board=None).schedule(["OPS-1"])
    assert isinstance(found, NoNextSprint)
    assert "tracker.board" in found.reason
    assert cloud.server.requests == []


def test_a_sprint_that_closes_before_the_move_is_looked_for_once_more(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    cloud.sprints.append(Sprint(9, "OPS 9", "future"))
    cloud.closes_before_move = True
    assert tracker.schedule(["OPS-1"]) == Scheduled("OPS 9")
    cloud.closes_before_move = True
    assert isinstance(tracker.schedule(["OPS-1"]), NoNextSprint)
    assert cloud.issues["OPS-1"].sprints == [9]


def test_a_move_that_jira_refuses_is_said_and_not_sent_again(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    move = "POST /rest/agile/1.0/sprint/8/issue"
    cloud.server.instead[move].append(
        Reply(400, {"errorMessages": ["No permission to schedule issues"], "errors": {}})
    )
    with pytest.raises(Refused, match="No permission to schedule issues"):
        tracker.schedule(["OPS-1"])
    assert len(cloud.server.calls(move)) == 1


def test_51_tickets_are_moved_in_two_requests(cloud: FakeCloud, tracker: JiraTracker) -> None:
    keys = [cloud.add(f"OPS-{number}").key for number in range(1, 52)]
    tracker.schedule(keys)
    moves = cloud.server.calls("POST /rest/agile/1.0/sprint/8/issue")
    assert [len(move.value["issues"]) for move in moves] == [50, 1]
    assert all(cloud.issues[key].sprints == [8] for key in keys)


def test_a_list_without_an_end_is_given_up(cloud: FakeCloud, tracker: JiraTracker) -> None:
    # A server that ignores the place where a page starts hands out the first one for ever.
    sprints = "GET /rest/agile/1.0/board/1/sprint"
    page = {"isLast": False, "values": [{"id": 7, "name": "OPS 7", "state": "active"}]}
    cloud.server.instead[sprints].extend([Reply(200, page)] * 1_000)
    with pytest.raises(ServerFailed, match="no end"):
        tracker.schedule(["OPS-1"])
