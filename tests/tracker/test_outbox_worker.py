"""Working off the outbox against a Jira Cloud: each ticket is made once, whatever gets lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from db.records import ActionItem, OutboxStep
from db.store import Store
from db.vocabulary import SprintPlace, StepState, TicketStep
from facilitator.config.tracker_settings import TrackerSettings
from facilitator.outbox.worker import LOOKED_FOR, OutboxWorker, Worked, ticket_label
from facilitator.tracker.jira.tracker import JiraTracker
from tests.tracker.fake_cloud import FakeCloud
from tests.tracker.loopback import Reply

NOW = datetime(2026, 3, 16, 10, 30, tzinfo=UTC)
PUSH = "POST /rest/api/3/issue"


class Time:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at

    def later(self, by: timedelta) -> None:
        self.at += by


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "team.db")
    yield store
    store.close()


@pytest.fixture
def worker(store: Store, tracker: JiraTracker, time: Time) -> OutboxWorker:
    return OutboxWorker(store, tracker, time.now)


def queued(store: Store, action: str = "Cap retries") -> ActionItem:
    """Return an action item whose ticket is to be made."""
    incident = store.incidents.create("checkout", "5xx spike", date(2026, 3, 14)).result()
    item = store.actions.add(incident.id, action, "Priya Raman", in_tracker=True).result()
    store.outbox.release([item.id], NOW).result()
    return item


def steps(store: Store, item: ActionItem) -> dict[TicketStep, OutboxStep]:
    return {step.step: step for step in store.outbox.steps([item.id]).result()[item.id]}


def ticket_of(store: Store, item: ActionItem) -> str:
    return store.outbox.subject(item.id).result()[1].ticket


def test_a_ticket_is_made_scheduled_linked_and_verified(
    store: Store, worker: OutboxWorker, cloud: FakeCloud
) -> None:
    item = queued(store)
    shown: list[Worked] = []
    assert worker.work(shown.append) == Worked(done=3)
    assert [worked.done for worked in shown] == [1, 2, 3]
    (issue,) = cloud.issues.values()
    assert ticket_label(item.id) in issue.fields["labels"]
    _, saved = store.outbox.subject(item.id).result()
    assert (saved.ticket, saved.ticket_verified) == (issue.key, True)
    known = saved.known_ticket
    assert known is not None
    assert (known.sprint, known.read_at) == (SprintPlace.NEXT, NOW)
    assert worker.work() == Worked()


def test_a_ticket_leads_back_to_the_post_mortem_only_where_that_has_an_address(
    store: Store, tracker: JiraTracker, cloud: FakeCloud, time: Time
) -> None:
    settings = TrackerSettings(incident_url="https://wiki.example/pm/{number}")
    for addresses in (settings, TrackerSettings()):
        queued(store)
        worker = OutboxWorker(store, tracker, time.now, addresses.incident_address)
        assert worker.work() == Worked(done=3)
    linked, unlinked = cloud.issues.values()
    (link,) = linked.links.values()
    assert link["url"] == "https://wiki.example/pm/1"
    assert "https://wiki.example/pm/1" in str(linked.fields["description"])
    assert not unlinked.links
    assert "https://" not in str(unlinked.fields["description"]["content"])


def test_a_ticket_whose_answer_was_lost_is_adopted_and_not_made_twice(
    store: Store, worker: OutboxWorker, cloud: FakeCloud, time: Time
) -> None:
    item = queued(store)
    cloud.server.lost.add(PUSH)
    cloud.search_lag = 3
    assert worker.work() == Worked(waiting=1)
    assert len(cloud.issues) == 1
    rounds = 0
    while not ticket_of(store, item):
        rounds += 1
        time.later(timedelta(minutes=1))
        worked = worker.work()
    assert worked == Worked(done=3)
    assert rounds > 1
    assert [*cloud.issues] == [ticket_of(store, item)]


def test_a_lost_ticket_that_never_shows_is_a_matter_for_a_person(
    store: Store, worker: OutboxWorker, cloud: FakeCloud, time: Time
) -> None:
    item = queued(store)
    cloud.server.instead[PUSH].append(Reply(502, body=b"<html>Bad gateway</html>"))
    assert worker.work() == Worked(waiting=1)
    time.later(LOOKED_FOR + timedelta(seconds=1))
    assert worker.work() == Worked(failed=1)
    step = steps(store, item)[TicketStep.CREATE]
    assert step.state is StepState.FAILED
    assert "shows no such ticket" in step.last_error
    assert cloud.issues == {}
    store.outbox.release([item.id], time.now()).result()
    assert worker.work() == Worked(done=3)
    assert len(cloud.issues) == 1


def test_a_window_that_was_killed_while_it_sent_leaves_a_ticket_that_is_found(
    store: Store, worker: OutboxWorker, tracker: JiraTracker, cloud: FakeCloud, time: Time
) -> None:
    item = queued(store)
    killed = uuid4()
    step = store.outbox.claim(killed, NOW).result()
    assert step is not None
    store.outbox.begin(step.id, killed, NOW).result()
    cloud.add("OPS-9").fields["labels"] = ["postmortem", ticket_label(item.id)]
    assert worker.work() == Worked()
    time.later(timedelta(minutes=3))
    assert worker.work() == Worked(done=3)
    assert (ticket_of(store, item), [*cloud.issues]) == ("OPS-9", ["OPS-9"])


@pytest.mark.parametrize("wait", ["7", None])
def test_a_tracker_that_is_asked_too_often_is_left_alone_for_a_while(
    store: Store, worker: OutboxWorker, cloud: FakeCloud, time: Time, wait: str | None
) -> None:
    item = queued(store)
    headers = {} if wait is None else {"Retry-After": wait}
    cloud.server.instead[PUSH].append(Reply(429, {"errorMessages": ["slow down"]}, headers))
    assert worker.work() == Worked(waiting=1)
    assert steps(store, item)[TicketStep.CREATE].state is StepState.WAITING
    assert worker.work() == Worked()
    time.later(timedelta(seconds=7))
    assert worker.work() == Worked(done=3)
    assert len(cloud.issues) == 1


def test_what_the_tracker_refuses_waits_for_a_person_with_its_words(
    store: Store, worker: OutboxWorker, cloud: FakeCloud
) -> None:
    item = queued(store)
    refusal = {"errorMessages": [], "errors": {"priority": "Priority is gone."}}
    cloud.server.instead[PUSH].append(Reply(400, refusal))
    assert worker.work() == Worked(failed=1)
    assert "Priority is gone." in steps(store, item)[TicketStep.CREATE].last_error
    assert worker.work() == Worked()


def test_without_a_next_sprint_the_ticket_is_made_and_a_person_decides(
    store: Store, worker: OutboxWorker, cloud: FakeCloud
) -> None:
    item = queued(store)
    cloud.sprints = [sprint for sprint in cloud.sprints if sprint.state != "future"]
    assert worker.work() == Worked(done=1, failed=1)
    step = steps(store, item)[TicketStep.SCHEDULE]
    assert step.state is StepState.FAILED
    assert step.last_error
    assert ticket_of(store, item) in cloud.issues


def test_two_workers_make_one_ticket(
    store: Store, tracker: JiraTracker, cloud: FakeCloud, time: Time
) -> None:
    items = [queued(store, f"Action {number}") for number in range(3)]
    workers = [OutboxWorker(store, tracker, time.now) for _ in range(2)]
    assert sum(worker.work().done for worker in workers) == 9
    assert sorted(cloud.issues) == sorted(ticket_of(store, item) for item in items)


def test_an_item_that_is_deleted_meanwhile_gets_no_ticket(
    store: Store, worker: OutboxWorker, cloud: FakeCloud
) -> None:
    item = queued(store)
    store.actions.delete(item.id).result()
    assert worker.work() == Worked()
    assert cloud.issues == {}


def test_a_tracker_that_fails_to_schedule_is_tried_again_after_longer_and_longer_waits(
    store: Store, worker: OutboxWorker, cloud: FakeCloud, time: Time
) -> None:
    item = queued(store)
    call = "POST /rest/agile/1.0/sprint/8/issue"
    waits = []
    for _ in range(4):
        cloud.server.instead[call].append(Reply(503, body=b"<html>Unavailable</html>"))
        worker.work()
        next_at = steps(store, item)[TicketStep.SCHEDULE].next_at
        assert next_at is not None
        waits.append(next_at - time.at)
        time.later(waits[-1])
    assert waits[-1] > waits[0]
    assert waits == sorted(waits)
    assert worker.work() == Worked(done=2)
