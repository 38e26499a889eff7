"""Prep: the whole template, written alone."""

from __future__ import annotations

from collections.abc import Callable

from db.store import Store
from db.words import FactorKind, FindingKind
from facilitator.screens.home import HomeScreen
from facilitator.screens.meeting.screen import MeetingScreen
from facilitator.screens.prep import PrepScreen
from facilitator.widgets.live_line import LiveLine
from tests.ui.room import SPIKE, OpenRoom, Room, alone, settle

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
"""What is typed, and the keys that are no text, as few as it takes."""
SECRET = "ask about the on-call rota"


async def prepare(room: Room, number: int = SPIKE) -> None:
    room.app.show_prep(number)
    await settle(room.pilot)
    assert isinstance(room.app.screen, PrepScreen)


async def test_lines_are_typed_one_after_the_other_and_the_kind_goes_on_by_itself(
    meeting: OpenRoom,
) -> None:
    async with meeting(sample=False, prepare=alone) as room:
        await prepare(room)
        await room.press("escape", "5")
        await room.burst(*"no limit on retries", "enter", *"no alert on the retry rate", "enter")
        await room.press("left")
        await room.type("res: the flag took a release")
        await room.press("enter", "enter")
        await room.type("rollback took a minute")
        # An undo is of what was done; a line that is not entered yet is not.
        await room.press("escape", "u")
        assert len((await room.incident()).factors) == 2
        assert room.text("#went_well-entry") == "rollback took a minute"
        await room.press("5")
        await room.type("res: the flag took a release")
        await room.press("enter", "enter")
        incident = await room.incident()
        assert [(each.kind, each.text) for each in incident.factors] == [
            (FactorKind.MADE_POSSIBLE, "no limit on retries"),
            (FactorKind.SLOWED_DETECTION, "no alert on the retry rate"),
            (FactorKind.SLOWED_RESOLUTION, "the flag took a release"),
        ]
        # A line that was not entered is taken when somebody goes on.
        assert [each.text for each in incident.findings_of(FindingKind.WENT_WELL)] == [
            "rollback took a minute"
        ]


async def test_a_wrong_value_is_told_beside_it_and_stays_until_it_is_right(
    meeting: OpenRoom,
) -> None:
    async with meeting(sample=False, prepare=alone) as room:
        await prepare(room)
        await room.type("9")
        await room.press("enter")
        assert "expected one of SEV1" in room.picture
        await room.press("escape", "h")
        assert isinstance(room.app.screen, PrepScreen)
        assert (await room.incident()).severity is None
        await room.press("enter", "backspace", "2", "enter", "escape", "h")
        assert isinstance(room.app.screen, HomeScreen)
        assert (await room.incident()).severity == "SEV2"


async def test_a_text_is_kept_with_its_cursor_when_another_window_writes(
    meeting: OpenRoom, other: Callable[[], Store]
) -> None:
    async with meeting() as room:
        await prepare(room)
        await room.press("escape", "4")
        before = (await room.incident()).root_cause
        await room.type(" And more")
        theirs = other()
        incident = theirs.incidents.get(SPIKE).result()
        theirs.incidents.write(incident.id, "lessons_learned", "", "theirs").result()
        theirs.incidents.write(incident.id, "severity", "SEV1", "SEV2").result()
        assert isinstance(room.app.screen, PrepScreen)
        await room.app.screen.reread()
        await room.type(".")
        await room.press("ctrl+up")
        assert (await room.incident()).root_cause == f"{before} And more."
        assert room.text("#facts-severity") == "SEV2"
        assert room.text("#lessons-text") == "theirs"


async def test_two_windows_on_one_value_are_asked_about_it(
    meeting: OpenRoom, other: Callable[[], Store]
) -> None:
    async with meeting() as room:
        await prepare(room)
        await room.press("escape", "1", "end")
        await room.type("-web")
        theirs = other()
        incident = theirs.incidents.get(SPIKE).result()
        theirs.incidents.write(incident.id, "service", "checkout", "shop").result()
        await room.press("enter")
        assert "keep theirs: shop" in room.picture
        await room.press("escape", "escape", "h")
        # Nobody leaves before it is answered.
        await room.press("m")
        assert isinstance(room.app.screen, PrepScreen)
        assert (await room.incident()).service == "checkout-web"
        # The link to a cause is told in the line itself.
        await room.app.screen.go("root_cause", "root_cause-cause")
        link = room.app.screen.query_one("#root_cause-cause", LiveLine)
        await room.press("end", "ctrl+u")
        await room.type("retry storm")
        theirs.incidents.set_cause(incident.id, "certificate").result()
        await room.press("enter")
        assert "is “certificate” now" in room.picture
        assert link.value == "retry storm"
        await room.press("enter")
        assert (await room.incident()).cause.name == "retry storm"  # type: ignore[union-attr]


async def test_what_is_missing_is_shown_and_gone_to(meeting: OpenRoom) -> None:
    async with meeting(sample=False, prepare=alone) as room:
        await prepare(room)
        assert "Ready 0/10" in room.picture
        await room.press("2", "escape", "r")
        assert "✓ severity" in room.picture
        assert "– went well: name one thing" in room.picture
        await room.press("8")
        await room.type("the flag was there")
        await room.press("enter")
        assert "Ready 2/10" in room.picture
        await room.press("f6")
        assert room.app.focused is not None
        assert room.app.focused.id == "went_wrong-entry"


async def test_a_fourth_action_asks_and_its_line_stays_until_it_is_answered(
    meeting: OpenRoom,
) -> None:
    async with meeting() as room:
        await prepare(room)
        await room.press("escape", "8")
        for name in ("Second", "Third", "Fourth"):
            await room.type(f"{name} @Mei fri OPS-4")
            await room.press("enter")
        await room.press("escape", "escape", "escape")
        assert "Which one does" in room.picture
        await room.press("p")
        incident = await room.incident()
        assert [each.action for each in incident.action_items][1:] == ["Second", "Third"]
        assert incident.action_items[2].owner == "Mei"
        assert incident.parked[-1].text.startswith("Fourth (owner: Mei,")
        await room.press("escape", "escape")
        assert isinstance(room.app.screen, HomeScreen)


async def test_private_notes_come_back_in_prep_and_are_seen_nowhere_else(
    meeting: OpenRoom,
) -> None:
    async with meeting() as room:
        await prepare(room)
        await room.press("f2")
        await room.type(SECRET)
        await room.press("escape", "escape")
        assert SECRET not in room.picture
        await prepare(room)
        assert SECRET in room.picture
        await room.press("escape", "m")
        for _ in range(5):
            assert isinstance(room.app.screen, MeetingScreen)
            assert SECRET not in room.picture
            await room.press("]")
        for key in ("escape", "c"):
            await room.press(key)
            assert SECRET not in room.picture


async def test_at_80_columns_notes_and_help_take_turns_with_the_section(
    meeting: OpenRoom,
) -> None:
    async with meeting(size=(80, 24)) as room:
        await prepare(room)
        await room.press("escape", "4")
        assert "Private notes" not in room.picture
        await room.press("f2")
        assert "Similar earlier incidents" in room.picture
        assert "Private notes" in room.picture
        await room.press("f2")
        assert "Private notes" not in room.picture
        assert room.app.focused is room.app.screen.query_one("#root_cause-text")
        await room.press("escape", "m")
        assert "Last time, 10 Nov: 0 of 8 done" in room.picture


async def test_from_a_blank_page_to_ready(meeting: OpenRoom) -> None:
    async with meeting(sample=False, prepare=alone) as room:
        await prepare(room)
        for typed, *keys in FROM_BLANK_TO_READY:
            await room.type(typed)
            await room.press(*keys)
        assert "Ready 10/10" in room.picture
        assert sum(len(keys) for _, *keys in FROM_BLANK_TO_READY) == 14
        incident = await room.incident()
        assert incident.impact.duration_minutes == 59
        assert (incident.action_items[0].owner, incident.severity) == ("Mei", "SEV2")
