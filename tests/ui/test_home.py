"""Home: the list, its search and filters, the preview, what needs attention, and the ways out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from db.records import Incident, Wanted
from db.store import Store
from db.words import IncidentStatus, Severity, Stage
from facilitator.documents.markdown import write
from facilitator.sample import team
from facilitator.screens.home import HomeScreen
from facilitator.screens.prep import PrepScreen
from facilitator.widgets.long_list import LongList
from tests.ui.room import SPIKE, TODAY, OpenRoom, Room

LIST = "#incidents"


async def shows(room: Room, count: str) -> None:
    """Wait until so many are listed."""
    await room.until(lambda: room.text("#count") == f"{count} incidents")


async def test_the_first_run_says_how_to_begin(meeting: OpenRoom) -> None:
    async with meeting(sample=False) as room:
        assert "n  write down your first incident" in room.picture
        assert "d  look at the demo" in room.picture
        await room.press("enter", "j", "u", "p", "e", "f", "/", "F", "E")
        assert isinstance(room.app.screen, HomeScreen)
        await room.press("n")
        await room.fill("checkout", "5xx spike", None)
        await room.press("right", "right", "enter")
        await room.fill(None)
        incident = await room.incident(1)
        assert incident.title == f"checkout 5xx spike on {TODAY}"
        assert incident.severity is Severity.SEV2
        assert "#1 " in room.in_hand(LIST)
        assert "write down your first incident" not in room.picture
        assert f"checkout 5xx spike on {TODAY}" in room.text("#preview-text")
        # Its list has the focus now, and what was for the first run alone is gone.
        await room.press("d")
        assert isinstance(room.app.screen, HomeScreen)
        assert not room.app.demo_wanted


async def test_the_demo_is_asked_for_on_the_way_out(meeting: OpenRoom) -> None:
    async with meeting(sample=False) as room:
        await room.press("d")
        await room.until(lambda: not room.app.is_running)
        assert room.app.demo_wanted
        assert room.app.return_code == 0


async def test_what_is_wrong_with_a_new_incident_is_told_and_the_text_stays(
    meeting: OpenRoom,
) -> None:
    async with meeting() as room:
        await room.press("n")
        await room.fill("search", "slow", None)
        await room.press("enter")
        await room.fill("45a")
        assert "number: expected a whole number, got '45a'" in room.text("#form-error")
        await room.fill("45")
        assert "that number is taken by another incident" in room.text("#form-error")
        assert room.text("#form #service") == "search"
        assert room.text("#form #symptom") == "slow"
        assert room.text("#form #number") == "45"
        await room.press("escape", "n")
        assert room.text("#form #service") == "search"
        assert "your text from before is back" in room.text("#form-error")
        for _ in range(4):
            await room.press("enter")
        await room.fill("")
        assert (await room.incident(46)).symptom == "slow"
        await room.press("n")
        assert room.text("#form #service") == ""
        await room.press("escape", "u")
        assert len(await room.store.lists.numbers(Wanted())) == 24


async def test_enter_holds_the_meeting_and_h_leaves_it_running(meeting: OpenRoom) -> None:
    async with meeting() as room:
        assert room.in_hand(LIST).lstrip().startswith(f"#{SPIKE}")
        assert "Repeats 14% (1/7) ▲ over 12%" in room.text("#strip")
        assert "Done 68% (13/19) ▼ under 90%" in room.text("#strip")
        assert "8 open" in room.text("#strip")
        await room.press("enter")
        assert room.stage is Stage.OPENING
        await room.press("enter")
        await room.pass_time(60)
        await room.press("h")
        assert isinstance(room.app.screen, HomeScreen)
        assert "▶ The meeting about #45 is running: ⏎ on it goes on" in room.picture
        assert room.rows(LIST)[0].startswith("● #45")
        room.clock.advance(60)
        await room.press("enter")
        assert room.stage is Stage.REVIEW
        assert room.text("#countdown-digits") == "8:00"


async def test_what_another_window_does_is_there_when_home_comes_back(
    meeting: OpenRoom, other: Callable[[], Store]
) -> None:
    async with meeting() as room:
        await room.press("enter")
        other().incidents.create("search", "no results", TODAY).result()
        await room.press("h")
        assert any("search no results" in each for each in room.rows(LIST))


async def test_a_search_narrows_the_list_as_one_types(meeting: OpenRoom) -> None:
    async with meeting() as room:
        await room.press("j", "/")
        await room.type("RETRY mobile")
        await shows(room, "1 of 24")
        assert "#45" in room.in_hand(LIST)
        await room.until(lambda: "checkout 5xx spike" in room.text("#preview-text"))
        # Letters are text here; enter leads to what was found, and the words stay.
        await room.press("q", "n")
        await shows(room, "0 of 24")
        assert "Nothing mentions “RETRY mobileqn”: esc clears the search" in room.text("#nothing")
        await room.press("backspace", "backspace", "enter")
        await shows(room, "1 of 24")
        assert isinstance(room.app.focused, LongList)
        await room.press("p")
        assert isinstance(room.app.screen, PrepScreen)
        await room.press("f10")
        assert room.text("#search") == "RETRY mobile"
        assert room.text("#count") == "1 of 24 incidents"
        await room.press("escape")
        await shows(room, "24")
        assert room.text("#search") == ""
        assert "#45" in room.in_hand(LIST)
        await room.press("/")
        await room.type("#38")
        await shows(room, "1 of 24")
        await room.press("escape")
        await shows(room, "24")
        assert "#38" in room.in_hand(LIST)


async def test_filters_are_said_and_taken_away(meeting: OpenRoom) -> None:
    async with meeting() as room:
        await room.press("f", "right", "enter", "right", "ctrl+s")
        assert room.text("#count") == "1 of 24 incidents"
        assert room.text("#chips").split() == [
            *("service", "checkout", "severity", "SEV1", "F", "shows", "all")
        ]
        # The form comes back as it was left.
        await room.press("f")
        assert "checkout" in room.text("#form #service")
        await room.press("escape", "/")
        await room.type("zzz")
        await shows(room, "0 of 24")
        said = room.text("#nothing")
        assert "esc clears the search, F takes the filters away" in said
        await room.press("enter", "F")
        assert room.text("#chips") == ""
        await shows(room, "0 of 24")
        await room.press("escape")
        await shows(room, "24")
        await room.press("f", "tab", "tab", "tab", "tab", "right", "ctrl+s")
        assert "drafts" in room.text("#chips")
        assert room.rows(LIST) == [room.in_hand(LIST)]


async def test_a_row_says_how_it_stands(meeting: OpenRoom) -> None:
    async with meeting(size=(200, 60)) as room:
        newest, before, *_ = room.rows(LIST)
        for words in ("#45", "checkout 5xx spike", "SEV1", "1 day", "▰▰▰▰▱ 80%", "draft"):
            assert words in newest
        assert "repeat" not in newest
        for words in ("#44", "2 weeks", "▰▰▰▰▰ 100%", "↻ repeat"):
            assert words in before
        assert "draft" not in before
        stored = await room.store.lists.lines(await room.store.lists.numbers(Wanted()))
        repeats = [each.number for each in stored if each.repeat]
        shown = [row.split()[0] for row in room.rows(LIST) if "↻ repeat" in row]
        assert shown == [f"#{number}" for number in repeats]


async def test_of_many_causes_the_nearest_are_named(meeting: OpenRoom) -> None:
    def many(store: Store) -> None:
        for number in range(30):
            incident = store.incidents.create("checkout", "slow", TODAY).result()
            store.incidents.set_cause(incident.id, f"cause {number:02}").result()
        store.incidents.set_cause(incident.id, "a retry storm").result()

    async with meeting(sample=False, prepare=many) as room:
        await room.press("f", "tab", "tab")
        await room.type("RETRY")
        await room.press("ctrl+s")
        assert "there are a retry storm, cause" in room.text("#form-error")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=str)
async def test_columns_are_under_their_names(meeting: OpenRoom, size: tuple[int, int]) -> None:
    def overfull(store: Store) -> None:
        store.incidents.create("👩‍🚀" * 60, "שלום " * 30, TODAY, 12_345).result()

    async with meeting(size=size, prepare=overfull) as room:
        names = next(line for line in room.picture.splitlines() if "Incident" in line)
        rows = [line for line in room.picture.splitlines() if "SEV" in line]
        assert len(rows) > 10
        for row in rows:
            sev, of = names.index("Sev"), names.index("Full")
            assert row[sev : sev + 3] == "SEV"
            assert "%" in row[of : of + 4]


async def test_the_preview_reads_as_the_document_will(meeting: OpenRoom) -> None:
    async with meeting() as room:
        await room.press("j")
        number = int(room.in_hand(LIST).split()[0].removeprefix("#"))
        incident = await room.incident(number)
        await room.until(lambda: incident.title in " ".join(room.text("#preview-text").split()))
        preview = room.text("#preview-text")
        titles = [line[3:] for line in write(incident).splitlines() if line.startswith("## ")]
        places = [preview.lower().index(f"\n{title.lower()}\n") for title in titles]
        assert places == sorted(places)
        read = " ".join(preview.split())
        for text in (
            incident.root_cause,
            incident.lessons_learned,
            *(each.text for each in incident.timeline),
            *(each.text for each in incident.factors),
            *(each.text for each in incident.findings),
            *(item.action for item in incident.action_items),
        ):
            assert " ".join(text.split()) in read
        # Without a mouse it scrolls once it has the focus.
        await room.press("tab", "end")
        await room.until(lambda: room.app.screen.query_one("#preview").scroll_offset.y > 0)


async def test_what_needs_attention_and_what_to_do(meeting: OpenRoom) -> None:
    def plan(store: Store) -> None:
        last = store.lists.numbers(Wanted()).result()[1]
        incident = store.incidents.get(last).result()
        held = store.meetings.begin(incident.id, (10, 30, 10)).result()
        store.meetings.plan_next(held.id, None, TODAY + timedelta(days=1)).result()
        store.meetings.finish(held.id).result()

    async with meeting(prepare=plan) as room:
        planned, late, drafts, tickets = room.text("#attention").splitlines()
        assert planned == "◷ The next meeting is tomorrow"
        assert late.startswith("! 3 overdue: #43 Add canary deploys (Priya, 5 d), #41 ")
        assert (
            drafts == "○ 1 draft not ready; p on it prepares it: #45 checkout (1 day, ready 9/10)"
        )
        assert tickets.startswith("○ 1 without a ticket: #45 Give the mobile client")
        item = (await room.incident()).action_items[0]
        await room.store.actions.edit(
            item,
            action=item.action,
            owner=item.owner,
            priority=item.priority,
            due=item.due,
            ticket="OPS-9",
        )
        incident = await room.incident()
        await room.store.incidents.write(
            incident.id, "status", IncidentStatus.DRAFT, IncidentStatus.REVIEWED
        )
        await room.press("?", "escape")
        assert len(room.text("#attention").splitlines()) == 2


async def test_facts_are_corrected_and_taken_back(meeting: OpenRoom) -> None:
    async with meeting() as room:
        await room.press("E")
        await room.fill("cart", None, "2026-11-20")
        await room.press("right", "enter")
        incident = await room.incident()
        assert incident.title == "cart 5xx spike on 2026-11-20"
        assert incident.severity is Severity.SEV2
        assert "cart 5xx spike" in room.in_hand(LIST)
        await room.press("u")
        incident = await room.incident()
        assert incident.title == f"checkout 5xx spike on {TODAY - timedelta(days=1)}"
        assert incident.severity is Severity.SEV1


async def test_what_somebody_else_corrected_is_told_before_it_is_overwritten(
    meeting: OpenRoom, other: Callable[[], Store]
) -> None:
    async with meeting() as room:
        await room.press("E")
        incident = await room.incident()
        other().incidents.write(incident.id, "symptom", incident.symptom, "errors").result()
        await room.fill("cart", "timeouts", None)
        await room.press("ctrl+s")
        assert "symptom was changed elsewhere" in room.text("#form-error")
        assert "“errors” now" in room.text("#form-error")
        assert room.text("#form #symptom") == "timeouts"
        assert (await room.incident()).title.startswith("checkout errors on ")
        await room.press("ctrl+s")
        assert (await room.incident()).title.startswith("cart timeouts on ")


async def test_what_is_listed_is_exported(meeting: OpenRoom, tmp_path: Path) -> None:
    async with meeting() as room:
        await room.press("e", "right", "enter", "enter")
        assert room.text("#form #folder") == str(Path.cwd())
        await room.press("ctrl+u")
        await room.fill(str(tmp_path / "out"))
        assert len(list((tmp_path / "out").glob("*.md"))) == 24
        assert "and 23 more" in room.told.replace("\n", " ")
        await room.press("e")
        assert room.text("#form #folder") == str(tmp_path / "out")
        await room.press("enter", "right", "ctrl+s")
        incident = json.loads((tmp_path / "out" / "0045-checkout-5xx-spike.json").read_text())
        assert incident["number"] == SPIKE


def many(count: int) -> list[Incident]:
    """The sample team's newest incident again and again, one a day."""
    told = replace(team(TODAY)[-1], timeline=(), factors=(), findings=(), action_items=())
    return [
        replace(told, id=uuid4(), number=number, date=TODAY - timedelta(days=count - number))
        for number in range(1, count + 1)
    ]


@pytest.fixture(scope="session")
def thousands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of 2,000 small incidents."""
    path = tmp_path_factory.mktemp("many") / "many.db"
    store = Store.open(path, who="ana")
    store.documents.load(replace(each, parked=(), themes=()) for each in many(2_000)).result()
    store.close()
    return path


async def test_a_long_list_reads_what_is_in_sight(
    meeting: OpenRoom, thousands: Path, team_file: Path, other: Callable[[], Store]
) -> None:
    shutil.copy(thousands, team_file)
    async with meeting() as room:
        assert room.text("#count") == "2,000 incidents"
        assert len(room.rows(LIST)) < 200
        for keys, number in (
            (("G",), 1),
            (("g",), 2000),
            (("end", "k", "k"), 3),
            (("home", "j"), 1999),
            (("pagedown", "pageup"), 1999),
            (("ctrl+d", "ctrl+u"), 1999),
            (("pagedown",) * 5, 1999 - 5 * (room.app.screen.query_one(LIST).size.height - 1)),
        ):
            await room.press(*keys)
            assert room.in_hand(LIST).split()[0] == f"#{number}", keys
            assert "…" not in room.in_hand(LIST).split()
            assert f"#{number} " in room.picture
        # Whatever comes in elsewhere, the row in hand stays the same, and where it was.
        incidents = room.app.screen.query_one(LIST, LongList)
        before, at = incidents.chosen, incidents.scroll_offset.y
        other().incidents.create("search", "slow", TODAY.replace(year=2020), 5_000).result()
        await shows(room, "2,001")
        assert incidents.chosen == before
        assert incidents.scroll_offset.y == at


async def test_a_click_takes_a_row_and_another_holds_its_meeting(meeting: OpenRoom) -> None:
    async with meeting() as room:
        await room.click("payments latency")
        assert "#43" in room.in_hand(LIST)
        await room.click("payments latency")
        assert isinstance(room.app.screen, HomeScreen)
        await room.pilot.click(LIST, offset=(20, 2), times=2)
        await room.until(lambda: not isinstance(room.app.screen, HomeScreen))
        assert room.meeting_screen.meeting.number == 43


async def test_q_quits(meeting: OpenRoom) -> None:
    async with meeting() as room:
        await room.press("q")
        await room.until(lambda: not room.app.is_running)
        assert room.app.return_code == 0
        assert room.app.failure == ""
