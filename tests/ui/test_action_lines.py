"""An action item typed as one line, in every form in which an action is typed."""

from __future__ import annotations

from datetime import date, timedelta

from db.records import ActionItem
from db.vocabulary import ActionStatus, ParkedKind, Priority, Stage
from facilitator.config.settings import Settings
from facilitator.widgets.form import Form
from tests.ui.doubles import TODAY
from tests.ui.preparation import SPIKE_NUMBER, fill_slots
from tests.ui.room import OpenRoom, OpenStore, Room, wait_until_idle

LINE = "Alert on retries @Ottilie P1 in 2 weeks OPS-200"
IN_TWO_WEEKS = TODAY + timedelta(days=14)


def fields(room: Room) -> list[str]:
    """Return what the fields of the form beside the priority hold."""
    return [room.text(f"#{name}") for name in ("action", "owner", "due", "ticket")]


async def item_called(room: Room, action: str) -> ActionItem:
    """Return the action item with these words, as the database has it."""
    listed = await room.store.actions.filtered(statuses=tuple(ActionStatus))
    return next(item for _, _, item in listed if item.action == action)


async def test_what_a_line_says_moves_into_the_fields_of_a_new_item(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=2, people=["Ottilie"]) as room:
        await room.press("a")
        await room.type(LINE)
        # The user sees how the line is read before anything moves.
        assert room.text("#hint-action").startswith(
            "→ Ottilie · P1 · due in 14 days (8 Dec) · OPS-200"
        )
        assert fields(room) == [LINE, "", "", ""]
        await room.press("enter")
        assert fields(room) == ["Alert on retries", "Ottilie", IN_TWO_WEEKS.isoformat(), "OPS-200"]
        assert "P1" in room.text("#priority")
        assert room.text("#hint-action").startswith(
            "Moved to the fields below: Ottilie · P1 · due in 14 days"
        )
        await room.press("ctrl+s")
        item = await item_called(room, "Alert on retries")
        assert (item.owner, item.priority, item.due) == ("Ottilie", Priority.P1, IN_TWO_WEEKS)
        assert item.ticket == "OPS-200"


async def test_a_line_is_read_when_it_is_saved_before_it_is_left(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=2) as room:
        await room.press("a")
        await room.type("Alert on retries @Mei fri")
        await room.press("ctrl+s")
        item = await item_called(room, "Alert on retries")
        assert (item.owner, item.priority) == ("Mei", Priority.P2)
        assert item.due == date(2026, 11, 27)


async def test_what_is_typed_into_a_field_takes_the_place_of_what_moved_there(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.INCIDENT, part=2) as room:
        await room.press("a")
        await room.type("Alert on retries @Mei fri")
        await room.press("tab")
        await room.type("Zoë")
        assert room.text("#owner") == "Zoë"
        await room.press("ctrl+s")
        assert (await item_called(room, "Alert on retries")).owner == "Zoë"


async def test_a_line_says_which_value_of_another_field_gives_way_to_it(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.INCIDENT, part=2) as room:
        await room.press("a")
        await room.fill_form("Alert on retries", "Zoë")
        await room.press("shift+tab", "shift+tab", "end")
        await room.type(" @Mei P2")
        assert room.text("#hint-action").startswith("→ Mei (was Zoë) · P2\n")
        await room.press("tab")
        assert fields(room)[:2] == ["Alert on retries", "Mei"]
        assert room.text("#hint-action").startswith(
            "Moved to the fields below: Mei (was Zoë) · P2\n"
        )


async def test_words_that_are_written_once_more_stay_in_the_action(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=2) as room:
        await room.press("a")
        await room.fill_form("Move the freeze fri")
        assert fields(room) == ["Move the freeze", "", "2026-11-27", ""]
        await room.press("shift+tab", "end")
        await room.type(" fri")
        assert room.text("#hint-action") == "These words stay here."
        await room.press("tab")
        assert fields(room) == ["Move the freeze fri", "", "", ""]
        # Nobody has changed it since: it is not read once more.
        await room.press("shift+tab", "tab", "ctrl+s")
        assert (await item_called(room, "Move the freeze fri")).due is None


async def test_the_rest_of_a_line_is_not_read_a_second_time(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=2) as room:
        await room.press("a")
        await room.fill_form("Compare P3 P1")
        await room.press("shift+tab", "tab", "ctrl+s")
        assert (await item_called(room, "Compare P3")).priority is Priority.P1


async def test_words_that_belong_to_the_sentence_stay_in_it(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=2) as room:
        await room.press("a")
        await room.fill_form("Keep logs for 30d", None, None, None, None)
        assert (await item_called(room, "Keep logs for 30d")).due is None


async def test_the_stored_words_of_an_item_are_not_read_again(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=2) as room:
        incident = await room.incident()
        await room.store.actions.add(incident.id, "Rename the team @Mei P3", "Sam")
        await room.meeting_screen.reread()
        await room.press("right", "e")
        assert room.text("#hint-action") == ""
        await room.press("tab")
        await room.fill_form("Ana")
        await room.press("ctrl+s")
        item = await item_called(room, "Rename the team @Mei P3")
        assert (item.owner, item.priority) == ("Ana", Priority.P2)


async def test_a_line_is_read_in_the_edit_form_of_the_review(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.press("e")
        await room.fill_form("Add canary deploys to payments @Zoë P3")
        assert room.text("#owner") == "Zoë"
        await room.press("ctrl+s")
        item = await item_called(room, "Add canary deploys to payments")
        assert (item.owner, item.priority) == ("Zoë", Priority.P3)


async def test_the_actions_screen_edits_every_field_and_keeps_that_in_the_history(
    open_room: OpenRoom,
) -> None:
    async with open_room() as room:
        await room.press("a", "e")
        await room.fill_form("Add canary deploys everywhere @Zoë 4 Dec 2027")
        await room.press("ctrl+s")
        item = await item_called(room, "Add canary deploys everywhere")
        assert (item.owner, item.due) == ("Zoë", date(2027, 12, 4))
        assert (item.reviews[-1].note, item.reviews[-1].between_meetings) == (
            "reassigned to Zoë; due 2027-12-04",
            True,
        )
        await room.press("u", "u")
        assert (await item_called(room, "Add canary deploys")).owner == "Priya"


async def test_days_are_read_in_the_order_that_the_team_has_set(open_room: OpenRoom) -> None:
    settings = Settings(date_order="day-first")
    async with open_room(Stage.INCIDENT, part=2, settings=settings) as room:
        await room.press("a")
        await room.fill_form("Alert on retries 4/12")
        assert fields(room)[:3] == ["Alert on retries", "", "2026-12-04"]


async def test_prep_reads_days_in_the_order_that_the_team_has_set(open_room: OpenRoom) -> None:
    async with open_room(settings=Settings(date_order="day-first")) as room:
        room.app.show_prep(SPIKE_NUMBER)
        await wait_until_idle(room.pilot)
        await room.press("escape", "8")
        await room.type("Alert on retries @Mei 4/12")
        assert "Mei · P2 · due in 10 days (4 Dec) · no ticket" in room.screen_text
        await room.press("enter")
        item = await item_called(room, "Alert on retries")
        assert (item.owner, item.due) == ("Mei", date(2026, 12, 4))


async def test_a_day_that_can_mean_two_is_said_and_stays_where_it_is(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=2) as room:
        await room.press("a")
        await room.fill_form("Alert on retries @Mei 4/12")
        assert fields(room)[:3] == ["Alert on retries @Mei 4/12", "", ""]
        assert "4/12 can mean two days: write 4 Dec" in room.text("#hint-action")


async def test_a_line_that_comes_back_after_escape_has_moved_already(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=2) as room:
        await room.press("a")
        await room.type("Alert on retries @Mei")
        await room.press("escape", "a")
        assert fields(room)[:2] == ["Alert on retries", "Mei"]


async def test_the_owner_in_a_line_is_completed_from_the_known_names(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=2, people=["Ottilie"]) as room:
        await room.press("a")
        await room.type("Alert on retries @ott")
        await room.press("tab")
        assert fields(room)[:2] == ["Alert on retries", "Ottilie"]


async def test_a_parked_action_keeps_its_owner_and_day(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("z")
        await room.type("Alert on retries @mei P1 in 2 weeks")
        await room.press("enter")
        assert room.text("#hint-text") == ""
        await room.press("left")
        assert room.text("#hint-text") == "Mei · P1 · due in 14 days (8 Dec) · no ticket"
        await room.press("enter")
        parked = (await room.store.parked.open())[-1]
        assert parked.kind is ParkedKind.ACTION
        assert parked.text == f"Alert on retries (owner: Mei, priority: P1, due: {IN_TWO_WEEKS})"


async def test_a_parked_idea_is_kept_word_for_word(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("z")
        await room.fill_form("Ask @mei about P1 fri", None)
        assert (await room.store.parked.open())[-1].text == "Ask @mei about P1 fri"


async def test_an_action_without_words_is_not_parked(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("z")
        await room.type("@Mei fri")
        await room.press("enter", "left", "enter")
        assert isinstance(room.screen(), Form)
        assert "write what will be different" in room.text("#form-error")
        assert room.text("#text") == "@Mei fri"


async def test_a_parked_action_comes_back_with_its_values_in_their_fields(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.INCIDENT, part=2) as room:
        assert "Take up…" not in room.screen_text
        await room.press("z")
        await room.type("Alert on retries @Mei P1 in 2 weeks OPS-200")
        await room.press("enter", "left", "enter")
        assert "Take up…" in room.screen_text
        await room.press("t", "1")
        assert fields(room) == ["Alert on retries", "Mei", IN_TWO_WEEKS.isoformat(), "OPS-200"]
        await room.press("ctrl+s")
        item = (await room.incident()).action_items[1]
        assert (item.action, item.owner, item.due) == ("Alert on retries", "Mei", IN_TWO_WEEKS)
        assert (item.priority, item.ticket) == (Priority.P1, "OPS-200")
        # It is not parked any more, and one undo takes both back.
        assert "Alert on retries" not in {idea.text for idea in await room.store.parked.open()}
        assert room.screen().query_one("#slot-2").has_focus
        await room.press("u", "u")
        assert len((await room.incident()).action_items) == 1
        assert "Alert on retries" in room.text("#parked-here")


async def test_the_words_of_a_parked_action_that_is_taken_up_elsewhere_come_back_in_a_new_item(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.INCIDENT, part=2) as room:
        incident = await room.incident()
        await room.store.parked.add_action("Alert on retries", incident_id=incident.id)
        await room.meeting_screen.reread()
        await room.press("t", "1")
        await room.type(" of each client")
        (parked,) = (idea for idea in await room.store.parked.open() if "Alert" in idea.text)
        open_other_store().parked.resolve(parked.id).result()
        await room.press("ctrl+s")
        assert "it was resolved in another window" in room.text("#form-error")
        await room.press("escape", "a")
        assert fields(room)[0] == "Alert on retries of each client"
        assert len((await room.incident()).action_items) == len(incident.action_items)


async def test_the_parked_action_of_the_last_minute_is_offered_first(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=2) as room:
        incident = await room.incident()
        for action in ("Alert on retries", "Cap the queue"):
            await room.store.parked.add_action(action, incident_id=incident.id)
            room.clock.advance(1)
        await room.meeting_screen.reread()
        await room.press("t", "1")
        assert fields(room)[0] == "Cap the queue"


async def test_a_parked_action_takes_the_place_of_an_item_that_is_parked_then(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.INCIDENT, part=2, prepare=fill_slots) as room:
        await room.press("a")
        await room.fill_form("Fourth", "Mei", None, None, None)
        await room.press("p", "t", "1")
        assert fields(room)[:2] == ["Fourth", "Mei"]
        await room.press("ctrl+s")
        assert [row.split()[0] for row in room.rows("#form RowList")] == ["1", "2", "3"]
        await room.press("2")
        incident = await room.incident()
        assert [item.action for item in incident.action_items][1:] == ["Fourth", "Third"]
        unsettled = [idea.text for idea in incident.parked if idea.resolved_at is None]
        assert "Fourth (owner: Mei)" not in unsettled
        assert unsettled[-1] == f"Second (owner: Sam, due: {TODAY}, replaced by: Fourth)"
