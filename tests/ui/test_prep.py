"""Prep: one person writes the whole post-mortem before the meeting."""

from __future__ import annotations

from db.vocabulary import FactorKind, FindingKind
from facilitator.screens.home import HomeScreen
from facilitator.screens.meeting.meeting_screen import MeetingScreen
from facilitator.screens.prep import PrepScreen
from facilitator.widgets.autosaved_line import AutosavedLine
from tests.ui.preparation import SPIKE_NUMBER, add_bare_incident
from tests.ui.room import OpenRoom, OpenStore, Room, wait_until_idle

FROM_BLANK_TO_READY = (
    ("2", "enter", "enter"),
    ("12k", "f8"),
    ("0902 alert: p99 over 2 s", "enter"),
    ("+4m ack", "enter"),
    ("1001 recovered", "f8"),
    ("A push campaign slowed checkout down; the mobile client retried without a limit.", "f8"),
    ("the client retries without a limit", "enter"),
    ("no alert on the retry rate", "enter"),
    ("the flag took a release", "f8"),
    ("rolling back took a minute", "f8"),
    ("campaigns are not announced", "f8"),
    ("Cap client retries @Mei P1 fri", "f6"),
    ("", "enter"),
)
"""The shortest way: each line is a text to type, and the other keys to press after it."""
SECRET = "ask about the on-call rota"


def prep_screen(room: Room) -> PrepScreen:
    screen = room.screen()
    assert isinstance(screen, PrepScreen), screen
    return screen


async def open_prep(room: Room, number: int = SPIKE_NUMBER) -> None:
    room.app.show_prep(number)
    await wait_until_idle(room.pilot)
    prep_screen(room)


async def test_factors_are_added_line_by_line_and_enter_alone_goes_to_the_next_kind(
    open_room: OpenRoom,
) -> None:
    async with open_room(sample=False, prepare=add_bare_incident) as room:
        await open_prep(room)
        await room.press("escape", "5")
        await room.press_together(
            *"no limit on retries", "enter", *"no alert on the retry rate", "enter"
        )
        await room.press("left")
        await room.type("res: the flag took a release")
        await room.press("enter", "enter")
        await room.type("rollback took a minute")
        # Undo takes back what was entered; a line that is not entered yet stays as it is.
        await room.press("escape", "u", "u")
        assert len((await room.incident()).factors) == 2
        assert room.text("#went_well-entry") == "rollback took a minute"
        await room.press("5")
        await room.type("res: the flag took a release")
        await room.press("enter", "enter")
        incident = await room.incident()
        assert [(factor.kind, factor.text) for factor in incident.factors] == [
            (FactorKind.MADE_POSSIBLE, "no limit on retries"),
            (FactorKind.SLOWED_DETECTION, "no alert on the retry rate"),
            (FactorKind.SLOWED_RESOLUTION, "the flag took a release"),
        ]
        # A line that was left with escape is not added: it waits where it was typed.
        assert incident.findings_of(FindingKind.WENT_WELL) == ()
        assert room.text("#went_well-entry") == "rollback took a minute"


async def test_a_line_left_with_escape_waits_for_the_next_time_and_is_never_published(
    open_room: OpenRoom,
) -> None:
    async with open_room(sample=False, prepare=add_bare_incident) as room:
        await open_prep(room)
        await room.press("escape", "3")
        await room.type("0902 alert: p99 over 2 s")
        await room.press("escape", "h", "p")
        assert (await room.incident()).timeline == ()
        assert room.text("#quick-line") == "0902 alert: p99 over 2 s"
        await room.press("escape", "3")
        await room.press("enter")
        assert [event.text for event in (await room.incident()).timeline] == ["p99 over 2 s"]


async def test_a_wrong_value_shows_its_error_and_keeps_the_screen_open(
    open_room: OpenRoom,
) -> None:
    async with open_room(sample=False, prepare=add_bare_incident) as room:
        await open_prep(room)
        await room.type("9")
        await room.press("enter")
        assert "expected one of SEV1" in room.screen_text
        await room.press("escape", "h")
        assert isinstance(room.screen(), PrepScreen)
        assert (await room.incident()).severity is None
        await room.press("enter", "backspace", "2", "enter", "escape", "h")
        assert isinstance(room.screen(), HomeScreen)
        assert (await room.incident()).severity == "SEV2"


async def test_typing_goes_on_at_the_cursor_when_another_window_writes(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room() as room:
        await open_prep(room)
        await room.press("escape", "4")
        before = (await room.incident()).root_cause
        await room.type(" And more")
        other_store = open_other_store()
        incident = other_store.incidents.get(SPIKE_NUMBER).result()
        other_store.incidents.write(incident.id, "lessons_learned", "", "theirs").result()
        other_store.incidents.write(incident.id, "severity", "SEV1", "SEV2").result()
        await prep_screen(room).reread()
        await room.type(".")
        await room.press("ctrl+up")
        assert (await room.incident()).root_cause == f"{before} And more."
        assert room.text("#facts-severity") == "SEV2"
        assert room.text("#lessons-text") == "theirs"


async def test_a_conflict_in_one_value_is_asked_about(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room() as room:
        await open_prep(room)
        await room.press("escape", "1", "end")
        await room.type("-web")
        other_store = open_other_store()
        incident = other_store.incidents.get(SPIKE_NUMBER).result()
        other_store.incidents.write(incident.id, "service", "checkout", "shop").result()
        await room.press("enter")
        await room.wait_for_question()
        assert "theirs  shop" in room.screen_text
        assert "mine    checkout-web" in room.screen_text
        await room.press("escape", "escape", "h")
        # The screen stays until the question is answered.
        await room.wait_for_question()
        await room.press("m")
        assert isinstance(room.screen(), PrepScreen)
        assert (await room.incident()).service == "checkout-web"
        # The link to a cause is asked about in the same way.
        await prep_screen(room).open_section("root_cause", "root_cause-cause")
        link = room.screen().query_one("#root_cause-cause", AutosavedLine)
        await room.press("end", "ctrl+u")
        await room.type("retry storm")
        other_store.incidents.set_cause(incident.id, "certificate").result()
        await room.press("enter")
        await room.wait_for_question()
        assert "theirs  certificate" in room.screen_text
        assert link.value == "retry storm"
        await room.press("m")
        assert (await room.incident()).cause.name == "retry storm"  # type: ignore[union-attr]


async def test_missing_parts_are_listed_and_a_key_goes_to_the_next_one(open_room: OpenRoom) -> None:
    async with open_room(sample=False, prepare=add_bare_incident) as room:
        await open_prep(room)
        assert "Ready 0/10" in room.screen_text
        await room.press("2", "escape", "r")
        assert "✓ severity" in room.screen_text
        assert "– went well: name one thing" in room.screen_text
        await room.press("8")
        await room.type("the flag was there")
        await room.press("enter")
        assert "Ready 2/10" in room.screen_text
        await room.press("f6")
        assert room.app.focused is not None
        assert room.app.focused.id == "went_wrong-entry"


async def test_a_fourth_action_item_asks_which_one_it_replaces(
    open_room: OpenRoom,
) -> None:
    async with open_room() as room:
        await open_prep(room)
        await room.press("escape", "8")
        for name in ("Second", "Third", "Fourth"):
            await room.type(f"{name} @Mei fri OPS-4")
            await room.press("enter")
        assert "Which one does" in room.screen_text
        # Without an answer nothing is added, and the line waits for the next time.
        await room.press("escape", "escape", "escape", "p", "escape", "8")
        assert len((await room.incident()).action_items) == 3
        assert room.text("#actions-entry") == "Fourth @Mei fri OPS-4"
        await room.press("enter", "p")
        incident = await room.incident()
        assert [item.action for item in incident.action_items][1:] == ["Second", "Third"]
        assert incident.action_items[2].owner == "Mei"
        assert incident.parked[-1].text.startswith("Fourth (owner: Mei,")
        await room.press("escape", "escape")
        assert isinstance(room.screen(), HomeScreen)


async def test_private_notes_are_shown_in_prep_and_on_no_other_screen(
    open_room: OpenRoom,
) -> None:
    async with open_room() as room:
        await open_prep(room)
        await room.press("f2")
        await room.type(SECRET)
        await room.press("escape", "escape")
        assert SECRET not in room.screen_text
        await open_prep(room)
        assert SECRET in room.screen_text
        await room.press("escape", "m")
        for _ in range(5):
            assert isinstance(room.screen(), MeetingScreen)
            assert SECRET not in room.screen_text
            await room.press("]")
        for key in ("escape", "c"):
            await room.press(key)
            assert SECRET not in room.screen_text


async def test_at_80_columns_a_key_switches_between_the_section_and_its_notes(
    open_room: OpenRoom,
) -> None:
    async with open_room(size=(80, 24)) as room:
        await open_prep(room)
        await room.press("escape", "4")
        assert "Private notes" not in room.screen_text
        await room.press("f2")
        assert "Similar earlier incidents" in room.screen_text
        assert "Private notes" in room.screen_text
        await room.press("f2")
        assert "Private notes" not in room.screen_text
        assert room.app.focused is room.screen().query_one("#root_cause-text")
        await room.press("escape", "m")
        assert "Last time, 10 Nov: 0 of 8 done" in room.screen_text


async def test_prep_shows_similar_incidents_and_a_key_opens_them(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await open_prep(room)
        for section in ("4", "5"):
            await room.press("escape", section)
            await room.wait_until(lambda: "≈ #22 likely" in room.text("#side-panel-help"))
            assert "done: Cap retries in the web client" in room.text("#side-panel-help")
            await room.press("alt+r")
            assert "This one, #45" in room.text("HangingIndent")
            await room.press("escape")
        await room.press("escape", "1")
        assert "Similar" not in room.text("#side-panel-help")


async def test_fourteen_keys_besides_the_text_make_a_blank_incident_ready(
    open_room: OpenRoom,
) -> None:
    async with open_room(sample=False, prepare=add_bare_incident) as room:
        await open_prep(room)
        for typed, *keys in FROM_BLANK_TO_READY:
            await room.type(typed)
            await room.press(*keys)
        assert "Ready 10/10" in room.screen_text
        assert sum(len(keys) for _, *keys in FROM_BLANK_TO_READY) == 14
        incident = await room.incident()
        assert incident.impact.duration_minutes == 59
        assert (incident.action_items[0].owner, incident.severity) == ("Mei", "SEV2")
