"""A named database that does not exist: reading it is refused, writing into it makes it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.db.support import make_old_file

READING = [
    ("incidents",),
    ("show", "42"),
    ("show", "42", "--meetings"),
    ("actions",),
    ("metrics",),
    ("similar", "1"),
    ("export",),
    ("actions", "done", "42.1"),
]


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_command_that_needs_what_is_there_makes_no_database(
    refused: Callable[..., str], tmp_path: Path, command: tuple[str, ...]
) -> None:
    before = sorted(tmp_path.rglob("*"))
    message = refused(*command, "--database", "typo/team.db")
    assert message == (
        f"{tmp_path}/typo/team.db: there is no folder {tmp_path}/typo: make it first, or choose"
        " another with --database"
    )
    assert "there is no such database" in refused(*command, "--database", "team.db")
    assert "there is no such database" in refused(*command, FACILITATOR_DATABASE="team.db")
    assert sorted(tmp_path.rglob("*")) == before


def test_the_file_that_was_meant_is_named(
    refused: Callable[..., str], files: Path, tmp_path: Path
) -> None:
    shutil.copy(files / "team.db", tmp_path / "payments.db")
    message = refused("--database", "paymets.db", "incidents")
    assert message.endswith(f"there is no such database; did you mean {tmp_path}/payments.db?")
    assert refused("new", "a", "b", "--database", "no/team.db")
    assert not (tmp_path / "no").exists()


def test_a_command_that_writes_makes_the_database_and_says_so(run: Run, tmp_path: Path) -> None:
    done = run("new", "checkout", "5xx spike", "--database", "other.db")
    assert (done.returncode, done.stderr) == (0, f"Created a new database: {tmp_path}/other.db\n")
    again = run("new", "checkout", "5xx spike", "--database", "other.db")
    assert (again.returncode, again.stderr) == (0, "")
    assert (tmp_path / "other.db").stat().st_mode & 0o777 == 0o600


def test_the_usual_database_is_made_without_a_word(run: Run, database: Path) -> None:
    done = run("incidents")
    assert (done.returncode, done.stderr) == (0, "")
    assert database.exists()


def test_an_upgrade_says_on_standard_error_where_the_old_file_is(run: Run, tmp_path: Path) -> None:
    make_old_file(tmp_path / "team.db", "0004")
    done = run("incidents", "--json", "--database", "team.db")
    (copy,) = tmp_path.glob("team.db.before-*")
    assert (done.returncode, done.stdout) == (0, "[]\n")
    assert done.stderr.count("\n") == 1
    assert str(copy) in done.stderr
    assert run("incidents", "--database", "team.db").stderr == ""


def test_what_a_damaged_database_holds_is_saved(run: Run, files: Path, tmp_path: Path) -> None:
    shutil.copy(files / "team.db", tmp_path / "team.db")
    done = run("--database", "team.db", "salvage", "saved.db")
    assert done.returncode == 0
    assert "copied to saved.db" in done.stdout
    exports = [
        run("export", "--format", "json", "--database", name).stdout
        for name in ("team.db", "saved.db")
    ]
    assert exports[0] == exports[1] != ""


def test_a_database_that_may_only_be_read_can_be_read(
    run: Run, refused: Callable[..., str], files: Path, read_only_disk: Callable[[Path], Path]
) -> None:
    path = read_only_disk(files / "team.db")
    done = run("incidents", "--database", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert "#42" in done.stdout
    message = refused("new", "checkout", "5xx", "--database", str(path))
    assert "for reading only" in message
