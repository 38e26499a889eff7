"""What can go wrong while the outbox is worked off, one by one, on real sockets."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from db.records import ActionItem
from db.store import Store
from db.vocabulary import SprintChoice, StepState, TicketStep
from facilitator.outbox.worker import (
    FIRST_WAIT,
    LONGEST_WAIT,
    LOOKED_FOR,
    OutboxWorker,
    Worked,
    ticket_label,
)
from facilitator.tracker.jira.connection import Patience
from facilitator.tracker.jira.tracker import JiraTracker
from tests.tracker.asking import ask
from tests.tracker.document import FOLDER, description_schema
from tests.tracker.fake_cloud import PEOPLE, FakeCloud, Issue
from tests.tracker.loopback import LoopbackServer, Reply
from tests.tracker.outbox_support import (
    CREATE,
    MOVE,
    NOW,
    SEARCH,
    Time,
    creation,
    queued,
    steps,
    ticket_of,
)

TLS = Path(__file__).parents[1] / "data" / "tls"
SCREEN = "GET /rest/api/3/issue/createmeta/OPS/issuetypes"
HTML = {"Content-Type": "text/html"}
AS_NOBODY = {"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"}
CAPTCHA = {
    "X-Seraph-LoginReason": "AUTHENTICATION_DENIED",
    "X-Authentication-Denied-Reason": "CAPTCHA_CHALLENGE; login-url=https://ops.example/login",
}


@pytest.fixture
def three(store: Store) -> list[ActionItem]:
    """Return three action items whose tickets are to be made."""
    return [queued(store, f"Action {number}") for number in range(3)]


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "7"}, timedelta(seconds=7)),
        (
            {
                "Retry-After": "Mon, 16 Mar 2026 10:32:00 GMT",
                "Date": "Mon, 16 Mar 2026 10:30:00 GMT",
            },
            timedelta(minutes=2),
        ),
        ({}, FIRST_WAIT),
    ],
    ids=["seconds", "date", "not said"],
)
def test_a_tracker_that_was_asked_too_often_is_left_alone_for_as_long_as_it_says(
    *,
    store: Store,
    worker: OutboxWorker,
    cloud: FakeCloud,
    time: Time,
    three: list[ActionItem],
    headers: dict[str, str],
    wait: timedelta,
) -> None:
    cloud.server.instead[CREATE].append(Reply(429, {"errorMessages": ["slow down"]}, headers))
    assert worker.work() == Worked(waiting=1)
    assert worker.silence is not None
    assert worker.silence.until == NOW + wait
    (late,) = [item for item in three if creation(store, item).attempts]
    assert creation(store, late).state is StepState.WAITING
    assert creation(store, late).next_at == NOW + wait
    time.later(wait - timedelta(seconds=1))
    assert worker.work() == Worked()
    assert len(cloud.server.calls(CREATE)) == 1
    time.later(timedelta(seconds=1))
    assert worker.work() == Worked(done=9)
    assert len(cloud.issues) == 3


@pytest.mark.parametrize(
    "reply",
    [
        Reply(503, None, {"Retry-After": "5"}),
        Reply(502, body=b"<html><h1>Bad Gateway</h1></html>", headers=HTML),
        Reply(200, body=b"<html>Log in</html>", headers=HTML),
        Reply(200),
        Reply(201, {}),
        Reply(201, {"key": "OPS-1"}, AS_NOBODY),
    ],
    ids=["503", "html 502", "html 200", "empty 200", "no key", "as nobody"],
)
def test_a_ticket_whose_answer_is_no_answer_is_looked_for_and_not_made_again(
    store: Store, worker: OutboxWorker, cloud: FakeCloud, time: Time, reply: Reply
) -> None:
    item = queued(store)
    cloud.server.instead[CREATE].append(reply)
    assert worker.work() == Worked(waiting=1)
    assert creation(store, item).state is StepState.UNKNOWN
    time.later(timedelta(minutes=1))
    assert worker.work() == Worked(waiting=1)
    # It had been made after all, and by now the search shows it.
    cloud.add("OPS-9").fields["labels"] = [ticket_label(item.id)]
    time.later(timedelta(minutes=2))
    assert worker.work() == Worked(done=3)
    assert (ticket_of(store, item), [*cloud.issues]) == ("OPS-9", ["OPS-9"])
    assert len(cloud.server.calls(CREATE)) == 1


def test_a_part_of_the_api_that_is_gone_is_said_and_tried_again_later(
    store: Store, worker: OutboxWorker, cloud: FakeCloud, time: Time
) -> None:
    item = queued(store)
    cloud.server.instead[CREATE].append(Reply(410, {"errorMessages": ["Removed."]}))
    assert worker.work() == Worked(waiting=1)
    assert creation(store, item).state is StepState.WAITING
    assert "(410) Removed." in creation(store, item).last_error
    time.later(FIRST_WAIT)
    assert worker.work() == Worked(done=3)


@pytest.mark.parametrize(
    ("call", "reply", "words"),
    [
        (CREATE, Reply(401, {"errorMessages": ["no"]}), "does not accept the token"),
        (SCREEN, Reply(200, {"issueTypes": []}, AS_NOBODY), "does not accept the token"),
        (CREATE, Reply(403, None, CAPTCHA), "log in to it once in a browser"),
    ],
    ids=["401", "200 as nobody", "captcha"],
)
def test_an_account_that_may_not_log_in_is_tried_once_and_not_for_every_ticket(
    *,
    store: Store,
    worker: OutboxWorker,
    cloud: FakeCloud,
    time: Time,
    three: list[ActionItem],
    call: str,
    reply: Reply,
    words: str,
) -> None:
    cloud.server.instead[call].append(reply)
    assert worker.work() == Worked(failed=1)
    assert worker.work() == Worked()
    assert len(cloud.server.calls(call)) == 1
    (failed,) = [item for item in three if creation(store, item).state is StepState.FAILED]
    assert words in creation(store, failed).last_error
    assert cloud.issues == {}
    time.later(LONGEST_WAIT)
    assert worker.work() == Worked(done=6)
    store.outbox.release([failed.id], time.now()).result()
    assert worker.work() == Worked(done=3)


def test_a_ticket_that_may_exist_stays_unknown_while_nobody_can_look_for_it(
    store: Store, worker: OutboxWorker, cloud: FakeCloud, time: Time
) -> None:
    item = queued(store)
    cloud.server.lost.add(CREATE)
    worker.work()
    for reply in (Reply(401), Reply(200), Reply(403, None, CAPTCHA), Reply(400), Reply(503)):
        cloud.server.instead[SEARCH].append(reply)
        time.later(LOOKED_FOR + LONGEST_WAIT)
        assert worker.work() == Worked(waiting=1)
        assert creation(store, item).state is StepState.UNKNOWN
    time.later(LONGEST_WAIT)
    assert worker.work() == Worked(done=3)
    assert [*cloud.issues] == [ticket_of(store, item)]


def test_a_ticket_that_is_lost_twice_is_looked_for_as_long_as_the_first_time(
    store: Store, worker: OutboxWorker, cloud: FakeCloud, time: Time
) -> None:
    item = queued(store)
    cloud.server.instead[CREATE].append(Reply(502))
    worker.work()
    time.later(LOOKED_FOR)
    assert worker.work() == Worked(failed=1)
    store.outbox.release([item.id], time.now()).result()
    cloud.server.lost.add(CREATE)
    assert worker.work() == Worked(waiting=1)
    cloud.search_lag = 2
    time.later(timedelta(minutes=2))
    assert worker.work() == Worked(waiting=1)
    assert creation(store, item).state is StepState.UNKNOWN
    time.later(timedelta(minutes=2))
    assert worker.work() == Worked(done=3)
    assert len(cloud.issues) == 1


def test_a_ticket_that_shows_after_a_person_was_asked_is_adopted_by_the_next_push(
    store: Store, worker: OutboxWorker, cloud: FakeCloud, time: Time
) -> None:
    item = queued(store)
    cloud.server.lost.add(CREATE)
    worker.work()
    cloud.search_lag = 2
    time.later(LOOKED_FOR)
    assert worker.work() == Worked(failed=1)
    store.outbox.release([item.id], time.now()).result()
    assert worker.work() == Worked(done=3)
    assert [*cloud.issues] == [ticket_of(store, item)]


def test_a_tracker_that_stalls_while_a_ticket_is_sent_leaves_it_unknown(
    store: Store, cloud: FakeCloud, time: Time
) -> None:
    item = queued(store)
    tracker = ask(cloud.server.url, patience=Patience(connect=5, read=0.5, whole=1))
    cloud.server.stalled.add(CREATE)
    assert OutboxWorker(store, tracker, time.now).work() == Worked(waiting=1)
    assert creation(store, item).state is StepState.UNKNOWN
    assert "no answer came in time" in creation(store, item).last_error


def test_a_sprint_whose_answer_was_lost_is_not_created_twice(
    store: Store, worker: OutboxWorker, cloud: FakeCloud, time: Time
) -> None:
    item = queued(store)
    del cloud.sprints[1]
    worker.work()
    store.outbox.choose([item.id], SprintChoice.CREATE, NOW).result()
    cloud.server.lost.add("POST /rest/agile/1.0/sprint")
    assert worker.work() == Worked(waiting=1)
    time.later(FIRST_WAIT)
    assert worker.work() == Worked(done=1)
    assert [sprint.name for sprint in cloud.sprints] == ["OPS 7", "OPS 8"]
    assert cloud.issues[ticket_of(store, item)].sprints == [99]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("priority", "The priority selected is invalid."),
        ("labels", "The label 'a b' contains spaces which is invalid."),
        ("duedate", "Error parsing date string"),
        ("customfield_1", "Cost centre is required."),
    ],
)
def test_what_the_tracker_refuses_waits_for_a_person_with_its_words(
    *,
    store: Store,
    worker: OutboxWorker,
    cloud: FakeCloud,
    three: list[ActionItem],
    field: str,
    words: str,
) -> None:
    cloud.server.instead[CREATE].append(Reply(400, {"errorMessages": [], "errors": {field: words}}))
    assert worker.work() == Worked(done=6, failed=1)
    (refused,) = [item for item in three if not ticket_of(store, item)]
    assert creation(store, refused).last_error == f"Jira refused: {field}: {words}"
    assert worker.work() == Worked()
    store.outbox.release([refused.id], NOW).result()
    assert worker.work() == Worked(done=3)


def test_an_account_that_was_closed_is_looked_up_anew(
    store: Store, worker: OutboxWorker, cloud: FakeCloud, time: Time
) -> None:
    first = queued(store)
    worker.work()
    owner = cloud.issues[ticket_of(store, first)].fields["assignee"]
    assert owner == {"id": PEOPLE["Priya Raman"]}
    second = queued(store)
    refusal = {"errors": {"assignee": "User '5b10a-priya' cannot be assigned issues."}}
    cloud.server.instead[CREATE].append(Reply(400, refusal))
    assert worker.work() == Worked(waiting=1)
    time.later(FIRST_WAIT)
    searches = len(cloud.server.calls("GET /rest/api/3/user/assignable/search"))
    assert worker.work() == Worked(done=3)
    assert len(cloud.server.calls("GET /rest/api/3/user/assignable/search")) == searches + 1
    assert ticket_of(store, second)


@pytest.mark.parametrize(
    ("board_type", "words"),
    [("scrum", "has no next sprint; OPS 7 is running"), ("kanban", "is a kanban board")],
)
def test_without_a_next_sprint_no_ticket_is_held_up_and_no_sprint_is_made(
    *,
    store: Store,
    worker: OutboxWorker,
    cloud: FakeCloud,
    three: list[ActionItem],
    board_type: str,
    words: str,
) -> None:
    cloud.board_types = {1: board_type}
    del cloud.sprints[1]
    assert worker.work() == Worked(done=6, failed=3)
    assert len(cloud.sprints) == 1
    for item in three:
        assert ticket_of(store, item)
        assert words in steps(store, item)[TicketStep.SCHEDULE].last_error


def test_51_tickets_are_made_and_moved(
    store: Store, worker: OutboxWorker, cloud: FakeCloud
) -> None:
    items = [queued(store, f"Action {number}") for number in range(51)]
    assert worker.work() == Worked(done=3 * 51)
    assert {ticket_of(store, item) for item in items} == {*cloud.issues}
    assert all(issue.sprints == [8] for issue in cloud.issues.values())


def is_hidden(cloud: FakeCloud, issue: Issue) -> None:
    issue.is_hidden = True


def is_deleted(cloud: FakeCloud, issue: Issue) -> None:
    del cloud.issues[issue.key]


def has_moved(cloud: FakeCloud, issue: Issue) -> None:
    issue.key, issue.old_key = "PAY-9", issue.key


@pytest.mark.parametrize("happens", [is_hidden, is_deleted])
def test_a_ticket_that_is_gone_before_it_is_scheduled_is_said_and_not_made_again(
    store: Store,
    worker: OutboxWorker,
    cloud: FakeCloud,
    happens: Callable[[FakeCloud, Issue], None],
) -> None:
    item = queued(store)
    cloud.server.before[MOVE] = once(cloud, MOVE, happens)
    # Without the address of a post-mortem, there is nothing to link.
    assert worker.work() == Worked(done=2, failed=1)
    assert "Issue does not exist" in steps(store, item)[TicketStep.SCHEDULE].last_error
    assert len(cloud.server.calls(CREATE)) == 1


def test_a_ticket_that_was_moved_to_another_project_is_scheduled_by_its_old_key(
    store: Store, worker: OutboxWorker, cloud: FakeCloud
) -> None:
    item = queued(store)
    cloud.server.before[MOVE] = once(cloud, MOVE, has_moved)
    assert worker.work() == Worked(done=3)
    assert cloud.issues["OPS-1"].sprints == [8]
    assert ticket_of(store, item) == "OPS-1"


def once(
    cloud: FakeCloud, call: str, happens: Callable[[FakeCloud, Issue], None]
) -> Callable[[], None]:
    """Return what happens to the only ticket right before a call is answered for the first time."""

    def happen() -> None:
        del cloud.server.before[call]
        happens(cloud, cloud.issues["OPS-1"])

    return happen


@pytest.fixture
def untrusted(cloud: FakeCloud) -> Iterator[str]:
    """Run the same Jira behind a certificate that nobody vouches for, and return its address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "certificate.pem", TLS / "key.pem")
    server = LoopbackServer(cloud.answer, context)
    yield server.url
    server.close()


@pytest.mark.parametrize("address", ["https://jira.invalid", "untrusted"])
def test_a_tracker_that_is_not_reached_is_tried_with_one_ticket_after_longer_and_longer_waits(
    *,
    store: Store,
    tracker: JiraTracker,
    time: Time,
    three: list[ActionItem],
    untrusted: str,
    address: str,
) -> None:
    far = OutboxWorker(store, ask(untrusted if address == "untrusted" else address), time.now)
    waits = []
    for _ in range(6):
        before = {item.id: creation(store, item) for item in three}
        assert far.work() == Worked(waiting=1)
        now = {item.id: creation(store, item) for item in three}
        (tried,) = [now[step] for step in now if now[step] != before[step]]
        assert tried.state is StepState.WAITING
        assert tried.last_error
        assert tried.next_at is not None
        waits.append(tried.next_at - time.at)
        time.later(LONGEST_WAIT)
    assert waits[0] == FIRST_WAIT
    assert waits == sorted(waits)
    assert waits[-1] > waits[0]
    assert OutboxWorker(store, tracker, time.now).work() == Worked(done=9)


def test_a_person_may_write_whatever_people_write(
    store: Store, worker: OutboxWorker, cloud: FakeCloud
) -> None:
    long = "Größe prüfen: 🧯 {code} *fett* שלום " * 20
    item = queued(store, long)
    incident, _ = store.outbox.subject(item.id).result()
    root_cause = "The retries\n\nmultiplied: \x1b[31m <b>5xx</b>\n# and so on"
    store.incidents.write(incident.id, "root_cause", "", root_cause).result()
    assert worker.work() == Worked(done=3)
    fields = cloud.issues[ticket_of(store, item)].fields
    assert len(fields["summary"].encode("utf-16-le")) // 2 <= 255
    assert fields["summary"].endswith("…")
    if FOLDER.is_dir():
        description_schema().validate(fields["description"])
    whole, _, cause = fields["description"]["content"]
    assert whole["content"][0]["text"] == long.strip()
    lines = [node.get("text", "\n") for node in cause["content"]]
    assert "".join(lines) == root_cause.replace("\x1b", "␛")
