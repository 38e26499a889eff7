"""Home: the list, its search and filters, the preview, what needs attention, and quitting."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from db.records import Incident, IncidentFilter
from db.store import Store
from db.vocabulary import IncidentKind, IncidentStatus, Severity, Stage, Trigger
from facilitator.config.settings import Settings
from facilitator.documents.write.markdown import write_one
from facilitator.sample import team
from facilitator.screens.home import HomeScreen
from facilitator.screens.home.incident_preview import IncidentPreview
from facilitator.screens.prep import PrepScreen
from facilitator.widgets import virtual_list
from facilitator.widgets.text_dialog import TextDialog
from facilitator.widgets.virtual_list import VirtualList
from tests.ui.doubles import TODAY
from tests.ui.painting import costs_of
from tests.ui.preparation import SPIKE_NUMBER
from tests.ui.room import OpenRoom, OpenStore, Room

LIST = "#incidents"


async def wait_for_count(room: Room, count: str) -> None:
    """Wait until the line above the list says so many incidents, such as "1 of 24"."""
    await room.wait_until(lambda: room.text("#count") == f"{count} incidents")


async def test_the_first_run_shows_how_to_begin(open_room: OpenRoom) -> None:
    async with open_room(sample=False) as room:
        assert "n  write down your first incident" in room.screen_text
        assert "d  try a sample team's meeting" in room.screen_text
        assert "your team's 50-minute post-mortem meeting" in room.screen_text
        await room.press("enter", "j", "u", "p", "e", "f", "/", "F", "E")
        assert isinstance(room.screen(), HomeScreen)
        await room.press("n")
        await room.fill_form("checkout", "5xx spike", None)
        await room.press("right", "right", "enter", "enter")
        await room.fill_form(None)
        incident = await room.incident(1)
        assert incident.title == f"checkout 5xx spike on {TODAY}"
        assert incident.severity is Severity.SEV2
        assert "#1 " in room.selected_row(LIST)
        assert "write down your first incident" not in room.screen_text
        assert f"checkout 5xx spike on {TODAY}" in room.text("#preview-text")
        # The list has the focus now, and the keys of the first run do nothing any more.
        await room.press("d")
        assert isinstance(room.screen(), HomeScreen)
        assert not room.app.demo_wanted


async def test_the_first_run_says_how_long_the_meeting_is_by_the_agenda(
    open_room: OpenRoom,
) -> None:
    async with open_room(sample=False, settings=Settings(agenda=(10, 60, 10))) as room:
        assert "your team's 80-minute post-mortem meeting" in room.screen_text


async def test_the_demo_key_ends_the_app_with_the_demo_wanted(open_room: OpenRoom) -> None:
    async with open_room(sample=False) as room:
        await room.press("d")
        await room.wait_until(lambda: not room.app.is_running)
        assert room.app.demo_wanted
        assert room.app.return_code == 0


async def test_errors_of_a_new_incident_are_shown_and_the_text_stays(
    open_room: OpenRoom,
) -> None:
    async with open_room() as room:
        await room.press("n")
        await room.fill_form("search", "slow", None)
        await room.press("enter", "enter")
        await room.fill_form("45a")
        assert "number: expected a whole number, got '45a'" in room.text("#form-error")
        await room.fill_form("45")
        assert "that number is taken by another incident" in room.text("#form-error")
        assert room.text("#form #service") == "search"
        assert room.text("#form #symptom") == "slow"
        assert room.text("#form #number") == "45"
        await room.press("escape", "n")
        assert room.text("#form #service") == "search"
        assert "what you typed before is back" in room.text("#form-error")
        for _ in range(5):
            await room.press("enter")
        await room.fill_form("")
        assert (await room.incident(46)).symptom == "slow"
        await room.press("n")
        assert room.text("#form #service") == ""
        await room.press("escape", "u", "y")
        assert len(await room.store.lists.numbers(IncidentFilter())) == 24


async def test_enter_opens_the_meeting_and_h_leaves_it_running(open_room: OpenRoom) -> None:
    async with open_room() as room:
        assert room.selected_row(LIST).lstrip().startswith(f"#{SPIKE_NUMBER}")
        assert "over target 12%" in room.text("#repeat-rate")
        assert "1 of 7 incidents · ▼ was 47% in May" in room.text("#repeat-rate")
        assert "under target 90%" in room.text("#completion")
        assert "13 of 19 items · ▲ was 32% in May · 8 open" in room.text("#completion")
        await room.press("enter")
        assert room.stage() is Stage.OPENING
        await room.press("enter")
        await room.pass_time(60)
        await room.press("h")
        assert isinstance(room.screen(), HomeScreen)
        assert "Next: press ⏎ to go on with the meeting about #45" in room.screen_text
        await room.press("j")
        assert "Next: go on with the meeting about #45   select it and press ⏎" in room.screen_text
        await room.press("k")
        assert "#45   checkout 5xx spike ● running" in room.rows(LIST)[0]
        room.clock.advance(60)
        await room.press("enter")
        assert room.stage() is Stage.REVIEW
        assert room.text("#countdown-digits") == "8:00"


async def test_home_shows_changes_of_another_window_when_it_comes_back(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room() as room:
        await room.press("enter")
        open_other_store().incidents.create("search", "no results", TODAY).result()
        await room.press("h")
        assert any("search no results" in row for row in room.rows(LIST))


async def test_a_search_narrows_the_list_while_it_is_typed(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("j", "/")
        await room.type("RETRY mobile")
        await wait_for_count(room, "1 of 24")
        assert "#45" in room.selected_row(LIST)
        assert "· draft · in timeline +1" in room.selected_row(LIST)
        await room.wait_until(lambda: "checkout 5xx spike" in room.text("#preview-text"))
        # Letters are text here; enter goes to the list, and the search stays.
        await room.press("q", "n")
        # One letter of the two is enough for an empty list: the text below it follows the search.
        nothing = "Nothing mentions “RETRY mobileqn”: esc clears the search"
        await room.wait_until(lambda: nothing in room.text("#nothing"))
        assert room.text("#count") == "0 of 24 incidents"
        await room.press("backspace", "backspace", "enter")
        await wait_for_count(room, "1 of 24")
        assert isinstance(room.app.focused, VirtualList)
        await room.press("p")
        assert isinstance(room.screen(), PrepScreen)
        await room.press("f10")
        assert room.text("#search") == "RETRY mobile"
        assert room.text("#count") == "1 of 24 incidents"
        await room.press("escape")
        await wait_for_count(room, "24")
        assert room.text("#search") == ""
        assert "#45" in room.selected_row(LIST)
        await room.press("/")
        await room.type("#38")
        await wait_for_count(room, "1 of 24")
        await room.press("escape")
        await wait_for_count(room, "24")
        assert "#38" in room.selected_row(LIST)


async def test_filters_are_listed_and_can_be_removed(open_room: OpenRoom) -> None:
    async with open_room() as room:
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
        await wait_for_count(room, "0 of 24")
        assert "esc clears the search, F removes the filters" in room.text("#nothing")
        await room.press("enter", "F")
        assert room.text("#chips") == ""
        await wait_for_count(room, "0 of 24")
        await room.press("escape")
        await wait_for_count(room, "24")
        await room.press("f", "tab", "tab", "tab", "tab", "right", "ctrl+s")
        assert "drafts" in room.text("#chips")
        assert room.rows(LIST) == [room.selected_row(LIST)]


async def test_a_row_shows_age_severity_completeness_and_status(open_room: OpenRoom) -> None:
    async with open_room(size=(200, 60)) as room:
        newest, before, *_ = room.rows(LIST)
        for words in ("#45", "checkout 5xx spike", "SEV1", "1 day", "▰▰▰▰▱ 9/10", "draft"):
            assert words in newest
        assert "repeat" not in newest
        for words in ("#44", "2 weeks", "▰▰▰▰▰ 10/10", "↻ repeat"):
            assert words in before
        assert "draft" not in before
        summaries = await room.store.lists.summaries(
            await room.store.lists.numbers(IncidentFilter())
        )
        repeats = [summary.number for summary in summaries if summary.repeat]
        shown_repeats = [row.split()[0] for row in room.rows(LIST) if "↻ repeat" in row]
        assert shown_repeats == [f"#{number}" for number in repeats]


async def test_an_unknown_cause_in_the_filter_lists_the_nearest_ones(open_room: OpenRoom) -> None:
    def add_many_causes(store: Store) -> None:
        for number in range(30):
            incident = store.incidents.create("checkout", "slow", TODAY).result()
            store.incidents.set_cause(incident.id, f"cause {number:02}").result()
        store.incidents.set_cause(incident.id, "a retry storm").result()

    async with open_room(sample=False, prepare=add_many_causes) as room:
        await room.press("f", "tab", "tab")
        await room.type("RETRY")
        await room.press("ctrl+s")
        assert "there are a retry storm, cause" in room.text("#form-error")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=str)
async def test_columns_are_aligned_with_their_headings(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    def add_wide_incident(store: Store) -> None:
        store.incidents.create("👩‍🚀" * 60, "שלום " * 30, TODAY, 12_345).result()

    async with open_room(size=size, prepare=add_wide_incident) as room:
        names = next(line for line in room.screen_text.splitlines() if "Incident" in line)
        rows = [line for line in room.screen_text.splitlines() if "SEV" in line]
        assert len(rows) > 10
        for row in rows:
            severity, ready = names.index("Sev"), names.index("Ready")
            assert row[severity : severity + 3] == "SEV"
            assert re.fullmatch(r"\d+/10 *", row[ready : ready + 6])


async def test_the_preview_has_the_text_and_the_order_of_the_document(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("j")
        number = int(room.selected_row(LIST).split()[0].removeprefix("#"))
        incident = await room.incident(number)
        await room.wait_until(
            lambda: incident.title in " ".join(room.text("#preview-text").split())
        )
        preview = room.text("#preview-text")
        titles = [line[3:] for line in write_one(incident).splitlines() if line.startswith("## ")]
        places = [preview.lower().index(f"\n{title.lower()}\n") for title in titles]
        assert places == sorted(places)
        preview_words = " ".join(preview.split())
        for text in (
            incident.root_cause,
            incident.lessons_learned,
            *(event.text for event in incident.timeline),
            *(factor.text for factor in incident.factors),
            *(finding.text for finding in incident.findings),
            *(item.action for item in incident.action_items),
        ):
            assert " ".join(text.split()) in preview_words
        # Without a mouse it scrolls once it has the focus.
        await room.press("tab", "end")
        await room.wait_until(lambda: room.screen().query_one(IncidentPreview).top > 0)


@pytest.mark.parametrize("size", [(120, 40), (200, 60)], ids=str)
async def test_the_preview_is_shown_with_the_row_and_lays_nothing_out(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    async with open_room(size=size) as room:
        layouts, sent = await costs_of(room, "jjjjkkk")
        assert layouts == 0
        assert min(sent) > 0
        row_list = room.screen().query_one(LIST, VirtualList)
        row_list.action_cursor_down()
        assert row_list.selected_row is not None
        assert row_list.selected_row.summary.symptom in " ".join(room.text("#preview-text").split())


async def test_the_preview_shows_what_another_window_wrote_out_of_sight(
    open_room: OpenRoom, open_other_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(virtual_list, "READ_AHEAD", 1)
    async with open_room(size=(120, 16)) as room:
        home = room.screen()
        assert isinstance(home, HomeScreen)
        await room.press("G")
        number = home.query_one(LIST, VirtualList).selected_id
        assert number is not None
        await room.press("g")
        oldest = await room.incident(number)
        write = open_other_store().incidents.write
        write(oldest.id, "root_cause", oldest.root_cause, "the moon was full").result()
        await home.reread()
        await room.press("G")
        await room.wait_until(lambda: "the moon was full" in room.text("#preview-text"))


async def test_an_incident_that_the_list_has_forgotten_is_read_for_its_preview(
    open_room: OpenRoom,
) -> None:
    async with open_room() as room:
        home = room.screen()
        assert isinstance(home, HomeScreen)
        home._documents.clear()
        await room.press("j")
        number = home.query_one(LIST, VirtualList).selected_id
        await room.wait_until(lambda: f"#{number} · " in room.text("#preview-text"))


async def test_the_attention_list_names_what_needs_attention(open_room: OpenRoom) -> None:
    def plan_next_meeting(store: Store) -> None:
        last = store.lists.numbers(IncidentFilter()).result()[1]
        incident = store.incidents.get(last).result()
        meeting = store.meetings.begin(incident.id, (10, 30, 10)).result()
        store.meetings.plan_next(meeting.id, None, TODAY + timedelta(days=1)).result()
        store.meetings.finish(meeting.id).result()

    async with open_room(prepare=plan_next_meeting) as room:
        planned = room.text("#next-step")
        assert planned.startswith("Next: press p to prepare #45   checkout 5xx spike")
        assert planned.endswith("planned for tomorrow")
        late, tickets = room.text("#attention").splitlines()
        assert late.startswith("! 3 overdue: #43 Add canary deploys (Priya, 5 d), #41 ")
        assert tickets.startswith("! 1 without a ticket: #45 Give the mobile client")
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
        assert len(room.text("#attention").splitlines()) == 1
        assert room.text("#next-step") == "Next: the meeting, planned for tomorrow"


async def test_facts_are_corrected_and_undo_restores_them(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("E")
        await room.fill_form("cart", None, "2026-11-20")
        await room.press("right", "enter", *["right", "enter"] * 2, *["enter"] * 4)
        incident = await room.incident()
        assert (incident.kind, incident.trigger) == (IncidentKind.NEAR_MISS, Trigger.PIPELINE)
        assert incident.title == "cart 5xx spike on 2026-11-20"
        assert incident.severity is Severity.SEV2
        assert "cart 5xx spike" in room.selected_row(LIST)
        await room.press("u", "y")
        incident = await room.incident()
        assert incident.title == f"checkout 5xx spike on {TODAY - timedelta(days=1)}"
        assert incident.severity is Severity.SEV1


async def test_a_number_that_is_taken_changes_nothing_and_the_form_keeps_what_was_typed(
    open_room: OpenRoom,
) -> None:
    async with open_room() as room:
        before = await room.incident()
        await room.press("E")
        await room.fill_form("cart", "timeouts", *[None] * 6, "44", None)
        assert "number: #44 is taken by another incident" in room.text("#form-error")
        assert (await room.incident()) == before
        assert room.text("#form #service") == "cart"
        assert room.text("#form #symptom") == "timeouts"
        # The number has the focus, ready to be put right.
        await room.fill_form("50", "43")
        after = await room.incident(50)
        assert after.id == before.id
        assert (after.service, after.symptom, after.duplicate_of) == ("cart", "timeouts", 43)
        await room.press("u", "y")
        assert (await room.incident()) == before


async def test_a_wrong_original_is_said_at_its_field(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("E")
        for typed, message in (("#44", "expected a whole number"), ("99", "no incident #99")):
            room.form.query_one("#duplicate_of").focus()
            await room.fill_form(typed)
            assert room.text("#form-error").startswith("duplicate of: ")
            assert message in room.text("#form-error")
            assert room.app.focused is room.form.query_one("#duplicate_of")


async def test_a_correction_of_another_window_is_shown_before_it_is_overwritten(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room() as room:
        await room.press("E")
        incident = await room.incident()
        open_other_store().incidents.write(
            incident.id, "symptom", incident.symptom, "errors"
        ).result()
        await room.fill_form("cart", "timeouts", None)
        await room.press("ctrl+s")
        assert "Somebody else has changed “Symptom”" in room.text("#form-error")
        assert "“errors” now" in room.text("#form-error")
        assert room.text("#form #symptom") == "timeouts"
        assert (await room.incident()).title.startswith("checkout errors on ")
        await room.press("ctrl+s")
        assert (await room.incident()).title.startswith("cart timeouts on ")


async def test_the_listed_incidents_are_exported(open_room: OpenRoom, tmp_path: Path) -> None:
    async with open_room() as room:
        await room.press("e", "right", "enter", "enter")
        assert room.text("#form #folder") == str(Path.cwd())
        await room.press("ctrl+u")
        await room.fill_form(str(tmp_path / "out"))
        assert len(list((tmp_path / "out").glob("*.md"))) == 24
        assert "and 23 more" in room.notices.replace("\n", " ")
        await room.press("e")
        assert room.text("#form #folder") == str(tmp_path / "out")
        await room.press("enter", "right", "ctrl+s")
        incident = json.loads((tmp_path / "out" / "0045-checkout-5xx-spike.json").read_text())
        assert incident["number"] == SPIKE_NUMBER


def small_incidents(count: int) -> list[Incident]:
    """Return so many copies of the sample team's newest incident, one a day and without lists."""
    template = replace(
        team(TODAY)[-1],
        timeline=(),
        factors=(),
        findings=(),
        action_items=(),
        parked=(),
        themes=(),
    )
    return [
        replace(template, id=uuid4(), number=number, date=TODAY - timedelta(days=count - number))
        for number in range(1, count + 1)
    ]


@pytest.fixture(scope="session")
def large_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a database with 2,000 small incidents once, for tests to copy."""
    path = tmp_path_factory.mktemp("many") / "many.db"
    store = Store.open(path, who="ana")
    store.documents.import_all(small_incidents(2_000)).result()
    store.close()
    return path


async def test_a_long_list_reads_only_the_rows_near_the_visible_ones(
    open_room: OpenRoom, large_file: Path, team_file: Path, open_other_store: OpenStore
) -> None:
    shutil.copy(large_file, team_file)
    async with open_room() as room:
        # What every row would say is said once.
        assert room.text("#count") == "2,000 incidents, all drafts"
        assert "draft" not in room.selected_row(LIST)
        assert len(room.rows(LIST)) < 200
        for keys, number in (
            (("G",), 1),
            (("g",), 2000),
            (("end", "k", "k"), 3),
            (("home", "j"), 1999),
            (("pagedown", "pageup"), 1999),
            (("ctrl+d", "ctrl+u"), 1999),
            (("pagedown",) * 5, 1999 - 5 * (room.screen().query_one(LIST).size.height - 1)),
        ):
            await room.press(*keys)
            assert room.selected_row(LIST).split()[0] == f"#{number}", keys
            assert "…" not in room.selected_row(LIST).split()
            assert f"#{number} " in room.screen_text
        # When another window adds an incident, the selected row stays selected and in its place.
        incidents = room.screen().query_one(LIST, VirtualList)
        selected_id, top = incidents.selected_id, incidents.scroll_offset.y
        open_other_store().incidents.create(
            "search", "slow", TODAY.replace(year=2020), 5_000
        ).result()
        await room.wait_until(lambda: room.text("#count") == "2,001 incidents, all drafts")
        assert incidents.selected_id == selected_id
        assert incidents.scroll_offset.y == top


async def test_a_click_selects_a_row_and_a_double_click_opens_it(
    open_room: OpenRoom,
) -> None:
    async with open_room() as room:
        await room.click_text("payments latency")
        assert "#43" in room.selected_row(LIST)
        await room.click_text("payments latency")
        assert isinstance(room.screen(), HomeScreen)
        await room.pilot.click(LIST, offset=(20, 2), times=2)
        await room.wait_until(lambda: not isinstance(room.screen(), HomeScreen))
        assert isinstance(room.screen(), TextDialog)
        assert "Meetings" in room.screen_text
        await room.press("m")
        assert room.meeting_screen.meeting.number == 43


async def test_q_ends_the_app(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("q")
        await room.wait_until(lambda: not room.app.is_running)
        assert room.app.return_code == 0
        assert room.app.failure == ""


async def test_a_word_that_is_searched_for_is_marked_in_its_row(open_room: OpenRoom) -> None:
    async with open_room() as room:
        assert "checkout 5xx spike · draft " in room.selected_row(LIST)
        await room.press("/")
        await room.type("payments")
        await room.wait_until(lambda: "of 24" in room.text("#count"))
        rows = room.rows(LIST)
        assert any("payments latency after release" in row for row in rows)
        titled = [row for row in rows if "payments" in row]
        assert not any(" · in " in row for row in titled)
        assert all(" · in " in row for row in rows if row not in titled)
        incidents = room.screen().query_one(LIST, VirtualList)
        marked = [
            segment.text
            for y in range(len(rows))
            for segment in incidents.render_line(y)
            if segment.text == "payments" and segment.style and segment.style.reverse
        ]
        assert len(marked) == sum(row.count("payments") for row in titled)


async def test_drafts_that_are_not_ready_are_named_beside_the_next_one(
    open_room: OpenRoom,
) -> None:
    def add_draft(store: Store) -> None:
        store.incidents.create("search", "slow", TODAY - timedelta(days=3), 50).result()

    async with open_room(prepare=add_draft) as room:
        assert "prepare #45" in room.text("#next-step")
        assert (
            "! 1 draft is not ready (select it and press p): #50 search (3 days, 0/10)"
            in room.text("#attention")
        )


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=str)
async def test_the_first_run_shows_the_segments_as_wide_as_their_minutes(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    async with open_room(sample=False, size=size) as room:
        lines = room.text("#first-run").splitlines()
        heads = next(line for line in lines if "Review" in line)
        blocks = [block.strip("│ ") for block in heads.split("│ │")]
        assert [block.split() for block in blocks] == [
            ["Review", "10", "min"],
            ["Incident", "30", "min"],
            ["Patterns", "10", "min"],
        ]
        review, incident, patterns = (len(block) for block in heads.split("│ │"))
        assert incident > 1.5 * review
        assert abs(review - patterns) <= 1
        assert max(len(line) for line in lines) <= size[0] - 4


async def test_a_small_terminal_has_each_figure_in_a_line(open_room: OpenRoom) -> None:
    async with open_room(size=(80, 24)) as room:
        first, second, *_ = room.screen_text.splitlines()
        assert first.strip() == (
            "Repeat incident rate 14% 1 of 7 incidents · ▼ was 47% in May · over target 12%"
        )
        assert second.strip().startswith("Action items done 68% 13 of 19 items · ▲ was 32% in May")


async def test_a_column_that_a_filter_makes_the_same_in_every_row_is_left_out(
    open_room: OpenRoom,
) -> None:
    async with open_room() as room:
        assert "SEV1" in room.selected_row(LIST)
        await room.press("f", "tab", "right", "ctrl+s")
        assert "SEV1" in room.text("#chips")
        assert room.rows(LIST)
        assert not any("SEV1" in row for row in room.rows(LIST))
        assert "Sev" not in room.text("#columns")


@pytest.mark.parametrize("at", [Stage.REVIEW, Stage.INCIDENT])
async def test_home_is_read_when_what_covers_it_from_the_start_is_left(
    open_room: OpenRoom, at: Stage
) -> None:
    async with open_room(at) as room:
        home = room.app.screen_stack[1]
        assert isinstance(home, HomeScreen)
        assert not len(home.query_one(LIST, VirtualList))
        await room.press("h")
        assert room.screen() is home
        assert "#45" in room.selected_row(LIST)
