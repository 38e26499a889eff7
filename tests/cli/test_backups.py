"""`facilitator backup` and `facilitator restore`, by their command lines."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from db.store import Store
from tests.cli.conftest import Run

Refused = Callable[..., str]


def numbers(run: Run, *arguments: str) -> list[int]:
    """The numbers of the incidents that a database holds."""
    listed = json.loads(run(*arguments, "incidents", "--json").stdout)
    return [incident["number"] for incident in listed]


def test_a_backup_goes_to_a_file_or_to_the_others_and_its_path_is_printed(
    run: Run, team: Path, tmp_path: Path
) -> None:
    done = run("backup", "copy.db")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{tmp_path / 'copy.db'}\n", "")
    assert numbers(run, "--database", "copy.db") == numbers(run)
    rotating = Path(run("backup").stdout.rstrip("\n"))
    assert rotating.parent.parent == team.parent / "backups"
    assert rotating.stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("team")
def test_a_backup_never_replaces_a_file(refused: Refused, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine")
    assert "there is a file of this name already" in refused("backup", "copy.db")
    assert (tmp_path / "copy.db").read_text() == "mine"


def test_of_nothing_no_backup_is_made(refused: Refused, database: Path, tmp_path: Path) -> None:
    assert "there is no database yet" in refused("backup")
    assert "there is no such database" in refused("backup", "--database", "nothing.db")
    assert not database.exists()
    assert not list(tmp_path.glob("*.db"))


def test_on_a_server_the_way_to_a_backup_is_said(refused: Refused) -> None:
    for line in (["backup"], ["restore"], ["restore", "team.db"]):
        message = refused("--database", "postgresql://db.example/team", *line)
        assert "pg_dump" in message


@pytest.mark.usefixtures("team")
def test_backups_are_listed_with_what_they_hold(run: Run) -> None:
    assert run("restore").stdout == "nothing found\n"
    assert run("restore", "--json").stdout == "[]\n"
    path = run("backup").stdout.rstrip("\n")
    header, row = run("restore").stdout.splitlines()
    assert header.split() == ["made", "size", "incidents", "file"]
    assert row.endswith(path)
    assert row.split()[-2] == "24"
    (found,) = json.loads(run("restore", "--json").stdout)
    assert found == {
        "file": path,
        "made_at": found["made_at"],
        "bytes": Path(path).stat().st_size,
        "incidents": 24,
    }
    assert found["made_at"].endswith("Z")


@pytest.mark.usefixtures("team")
def test_a_backup_comes_back_and_the_database_before_can_come_back_too(run: Run) -> None:
    before = numbers(run)
    backup = run("backup").stdout.rstrip("\n")
    run("new", "checkout", "slow")
    done = run("restore", backup)
    assert (done.returncode, done.stderr) == (0, "")
    restored, kept = done.stdout.splitlines()
    assert restored.endswith(f" from {backup}, with 24 incidents")
    assert numbers(run) == before
    path = kept.removeprefix("as it was before, it is in ")
    assert run("restore", path).returncode == 0
    assert numbers(run) == [46, *before]


def test_a_database_that_is_open_is_not_replaced(run: Run, refused: Refused, team: Path) -> None:
    backup = run("backup").stdout.rstrip("\n")
    store = Store.open(team)
    assert "another program has this database open: leave every window" in refused(
        "restore", backup
    )
    store.close()
    assert run("restore", backup).returncode == 0


def test_a_lost_database_names_the_backup_that_brings_it_back(
    run: Run, refused: Refused, team: Path
) -> None:
    backup = run("backup").stdout.rstrip("\n")
    team.unlink()
    assert f"restore it with `facilitator restore {backup}`" in refused("incidents")
    assert not team.exists()
    assert run("restore", backup).returncode == 0
    assert len(numbers(run)) == 24


@pytest.mark.usefixtures("team")
def test_json_is_for_the_list_alone(run: Run) -> None:
    done = run("restore", "--json", "team.db")
    assert done.returncode == 2
    assert "--json" in done.stderr
