"""`facilitator copy`: from a file to a file, onto a server and back, by its command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.cli.conftest import Run
from tests.servers import new_database


def test_a_copy_says_what_it_holds_and_how_to_use_it(run: Run, team: Path, tmp_path: Path) -> None:
    done = run("copy", str(team), "copy.db")
    assert (done.returncode, done.stderr) == (0, "")
    first, second, third = done.stdout.splitlines()
    assert first == "copied 24 incidents and 0 meetings to copy.db"
    assert "each was read back and compared" in second
    assert third == "use the copy: facilitator --database copy.db"
    originals = run("export", "--format", "json")
    assert run("--database", "copy.db", "export", "--format", "json").stdout == originals.stdout


def test_a_team_moves_to_a_server_and_back(run: Run, team: Path, server: URL) -> None:
    for url in new_database(server, "template1"):
        assert run("copy", str(team), url).returncode == 0
        assert run("copy", url, "back.db").returncode == 0
        listed = run("--database", url, "incidents", "--json").stdout
    assert listed == run("incidents", "--json").stdout
    assert listed == run("--database", "back.db", "incidents", "--json").stdout


def test_a_copy_onto_something_is_refused_in_one_line(
    refused: Callable[..., str], team: Path, tmp_path: Path
) -> None:
    before = team.read_bytes()
    assert refused("copy", str(team), str(team)).startswith("TO: this database is not empty")
    assert team.read_bytes() == before


def test_a_copy_of_nothing_creates_nothing(refused: Callable[..., str], tmp_path: Path) -> None:
    message = refused("copy", "nothing.db", "copy.db")
    assert message.startswith("FROM: ")
    assert "there is no database yet" in message
    assert not list(tmp_path.glob("*.db"))


@pytest.mark.parametrize("line", [["copy", "a.db"], ["--database", "a.db", "copy", "b.db", "c.db"]])
def test_a_copy_needs_exactly_two_databases(run: Run, line: list[str]) -> None:
    done = run(*line)
    assert (done.returncode, done.stdout) == (2, "")
    assert "copy" in done.stderr
