"""The work on tickets beside the screens: nobody waits for it, and none of it is done twice."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import repeat
from pathlib import Path
from queue import Queue
from threading import Event, Semaphore
from time import monotonic
from uuid import UUID, uuid4

import pytest

from db.store import Store
from db.vocabulary import Stage
from facilitator.config.settings import Settings
from facilitator.domain.ticket_news import TicketNews
from facilitator.outbox.worker import ticket_label
from facilitator.shell import ticket_thread
from facilitator.tracker.token import VARIABLE
from tests.tracker.fake_cloud import TOKEN, FakeCloud
from tests.tracker.loopback import Reply
from tests.ui.doubles import NOW, clock_at
from tests.ui.room import OpenRoom, Room

BULK = "POST /rest/api/3/issue/bulkfetch"
CREATE = "POST /rest/api/3/issue"
BEFORE = date(2026, 11, 1)
EXIT_SECONDS = 8.0
"""The exit takes far less than this, and a request that is never answered far more."""


def add_items(store: Store, tickets: Sequence[str]) -> None:
    """Add an open action item for each of these tickets, and then the incident to talk about."""
    for number, ticket in enumerate(tickets):
        if number % 3 == 0:
            incident = store.incidents.create("search", "slow", BEFORE).result()
        store.actions.add(incident.id, f"Action {number}", "Mei", ticket=ticket).result()
    store.incidents.create("checkout", "5xx spike", NOW.date()).result()


def add_queued(store: Store, count: int = 1) -> list[UUID]:
    """Add action items whose tickets are to be made, and return their ids."""
    incident = store.incidents.create("search", "slow", BEFORE).result()
    items = [
        store.actions.add(incident.id, f"Action {n}", "Mei", in_tracker=True).result()
        for n in range(count)
    ]
    store.outbox.release([item.id for item in items], NOW).result()
    return [item.id for item in items]


def add_one_queued(store: Store) -> None:
    add_queued(store)


async def tickets_of(room: Room, ids: Sequence[UUID]) -> list[str]:
    return [(await room.store.outbox.subject(item_id))[1].ticket for item_id in ids]


async def test_a_review_says_how_far_the_sync_is_and_then_how_old_its_tickets_are(
    open_room: OpenRoom, jira_settings: Settings, cloud: FakeCloud
) -> None:
    keys = [cloud.add(f"OPS-{number}").key for number in range(1, 102)]
    answers = Semaphore(0)
    cloud.server.before[BULK] = answers.acquire
    async with open_room(
        Stage.REVIEW,
        sample=False,
        prepare=lambda store: add_items(store, keys),
        clock=clock_at(60),
        settings=jira_settings,
    ) as room:
        await room.wait_until(lambda: room.text("#sync") == "syncing tickets 0/101")
        answers.release()
        await room.wait_until(lambda: room.text("#sync") == "syncing tickets 100/101")
        # The room goes on meanwhile.
        await room.press("i")
        assert "2 of 101" in room.text("#heading")
        answers.release()
        await room.wait_until(lambda: room.text("#sync") == "tickets synced just now")
        await room.pass_time(200)
        await room.press("i")
        assert room.text("#sync") == "tickets synced 3 min ago"


async def test_a_sync_that_fails_says_why_and_a_key_asks_again(
    open_room: OpenRoom, jira_settings: Settings, cloud: FakeCloud
) -> None:
    cloud.add("OPS-1")
    cloud.server.instead[BULK].append(Reply(503, body=b"<html>Unavailable</html>"))
    async with open_room(
        Stage.REVIEW,
        sample=False,
        prepare=lambda store: add_items(store, ["OPS-1"]),
        clock=clock_at(60),
        settings=jira_settings,
    ) as room:
        failure = "not synced: the address of Jira answered with an error of its own (503)"
        await room.wait_until(lambda: room.text("#sync") == failure)
        await room.press("R")
        await room.wait_until(lambda: room.text("#sync") == "tickets synced just now")


async def test_the_actions_screen_syncs_what_it_lists(
    open_room: OpenRoom, jira_settings: Settings, cloud: FakeCloud
) -> None:
    cloud.add("OPS-1")
    async with open_room(
        sample=False, prepare=lambda store: add_items(store, ["OPS-1", ""]), settings=jira_settings
    ) as room:
        await room.press("a")
        await room.wait_until(lambda: room.text("#sync") == "tickets synced just now")
        await room.press("R")
        await room.wait_until(lambda: len(cloud.server.calls(BULK)) == 2)


async def test_of_several_requests_the_newest_is_asked_after_the_one_under_way(
    open_room: OpenRoom, jira_settings: Settings, cloud: FakeCloud
) -> None:
    keys = [cloud.add(f"OPS-{number}").key for number in (1, 2, 3)]
    answers = Semaphore(0)
    cloud.server.before[BULK] = answers.acquire
    async with open_room(
        sample=False, prepare=lambda store: add_items(store, keys), settings=jira_settings
    ) as room:
        for item in (await room.incident(1)).action_items:
            room.app.tickets.sync([item])
            await room.wait_until(lambda: bool(cloud.server.calls(BULK)))
        answers.release(2)
        await room.wait_until(lambda: not room.app.tickets.news.is_syncing)
        asked = [call.value["issueIdsOrKeys"] for call in cloud.server.calls(BULK)]
        assert asked == [["OPS-1"], ["OPS-3"]]


async def test_a_token_that_is_none_is_said_where_tickets_are_listed(
    open_room: OpenRoom, jira_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "two words")
    async with open_room(
        sample=False, prepare=lambda store: add_items(store, ["OPS-1"]), settings=jira_settings
    ) as room:
        await room.press("a")
        await room.wait_until(lambda: "expected a token" in room.text("#sync"))
        monkeypatch.setenv(VARIABLE, TOKEN)
        await room.press("R")
        await room.wait_until(lambda: "synced just now" in room.text("#sync"))


async def test_a_token_that_was_refused_is_read_again_when_somebody_asks_again(
    open_room: OpenRoom,
    jira_settings: Settings,
    cloud: FakeCloud,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def prepare(store: Store) -> None:
        add_items(store, [cloud.add("OPS-1").key])
        add_queued(store)

    monkeypatch.setenv(VARIABLE, "withdrawn")
    async with open_room(sample=False, prepare=prepare, settings=jira_settings) as room:
        await room.press("a")
        await room.wait_until(lambda: "does not accept the token" in room.text("#sync"))
        monkeypatch.setenv(VARIABLE, TOKEN)
        await room.press("R")
        await room.wait_until(lambda: "synced just now" in room.text("#sync"))
        ids = [step.action_id for step in await room.store.outbox.unfinished()]
        await room.store.outbox.release(ids, NOW)
        room.app.tickets.push()
        await room.wait_until(lambda: all_done(room))


async def test_a_stalled_request_keeps_nobody_from_working_or_leaving(
    open_room: OpenRoom, jira_settings: Settings, cloud: FakeCloud
) -> None:
    cloud.server.stalled.add(BULK)
    async with open_room(
        Stage.REVIEW,
        sample=False,
        prepare=lambda store: add_items(store, ["OPS-1", "OPS-2"]),
        clock=clock_at(60),
        settings=jira_settings,
    ) as room:
        await room.wait_until(lambda: bool(cloud.server.calls(BULK)))
        await room.press("d")
        assert "2 of 2" in room.text("#heading")
        await room.press("h", "a")
        assert "syncing tickets" in room.text("#sync")
        leaves_at = monotonic()
        await room.press("ctrl+q")
    assert monotonic() - leaves_at < EXIT_SECONDS
    assert not cloud.server.ends.is_set()


async def test_an_outbox_that_a_killed_window_left_is_resumed_at_the_start(
    open_room: OpenRoom, jira_settings: Settings, cloud: FakeCloud
) -> None:
    ids: list[UUID] = []

    def leave_behind(store: Store) -> None:
        ids.extend(add_queued(store, 2))
        killed, at = uuid4(), NOW - timedelta(minutes=10)
        store.outbox.release(ids, at).result()
        step = store.outbox.claim(killed, NOW).result()
        assert step is not None
        store.outbox.begin(step.id, killed, NOW).result()
        # It had arrived.
        cloud.add("OPS-77").fields["labels"] = ["postmortem", ticket_label(step.action_id)]

    later = clock_at(600)
    async with open_room(
        sample=False, prepare=leave_behind, settings=jira_settings, clock=later
    ) as room:
        await room.wait_until(lambda: all_done(room))
        assert sorted(await tickets_of(room, ids)) == sorted(cloud.issues)
        assert len(cloud.issues) == 2


async def test_what_is_released_while_the_window_is_open_is_worked_off(
    open_room: OpenRoom, jira_settings: Settings, cloud: FakeCloud
) -> None:
    async with open_room(
        sample=False, prepare=lambda store: add_items(store, [""]), settings=jira_settings
    ) as room:
        item = await room.store.actions.add(
            (await room.incident(1)).id, "Cap retries", "Mei", in_tracker=True
        )
        await room.store.outbox.release([item.id], NOW)
        room.app.tickets.push()
        await room.wait_until(lambda: all_done(room))
        assert await tickets_of(room, [item.id]) == [*cloud.issues]


async def test_a_tracker_that_is_set_up_while_the_window_is_open_is_asked_from_then_on(
    open_room: OpenRoom, jira_settings: Settings, cloud: FakeCloud
) -> None:
    async with open_room(sample=False, prepare=add_one_queued) as room:
        room.app.tickets.use(jira_settings)
        await room.wait_until(lambda: all_done(room))
        assert len(cloud.issues) == 1


async def test_what_went_wrong_with_the_tracker_of_before_is_not_said_of_the_new_one(
    open_room: OpenRoom, jira_settings: Settings, cloud: FakeCloud
) -> None:
    cloud.add("OPS-1")
    asked, answers = Event(), Semaphore(0)

    def hold() -> None:
        asked.set()
        answers.acquire()

    cloud.server.before[BULK] = hold
    cloud.server.instead[BULK].append(Reply(503, body=b"<html>Unavailable</html>"))
    earlier = ticket_threads()
    async with open_room(
        Stage.REVIEW,
        sample=False,
        prepare=lambda store: add_items(store, ["OPS-1"]),
        clock=clock_at(60),
        settings=jira_settings,
    ) as room:
        await room.wait_until(asked.is_set)
        (before,) = ticket_threads() - earlier
        room.app.use_tracker(jira_settings.tracker)
        await room.wait_until(lambda: room.text("#sync") == "")
        answers.release()
        await room.wait_until(lambda: not before.is_alive())
        # What it has told last is handled before the key.
        await room.press("i")
        assert room.text("#sync") == ""


def test_an_error_in_the_program_ends_neither_the_meeting_nor_the_work_on_tickets(
    tmp_path: Path, jira_settings: Settings, cloud: FakeCloud
) -> None:
    store = Store.open(tmp_path / "team.db")
    (item_id,) = add_queued(store)
    moments = iter([NOW])
    told: Queue[TicketNews] = Queue()

    def now() -> datetime:
        return next(moments)

    thread = ticket_thread.TicketThread(
        store, jira_settings, now, lambda news, is_saved: told.put(news)
    )
    while not (news := told.get(timeout=EXIT_SECONDS)).trouble:
        pass
    assert news.trouble == "an error in the program (StopIteration: )"
    moments = repeat(NOW)
    thread.push()
    while told.get(timeout=EXIT_SECONDS).waiting:
        pass
    thread.end()
    assert store.outbox.subject(item_id).result()[1].ticket
    store.close()


async def test_a_step_that_has_to_wait_is_tried_again_when_its_time_has_come(
    open_room: OpenRoom,
    jira_settings: Settings,
    cloud: FakeCloud,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("SHORTEST_SLEEP", "LONGEST_SLEEP"):
        monkeypatch.setattr(ticket_thread, name, timedelta(milliseconds=20))
    cloud.server.instead[CREATE].append(Reply(429, {}, {"Retry-After": "50"}))
    async with open_room(sample=False, prepare=add_one_queued, settings=jira_settings) as room:
        await room.wait_until(lambda: is_put_off(room))
        assert cloud.issues == {}
        room.clock.advance(51)
        await room.wait_until(lambda: all_done(room))
        assert len(cloud.issues) == 1


async def test_two_windows_work_off_one_outbox_and_make_each_ticket_once(
    open_room: OpenRoom, jira_settings: Settings, cloud: FakeCloud
) -> None:
    ids: list[UUID] = []
    async with (
        open_room(
            sample=False, prepare=lambda store: add_items(store, [""] * 3), settings=jira_settings
        ) as room,
        open_room(settings=jira_settings) as other,
    ):
        for number in (1, 2):
            incident = await room.incident(number)
            ids += [item.id for item in incident.action_items]
        for one in (room, other):
            await one.press("a")
        await room.store.outbox.release(ids, NOW)
        room.app.tickets.push()
        other.app.tickets.push()
        for one in (room, other):
            await one.wait_until(lambda: all_done(room))
        assert sorted(await tickets_of(room, ids)) == sorted(cloud.issues)
        assert len(cloud.issues) == len(ids) == 3
        await room.wait_until(lambda: "OPS-" in room.text("#item-facts"))
        await other.wait_until(lambda: "OPS-" in other.text("#item-facts"))


async def all_done(room: Room) -> bool:
    """Whether nothing that was released is left to be done in the tracker."""
    return not await room.store.outbox.unfinished()


async def test_a_window_that_watches_asks_nothing(
    open_room: OpenRoom, jira_settings: Settings, cloud: FakeCloud
) -> None:
    def prepare(store: Store) -> None:
        add_queued(store)
        add_items(store, ["OPS-1"])

    async with open_room(Stage.REVIEW, sample=False, prepare=prepare, clock=clock_at(60)):
        pass
    before = ticket_threads()
    async with open_room(watch=True, settings=jira_settings, clock=clock_at(60)) as room:
        assert room.stage() is Stage.REVIEW
        await room.press("R")
        assert ticket_threads() <= before
    assert cloud.server.requests == []


async def test_without_a_tracker_nothing_runs_and_nothing_is_said(open_room: OpenRoom) -> None:
    before = ticket_threads()
    async with open_room(
        Stage.REVIEW,
        sample=False,
        prepare=lambda store: add_items(store, ["OPS-1"]),
        clock=clock_at(60),
    ) as room:
        assert ticket_threads() <= before
        assert room.text("#sync") == ""
        assert "ticket.sync" not in {
            active.binding.id for active in room.screen().active_bindings.values()
        }


def ticket_threads() -> set[threading.Thread]:
    """The threads that work on tickets; one from an earlier test may not have ended yet."""
    return {thread for thread in threading.enumerate() if thread.name == "tickets"}


async def is_put_off(room: Room) -> bool:
    """Whether a step waits for its next try, with the reason."""
    return any(step.last_error for step in await room.store.outbox.unfinished())
