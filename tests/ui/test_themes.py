"""The themes screen: what rises, what was named, hidden and merged, and their incidents."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from db.records import Theme
from db.store import Store
from db.vocabulary import Stage
from facilitator.screens.home import HomeScreen
from facilitator.screens.themes.themes_screen import ThemesScreen
from tests.ui.doubles import TODAY
from tests.ui.preparation import SPIKE_NUMBER, add_bare_incident
from tests.ui.room import OpenRoom, Room

LIST, FOUND = "#all-themes", "#found"
EXPIRED = "certificate expired"
TEXTS = (
    "The TLS certificate of the gateway had expired overnight.",
    "Nobody renewed the wildcard cert, so it expired on Sunday.",
    "An expired SSL certificate on the load balancer broke every handshake.",
    "The client certificate was past its expiry date.",
    "The certificate expired; cert-manager did not renew it.",
    "Certificate expired: the intermediate CA was valid until midnight.",
)
NUMBERS = tuple(range(60, 60 + len(TEXTS)))


def add_expired_certificates(store: Store) -> None:
    """Add six incidents of late, each of which has the same mechanism in other words."""
    for number, text in zip(NUMBERS, TEXTS, strict=True):
        day = TODAY - timedelta(days=1 + number - NUMBERS[0])
        store.incidents.create(f"edge {number}", "handshakes fail", day, number).result()
        incident = store.incidents.get(number).result()
        store.incidents.write(incident.id, "root_cause", "", text).result()


def rows(room: Room) -> list[str]:
    """Return the rows of the list of themes, with single spaces."""
    return [" ".join(row.split()) for row in room.rows(LIST)]


async def named(room: Room, name: str) -> Theme | None:
    return next((theme for theme in await room.store.themes.all() if theme.name == name), None)


async def test_a_rise_stands_first_with_its_counts_and_incidents_one_key_away(
    open_room: OpenRoom,
) -> None:
    async with open_room(prepare=add_expired_certificates) as room:
        await room.press("t")
        assert isinstance(room.screen(), ThemesScreen)
        assert rows(room)[0] == f"▲ {EXPIRED} 6 of 14, was 0 of 16"
        card = room.text("#theme-card")
        assert "found: a kind of failure" in card
        assert "#60" in card
        assert "edge 60 handshakes fail" in card
        await room.press("enter")
        assert len(room.rows("#choices")) == len(NUMBERS)
        await room.press("enter")
        assert TEXTS[0] in room.screen_text
        await room.press("escape", "escape", "escape")
        assert isinstance(room.screen(), HomeScreen)


async def test_what_rises_is_kept_as_a_systemic_issue_with_owner_and_day(
    open_room: OpenRoom,
) -> None:
    async with open_room(prepare=add_expired_certificates) as room:
        await room.press("t", "t")
        assert "linked to 6 incidents" in room.text("#form .quiet")
        await room.fill_form("certificates", "Renew them by machine", "Mei", "yesterday")
        theme = await named(room, "certificates")
        assert theme is not None
        assert theme.incidents == NUMBERS
        assert (theme.systemic, theme.owner) == ("Renew them by machine", "Mei")
        assert theme.decided_on == TODAY - timedelta(days=1)
        assert not any(EXPIRED in row for row in rows(room))
        assert any(row.startswith("✓ certificates ▲ 6 of 14") for row in rows(room))
        await room.press("u", "y", "u", "y")
        assert await named(room, "certificates") is None
        assert rows(room)[0].startswith(f"▲ {EXPIRED}")


async def test_a_decision_in_the_future_is_refused_and_nothing_changes(
    open_room: OpenRoom,
) -> None:
    async with open_room() as room:
        before = await room.store.themes.all()
        await room.press("t", "e")
        await room.fill_form("Look at it", "Mei", "2031-01-01")
        assert "decided: write a day up to today" in room.text("#form-error")
        assert await room.store.themes.all() == before


async def test_a_hidden_theme_stays_hidden_until_it_is_shown_again(open_room: OpenRoom) -> None:
    async with open_room(prepare=add_expired_certificates) as room:
        await room.press("t", "x")
        assert not any("▲" in row for row in rows(room))
        assert rows(room)[-1] == f"✗ {EXPIRED} hidden"
        await room.press("escape", "t", "G", "o")
        assert rows(room)[0].startswith(f"▲ {EXPIRED}")
        await room.press("u", "y")
        assert rows(room)[-1] == f"✗ {EXPIRED} hidden"


async def test_a_theme_is_merged_into_one_that_was_named(open_room: OpenRoom) -> None:
    async with open_room(prepare=add_expired_certificates) as room:
        await room.press("t", "m")
        await room.fill_form("no such theme")
        assert "into: write the name of another theme" in room.text("#form-error")
        await room.press("escape", "m")
        room.form.query_one("#into").value = ""  # type: ignore[attr-defined]
        await room.fill_form("Certificates have no owner")
        theme = await named(room, "certificates have no owner")
        assert theme is not None
        assert set(NUMBERS) <= set(theme.incidents)
        assert not any(EXPIRED in row for row in rows(room))


async def test_two_themes_that_people_named_are_merged_and_undo_brings_both_back(
    open_room: OpenRoom,
) -> None:
    async with open_room() as room:
        before = await room.store.themes.all()
        await room.press("t")
        await room.select_row(LIST, "runbooks are out of date")
        await room.press("m")
        assert "“runbooks are out of date” is deleted then" in room.text("#form")
        await room.fill_form("runbooks are out of date")
        assert "into: write the name of another theme" in room.text("#form-error")
        room.form.query_one("#into").value = ""  # type: ignore[attr-defined]
        await room.fill_form("rollback takes too long")
        assert await named(room, "runbooks are out of date") is None
        theme = await named(room, "rollback takes too long")
        assert theme is not None
        assert {36, 43} <= set(theme.incidents)
        await room.press("u", "y")
        assert await room.store.themes.all() == before


async def test_without_incidents_to_compare_a_theme_has_no_counts(open_room: OpenRoom) -> None:
    def add_old_theme(store: Store) -> None:
        number = store.incidents.create("edge", "down", date(2019, 3, 14)).result().number
        store.themes.add("certificates", [number]).result()

    async with open_room(sample=False, prepare=add_old_theme) as room:
        await room.press("t")
        assert rows(room) == ["○ certificates 1 incident"]
        assert "of 0" not in room.screen_text


async def test_a_merged_theme_is_parted_again(open_room: OpenRoom) -> None:
    def merge(store: Store) -> None:
        add_expired_certificates(store)
        store.found_terms.merge(f"concept:{EXPIRED}", "service:edge").result()

    async with open_room(prepare=merge) as room:
        await room.press("t")
        assert rows(room)[-1] == f"= {EXPIRED} the same as edge"
        await room.press("G", "o")
        assert rows(room)[0].startswith(f"▲ {EXPIRED}")
        assert not any(row.startswith("=") for row in rows(room))


async def test_named_themes_are_added_and_deleted_and_undo_brings_them_back(
    open_room: OpenRoom,
) -> None:
    async with open_room() as room:
        await room.press("t", "a")
        await room.fill_form("slow rollbacks", None, None, None)
        await room.select_row(LIST, "slow rollbacks")
        await room.press("x")
        assert await named(room, "slow rollbacks") is None
        await room.press("u", "y")
        assert any("slow rollbacks" in row for row in rows(room))


async def test_too_few_incidents_are_said_to_be_too_few(open_room: OpenRoom) -> None:
    async with open_room(sample=False, prepare=add_bare_incident) as room:
        await room.press("t")
        words = room.text("#themes-empty")
        assert "Too little to compare: 1 incident in the last 6 months, 0 in the 6 before" in words
        assert "Press a to write down what recurs" in words
        await room.press("enter", "t", "m", "x", "o", "e")
        assert isinstance(room.screen(), ThemesScreen)


async def test_a_meeting_keeps_or_hides_what_rises_in_two_keys(open_room: OpenRoom) -> None:
    async with open_room(Stage.PATTERNS, prepare=add_expired_certificates) as room:
        assert EXPIRED in room.rows(FOUND)[0]
        await room.press("r", "h")
        assert room.rows(FOUND) == []
        await room.press("u", "y", "r", "k")
        await room.fill_form(None, None, None, None)
        theme = await named(room, EXPIRED)
        assert theme is not None
        assert theme.incidents == NUMBERS
        assert room.selected_row("#themes").startswith(f"○ {EXPIRED}")
        assert room.rows(FOUND) == []


async def test_all_themes_and_their_incidents_can_be_seen_in_a_meeting(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.PATTERNS, prepare=add_expired_certificates) as room:
        await room.press("r", "i")
        assert len(room.rows("#choices")) == len(NUMBERS)
        await room.press("escape", "t")
        assert isinstance(room.screen(), ThemesScreen)
        await room.press("x", "escape")
        assert room.stage() is Stage.PATTERNS
        assert room.rows(FOUND) == []


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_people_typed_stays_text_and_within_its_cells(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    odd = "[bold]שלום[/] 👩‍🚀 " * 8 + "\x1b[31m"

    def add_odd_theme(store: Store) -> None:
        add_bare_incident(store)
        store.themes.add(odd[:190], [SPIKE_NUMBER]).result()

    async with open_room(sample=False, prepare=add_odd_theme, size=size) as room:
        await room.press("t")
        assert "[bold]" in room.rows(LIST)[0]
        assert "1 incident" in room.rows(LIST)[0]
        assert "\x1b" not in room.screen_text
