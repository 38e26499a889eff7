"""The commands about tickets, against a Jira Cloud on a loopback socket."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db import records as r
from db.store import Store
from facilitator.outbox.worker import ticket_label
from tests.cli.conftest import ROOT, Done, Run
from tests.tracker.fake_cloud import TOKEN, USER, FakeCloud, Sprint
from tests.tracker.loopback import Reply

CREATE = "POST /rest/api/3/issue"
DAY = date(2026, 3, 14)
BULK = "POST /rest/api/3/issue/bulkfetch"
Refused = Callable[..., str]
Write = Callable[[Callable[[Store], Any]], None]
KEYS = [
    *("incident", "slot", "action", "status", "ticket", "address", "state", "text", "sprint"),
    *("tracker_status", "read_at", "disagrees", "undone", "next_try"),
]


@pytest.fixture
def cloud() -> Iterator[FakeCloud]:
    fake = FakeCloud()
    yield fake
    fake.server.close()


@pytest.fixture
def jira(cloud: FakeCloud, surroundings: dict[str, str]) -> dict[str, str]:
    """The settings of that Jira, in the environment of the program."""
    surroundings |= {
        "FACILITATOR_TRACKER_KIND": "jira",
        "FACILITATOR_TRACKER_URL": cloud.server.url,
        "FACILITATOR_TRACKER_PROJECT": "OPS",
        "FACILITATOR_TRACKER_BOARD": "1",
        "FACILITATOR_TRACKER_USER": USER,
        "FACILITATOR_TRACKER_TOKEN": TOKEN,
    }
    return surroundings


@pytest.fixture
def waiting(empty: Path, write: Write) -> list[r.ActionItem]:
    """Three action items that wait for their tickets, and one from before there was a tracker."""
    items: list[r.ActionItem] = []

    def fill(store: Store) -> None:
        for name in ("checkout", "search"):
            incident = store.incidents.create(name, "5xx spike", DAY).result()
            for action in ("Cap retries", "Alert on queue depth"):
                in_tracker = len(items) < 3
                add = store.actions.add(incident.id, action, "Priya Raman", in_tracker=in_tracker)
                items.append(add.result())

    write(fill)
    return items[:3]


def pushed(run: Run, *arguments: str) -> tuple[Done, dict[str, Any]]:
    """Push, and return what came of it."""
    done = run("tickets", "push", *arguments, "--json")
    return done, json.loads(done.stdout)


def listed(run: Run, *arguments: str) -> dict[str, dict[str, Any]]:
    """Return the objects that the list has, by what the commands call the items."""
    objects = json.loads(run("tickets", *arguments, "--json").stdout)
    return {f"{one['incident']}.{one['slot']}": one for one in objects}


@pytest.mark.usefixtures("waiting", "jira")
def test_what_waits_is_made_and_each_item_says_how_far_its_ticket_is(
    run: Run, cloud: FakeCloud
) -> None:
    assert {name: one["state"] for name, one in listed(run).items()} == dict.fromkeys(
        ["1.1", "1.2", "2.1", "2.2"], "no_ticket"
    )
    done = run("tickets", "push")
    assert done.returncode == 0
    headings, *rows, before = done.stdout.splitlines()
    assert headings.split() == ["item", "action", "ticket", "state"]
    assert [row.split()[0] for row in rows] == ["#1.1", "#1.2", "#2.1"]
    assert all("in the next sprint (OPS 8), read just now" in row for row in rows)
    assert before == "1 action item from before the tracker without a ticket: `--all` pushes it too"
    assert done.stderr.splitlines()[-1] == "pushing tickets: 9 of 9"
    assert all(issue.sprints == [8] for issue in cloud.issues.values())
    found = listed(run)
    assert list(found["1.1"]) == KEYS
    assert found["1.1"]["ticket"] in cloud.issues
    assert found["1.1"]["address"] == f"{cloud.server.url}/browse/{found['1.1']['ticket']}"
    assert (found["1.1"]["state"], found["1.1"]["sprint"]) == ("next_sprint", "OPS 8")
    assert found["2.2"]["text"] == "NO TICKET"
    assert run("tickets", "push").stdout.startswith("nothing waits to be pushed\n")
    assert len(cloud.issues) == 3


@pytest.mark.usefixtures("waiting", "jira")
def test_a_ticket_leads_back_to_its_post_mortem(run: Run, cloud: FakeCloud) -> None:
    address = "https://wiki.example/pm/{number}"
    run("tickets", "push", "2.1", FACILITATOR_TRACKER_INCIDENT_URL=address)
    (issue,) = cloud.issues.values()
    assert [link["url"] for link in issue.links.values()] == ["https://wiki.example/pm/2"]


@pytest.mark.usefixtures("waiting", "jira")
def test_items_can_be_named_and_all_means_those_from_before_too(run: Run, cloud: FakeCloud) -> None:
    done, came_of_it = pushed(run, "1.2", "#1.2")
    assert (done.returncode, came_of_it["pushed"], came_of_it["left"]) == (0, 1, 0)
    assert [*cloud.issues] == [listed(run)["1.2"]["ticket"]]
    done, came_of_it = pushed(run, "--all")
    assert (done.returncode, came_of_it["pushed"], came_of_it["from_before"]) == (0, 3, 0)
    assert {one["state"] for one in came_of_it["items"]} == {"next_sprint"}
    assert len(cloud.issues) == 4


@pytest.mark.usefixtures("waiting", "jira")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["banana"], "banana: expected an action item such as 43.1"),
        (["9.9"], "there is no action item #9.9"),
        (["1.1", "1.2"], "#1.2: it is done, and only open action items are pushed; nothing was"),
    ],
)
def test_what_can_not_be_pushed_is_said_and_nothing_is_made(
    run: Run, refused: Refused, cloud: FakeCloud, arguments: list[str], message: str
) -> None:
    run("actions", "done", "1.2")
    assert refused("tickets", "push", *arguments).startswith(message)
    assert cloud.server.requests == []


@pytest.mark.usefixtures("waiting", "jira")
def test_what_is_left_is_named_with_the_reason_and_the_exit_status_says_so(
    run: Run, cloud: FakeCloud
) -> None:
    refusal = Reply(400, {"errors": {"priority": "The priority selected is invalid."}})
    cloud.server.instead[CREATE].append(refusal)
    done = run("tickets", "push")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "facilitator: 1 of 3 action items left undone, for what is said beside each"
    )
    *_, failed, _ = done.stdout.splitlines()
    assert "failed: Jira refused: priority: The priority selected is invalid." in failed
    assert len(cloud.issues) == 2
    cloud.server.instead[CREATE].append(refusal)
    done, came_of_it = pushed(run)
    assert (done.returncode, came_of_it["left"]) == (1, 1)
    (item,) = came_of_it["items"]
    assert (item["state"], item["undone"]) == ("failed", ["create", "schedule", "link"])
    assert run("tickets", "push").returncode == 0


@pytest.mark.usefixtures("waiting", "jira")
def test_a_tracker_that_wants_a_short_silence_is_waited_for(run: Run, cloud: FakeCloud) -> None:
    cloud.server.instead[CREATE].append(Reply(429, None, {"Retry-After": "1"}))
    done = run("tickets", "push")
    assert done.returncode == 0
    words = "Jira was asked too often, and wants 1 second of silence"
    assert f"pushing tickets: waiting: {words}" in done.stderr.splitlines()
    assert len(cloud.issues) == 3


@pytest.mark.usefixtures("waiting", "jira")
def test_a_tracker_that_wants_a_long_silence_is_left_alone(run: Run, cloud: FakeCloud) -> None:
    cloud.server.instead[CREATE].append(Reply(429, None, {"Retry-After": "300"}))
    done, came_of_it = pushed(run)
    assert (done.returncode, came_of_it["left"]) == (1, 3)
    assert {one["state"] for one in came_of_it["items"]} == {"queued"}
    assert all(one["next_try"] for one in came_of_it["items"])
    assert len(cloud.server.calls(CREATE)) == 1


@pytest.mark.usefixtures("waiting", "jira")
def test_a_tracker_that_can_not_be_reached_is_not_waited_for(run: Run) -> None:
    done = run("tickets", "push", FACILITATOR_TRACKER_URL="https://jira.invalid")
    assert done.returncode == 1
    assert "queued (jira.invalid: " in done.stdout
    assert "waiting" not in done.stderr


@pytest.mark.usefixtures("jira")
def test_a_ticket_whose_answer_was_lost_is_looked_for_and_adopted(
    run: Run, cloud: FakeCloud, waiting: list[r.ActionItem]
) -> None:
    cloud.server.instead[CREATE].append(Reply(503, None, {"Retry-After": "1"}))
    made, label = cloud.add("OPS-1"), ticket_label(waiting[0].id)
    cloud.server.before[CREATE] = lambda: made.fields["labels"].append(label)
    done, came_of_it = pushed(run, "1.1")
    assert (done.returncode, came_of_it["items"][0]["ticket"]) == (0, "OPS-1")
    assert [*cloud.issues] == ["OPS-1"]
    assert "so it may have been done" in done.stderr


@pytest.mark.usefixtures("waiting", "jira")
def test_after_an_answer_was_lost_the_other_tickets_are_made_as_well(
    run: Run, cloud: FakeCloud
) -> None:
    cloud.server.lost.add(CREATE)
    done, came_of_it = pushed(run)
    assert (done.returncode, came_of_it["pushed"]) == (0, 3)
    assert len(cloud.issues) == len(cloud.server.calls(CREATE)) == 3


@pytest.mark.usefixtures("waiting", "jira")
def test_a_ticket_that_is_not_found_again_yet_is_unknown(run: Run, cloud: FakeCloud) -> None:
    cloud.server.instead[CREATE].append(Reply(503, None, {"Retry-After": "300"}))
    done, came_of_it = pushed(run, "1.1")
    assert done.returncode == 1
    assert came_of_it["items"][0]["state"] == "unknown"
    (line,) = [line for line in run("tickets").stdout.splitlines() if line.startswith("#1.1")]
    assert "unknown – check; the address of Jira answered with an error of its own (503)" in line
    assert cloud.issues == {}


@pytest.mark.usefixtures("waiting", "jira")
@pytest.mark.parametrize(
    ("choice", "state", "sprints"),
    [
        ("create", "next_sprint", [99]),
        ("active", "not_in_next_sprint", [7]),
        ("leave", "not_in_next_sprint", []),
    ],
)
def test_without_a_next_sprint_a_person_is_asked_and_no_sprint_is_made_silently(
    run: Run, cloud: FakeCloud, choice: str, state: str, sprints: list[int]
) -> None:
    cloud.sprints = [Sprint(7, "OPS 7", "active")]
    done = run("tickets", "push")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "facilitator: 3 of 3 action items left undone, for what is said beside each; where there is"
        " no next sprint, push again with `--sprint create` to make one, `active` for the running"
        " one, or `leave`"
    )
    for name in ("1.1", "1.2", "2.1"):
        reason = "the board 1 has no next sprint; OPS 7 is running"
        assert listed(run)[name]["text"].count(reason) == 1
    assert (len(cloud.sprints), len(cloud.issues)) == (1, 3)
    done, came_of_it = pushed(run, "--sprint", choice)
    assert done.returncode == 0
    assert {one["state"] for one in came_of_it["items"]} == {state}
    assert all(issue.sprints == sprints for issue in cloud.issues.values())
    assert len(cloud.sprints) == 1 + (choice == "create")
    assert run("tickets", "push").stdout.startswith("nothing waits")


@pytest.mark.usefixtures("waiting")
@pytest.mark.parametrize("command", ["push", "sync"])
def test_without_a_tracker_one_line_says_what_to_do(
    run: Run, refused: Refused, command: str
) -> None:
    assert refused("tickets", command).startswith(
        "no tracker is set up: `facilitator login` connects to Jira; until then"
    )
    assert run("tickets").returncode == 0


@pytest.mark.usefixtures("waiting")
def test_a_token_that_others_can_read_is_refused_and_one_that_is_missing_is_named(
    run: Run, refused: Refused, jira: dict[str, str], database: Path, cloud: FakeCloud
) -> None:
    del jira["FACILITATOR_TRACKER_TOKEN"]
    jira["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    assert refused("tickets", "push").startswith(f"there is no token for {cloud.server.url}")
    token = database.with_name("tracker-token")
    token.write_text(TOKEN)
    token.chmod(0o644)
    assert refused("tickets", "sync").startswith(f"{token}: others on this machine can read this")
    assert cloud.server.requests == []
    token.chmod(0o600)
    assert run("tickets", "push").returncode == 0


@pytest.mark.usefixtures("waiting")
def test_a_keyring_that_hangs_holds_up_neither_the_command_nor_its_end(
    start_afresh: Run, jira: dict[str, str]
) -> None:
    del jira["FACILITATOR_TRACKER_TOKEN"]
    jira["PYTHON_KEYRING_BACKEND"] = "tests.tracker.keyrings.HangingKeyring"
    done = start_afresh("tickets", "push")
    assert done.returncode == 1
    assert "there is no token for" in done.stderr
    assert "(the keyring did not answer in 5 seconds)" in done.stderr


@pytest.mark.usefixtures("waiting", "jira")
def test_a_token_that_is_not_accepted_is_tried_once(run: Run, cloud: FakeCloud) -> None:
    done = run("tickets", "push", FACILITATOR_TRACKER_TOKEN="mistyped")
    assert done.returncode == 1
    assert "Jira does not accept the token" in done.stdout
    assert len(cloud.server.requests) == 1
    assert run("tickets", "push").returncode == 0


def started(jira: dict[str, str], **streams: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "facilitator", "tickets", "push"]

    def listen() -> None:
        # What a shell has put into the background is deaf to ctrl+c, and so are its children.
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    return subprocess.Popen(
        command, env=jira, cwd=ROOT, stdin=subprocess.DEVNULL, preexec_fn=listen, **streams
    )


@pytest.mark.usefixtures("waiting")
def test_ctrl_c_leaves_all_as_it_is_and_a_later_push_goes_on(
    run: Run, cloud: FakeCloud, jira: dict[str, str]
) -> None:
    cloud.server.instead[CREATE].append(Reply(429, None, {"Retry-After": "40"}))
    process = started(jira, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stderr is not None
    assert process.stderr.readline() == (
        b"pushing tickets: waiting: Jira was asked too often, and wants 40 seconds of silence\n"
    )
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said.decode().startswith("facilitator: stopped: what is done is kept, and the rest")
    assert said.count(b"\n") == 1
    assert {one["state"] for one in listed(run).values()} == {"queued", "no_ticket"}
    assert cloud.issues == {}


@pytest.mark.usefixtures("waiting")
def test_ctrl_c_while_a_ticket_is_sent_leaves_one_that_is_made_once(
    run: Run, cloud: FakeCloud, jira: dict[str, str]
) -> None:
    cloud.server.unanswered.add(CREATE)
    process = started(jira, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert cloud.server.is_unanswered.wait(60)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert b"stopped: what is done is kept" in said
    (sent,) = [one for one in listed(run).values() if "create" in one["undone"]][:1]
    assert sent["ticket"] == ""
    assert len(cloud.issues) == len(cloud.server.calls(CREATE)) == 1


@pytest.mark.usefixtures("waiting")
def test_a_terminal_shows_a_bar(cloud: FakeCloud, jira: dict[str, str]) -> None:
    ours, theirs = pty.openpty()
    process = started(jira | {"TERM": "xterm-256color"}, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    shown = b""
    while part := read_some(ours):
        shown += part
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert "━" in shown.decode()
    assert b"pushing tickets" in shown
    assert b"/9" in shown
    os.close(ours)


def read_some(terminal: int) -> bytes:
    """Return what a terminal shows next; nothing once the other side has closed it."""
    try:
        return os.read(terminal, 10_000)
    except OSError:
        return b""


@pytest.mark.usefixtures("waiting", "jira")
def test_a_sync_says_where_the_tracker_and_the_team_disagree(run: Run, cloud: FakeCloud) -> None:
    run("tickets", "push")
    keys = {name: one["ticket"] for name, one in listed(run).items()}
    cloud.issues[keys["1.1"]].status = "Done"
    del cloud.issues[keys["1.2"]]
    cloud.issues[keys["2.1"]].sprints = [7]
    done = run("tickets", "sync")
    assert done.returncode == 0
    read, _, *rows = done.stdout.splitlines()
    assert read == "3 tickets read"
    assert [row.split()[0] for row in rows] == ["#1.1", "#1.2"]
    assert "the tracker says “Done”, the team NOT STARTED" in rows[0]
    assert "not in the tracker, read just now" in rows[1]
    assert done.stderr.splitlines()[-1] == "reading tickets: 3 of 3"
    found = listed(run)
    assert (
        found["2.1"]["text"]
        == "in the running sprint (OPS 7), not in the next sprint, read just now"
    )
    assert found["1.1"]["disagrees"]
    # The team's own word stays until somebody decides.
    assert found["1.1"]["status"] == "open"


@pytest.mark.usefixtures("waiting", "jira")
def test_a_sync_that_could_not_read_everything_says_why_and_keeps_what_was_known(
    run: Run, cloud: FakeCloud
) -> None:
    run("tickets", "push")
    before = listed(run)
    cloud.server.instead[BULK].append(Reply(502, body=b"<html>Bad gateway</html>"))
    done = run("tickets", "sync", "--json")
    assert done.returncode == 1
    came_of_it = json.loads(done.stdout)
    assert (came_of_it["read"], came_of_it["unread"]) == (0, 3)
    assert "an error of its own (502)" in came_of_it["error"]
    last = done.stderr.splitlines()[-1]
    assert last.startswith("facilitator: 3 tickets could not be read: the address of Jira answered")
    assert {name: one["read_at"] for name, one in listed(run).items()} == {
        name: one["read_at"] for name, one in before.items()
    }
    assert run("tickets", "sync").returncode == 0


@pytest.mark.usefixtures("waiting", "jira")
def test_the_ticket_of_a_closed_item_is_read_once_more_and_while_the_tracker_disagrees(
    run: Run, cloud: FakeCloud
) -> None:
    run("tickets", "push")
    run("actions", "done", "1.1", "1.2")
    cloud.issues[listed(run, "--all")["1.1"]["ticket"]].status = "Done"

    def asked() -> list[str]:
        items = json.loads(run("tickets", "sync", "--json").stdout)["items"]
        return [f"{one['incident']}.{one['slot']}" for one in items]

    assert asked() == ["1.1", "1.2", "2.1"]
    assert asked() == ["1.2", "2.1"]


@pytest.mark.usefixtures("empty", "jira")
def test_a_sync_without_tickets_asks_nothing(run: Run, cloud: FakeCloud) -> None:
    done = run("tickets", "sync")
    assert (done.returncode, done.stdout) == (0, "no open action item has a ticket\n")
    assert cloud.server.requests == []


@pytest.mark.usefixtures("waiting", "jira")
def test_250_tickets_are_read_in_three_requests(run: Run, cloud: FakeCloud, write: Write) -> None:
    def fill(store: Store) -> None:
        for number in range(84):
            incident = store.incidents.create("api", f"symptom {number}", DAY).result()
            for slot in range(3):
                key = cloud.add(f"OPS-{3 * number + slot + 1}").key
                store.actions.add(incident.id, "Cap retries", ticket=key).result()

    write(fill)
    assert run("tickets", "sync").stdout == "252 tickets read\n"
    assert [len(call.value["issueIdsOrKeys"]) for call in cloud.server.calls(BULK)] == [
        *(100, 100, 52)
    ]


@pytest.mark.usefixtures("waiting", "jira")
def test_a_typed_ticket_is_unverified_until_the_tracker_has_shown_it(
    run: Run, refused: Refused, cloud: FakeCloud
) -> None:
    words = "actions ticket: “banana” is no ticket; expected one such as OPS-12"
    assert refused("actions", "ticket", "2.2", "banana") == words
    assert run("actions", "ticket", "2.2", " ops-12 ").returncode == 0
    found = listed(run)["2.2"]
    assert (found["ticket"], found["state"], found["text"]) == ("OPS-12", "by_hand", "unverified")
    cloud.add("OPS-12", sprints=[8])
    run("tickets", "sync")
    assert listed(run)["2.2"]["state"] == "next_sprint"
    assert run("actions", "ticket", "2.2", "").returncode == 0
    assert listed(run)["2.2"]["state"] == "no_ticket"


def test_an_imported_ticket_may_be_any_text(run: Run, tmp_path: Path, team: Path) -> None:
    document = json.loads(run("show", "45", "--json").stdout)
    document["action_items"][0]["ticket"] = "see the board"
    file = tmp_path / "one.json"
    file.write_text(json.dumps(document))
    assert run("import", "--replace", str(file)).returncode == 0
    found = listed(run)["45.1"]
    assert (found["ticket"], found["state"], found["address"]) == ("see the board", "no_key", None)
