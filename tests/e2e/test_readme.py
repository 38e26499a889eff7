"""Every command in the README does what the README says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.e2e.terminal import Terminal

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.split("\n")
]
PROGRAM = ".venv/bin/facilitator"
FULL_SCREEN = {
    f"{PROGRAM} prep 1": "Next section",
    f"{PROGRAM} meet 1": "checkout 5xx spike on",
    PROGRAM: "Prepare",
}


def test_the_commands_of_the_program_run_in_their_order(tmp_path: Path, run: Run) -> None:
    count = 0
    for command in COMMANDS:
        if not command.startswith(PROGRAM):
            continue
        count += 1
        arguments = shlex.split(command)[1:]
        if command in FULL_SCREEN:
            terminal = Terminal(tmp_path, *arguments)
            terminal.wait_for(FULL_SCREEN[command])
            assert terminal.quit() == 0
        else:
            done = run(*arguments)
            assert done.returncode == 0, (command, done.stderr)
    assert count > 8


@pytest.mark.parametrize("lock", ["run", "dev"])
def test_the_set_up_commands_use_lock_files_with_hashes_and_no_address(lock: str) -> None:
    assert any(f"--require-hashes -r .requirements/{lock}.txt" in command for command in COMMANDS)
    text = (ROOT / ".requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    assert "--hash=sha256:" in text
    assert "://" not in text


def test_ci_runs_the_test_command_of_the_readme() -> None:
    command = next(command for command in COMMANDS if command.endswith(".venv/bin/pytest -n 4"))
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_every_picture_of_the_readme_exists() -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README)
    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)


def test_every_test_that_the_readme_names_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)`", README)
    assert len(named) > 15
    assert [path for path in named if not (ROOT / path).exists()] == []
