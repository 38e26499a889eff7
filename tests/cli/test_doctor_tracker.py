"""What `facilitator doctor` says of the tracker of tickets, and that it never waits for long."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.tracker.fake_cloud import TOKEN, USER, FakeCloud, Field
from tests.tracker.loopback import Reply

Examine = Callable[..., dict[str, tuple[str, str, str]]]
CHECKS = ("token", "keyring", "tracker", "project", "fields", "board", "links back")


@pytest.fixture
def examine(run: Run, cloud: FakeCloud, empty: Path) -> Examine:
    """Runs the doctor on the usual cloud; returns state, text and advice of what is asked there."""
    usual = {
        "FACILITATOR_TRACKER_KIND": "jira",
        "FACILITATOR_TRACKER_URL": cloud.server.url,
        "FACILITATOR_TRACKER_PROJECT": "OPS",
        "FACILITATOR_TRACKER_BOARD": "1",
        "FACILITATOR_TRACKER_USER": USER,
        "FACILITATOR_TRACKER_TOKEN": TOKEN,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }

    def start(**environment: str) -> dict[str, tuple[str, str, str]]:
        changed = {f"FACILITATOR_TRACKER_{name}": value for name, value in environment.items()}
        done = run("doctor", "--json", **usual | changed)
        assert done.stderr == ""
        assert TOKEN not in done.stdout
        findings: list[dict[str, Any]] = json.loads(done.stdout)
        return {
            found["check"]: (found["state"], found["text"], found["advice"])
            for found in findings
            if found["check"] in CHECKS
        }

    return start


def test_where_none_is_set_up_it_is_one_quiet_line(examine: Examine) -> None:
    found = examine(KIND="none")
    assert found == {"tracker": ("ok", "none is set up; the keys of tickets are typed", "")}


def test_each_part_that_works_is_a_line(examine: Examine) -> None:
    assert examine(INCIDENT_URL="https://wiki.example/{number}") == {
        "token": ("ok", "found in FACILITATOR_TRACKER_TOKEN", ""),
        "tracker": (
            "ok",
            "Jira Cloud “Ops at Example” 1001.0.0-SNAPSHOT, logged in as Ana Silva",
            "",
        ),
        "project": ("ok", "OPS is “Operations”", ""),
        "fields": ("ok", "a Task takes all that a ticket is given", ""),
        "board": ("ok", "the next sprint of board 1 is OPS 8", ""),
        "links back": ("ok", "tickets lead back to https://wiki.example/{number}", ""),
    }


@pytest.mark.parametrize(
    ("environment", "check", "text", "advice"),
    [
        ({"TOKEN": ""}, "token", "there is none for http://localhost", "login"),
        ({"TOKEN": "two words"}, "token", "expected a token", "login"),
        ({"USER": "bob@example.com"}, "tracker", "does not accept the token", "a new token"),
        ({"URL": "http://127.0.0.1:1"}, "tracker", "127.0.0.1:1: ", "the address, the proxy"),
        ({"CA_FILE": "/none.pem"}, "tracker", "/none.pem: no such file", "tracker.ca_file"),
        ({"PROJECT": "NOPE"}, "project", "No project could be found with key 'NOPE'", "login"),
        ({"ISSUE_TYPE": "Epic"}, "fields", "no issue type “Epic”; it has Bug, Task", "login"),
    ],
)
def test_what_does_not_work_is_said_in_jiras_words_with_what_to_do(
    examine: Examine, environment: dict[str, str], check: str, text: str, advice: str
) -> None:
    found = examine(**environment)
    state, said, to_do = found[check]
    assert state == "problem"
    assert text in said
    assert advice in to_do
    # What depends on it is not asked.
    assert [*found][-1] == check


def test_what_works_only_in_part_is_a_warning(examine: Examine, cloud: FakeCloud) -> None:
    del cloud.screen["duedate"]
    cloud.sprints = []
    found = examine(PRIORITIES="Highest, Soon, Low")
    assert found["fields"][0] == "warning"
    assert "due date left out" in found["fields"][1]
    assert "P2 left out: OPS has no priority “Soon”" in found["fields"][1]
    assert found["board"][:2] == ("warning", "the board has no next sprint now")
    assert found["links back"][1].startswith("tickets get no link back")
    cloud.board_types = {1: "kanban"}
    assert "kanban board, which has no sprints" in examine()["board"][1]
    cloud.screen["customfield_1"] = Field("Team", required=True)
    assert "also needs Team" in examine()["fields"][1]


def test_a_captcha_and_a_server_that_fails_are_told_apart(
    examine: Examine, cloud: FakeCloud
) -> None:
    info = cloud.server.instead["GET /rest/api/3/serverInfo"]
    info.append(Reply(403, {}, {"X-Authentication-Denied-Reason": "CAPTCHA_CHALLENGE"}))
    assert "in a browser" in examine()["tracker"][2]
    info.append(Reply(503, body=b"<html>"))
    assert examine()["tracker"][2] == "check again later"


def test_a_server_that_does_not_answer_ends_the_check_within_seconds(
    examine: Examine, cloud: FakeCloud
) -> None:
    cloud.server.stalled.add("GET /rest/api/3/myself")
    began = monotonic()
    state, text, _ = examine()["tracker"]
    assert (state, "no answer came in time" in text) == ("problem", True)
    assert monotonic() - began < 20
