"""The keys that lead to a ticket in the web: the same wherever an action item is in hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.store import Store
from db.vocabulary import Stage
from facilitator.config.settings import Settings
from facilitator.config.tracker_settings import TrackerSettings
from tests.ui.doubles import NOW, clock_at
from tests.ui.room import OpenRoom, Room

SETTINGS = Settings(tracker=TrackerSettings(url="https://ops.example/jira"))
ADDRESS = "https://ops.example/jira/browse/OPS-1"


def with_tickets(*tickets: str) -> Callable[[Store], None]:
    """Return what gives the newest incident, and the one before it, items with these tickets."""

    def prepare(store: Store) -> None:
        for _ in range(2):
            incident = store.incidents.create("search", "slow", NOW.date()).result()
            for ticket in tickets:
                store.actions.add(incident.id, "Cap retries", "Mei", ticket=ticket).result()

    return prepare


def opened_by(room: Room, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list to which every address is added that is opened from now on."""
    opened: list[str] = []
    monkeypatch.setattr(room.app, "open_url", opened.append)
    return opened


@pytest.mark.usefixtures("desktop")
@pytest.mark.parametrize(
    ("stage", "part"), [(Stage.REVIEW, 0), (Stage.INCIDENT, 2), (None, 0)], ids=str
)
async def test_a_key_opens_the_ticket_in_hand(
    open_room: OpenRoom, monkeypatch: pytest.MonkeyPatch, stage: Stage | None, part: int
) -> None:
    async with open_room(
        stage,
        part=part,
        sample=False,
        prepare=with_tickets("OPS-1"),
        clock=clock_at(60),
        settings=SETTINGS,
    ) as room:
        opened = opened_by(room, monkeypatch)
        if stage is None:
            await room.press("a")
        await room.press("O")
        assert opened == [ADDRESS]
        await room.press("L")
        assert (opened, room.app.clipboard) == ([ADDRESS], ADDRESS)
        assert ADDRESS in room.notices


@pytest.mark.usefixtures("desktop")
async def test_the_wrap_up_asks_which_of_several_tickets_is_meant(
    open_room: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_room(
        Stage.WRAP_UP,
        sample=False,
        prepare=with_tickets("OPS-1", "banana", "OPS-2"),
        settings=SETTINGS,
    ) as room:
        opened = opened_by(room, monkeypatch)
        await room.press("O")
        assert "OPS-2  Cap retries" in room.text("#choices")
        assert "banana" not in room.text("#choices")
        await room.press("down", "enter")
        assert opened == [ADDRESS.replace("OPS-1", "OPS-2")]


@pytest.mark.usefixtures("desktop")
@pytest.mark.parametrize(
    ("stage", "part"), [(Stage.REVIEW, 0), (Stage.INCIDENT, 2), (Stage.WRAP_UP, 0)], ids=str
)
async def test_a_click_on_the_key_of_a_ticket_opens_it(
    open_room: OpenRoom, monkeypatch: pytest.MonkeyPatch, stage: Stage, part: int
) -> None:
    async with open_room(
        stage,
        part=part,
        sample=False,
        prepare=with_tickets("OPS-1"),
        clock=clock_at(60),
        settings=SETTINGS,
    ) as room:
        opened = opened_by(room, monkeypatch)
        await room.click_text("OPS-1 ↗")
        assert opened == [ADDRESS]


async def test_without_a_desktop_the_address_is_copied_and_shown(
    open_room: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    async with open_room(sample=False, prepare=with_tickets("OPS-1"), settings=SETTINGS) as room:
        opened = opened_by(room, monkeypatch)
        await room.press("a", "O")
        assert (opened, room.app.clipboard) == ([], ADDRESS)
        assert ADDRESS in room.notices


@pytest.mark.parametrize("settings", [SETTINGS, Settings()], ids=["with a site", "without one"])
async def test_what_has_no_address_has_no_key(open_room: OpenRoom, settings: Settings) -> None:
    tickets = ("banana", "") if settings is SETTINGS else ("OPS-1",)
    async with open_room(sample=False, prepare=with_tickets(*tickets), settings=settings) as room:
        await room.press("a")
        bound = {active.binding.id for active in room.screen().active_bindings.values()}
        assert not {"ticket.open", "ticket.copy"} & bound
