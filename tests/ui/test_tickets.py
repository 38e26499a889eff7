"""The tickets of action items on the screens: pushed, put into a sprint, and decided about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.records import ActionItem
from db.store import Store
from db.vocabulary import ActionStatus, Priority, Stage
from facilitator.config.settings import Settings
from tests.tracker.fake_cloud import FakeCloud
from tests.ui.doubles import TODAY, clock_at
from tests.ui.room import OpenRoom, Room

CREATE = "POST /rest/api/3/issue"


def add_incident(store: Store, count: int = 1, ticket: str = "") -> None:
    """Add an incident whose action items are complete but for their tickets."""
    incident = store.incidents.create("checkout", "5xx spike", TODAY).result()
    for number in range(count):
        store.actions.add(
            incident.id, f"Action {number}", "Mei", Priority.P1, TODAY, ticket, in_tracker=True
        ).result()


def add_to_review(ticket: str) -> Callable[[Store], None]:
    """Return what adds an open action item with a ticket, and an incident to meet about."""

    def add(store: Store) -> None:
        add_incident(store, ticket=ticket)
        store.incidents.create("search", "slow", TODAY).result()

    return add


async def items(room: Room) -> tuple[ActionItem, ...]:
    return (await room.incident(1)).action_items


def rule_2(room: Room) -> str:
    words = " ".join(room.text("#rules").split())
    return words[words.index("At most three") : words.index("Every open")]


async def test_the_wrap_up_pushes_tickets_and_the_rule_is_met_once_the_tracker_shows_them(
    open_room: OpenRoom, jira_settings: Settings, cloud: FakeCloud
) -> None:
    async with open_room(
        Stage.WRAP_UP,
        sample=False,
        prepare=lambda store: add_incident(store, 3),
        settings=jira_settings,
    ) as room:
        assert "NOT MET 2 " in rule_2(room)
        assert "1: no ticket" in rule_2(room)
        await room.press("P")
        assert "3 tickets on the way" in room.notices
        await room.wait_until(lambda: " MET 2 " in rule_2(room) and "NOT" not in rule_2(room))
        assert "tracker read just now" in rule_2(room)
        assert len(cloud.issues) == 3
        assert room.text("#owners").count("in the next sprint") == 3
        await room.press("P")
        assert "Every open action item has its ticket in the next sprint" in room.notices


async def test_the_key_of_the_rule_asks_people_for_what_the_tracker_can_not_know(
    open_room: OpenRoom, jira_settings: Settings, cloud: FakeCloud
) -> None:
    def without_owner(store: Store) -> None:
        incident = store.incidents.create("checkout", "5xx spike", TODAY).result()
        store.actions.add(incident.id, "Action", due=TODAY, in_tracker=True).result()

    async with open_room(
        Stage.WRAP_UP, sample=False, prepare=without_owner, settings=jira_settings
    ) as room:
        await room.press("2")
        assert room.app.focused is not None
        assert room.app.focused.id == "owner"
        assert not cloud.issues
        await room.type("Mei")
        await room.press("ctrl+s")
        await room.wait_until(lambda: " MET 2 " in rule_2(room) and "NOT" not in rule_2(room))
        assert len(cloud.issues) == 1


@pytest.mark.parametrize(
    ("key", "sprint"), [("c", "OPS 8"), ("a", "OPS 7"), ("l", None)], ids=["create", "run", "leave"]
)
async def test_without_a_next_sprint_a_person_decides_and_none_is_created_silently(
    open_room: OpenRoom,
    jira_settings: Settings,
    cloud: FakeCloud,
    key: str,
    sprint: str | None,
) -> None:
    del cloud.sprints[1:]
    async with open_room(
        Stage.WRAP_UP,
        sample=False,
        prepare=lambda store: add_incident(store, 2),
        settings=jira_settings,
    ) as room:
        await room.press("P")
        await room.wait_until(lambda: rule_2(room).count("the board 1") == 2)
        assert [sprint.name for sprint in cloud.sprints] == ["OPS 7"]
        await room.press("P")
        assert "2 tickets not in the next sprint. What now?" in room.screen_text
        assert "OPS 7 is running" in room.screen_text
        await room.press(key)
        names = {sprint.id: sprint.name for sprint in cloud.sprints}
        await room.wait_until(lambda: "the board 1" not in rule_2(room))
        names = {one.id: one.name for one in cloud.sprints}
        in_sprints = {names[number] for one in cloud.issues.values() for number in one.sprints}
        assert in_sprints == ({sprint} if sprint else set())
        assert ("NOT MET" in rule_2(room)) is (key != "c")


async def test_a_key_that_leads_to_no_ticket_is_corrected_and_no_sprint_is_asked_about(
    open_room: OpenRoom, jira_settings: Settings, cloud: FakeCloud
) -> None:
    cloud.add("OPS-1")
    async with open_room(
        Stage.WRAP_UP,
        sample=False,
        prepare=lambda store: add_incident(store, ticket="OPS-12"),
        settings=jira_settings,
    ) as room:
        await room.wait_until(lambda: "OPS-12 not in the tracker" in rule_2(room))
        await room.press("P")
        assert "OPS-12 not in the tracker: correct the key" in room.notices
        assert "on the way" not in " ".join(room.notices)
        await room.press("2")
        assert room.app.focused is not None
        assert room.app.focused.id == "ticket"
        await room.press("ctrl+u")
        await room.type("ops-1")
        await room.press("ctrl+s")
        await room.wait_until(lambda: "OPS-1 not in the next sprint" in rule_2(room))
        await room.press("P")
        await room.wait_until(lambda: " MET 2 " in rule_2(room) and "NOT" not in rule_2(room))
        assert cloud.issues["OPS-1"].sprints == [8]


async def test_finishing_offers_to_push_what_is_not_pushed(
    open_room: OpenRoom, jira_settings: Settings, cloud: FakeCloud
) -> None:
    async with open_room(
        Stage.WRAP_UP, sample=False, prepare=add_incident, settings=jira_settings
    ) as room:
        await room.press("f")
        assert "push the tickets to the tracker, and finish it" in room.screen_text
        await room.press("p")
        await room.wait_until(lambda: len(cloud.issues) == 1)
        assert await room.store.meetings.running() == []


async def test_a_meeting_goes_on_where_nobody_decides_what_becomes_of_tickets_to_push(
    open_room: OpenRoom, jira_settings: Settings, cloud: FakeCloud
) -> None:
    del cloud.sprints[1:]
    async with open_room(
        Stage.WRAP_UP, sample=False, prepare=add_incident, settings=jira_settings
    ) as room:
        await room.press("P")
        await room.wait_until(lambda: "the board 1" in rule_2(room))
        incident = await room.incident(1)
        await room.store.actions.add(incident.id, "Another", "Mei", due=TODAY, in_tracker=True)
        await room.press("f", "p")
        assert "1 ticket not in the next sprint. What now?" in room.screen_text
        await room.press("escape")
        assert len(await room.store.meetings.running()) == 1
        await room.press("f", "p", "l")
        await room.wait_until(lambda: len(cloud.issues) == 2)
        assert await room.store.meetings.running() == []


async def test_without_a_tracker_a_push_says_how_to_set_one_up(open_room: OpenRoom) -> None:
    async with open_room(Stage.WRAP_UP) as room:
        await room.press("P")
        assert "No tracker is set up" in room.notices
        assert "Jira… on the home screen" in room.notices
        await room.press("f")
        assert "push the tickets" not in room.screen_text


async def test_where_the_tracker_and_the_team_disagree_both_are_shown_and_one_key_takes_either(
    open_room: OpenRoom, jira_settings: Settings, cloud: FakeCloud
) -> None:
    cloud.add("OPS-5", "Done", [7])
    async with open_room(
        Stage.REVIEW,
        sample=False,
        prepare=add_to_review("OPS-5"),
        clock=clock_at(60),
        settings=jira_settings,
    ) as room:
        both = "! The tracker says Done, the team says NOT STARTED"
        await room.wait_until(lambda: both in room.text("#card"))
        assert "A accept the tracker’s   K keep ours" in room.text("#card")
        assert "↗! Action 0" in room.selected_row("#items")
        await room.press("K")
        assert both not in room.text("#card")
        assert "↗!" not in room.selected_row("#items")
        assert [item.status for item in await items(room)] == [ActionStatus.OPEN]
        await room.press("u", "u")
        assert both in room.text("#card")
        await room.press("A")
        (item,) = await items(room)
        assert item.status is ActionStatus.DONE
        assert [review.status for review in item.reviews] == [ActionStatus.DONE]
        await room.press("A")
        assert both not in room.text("#card")


async def test_between_meetings_the_same_keys_decide(
    open_room: OpenRoom, jira_settings: Settings, cloud: FakeCloud
) -> None:
    cloud.add("OPS-5", "In Progress", [7])
    async with open_room(
        sample=False, prepare=add_to_review("OPS-5"), settings=jira_settings
    ) as room:
        await room.press("a")
        both = "The tracker says In Progress, the team says NOT STARTED"
        await room.wait_until(lambda: both in room.text("#item-facts"))
        assert "1 ticket to see to" in room.text("#items-heading")
        assert "↗! Action 0" in room.screen_text
        await room.press("A")
        (item,) = await items(room)
        assert "to see to" not in room.text("#items-heading")
        assert item.status is ActionStatus.IN_PROGRESS
        assert [review.between_meetings for review in item.reviews] == [True]
        assert "The tracker says" not in room.text("#item-facts")
        await room.press("A")
        assert "The tracker says nothing else" in room.notices


@pytest.mark.parametrize("ticket", ["OPS-6", "OPS-7"], ids=["missing", "unknown category"])
async def test_a_ticket_of_which_the_tracker_says_nothing_never_means_done(
    open_room: OpenRoom, jira_settings: Settings, cloud: FakeCloud, ticket: str
) -> None:
    cloud.add("OPS-7", "Odd")
    async with open_room(
        Stage.REVIEW,
        sample=False,
        prepare=add_to_review(ticket),
        clock=clock_at(60),
        settings=jira_settings,
    ) as room:
        await room.wait_until(lambda: room.text("#sync") == "tickets synced just now")
        assert "The tracker says" not in room.text("#card")
        assert [item.status for item in await items(room)] == [ActionStatus.OPEN]


async def test_a_push_leaves_a_ticket_alone_that_is_done_there(
    open_room: OpenRoom, jira_settings: Settings, cloud: FakeCloud
) -> None:
    issue = cloud.add("OPS-5", "Done", [7])
    async with open_room(
        Stage.WRAP_UP,
        sample=False,
        prepare=lambda store: add_incident(store, ticket="OPS-5"),
        settings=jira_settings,
    ) as room:
        await room.wait_until(lambda: "OPS-5 done in the tracker already" in rule_2(room))
        await room.press("P")
        assert "OPS-5 is done in the tracker already: mark the action item" in room.notices
        assert issue.sprints == [7]
