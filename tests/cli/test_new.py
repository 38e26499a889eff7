"""Creating an incident, and where it is stored."""

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run

Refused = Callable[..., str]


def test_a_new_incident_is_stored_in_the_data_folder_which_only_its_owner_can_read(
    run: Run, database: Path
) -> None:
    done = run("new", "checkout", "5xx spike", "--on", "2026-03-14", "--severity", "sev1")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "#1 checkout 5xx spike on 2026-03-14\n"
        "prepare its post-mortem: facilitator prep 1\nhold its meeting: facilitator meet 1\n"
    )
    assert stat.S_IMODE(database.stat().st_mode) == 0o600
    assert stat.S_IMODE(database.parent.stat().st_mode) == 0o700
    plain = json.loads(run("show", "1", "--json").stdout)
    values = [
        plain[name] for name in ("number", "service", "symptom", "date", "severity", "status")
    ]
    assert values == [1, "checkout", "5xx spike", "2026-03-14", "SEV1", "draft"]


@pytest.mark.usefixtures("empty")
def test_a_near_miss_is_one_in_every_list(run: Run) -> None:
    run("new", "api", "quota at 97 %", "--near-miss")
    plain = json.loads(run("show", "1", "--json").stdout)
    assert (plain["kind"], plain["severity"]) == ("near_miss", None)
    assert "near miss" in run("incidents").stdout


@pytest.mark.usefixtures("empty")
def test_the_next_number_follows_the_highest(run: Run) -> None:
    assert run("new", "a", "b", "--number", "42").stdout.startswith("#42 ")
    assert run("new", "a", "b").stdout.startswith("#43 ")


def test_the_flag_names_the_database_before_the_environment_does(
    run: Run, empty: Path, tmp_path: Path
) -> None:
    flag, variable = str(tmp_path / "flag.db"), str(tmp_path / "variable.db")
    assert run("new", "a", "flag", "--database", flag, FACILITATOR_DATABASE=variable).stdout
    assert run("new", "a", "variable", FACILITATOR_DATABASE=variable).stdout
    assert "flag" in run("--database", flag, "incidents").stdout
    assert "variable" in run("incidents", FACILITATOR_DATABASE=variable).stdout
    assert run("incidents", "--database", f"sqlite:///{flag}").stdout.count("#1") == 1
    assert run("incidents").stdout == "nothing found\n"
    assert empty.exists()


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["new", "a", "b", "--number", "42"], "that number is taken by another incident"),
        (["new", "a", "b", "--number", "0"], "number: 0 is not from 1 to 2,147,483,647"),
        (["new", "a", "b", "--number", "9" * 30], f"number: {'9' * 30} is not from 1"),
        (["new", "checkout", " "], "symptom: write something"),
        (["new", "", "slow"], "service: write something"),
        (["new", "checkout", "x" * 201], "symptom: 201 characters; at most 200"),
        (["new", "a", "b", "--on", "soon"], "--on soon: expected a day such as 2026-03-14"),
        (["new", "a", "b", "--on", "so\n\x1bon"], "--on so ⏎ ␛on: expected a day such as"),
        (["show", "7"], "there is no incident #7; `facilitator incidents` lists them"),
        (["show", "9" * 30], f"there is no incident #{'9' * 30}; `facilitator"),
        (["export", "45", "7"], "there is no incident #7; `facilitator incidents`"),
        (["metrics", "--as-of", "0001-01-01"], "--as-of 0001-01-01: expected a day from 1900"),
        (["metrics", "--as-of", "9999-12-31"], "--as-of 9999-12-31: expected a day from 1900"),
        (["metrics", "--as-of", "30 Juno"], "--as-of 30 Juno: expected a day such as 2026-03-14"),
        (
            ["metrics", "--from", "2026-05-02", "--as-of", "2026-05-01"],
            "--from 2026-05-02: the window ends on 2026-05-01, before it begins on 2026-05-02:",
        ),
        (
            ["metrics", "--as-of", "2998-12-31", "--months", "1"],
            "the window 2998-12-01 to 2998-12-31 lies in the future: nothing has happened yet",
        ),
        (["metrics", "--quarter", "2026Q5"], "--quarter 2026Q5: expected a quarter such as"),
        (["metrics", "--quarter", "2998Q1"], "--quarter 2998Q1: it begins on 2998-01-01, which is"),
        (["import", "no.json"], "no.json: no such file or directory; nothing was imported"),
        ([], "this needs a terminal for its screen; in scripts use the other commands"),
        (["watch"], "this needs a terminal for its screen; in scripts use the other"),
        (["meet"], "this needs a terminal for its screen; in scripts use the other"),
        (["demo"], "this needs a terminal for its screen; in scripts use the other"),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, list) else "",
)
def test_a_failure_is_one_line_on_standard_error(
    refused: Refused, arguments: list[str], expected: str
) -> None:
    assert refused(*arguments).startswith(expected)


@pytest.mark.parametrize(
    "arguments",
    [
        ["new", "a", "b", "--severity", "SEV9"],
        ["new", "a"],
        ["new", "a", "b", "--number", "one"],
        ["show", "one"],
        ["metrics", "--months", "0"],
        ["export", "--format", "pdf"],
        ["import"],
        ["post-mortem"],
        ["incidents", "--jsno"],
    ],
    ids=" ".join,
)
def test_wrong_usage_has_status_2_and_creates_no_database(
    run: Run, database: Path, arguments: list[str]
) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Error: " in done.stderr
    assert "Traceback" not in done.stderr
    assert not database.exists()


def garbage(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + bytes(range(1, 100)) * 99)


def foreign(path: Path) -> None:
    import sqlite3

    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (id INTEGER)")
    connection.close()


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda path: path.write_text("hello"), "not a database; choose another with --database"),
        (garbage, ""),
        (foreign, "not Facilitator's database; choose another with --database"),
        (lambda path: path.mkdir(), "is a folder; name a database file with --database"),
    ],
    ids=["text", "garbage", "foreign", "folder"],
)
def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(
    refused: Refused, tmp_path: Path, make: Callable[[Path], object], expected: str
) -> None:
    path = tmp_path / "team.db"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    assert refused("incidents", "--database", str(path)).startswith(f"{path}: {expected}")
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_database_folder_that_can_not_be_made_is_refused(
    refused: Refused, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "folder" / "team.db"
    assert refused("new", "a", "b", "--database", str(path)).endswith(
        "choose another with --database"
    )
    assert refused("incidents", FACILITATOR_DATABASE="mysql://localhost/x").startswith(
        "mysql: only SQLite files and postgresql:// are known"
    )


def test_a_setting_that_can_not_be_used_is_refused_with_its_line(
    refused: Refused, tmp_path: Path
) -> None:
    file = tmp_path / "config" / "facilitator" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text('team_timezone = "Mars/Base"')
    assert refused("incidents").startswith(f"{file}:1: team_timezone: ")
