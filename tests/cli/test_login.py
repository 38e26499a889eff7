"""`facilitator login`: Jira is set up step by step, and nothing is saved before all of it works."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pytest

from tests.cli.conftest import Done, Run
from tests.tracker.fake_cloud import TOKEN, USER, FakeCloud, Field
from tests.tracker.loopback import Reply

NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
IN_ENVIRONMENT = {"FACILITATOR_TRACKER_TOKEN": TOKEN, **NO_KEYRING}
INCIDENT_URL = "https://wiki.example/pm/{number}"
LogIn = Callable[..., Done]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config" / "facilitator" / "config.toml"


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "facilitator" / "tracker-token"


@pytest.fixture
def log_in(run: Run, cloud: FakeCloud) -> LogIn:
    """Runs the command with all that the cloud needs, and the token in a variable."""

    def start(*arguments: str, **environment: str) -> Done:
        usual = ("--url", cloud.server.url, "--user", USER, "--project", "ops")
        return run("login", *usual, *arguments, **IN_ENVIRONMENT | environment)

    return start


def written(config: Path) -> dict[str, Any]:
    """The settings of the tracker in the file."""
    table: dict[str, Any] = tomllib.loads(config.read_text())["tracker"]
    return table


def files_with(folder: Path, text: str) -> list[Path]:
    """The files below a folder that hold a text."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if text.encode() in path.read_bytes()]


def test_with_options_nothing_is_asked_and_each_step_is_said(
    log_in: LogIn, cloud: FakeCloud, config: Path, token_file: Path
) -> None:
    done = log_in("--type", "bug", "--incident-url", INCIDENT_URL)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"✓ Jira Cloud answers at {cloud.server.url}",
        "✓ the token is taken from the variable FACILITATOR_TRACKER_TOKEN",
        "✓ Jira Cloud “Ops at Example” 1001.0.0-SNAPSHOT, logged in as Ana Silva",
        "✓ the project OPS is “Operations”",
        "✓ a Bug of OPS needs nothing but what is filled in",
        "✓ the next sprint is OPS 8",
        f"Saved in {config}.",
    ]
    assert written(config) == {
        "kind": "jira",
        "url": cloud.server.url,
        "project": "OPS",
        "issue_type": "Bug",
        "board": 1,
        "user": USER,
        "priorities": ["Highest", "High", "Medium"],
        "incident_url": INCIDENT_URL,
    }
    assert not token_file.exists()


def test_what_tickets_will_lack_is_said(log_in: LogIn, cloud: FakeCloud) -> None:
    del cloud.screen["labels"]
    cloud.sprints = cloud.sprints[:1]
    lines = log_in().stdout.splitlines()
    assert "– labels left out: it is not on the create screen of OPS, Task" in lines
    assert "– no next sprint: the board has no next sprint now" in lines
    assert any("no link back to their post-mortem" in line for line in lines)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--url", "ops.example"], "--url: expected an address such as https://example.atlassian"),
        (["--url", "http://127.0.0.1:1"], "127.0.0.1:1: "),
        (["--url", "https://ops.invalid"], "ops.invalid: "),
        (["--ca-file", "none.pem"], "none.pem: no such file or directory"),
        (["--user", "bob@example.com"], "Jira does not accept the token: it may be mistyped"),
        (["--project", "NOPE"], "--project: No project could be found with key 'NOPE'."),
        (["--type", "Epic"], "--type: there is no issue type “Epic”; there are Bug, Task"),
        (["--board", "9"], "--board: no board 9 shows tickets of OPS; there are 1 Board 1 (scrum)"),
        (["--priorities", "A,B"], "--priorities: expected the names of three priorities"),
        (["--priorities", "High,Low,Soon"], "--priorities: there is no priority “Soon”; there are"),
        (["--incident-url", "https://x.example"], "--incident-url: expected a web address with {"),
    ],
)
def test_a_step_that_fails_is_one_line_and_changes_nothing(
    log_in: LogIn, config: Path, arguments: list[str], words: str
) -> None:
    done = log_in(*arguments)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert words in done.stderr
    assert TOKEN not in done.stdout + done.stderr
    assert not config.exists()


def test_required_fields_and_a_captcha_are_said(
    log_in: LogIn, cloud: FakeCloud, config: Path
) -> None:
    cloud.screen["customfield_1"] = Field("Team", required=True)
    assert "a Task of OPS also needs Team" in log_in().stderr
    reason = {"X-Authentication-Denied-Reason": "CAPTCHA_CHALLENGE"}
    cloud.server.instead["GET /rest/api/3/myself"].append(Reply(403, {}, reason))
    assert "log in to it once in a browser" in log_in().stderr
    assert not config.exists()


def test_a_script_says_which_board_and_gets_no_guess(
    log_in: LogIn, cloud: FakeCloud, config: Path
) -> None:
    cloud.board_types = {1: "scrum", 2: "kanban", 3: "simple"}
    assert "--board: which one, or none? There are 1 Board 1 (scrum), 2 Board" in log_in().stderr
    assert log_in("--board", "3").returncode == 0
    assert written(config)["board"] == 3
    # Once it is set, it stays.
    assert log_in("--type", "Bug").returncode == 0
    assert written(config)["board"] == 3
    assert log_in("--board", "none").returncode == 0
    assert "board" not in written(config)


def test_what_is_set_stays_and_belongs_to_its_site(
    log_in: LogIn, run: Run, cloud: FakeCloud, config: Path
) -> None:
    config.parent.mkdir(parents=True)
    config.write_text(
        '# ours\ntheme = "nord"\n[tracker]\nkind = "none"\nurl = "https://old.example"\n'
        'api_url = "https://api.old.example"\n'
    )
    assert log_in().returncode == 0
    assert "api_url" not in written(config)
    assert config.read_text().startswith('# ours\ntheme = "nord"\n[tracker]\nkind = "jira"\n')
    assert run("login", **IN_ENVIRONMENT).returncode == 0
    assert written(config)["project"] == "OPS"


def test_a_variable_that_hides_what_was_saved_is_warned_of(log_in: LogIn, config: Path) -> None:
    done = log_in(FACILITATOR_TRACKER_ISSUE_TYPE="Story")
    assert done.returncode == 0
    assert "the variable FACILITATOR_TRACKER_ISSUE_TYPE is set, and wins" in done.stderr
    assert written(config)["issue_type"] == "Task"


def test_without_a_terminal_a_token_and_an_address_are_needed(log_in: LogIn, run: Run) -> None:
    assert "there is no token: put it into" in log_in(FACILITATOR_TRACKER_TOKEN="").stderr
    assert "--url: expected an address such as" in run("login").stderr
    assert "expected a token: one word" in log_in(FACILITATOR_TRACKER_TOKEN="two words").stderr


def piped(
    surroundings: dict[str, str], folder: Path, cloud: FakeCloud, token: str, **environment: str
) -> Done:
    usual = ("--url", cloud.server.url, "--user", USER, "--project", "OPS")
    return subprocess.run(
        [sys.executable, "-m", "facilitator", "login", "--token-stdin", *usual],
        env=surroundings | NO_KEYRING | environment,
        cwd=folder,
        input=token,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_a_token_from_standard_input_is_kept_used_and_forgotten(
    surroundings: dict[str, str],
    tmp_path: Path,
    run: Run,
    cloud: FakeCloud,
    token_file: Path,
) -> None:
    done = piped(surroundings, tmp_path, cloud, f"{TOKEN}\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"The token is kept in {token_file}." in done.stdout
    assert token_file.stat().st_mode & 0o777 == 0o600
    # From now on it is there, and it is sent to no other address.
    assert run("login", "--type", "Bug", **NO_KEYRING).returncode == 0
    other = FakeCloud()
    moved = run("login", "--url", other.server.url, **NO_KEYRING)
    assert "there is no token" in moved.stderr
    assert all("Authorization" not in request.headers for request in other.server.requests)
    other.server.close()
    # A variable that holds another one wins, which is said.
    piped_again = piped(surroundings, tmp_path, cloud, TOKEN, FACILITATOR_TRACKER_TOKEN="another")
    assert "the variable FACILITATOR_TRACKER_TOKEN is set, and wins" in piped_again.stderr
    forgotten = run("login", "--forget", **NO_KEYRING)
    assert forgotten.stdout == f"The token for {cloud.server.url} is kept nowhere any more.\n"
    assert not token_file.exists()
    assert "there is no token" in run("login", **NO_KEYRING).stderr


def test_bytes_that_are_no_text_are_no_token(
    surroundings: dict[str, str], tmp_path: Path, cloud: FakeCloud, config: Path
) -> None:
    done = piped(surroundings, tmp_path, cloud, "sécret-ü")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "expected a token: one word" in done.stderr
    assert not config.exists()


def test_a_keyring_that_hangs_holds_nothing_up(
    surroundings: dict[str, str], tmp_path: Path, run: Run, cloud: FakeCloud, token_file: Path
) -> None:
    hanging = {"PYTHON_KEYRING_BACKEND": "tests.tracker.keyrings.HangingKeyring"}
    done = piped(surroundings, tmp_path, cloud, TOKEN, **hanging)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"The token is kept in {token_file}." in done.stdout
    found = run("doctor", **hanging).stdout
    assert "! keyring" in found
    assert "the keyring did not answer in 5 seconds" in found
    assert f"found in {token_file}" in found


def test_a_token_that_others_can_read_is_refused_and_a_new_one_is_private(
    surroundings: dict[str, str], tmp_path: Path, run: Run, cloud: FakeCloud, token_file: Path
) -> None:
    piped(surroundings, tmp_path, cloud, TOKEN)
    token_file.chmod(0o644)
    done = run("login", **NO_KEYRING)
    assert done.returncode == 1
    assert "others on this machine can read this token: withdraw it" in done.stderr
    assert piped(surroundings, tmp_path, cloud, TOKEN).returncode == 0
    assert token_file.stat().st_mode & 0o777 == 0o600


def test_everything_is_asked_for_in_a_terminal_and_the_token_is_not_shown(
    surroundings: dict[str, str], tmp_path: Path, cloud: FakeCloud, config: Path, token_file: Path
) -> None:
    child = pexpect.spawn(
        sys.executable,
        ["-m", "facilitator", "login"],
        env=surroundings | NO_KEYRING,
        cwd=str(tmp_path),
        encoding="utf-8",
        timeout=60,
        dimensions=(40, 160),
    )
    answers = {
        "as in the browser: ": "ops.example",
        "got 'ops.example'\r\n.*as in the browser: ": cloud.server.url,
        "its e-mail address[)]: ": USER,
        "Token [(]it is not shown[)]: ": "mistyped",
        "does not accept the token.*Token [(]it is not shown[)]: ": TOKEN,
        "logged in as Ana Silva\r\n.*such as OPS: ": "nope",
        "with key 'NOPE'.*such as OPS: ": "ops",
        r"Issue type [(]Bug, Task[)] \[Task\]: ": "",
        r"next sprint counts, or - for none \[1\]: ": "",
        r"[(]it has Highest, High, Medium, Low[)] \[Highest, High, Medium\]: ": "high,low,low",
        "for its number [(]empty for no links[)]: ": "",
    }
    shown = ""
    for question, answer in answers.items():
        child.expect(question)
        shown += f"{child.before}{child.after}"
        child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()
    shown += str(child.before)
    assert child.exitstatus == 0, shown
    assert f"Saved in {config}." in shown
    assert TOKEN not in shown
    assert written(config)["priorities"] == ["High", "Low", "Low"]
    assert token_file.read_text() == f"{TOKEN}\n"


def test_the_token_is_in_no_file_but_its_own_and_in_no_output(
    surroundings: dict[str, str], tmp_path: Path, run: Run, cloud: FakeCloud, token_file: Path
) -> None:
    shown = piped(surroundings, tmp_path, cloud, TOKEN)
    outputs = [shown.stdout, shown.stderr]
    for arguments in (
        ("new", "checkout", "5xx spike"),
        ("config", "--json"),
        ("doctor",),
        ("export", "--format", "json"),
        ("backup",),
        ("login", "--project", "NOPE"),
    ):
        done = run(*arguments, **NO_KEYRING)
        outputs += [done.stdout, done.stderr]
    encoded = b64encode(f"{USER}:{TOKEN}".encode()).decode()
    for secret in (TOKEN, encoded):
        assert not any(secret in output for output in outputs)
        assert set(files_with(tmp_path, secret)) <= {token_file}
    assert files_with(tmp_path, TOKEN) == [token_file]
