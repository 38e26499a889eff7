"""One outbox and several programs: one is killed, two run at once, one is slow."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from db.sections.outbox import CLAIM_LASTS
from db.store import Store
from db.vocabulary import SprintChoice, StepState
from facilitator.outbox.worker import OutboxWorker, Worked
from tests.tracker.asking import ask
from tests.tracker.fake_cloud import FakeCloud
from tests.tracker.outbox_support import CREATE, NOW, Time, creation, queued, ticket_of

ROOT = Path(__file__).parents[2]
SCREEN = "GET /rest/api/3/issue/createmeta/OPS/issuetypes"
TOO_LONG = CLAIM_LASTS + timedelta(seconds=1)


@pytest.fixture
def other(database: Path, store: Store, cloud: FakeCloud, time: Time) -> Iterator[OutboxWorker]:
    """Return the worker of another window on the same database."""
    theirs, asking = Store.open(database), ask(cloud.server.url)
    yield OutboxWorker(theirs, asking, time.now)
    asking.close()
    theirs.close()


@pytest.mark.parametrize("lag", [0, 1])
def test_a_program_that_is_killed_after_its_ticket_was_made_leaves_one_that_is_found(
    *,
    store: Store,
    worker: OutboxWorker,
    cloud: FakeCloud,
    time: Time,
    database: Path,
    lag: int,
) -> None:
    item = queued(store)
    cloud.server.unanswered.add(CREATE)
    arguments = [str(database), cloud.server.url, NOW.isoformat()]
    killed = subprocess.Popen([sys.executable, "-m", "tests.tracker.drain", *arguments], cwd=ROOT)
    assert cloud.server.is_unanswered.wait(60)
    killed.kill()
    assert killed.wait(60) < 0
    assert len(cloud.issues) == 1
    assert (creation(store, item).state, ticket_of(store, item)) == (StepState.SENDING, "")
    cloud.search_lag = lag * 2
    assert worker.work() == Worked()
    time.later(TOO_LONG)
    if lag:
        assert worker.work() == Worked(waiting=1)
        time.later(timedelta(minutes=1))
    assert worker.work() == Worked(done=3)
    assert [*cloud.issues] == [ticket_of(store, item)]
    assert len(cloud.server.calls(CREATE)) == 1


def test_two_windows_that_drain_at_once_make_each_ticket_once(
    store: Store, worker: OutboxWorker, other: OutboxWorker, cloud: FakeCloud
) -> None:
    items = [queued(store, f"Action {number}") for number in range(12)]
    cloud.server.wait_for_each_other(CREATE, 2)
    with ThreadPoolExecutor(2) as pool:
        worked = list(pool.map(OutboxWorker.work, [worker, other]))
    assert sum(one.done for one in worked) == 3 * len(items)
    assert sorted(cloud.issues) == sorted(ticket_of(store, item) for item in items)
    labels = [issue.fields["labels"][1] for issue in cloud.issues.values()]
    assert len({*labels}) == len(labels) == len(items)
    assert all(issue.sprints == [8] for issue in cloud.issues.values())


def test_a_window_that_was_too_slow_to_ask_sends_nothing_once_another_has_taken_over(
    store: Store, worker: OutboxWorker, other: OutboxWorker, cloud: FakeCloud, time: Time
) -> None:
    item = queued(store)

    def take_over() -> None:
        del cloud.server.before[SCREEN]
        time.later(TOO_LONG)
        assert other.work() == Worked(done=3)

    cloud.server.before[SCREEN] = take_over
    assert worker.work() == Worked()
    assert [*cloud.issues] == [ticket_of(store, item)]
    assert len(cloud.server.calls(CREATE)) == 1


def test_a_window_that_was_slow_to_ask_has_its_full_time_to_send(
    store: Store, worker: OutboxWorker, other: OutboxWorker, cloud: FakeCloud, time: Time
) -> None:
    queued(store)
    theirs = []

    def ask_slowly() -> None:
        del cloud.server.before[SCREEN]
        time.later(TOO_LONG)

    def try_to_take_over() -> None:
        time.later(CLAIM_LASTS)
        theirs.append(other.work())

    cloud.server.before |= {SCREEN: ask_slowly, CREATE: try_to_take_over}
    assert worker.work() == Worked(done=3)
    assert theirs == [Worked()]
    assert len(cloud.issues) == 1


def test_an_item_that_is_deleted_while_its_ticket_is_made_holds_up_no_other(
    store: Store, worker: OutboxWorker, cloud: FakeCloud
) -> None:
    items = [queued(store, f"Action {number}") for number in range(2)]

    def delete_the_one_that_is_sent() -> None:
        del cloud.server.before[CREATE]
        sent = next(one for one in items if creation(store, one).state is StepState.SENDING)
        store.actions.delete(sent.id).result()
        items.remove(sent)

    cloud.server.before[CREATE] = delete_the_one_that_is_sent
    assert worker.work() == Worked(done=3)
    assert ticket_of(store, items[0]) in cloud.issues


def test_an_item_that_is_deleted_while_the_tracker_is_asked_gets_no_ticket(
    store: Store, worker: OutboxWorker, cloud: FakeCloud
) -> None:
    item = queued(store)
    cloud.server.before[SCREEN] = lambda: store.actions.delete(item.id).result()
    assert worker.work() == Worked()
    assert cloud.issues == {}


def test_two_windows_that_drain_at_once_create_one_sprint(
    store: Store, worker: OutboxWorker, other: OutboxWorker, cloud: FakeCloud
) -> None:
    items = [queued(store, f"Action {number}") for number in range(4)]
    del cloud.sprints[1]
    worker.work()
    store.outbox.choose([item.id for item in items], SprintChoice.CREATE, NOW).result()
    cloud.server.before["POST /rest/agile/1.0/sprint"] = lambda: other.work()
    worker.work()
    assert [sprint.name for sprint in cloud.sprints] == ["OPS 7", "OPS 8"]
    other.work()
    assert all(issue.sprints == [99] for issue in cloud.issues.values())
    assert len(cloud.issues) == 4
