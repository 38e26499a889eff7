"""The causes screen: incidents are classified one by one, and the catalogue is put in order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.store import Store
from db.vocabulary import CauseCategory, ParkedKind, Stage
from facilitator.screens.causes.causes_screen import CausesScreen
from facilitator.screens.home import HomeScreen
from facilitator.widgets.active_bindings import active_bindings
from facilitator.widgets.key_bar import KeyBar
from tests.ui.doubles import TODAY
from tests.ui.room import OpenRoom, OpenStore, Room

UNCLASSIFIED, CATALOGUE = "#unclassified", "#catalogue"


def add_unclassified(store: Store, count: int = 3) -> None:
    """Add incidents from #50 on that are linked to no cause, the newest with the lowest number."""
    for number in range(count):
        day = TODAY - timedelta(days=2 + number)
        store.incidents.create("billing", "late invoices", day, 50 + number).result()


def add_alike_causes(store: Store) -> None:
    """Add three incidents, two of which are linked to causes that are one and the same."""
    add_unclassified(store)
    for number, cause in ((50, "disk full"), (51, "full disks")):
        store.incidents.set_cause(store.incidents.get(number).result().id, cause).result()


def link_the_incident(store: Store) -> None:
    """Link the incident of the meeting to a cause that is not the first of the catalogue."""
    store.incidents.set_cause(store.incidents.get(45).result().id, "retry storm").result()


async def cause_of(room: Room, number: int) -> str | None:
    cause = (await room.incident(number)).cause
    return None if cause is None else cause.name


def causes_listed(room: Room) -> list[str]:
    """Return the rows of the catalogue, with single spaces."""
    return [" ".join(row.split()) for row in room.rows(CATALOGUE)]


async def test_incidents_are_classified_one_after_another_by_keys_alone(
    open_room: OpenRoom,
) -> None:
    async with open_room(prepare=add_unclassified) as room:
        await room.press("c")
        assert isinstance(room.screen(), CausesScreen)
        assert "Not classified: 5 incidents" in room.text("#unclassified-title")
        numbers = [row.split()[0] for row in room.rows(UNCLASSIFIED)]
        assert numbers == ["#45", "#50", "#51", "#52", "#32"]
        await room.press("j")
        for name in ("late feed", "retr", "LATE FEED"):
            await room.press("enter")
            await room.type(name)
            # The rest of a known name is taken over with the arrow key.
            await room.press("right", "enter")
        assert await cause_of(room, 50) == "late feed"
        assert await cause_of(room, 51) == "retry storm"
        assert await cause_of(room, 52) == "late feed"
        assert "Not classified: 2 incidents" in room.text("#unclassified-title")
        assert "2× late feed #50 #52" in causes_listed(room)


async def test_the_form_shows_the_root_cause_and_the_known_causes(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("c", "enter")
        assert "Cause of #45 checkout 5xx spike" in room.text("#form .title")
        assert "A push campaign brought" in room.text("#form .quiet")
        # The causes of most incidents stand first.
        assert "Known: retry storm, " in room.text("#form .quiet")
        await room.press("enter")
        assert await cause_of(room, 45) is None
        assert room.selected_row(UNCLASSIFIED).startswith("#45")


async def test_undo_takes_a_cause_away_again_and_selects_its_incident(open_room: OpenRoom) -> None:
    async with open_room(prepare=add_unclassified) as room:
        causes = await room.store.causes.all()
        await room.press("c", "j", "enter")
        await room.fill_form("late feed")
        await room.press("G", "u", "u")
        assert await cause_of(room, 50) is None
        assert await room.store.causes.all() == causes
        assert room.selected_row(UNCLASSIFIED).startswith("#50")


async def test_the_figures_of_the_patterns_follow_what_was_classified(open_room: OpenRoom) -> None:
    async with open_room(Stage.PATTERNS, prepare=add_unclassified) as room:
        assert "1 of 7 incidents" in room.text("#repeat-rate")
        assert "4 unclassified (press c)" in room.text("#repeat-rate")
        await room.press("c")
        for name in ("retry storm", "late feed", "late feed", "late feed"):
            await room.press("enter")
            await room.fill_form(name)
        await room.press("escape")
        assert room.stage() is Stage.PATTERNS
        assert "4 of 11 incidents" in room.text("#repeat-rate")
        assert "unclassified" not in room.text("#repeat-rate")
        assert "late feed" in room.text("#recurring")


async def test_what_is_parked_beside_the_patterns_belongs_to_the_meeting(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.PATTERNS) as room:
        meeting = room.meeting_screen.meeting
        await room.press("c", "z")
        await room.fill_form("one name for both causes", None)
        parked = (await room.store.parked.open())[-1]
        assert (parked.kind, parked.meeting_id) == (ParkedKind.IDEA, meeting.id)


async def test_a_cause_is_renamed_in_all_its_incidents(open_room: OpenRoom) -> None:
    async with open_room(prepare=add_alike_causes) as room:
        await room.press("c", "tab")
        await room.select_row(CATALOGUE, "retry storm")
        await room.press("e")
        assert room.text("#form #name") == "retry storm"
        await room.fill_form("Retries without a limit", None)
        assert await cause_of(room, 44) == "Retries without a limit"
        assert "Retries without a limit" in room.selected_row(CATALOGUE)
        await room.press("u", "u")
        assert await cause_of(room, 44) == "retry storm"


async def test_a_cause_gets_a_category_which_stands_beside_it(open_room: OpenRoom) -> None:
    async with open_room(size=(120, 40)) as room:
        await room.press("c", "tab")
        await room.select_row(CATALOGUE, "retry storm")
        await room.press("e", "enter", "n")
        assert "network" in room.text("#form #category")
        await room.press("enter")
        assert "4× retry storm network #44 #37 #26 #22" in causes_listed(room)
        cause = (await room.incident(44)).cause
        assert cause is not None
        assert cause.category is CauseCategory.NETWORK
        await room.press("u", "u")
        assert "4× retry storm load spike #44 #37 #26 #22" in causes_listed(room)


async def test_the_categories_that_the_texts_speak_of_are_the_first_to_choose_from(
    open_room: OpenRoom,
) -> None:
    def add_cause_of_a_certificate(store: Store) -> None:
        add_unclassified(store, 1)
        incident = store.incidents.get(50).result()
        text = "The TLS certificate had expired and nobody had renewed it."
        store.incidents.write(incident.id, "root_cause", "", text).result()
        store.incidents.set_cause(incident.id, "handshakes refused").result()

    async with open_room(prepare=add_cause_of_a_certificate) as room:
        await room.press("c", "tab")
        await room.select_row(CATALOGUE, "handshakes refused")
        await room.press("e")
        assert "its category may be: certificate or credential" in room.text("#form")
        assert "none yet" in room.text("#form #category")
        await room.press("enter", "right", "enter")
        cause = (await room.incident(50)).cause
        assert cause is not None
        assert cause.category is CauseCategory.CERTIFICATE_OR_CREDENTIAL


async def test_some_incidents_of_a_cause_get_another_one(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("c", "tab")
        await room.select_row(CATALOGUE, "retry storm")
        await room.press("s")
        assert "It has 4 incidents: #44 #37 #26 #22" in room.text("#form .quiet")
        await room.fill_form("44 and 37", "cold cache")
        assert room.text("#form-error").startswith("incidents: expected numbers such as #44 #37")
        room.form.query_one("#incidents").focus()
        await room.fill_form("#44, 37", None)
        assert [await cause_of(room, number) for number in (44, 37, 26, 22)] == [
            *["cold cache"] * 2,
            *["retry storm"] * 2,
        ]
        # The new cause takes over the category of the one that was split.
        selected = " ".join(room.selected_row(CATALOGUE).split())
        assert selected == "2× cold cache load spike #44 #37"
        await room.press("u", "u")
        assert await cause_of(room, 44) == "retry storm"


async def test_a_cause_of_one_incident_has_nothing_to_split(open_room: OpenRoom) -> None:
    async with open_room(prepare=add_alike_causes) as room:
        await room.press("c", "tab")
        await room.select_row(CATALOGUE, "full disks")
        assert "causes.split" not in {
            active.binding.id for active in active_bindings(room.screen())
        }
        await room.press("s")
        assert isinstance(room.screen(), CausesScreen)


async def test_the_incidents_of_a_cause_are_one_key_away_and_can_be_read(
    open_room: OpenRoom,
) -> None:
    async with open_room() as room:
        await room.press("c", "tab")
        await room.select_row(CATALOGUE, "retry storm")
        await room.press("enter")
        assert room.text("#form .title") == "Cause “retry storm”"
        numbers = [row.split()[0] for row in room.rows("#choices")]
        assert numbers == ["#44", "#37", "#26", "#22"]
        await room.press("j", "enter")
        assert room.text("#form .title").startswith("#37 ")
        assert "Root cause" in room.screen_text
        await room.press("escape")
        # The cursor is on the incident that was read.
        assert room.selected_row("#choices").startswith("#37")
        await room.press("escape")
        assert isinstance(room.screen(), CausesScreen)


async def test_the_catalogue_opens_at_the_cause_of_the_incident_in_hand(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.INCIDENT, prepare=link_the_incident) as room:
        await room.press("C")
        assert isinstance(room.screen(), CausesScreen)
        assert "retry storm" in room.selected_row(CATALOGUE)
        await room.press("escape")
        assert room.stage() is Stage.INCIDENT


async def test_a_name_that_is_taken_offers_to_merge_the_two(open_room: OpenRoom) -> None:
    async with open_room(prepare=add_alike_causes) as room:
        causes = await room.store.causes.all()
        await room.press("c", "tab")
        await room.select_row(CATALOGUE, "full disks")
        for answer in "km":
            await room.press("e")
            await room.fill_form(" Disk Full ", None)
            assert "“disk full” is in the catalogue already" in room.text("#form .title")
            assert await room.store.causes.all() == causes
            await room.press(answer)
        assert await cause_of(room, 51) == "disk full"
        assert room.selected_row(CATALOGUE).split() == ["2×", "disk", "full", "#50", "#51"]
        await room.press("u", "u")
        assert await room.store.causes.all() == causes
        assert await cause_of(room, 51) == "full disks"


async def test_a_merge_says_what_it_will_do_and_undo_brings_both_back(open_room: OpenRoom) -> None:
    async with open_room(prepare=add_alike_causes) as room:
        causes = await room.store.causes.all()
        await room.press("c", "tab")
        await room.select_row(CATALOGUE, "retry storm")
        await room.press("m")
        await room.fill_form("retry storm")
        assert "no other cause in the catalogue has that name" in room.text("#form-error")
        await room.fill_form("full disks")
        question = " ".join(room.text("#form").split())
        assert "Merge “retry storm” into “full disks”?" in room.text("#form .title")
        assert "4 incidents of “retry storm” will have the cause “full disks”" in question
        await room.press("k")
        assert await room.store.causes.all() == causes
        await room.press("m")
        await room.fill_form("full disks")
        await room.press("m")
        assert await cause_of(room, 44) == "full disks"
        assert "5× full disks" in room.selected_row(CATALOGUE)
        await room.press("u", "u")
        assert await room.store.causes.all() == causes
        assert await cause_of(room, 44) == "retry storm"


async def test_the_lists_follow_another_window(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room() as room:
        await room.press("c")
        store = open_other_store()
        store.incidents.set_cause((await room.incident()).id, "push campaign").result()
        await room.wait_until(lambda: "1× push campaign #45" in causes_listed(room))
        assert "Not classified: 1 incident" in room.text("#unclassified-title")


async def test_a_watching_window_sees_the_causes_and_changes_nothing(open_room: OpenRoom) -> None:
    async with open_room(Stage.PATTERNS):
        pass
    async with open_room(watch=True) as room:
        await room.press("c")
        assert isinstance(room.screen(), CausesScreen)
        assert "4× retry storm load spike #44 #37 #26 #22" in causes_listed(room)
        ids = {active.binding.id for active in active_bindings(room.screen())}
        assert not ids & {"causes.classify", "causes.rename", "causes.merge", "causes.split"}
        assert not ids & {"undo", "park"}
        await room.press("enter", "tab", "e", "m", "s", "u", "z")
        assert isinstance(room.screen(), CausesScreen)
        await room.press("escape")
        assert room.stage() is Stage.PATTERNS


async def test_very_many_causes_and_incidents_fit_a_small_terminal(open_room: OpenRoom) -> None:
    def add_many(store: Store) -> None:
        add_unclassified(store, 300)
        for number in range(60):
            incident = store.incidents.create("search", "slow", TODAY, 500 + number).result()
            store.incidents.set_cause(incident.id, f"cause {number:02}").result()

    async with open_room(sample=False, prepare=add_many, size=(80, 24)) as room:
        await room.press("c", "G")
        assert "#349" in room.screen_text
        await room.press("tab", "G")
        assert "cause 59" in room.screen_text
        # It has one incident, which was not read yet when the cursor came.
        assert not room.screen().check_action("split", ())
        assert "Split" not in room.screen_text
        await room.press("e")
        await room.fill_form("the last cause", None)
        assert await cause_of(room, 559) == "the last cause"


async def test_without_incidents_the_screen_says_so(open_room: OpenRoom) -> None:
    async with open_room(sample=False) as room:
        # Home offers the screen only where there are incidents; another window may delete them.
        await room.press("c")
        assert isinstance(room.screen(), HomeScreen)
        room.app.show_causes()
        await room.press("enter", "tab", "e", "m")
        assert isinstance(room.screen(), CausesScreen)
        assert room.text("#unclassified-title") == "Every incident is classified"
        assert room.text("#catalogue-title") == "The catalogue is empty"
        await room.press("escape")
        assert isinstance(room.screen(), HomeScreen)


def add_twin_of_a_certificate(store: Store) -> None:
    """Add an incident that is linked to no cause, and reads like #23."""
    earlier = store.incidents.get(23).result()
    twin = store.incidents.create("login", "x509", TODAY, 50).result()
    store.incidents.write(twin.id, "root_cause", "", earlier.root_cause).result()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_an_incident_without_a_cause_says_which_one_it_looks_like_and_why(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    async with open_room(size=size) as room:
        await room.press("c", "enter")
        words = " ".join(room.text("#form").split())
        assert "Looks like retry storm, as #22 (" in words
        assert "retry storm, " in words
        assert "“checkout”" in words
        assert lines_below_the_keys(room) == 2
        assert room.form.values["name"] == ""
        await room.press("escape", "j", "enter")
        assert "Looks like" not in room.text("#form")


async def test_the_causes_of_similar_incidents_are_offered_first(open_room: OpenRoom) -> None:
    async with open_room(prepare=add_twin_of_a_certificate) as room:
        await room.press("c")
        assert room.rows(UNCLASSIFIED)[0].split()[0] == "#50"
        await room.press("enter")
        assert "Known: expired certificate, " in room.text("#form")


def add_many_of_one_cause(store: Store) -> None:
    """Add more incidents of one cause than any dialog shows at once."""
    add_unclassified(store, 40)
    for number in range(50, 90):
        store.incidents.set_cause(store.incidents.get(number).result().id, "disk full").result()


def lines_below_the_keys(room: Room) -> int:
    """Return how many lines of the dialog in front lie below its keys; its edge is one of them."""
    form, keys = room.screen().query_one("#form"), room.screen().query_one(KeyBar)
    return form.region.bottom - keys.region.bottom


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_a_long_dialog_shows_its_keys_and_leaves_no_room_below_them(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    async with open_room(size=size, prepare=add_many_of_one_cause) as room:
        await room.press("c", "tab")
        await room.select_row(CATALOGUE, "disk full")
        await room.press("enter")
        assert "⏎ Choose" in room.text("#form #keys")
        assert lines_below_the_keys(room) == 2
        await room.press("escape")
        await room.select_row(CATALOGUE, "retry storm")
        await room.press("enter", "enter")
        assert room.text("#form .title").startswith("#44 ")
        assert lines_below_the_keys(room) == 2


async def test_a_very_long_name_leaves_room_for_the_category_and_the_incidents(
    open_room: OpenRoom,
) -> None:
    def add_long_cause(store: Store) -> None:
        add_unclassified(store)
        store.incidents.set_cause(store.incidents.get(50).result().id, "x" * 200).result()
        cause = next(cause for cause in store.causes.all().result() if cause.name == "x" * 200)
        store.causes.edit(cause, cause.name, CauseCategory.DNS).result()

    async with open_room(size=(80, 24), prepare=add_long_cause) as room:
        await room.press("c")
        row = next(row for row in causes_listed(room) if "xxx" in row)
        assert row.endswith("#50")
        assert "… DNS" in row


async def test_the_card_says_why_each_incident_of_the_cause_came_back(open_room: OpenRoom) -> None:
    async with open_room(size=(120, 40)) as room:
        await room.press("c")
        await room.wait_until(lambda: "The client retried at once" in room.text("#cause-card"))
        await room.press("tab")
        await room.select_row("#catalogue", "retry storm")
        await room.wait_until(
            lambda: "retry storm  load spike · 4 incidents" in room.text("#cause-card")
        )
        card = room.text("#cause-card")
        assert "#44" in card
        assert "↻ repeats #37, " in card
        assert card.count("↻") == 3
        assert "#22" in card
