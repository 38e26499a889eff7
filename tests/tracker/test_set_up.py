"""Setting up Jira step by step: what each step finds, and its words where it fails."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext

import keyring
import pytest

from facilitator.config.settings import SettingsError, load_settings
from facilitator.config.tracker_settings import TrackerSettings
from facilitator.tracker.errors import (
    CaptchaNeeded,
    NotReachable,
    NotThere,
    Refused,
    ServerFailed,
    Unauthorised,
)
from facilitator.tracker.jira.boards import Board
from facilitator.tracker.jira.gateway import GATEWAY
from facilitator.tracker.keep_set_up import Kept, keep
from facilitator.tracker.set_up import (
    ProjectFound,
    RefusedAtSite,
    described,
    find_edition,
    find_project,
    find_tickets,
    log_in,
    offered_board,
    offered_issue_type,
    offered_priorities,
)
from facilitator.tracker.token import VARIABLE, Token, TokenError, read_token
from tests.tracker.conftest import DataCenter
from tests.tracker.fake_cloud import TOKEN, USER, FakeCloud, Field
from tests.tracker.keyrings import MemoryKeyring
from tests.tracker.loopback import LoopbackServer, Reply

TLS = Path(__file__).parents[1] / "data" / "tls"
TENANT_INFO = "GET /_edge/tenant_info"


def given(cloud: FakeCloud, **more: object) -> TrackerSettings:
    """What somebody has given so far for the usual cloud."""
    usual = TrackerSettings("jira", cloud.server.url, project="OPS", board=1, user=USER)
    return replace(usual, **more)  # type: ignore[arg-type]


def test_each_step_of_a_cloud_says_what_it_has_found(cloud: FakeCloud) -> None:
    assert find_edition(given(cloud)) == "Jira Cloud"
    reachable = log_in(given(cloud), Token(TOKEN))
    assert described(reachable) == (
        "Jira Cloud “Ops at Example” 1001.0.0-SNAPSHOT, logged in as Ana Silva"
    )
    found = find_project(given(cloud), Token(TOKEN))
    assert found == ProjectFound(
        "Operations",
        ["Bug", "Task"],
        [Board(1, "Board 1", "scrum")],
        "",
        ["Highest", "High", "Medium", "Low"],
    )
    tickets = find_tickets(given(cloud), Token(TOKEN))
    assert (tickets.sprint, tickets.why_no_sprint, tickets.left_out) == ("OPS 8", "", [])


def test_each_step_of_a_data_center_says_what_it_has_found(data_center: DataCenter) -> None:
    tracker = TrackerSettings("jira", data_center.url, project="OPS", board=data_center.scrum_board)
    assert find_edition(tracker) == "Jira Data Center"
    assert log_in(tracker, Token("a-token")).edition == "Jira Data Center"
    found = find_project(tracker, Token("a-token"))
    assert offered_issue_type(found, "Task") == "Task"
    assert offered_board(found, None) == data_center.scrum_board
    assert offered_priorities(found, tracker.priorities) == tracker.priorities
    assert find_tickets(tracker, Token("a-token")).sprint


def test_no_token_is_sent_to_find_the_edition_which_jira_may_keep_to_itself(
    cloud: FakeCloud,
) -> None:
    assert find_edition(given(cloud)) == "Jira Cloud"
    cloud.server.instead["GET /rest/api/3/serverInfo"].append(Reply(401))
    assert find_edition(given(cloud)) == ""
    assert all("Authorization" not in request.headers for request in cloud.server.requests)


def test_an_address_where_no_jira_answers_is_said_before_a_token_is_asked_for() -> None:
    server = LoopbackServer(lambda request: Reply(200, body=b"<html>It works!</html>"))
    with pytest.raises(ServerFailed, match="a page that is not from Jira's API"):
        find_edition(TrackerSettings(url=server.url))
    server.close()


def test_a_host_that_there_is_not_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(NotReachable, match=r"^ops\.invalid: .*Name or service not known"):
        find_edition(TrackerSettings(url="https://ops.invalid"))


def test_a_private_authority_is_trusted_once_its_certificates_are_named() -> None:
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "certificate.pem", TLS / "key.pem")
    server = LoopbackServer(lambda request: Reply(200, {"version": "9.12.0"}), context)
    tracker = TrackerSettings(url=server.url)
    with pytest.raises(NotReachable, match=r"not trusted .* tracker\.ca_file names"):
        find_edition(tracker)
    assert find_edition(replace(tracker, ca_file=str(TLS / "certificate.pem"))) == "Jira Cloud"
    with pytest.raises(NotReachable, match=r"no-such\.pem: no such file"):
        find_edition(replace(tracker, ca_file="no-such.pem"))
    server.close()


def test_a_refused_token_is_said_in_one_line_without_it(cloud: FakeCloud) -> None:
    with pytest.raises(Unauthorised, match=r"^Jira does not accept the token: ") as caught:
        log_in(given(cloud), Token("wrong-token"))
    assert "facilitator login" not in str(caught.value)
    assert "wrong-token" not in repr(caught.value)


def test_a_captcha_is_said_with_what_to_do(cloud: FakeCloud) -> None:
    reason = {"X-Authentication-Denied-Reason": "CAPTCHA_CHALLENGE; login-url=https://x.example"}
    cloud.server.instead["GET /rest/api/3/serverInfo"].append(Reply(403, {}, reason))
    with pytest.raises(CaptchaNeeded, match="log in to it once in a browser"):
        log_in(given(cloud), Token(TOKEN))


def test_the_address_for_scoped_tokens_is_offered_and_nothing_is_sent_there(
    cloud: FakeCloud,
) -> None:
    site = LoopbackServer(
        lambda request: (
            Reply(200, {"cloudId": "11223344-a1b2-3b33-c444-def123456789"})
            if request.call == TENANT_INFO
            else Reply(401, {"errorMessages": ["Client must be authenticated"]})
        )
    )
    tracker = given(cloud, url=site.url)
    with pytest.raises(RefusedAtSite) as caught:
        log_in(tracker, Token(TOKEN))
    assert caught.value.api_url == f"{GATEWAY}/11223344-a1b2-3b33-c444-def123456789"
    assert caught.value.api_url in str(caught.value)
    (asked,) = site.calls(TENANT_INFO)
    assert "Authorization" not in asked.headers
    with pytest.raises(Unauthorised, match=r"needs its user too, an e-mail address$"):
        log_in(replace(tracker, user=""), Token(TOKEN))
    # Where an address of the API is given, the token is tried there alone.
    assert log_in(replace(tracker, api_url=cloud.server.url), Token(TOKEN)).account == "Ana Silva"
    site.close()


@pytest.mark.parametrize("cloud_id", ["../../evil", "", 7, "a@evil.example/"])
def test_what_is_no_cloud_id_leads_nowhere(cloud: FakeCloud, cloud_id: object) -> None:
    cloud.server.instead[TENANT_INFO].append(Reply(200, {"cloudId": cloud_id}))
    with pytest.raises(Unauthorised) as caught:
        log_in(given(cloud), Token("wrong-token"))
    assert not isinstance(caught.value, RefusedAtSite)


def test_a_project_that_there_is_not_is_said_in_jiras_words(cloud: FakeCloud) -> None:
    with pytest.raises(NotThere, match="No project could be found with key 'NOPE'"):
        find_project(given(cloud, project="NOPE"), Token(TOKEN))


def test_boards_that_can_not_be_read_do_not_end_the_set_up(cloud: FakeCloud) -> None:
    refusal = Reply(403, {"errorMessages": ["Jira Software is not licensed."]})
    cloud.server.instead["GET /rest/agile/1.0/board"].append(refusal)
    found = find_project(given(cloud), Token(TOKEN))
    assert (found.boards, offered_board(found, 1)) == ((), None)
    assert "Jira Software is not licensed." in found.why_no_boards
    tickets = find_tickets(given(cloud, board=None), Token(TOKEN))
    assert (tickets.sprint, tickets.why_no_sprint) == ("", "no board is chosen")


def test_required_fields_are_named_and_what_a_ticket_lacks_is_said(cloud: FakeCloud) -> None:
    del cloud.screen["duedate"]
    tickets = find_tickets(given(cloud, priorities=("Highest", "Soon", "Low")), Token(TOKEN))
    assert tickets.left_out == [
        "due date left out: it is not on the create screen of OPS, Task",
        "P2 left out: OPS has no priority “Soon”; it has Highest, High, Medium, Low",
    ]
    cloud.screen["customfield_1"] = Field("Team", required=True)
    with pytest.raises(Refused, match="a Task of OPS also needs Team, which can't be filled"):
        find_tickets(given(cloud), Token(TOKEN))


FOUND = ProjectFound("Operations", ["Story", "task"], [], "none", ["Blocker", "Major"])


@pytest.mark.parametrize(
    ("names", "before", "offered"),
    [
        (["Blocker", "Major", "Minor"], "Highest, High, Medium", "Blocker, Major, Minor"),
        (["Highest", "High", "Medium", "Low"], "high, Low, low", "High, Low, Low"),
        (["P0", "P1 – now", "P2", "P3"], "Highest, High, Medium", "P1 – now, P2, P3"),
        (["Urgent"], "Highest, High, Medium", "Urgent, Urgent, Urgent"),
        ([], "Highest, High, Medium", "Highest, High, Medium"),
    ],
)
def test_priorities_are_offered_by_what_jira_has(
    names: list[str], before: str, offered: str
) -> None:
    found = replace(FOUND, priorities=names)
    assert offered_priorities(found, before.split(", ")) == tuple(offered.split(", "))


def test_types_and_boards_are_offered_by_what_jira_has() -> None:
    assert offered_issue_type(FOUND, "story") == "Story"
    assert offered_issue_type(FOUND, "Chore") == "task"
    assert offered_issue_type(replace(FOUND, issue_types=["Story"]), "Chore") == "Story"
    boards = [Board(7, "Flow", "kanban"), Board(8, "Sprints", "simple")]
    assert offered_board(replace(FOUND, boards=boards), 3) == 8
    assert offered_board(replace(FOUND, boards=boards), 7) == 7
    assert offered_board(replace(FOUND, boards=boards[:1]), None) is None


# Keeping it.


@pytest.fixture
def file(tmp_path: Path, no_keyring: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path of a configuration file on a machine without a keyring and a token."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv(VARIABLE, raising=False)
    return tmp_path / "config.toml"


TRACKER = TrackerSettings(
    "jira", "https://ops.example", project="OPS", board=7, user=USER, priorities=("A", "B", "C")
)


def test_settings_and_token_are_kept_and_read_again(file: Path, tmp_path: Path) -> None:
    settings = load_settings(environment={}, file=file)
    kept = keep(settings, file, TRACKER, Token(TOKEN))
    token_file = tmp_path / "data" / "facilitator" / "tracker-token"
    assert kept == Kept(str(token_file), [])
    assert token_file.stat().st_mode & 0o777 == 0o600
    assert load_settings(environment={}, file=file).tracker == TRACKER
    found = read_token(TRACKER.api).token
    assert found is not None
    assert found.reveal() == TOKEN
    assert TOKEN not in file.read_text()
    # What is not set any more leaves the file.
    keep(settings, file, replace(TRACKER, board=None, user=""), None)
    assert load_settings(environment={}, file=file).tracker == replace(TRACKER, board=None, user="")


def test_a_variable_that_hides_what_was_saved_is_named(file: Path) -> None:
    environment = {"FACILITATOR_TRACKER_PROJECT": "DEV", "FACILITATOR_TRACKER_BOARD": "7"}
    settings = load_settings(environment=environment, file=file)
    assert keep(settings, file, TRACKER, None).hidden_by == ["FACILITATOR_TRACKER_PROJECT"]


def test_where_the_settings_can_not_be_saved_the_token_is_not_kept(file: Path) -> None:
    settings = load_settings(environment={}, file=file)
    file.write_text("no toml")
    with pytest.raises(SettingsError, match="it is not kept"):
        keep(settings, file, TRACKER, Token(TOKEN))
    assert read_token(TRACKER.api).token is None


def test_a_keyring_is_used_where_there_is_one(file: Path) -> None:
    settings = load_settings(environment={}, file=file)
    working = MemoryKeyring()
    keyring.set_keyring(working)
    assert keep(settings, file, TRACKER, Token(TOKEN)).token_place == "the system's keyring"
    assert working.entries == {("facilitator", "https://ops.example"): TOKEN}


def test_a_token_file_that_others_can_read_is_refused_with_what_to_do(
    file: Path, tmp_path: Path
) -> None:
    keep(load_settings(environment={}, file=file), file, TRACKER, Token(TOKEN))
    (tmp_path / "data" / "facilitator" / "tracker-token").chmod(0o644)
    with pytest.raises(TokenError, match="withdraw it, make another, and keep that one"):
        read_token(TRACKER.api)
