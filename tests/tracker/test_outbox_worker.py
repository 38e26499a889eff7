"""Working off the outbox against a Jira Cloud: each ticket is made once, whatever gets lost."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from db.store import Store
from db.vocabulary import SprintPlace, StepState, TicketStep
from facilitator.config.tracker_settings import TrackerSettings
from facilitator.outbox.worker import LOOKED_FOR, OutboxWorker, Worked, ticket_label
from facilitator.tracker.jira.tracker import JiraTracker
from tests.tracker.asking import ask
from tests.tracker.conftest import DataCenter
from tests.tracker.fake_cloud import FakeCloud
from tests.tracker.loopback import Reply
from tests.tracker.outbox_support import (
    CREATE,
    MOVE,
    NOW,
    Time,
    creation,
    queued,
    steps,
    ticket_of,
)


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


@pytest.mark.parametrize("lag", [0, 3])
def test_a_ticket_whose_answer_was_lost_is_adopted_and_not_made_twice(
    store: Store, worker: OutboxWorker, cloud: FakeCloud, time: Time, lag: int
) -> None:
    item = queued(store)
    cloud.server.lost.add(CREATE)
    assert worker.work() == Worked(waiting=1)
    assert len(cloud.issues) == 1
    # Each time, two pages are asked for.
    cloud.search_lag = lag * 2
    polls = 0
    while not ticket_of(store, item):
        assert creation(store, item).state is StepState.UNKNOWN
        time.later(timedelta(minutes=1))
        worked = worker.work()
        polls += 1
    assert (worked, polls) == (Worked(done=3), lag + 1)
    assert [*cloud.issues] == [ticket_of(store, item)]
    assert len(cloud.server.calls(CREATE)) == 1


def test_a_ticket_that_was_made_before_a_backup_took_its_place_is_adopted(
    tmp_path: Path, tracker: JiraTracker, cloud: FakeCloud, time: Time
) -> None:
    team, backup = tmp_path / "team.db", tmp_path / "backup.db"
    before = Store.open(team)
    item = queued(before)
    before.close()
    shutil.copy(team, backup)
    keys = []
    for file in (team, backup):
        store = Store.open(file)
        assert OutboxWorker(store, tracker, time.now).work() == Worked(done=3)
        keys.append(ticket_of(store, item))
        store.close()
    assert keys == [*cloud.issues, *cloud.issues]
    assert len(cloud.issues) == 1


def test_a_lost_ticket_that_never_shows_is_a_matter_for_a_person(
    store: Store, worker: OutboxWorker, cloud: FakeCloud, time: Time
) -> None:
    item = queued(store)
    cloud.server.instead[CREATE].append(Reply(502, body=b"<html>Bad gateway</html>"))
    assert worker.work() == Worked(waiting=1)
    time.later(LOOKED_FOR + timedelta(seconds=1))
    assert worker.work() == Worked(failed=1)
    step = creation(store, item)
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


def test_without_a_next_sprint_the_ticket_is_made_and_a_person_decides(
    store: Store, worker: OutboxWorker, cloud: FakeCloud
) -> None:
    item = queued(store)
    cloud.sprints = [sprint for sprint in cloud.sprints if sprint.state != "future"]
    # The link does not wait for it.
    assert worker.work() == Worked(done=2, failed=1)
    step = steps(store, item)[TicketStep.SCHEDULE]
    assert step.state is StepState.FAILED
    assert step.last_error
    assert ticket_of(store, item) in cloud.issues


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
    waits = []
    for _ in range(4):
        cloud.server.instead[MOVE].append(Reply(503, body=b"<html>Unavailable</html>"))
        worker.work()
        next_at = steps(store, item)[TicketStep.SCHEDULE].next_at
        assert next_at is not None
        waits.append(next_at - time.at)
        time.later(waits[-1])
    assert waits[-1] > waits[0]
    assert waits == sorted(waits)
    assert worker.work() == Worked(done=1)


def test_a_ticket_is_made_scheduled_and_read_in_a_data_center(
    store: Store, data_center: DataCenter, time: Time
) -> None:
    item = queued(store)
    tracker = ask(data_center.url, user="", board=data_center.scrum_board)
    assert OutboxWorker(store, tracker, time.now).work() == Worked(done=3)
    key = ticket_of(store, item)
    assert ticket_label(item.id) in data_center.store.issues[key]["labels"]
    known = store.outbox.subject(item.id).result()[1].known_ticket
    assert known is not None
    assert known.sprint is SprintPlace.NEXT
