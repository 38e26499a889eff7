"""`facilitator doctor` on databases of every condition: it reports, and never fails."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from db.records import ClockEvent, Instant
from db.store import Store
from db.vocabulary import ClockKind
from tests.cli.conftest import Run
from tests.db.support import make_old_file
from tests.servers import MIGRATED, new_database

Examine = Callable[..., dict[str, dict[str, Any]]]


@pytest.fixture
def examine(run: Run, tmp_path: Path) -> Examine:
    """Runs the doctor, and returns the last finding of each check; the status has to fit them."""

    def start(*arguments: str, **environment: str) -> dict[str, dict[str, Any]]:
        temporary = tmp_path / "temporary"
        temporary.mkdir(exist_ok=True)
        done = run(*arguments, "doctor", "--json", **{"TMPDIR": str(temporary)} | environment)
        assert done.stderr == ""
        findings = json.loads(done.stdout)
        assert done.returncode == int(any(found["state"] == "problem" for found in findings))
        for found in findings:
            assert bool(found["advice"]) == (found["state"] != "ok"), found
        return {found["check"]: found for found in findings}

    return start


def stat_of(found: dict[str, dict[str, Any]], *checks: str) -> list[str]:
    return [found[check]["state"] for check in checks]


@pytest.mark.usefixtures("team")
def test_each_check_of_a_good_database_is_a_line_and_the_status_is_0(
    run: Run, tmp_path: Path
) -> None:
    run("backup")
    done = run("doctor", TMPDIR=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    *lines, empty, last = done.stdout.splitlines()
    assert (empty, last) == ("", "all is well")
    assert all(line.startswith("✓ ") for line in lines)
    assert any("(SQLite" in line and "24 incidents)" in line for line in lines)
    assert any(line.startswith("✓ backups") and "today" in line for line in lines)


def test_nothing_is_changed(examine: Examine, team: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in team.parent.rglob("*")}
    examine()
    assert {file: file.stat().st_mtime_ns for file in team.parent.rglob("*")} == before


def test_a_missing_database_is_made_by_the_first_start_or_restored(
    examine: Examine, run: Run, database: Path, request: pytest.FixtureRequest
) -> None:
    found = examine()
    assert found["database"]["state"] == "warning"
    assert "as before a first start" in found["database"]["text"]
    assert not database.parent.exists()
    request.getfixturevalue("team")
    backup = run("backup").stdout.rstrip("\n")
    for lose in (lambda: database.write_bytes(b""), database.unlink):
        lose()
        found = examine()
        assert found["database"]["state"] == "problem"
        assert f"`facilitator restore {backup}`" in found["database"]["advice"]


def test_a_mistyped_name_is_a_problem_with_what_may_have_been_meant(
    examine: Examine, tmp_path: Path
) -> None:
    (tmp_path / "payments.db").touch()
    found = examine("--database", str(tmp_path / "paymets.db"))["database"]
    assert found["state"] == "problem"
    assert f"did you mean {tmp_path / 'payments.db'}?" in found["advice"]


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[8192:-8192] = os.urandom(len(content) - 16384)
    path.write_bytes(content)


def test_a_damaged_database_is_reported_with_the_ways_on(examine: Examine, team: Path) -> None:
    damage(team)
    found = examine()
    broken = found["integrity"] if "integrity" in found else found["database"]
    assert broken["state"] == "problem"
    assert "damaged" in broken["text"]
    assert "facilitator restore" in broken["advice"]


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as raw:
        for statement in statements:
            raw.execute(statement)
        raw.commit()


def test_rows_that_belong_to_nothing_are_counted(examine: Examine, team: Path) -> None:
    execute(team, "PRAGMA foreign_keys=OFF", "DELETE FROM incident WHERE number = 42")
    found = examine()
    assert found["links"]["state"] == "problem"
    assert "belong to a row that is not there" in found["links"]["text"]
    assert found["integrity"]["state"] == "ok"


@pytest.mark.parametrize(
    ("spoil", "text"),
    [
        (lambda path: path.write_text("Dear diary,\n" * 100), "not a database"),
        (lambda path: execute(path, "PRAGMA application_id=7"), "another program's database"),
        (lambda path: (path.unlink(), path.mkdir()), "is a folder"),
    ],
)
def test_what_is_not_our_database_is_a_problem(
    examine: Examine, team: Path, spoil: Callable[[Path], object], text: str
) -> None:
    spoil(team)
    found = examine()
    assert found["database"]["state"] == "problem"
    assert text in found["database"]["text"]
    assert found["settings"]["state"] == "ok"


def test_a_locked_database_is_reported(examine: Examine, team: Path) -> None:
    with closing(sqlite3.connect(team, isolation_level=None)) as raw:
        raw.execute("PRAGMA locking_mode=EXCLUSIVE")
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("BEGIN EXCLUSIVE")
        raw.execute("UPDATE incident SET symptom = 'x'")
        raw.execute("COMMIT")
        found = examine()
    assert found["database"]["state"] == "problem"
    assert "locked" in found["database"]["text"]


def test_schemas_of_other_versions_are_told_apart(
    examine: Examine, team: Path, tmp_path: Path
) -> None:
    make_old_file(tmp_path / "old.db", "0004")
    older = examine("--database", str(tmp_path / "old.db"))["schema"]
    assert (older["state"], older["text"][:4]) == ("warning", "0004")
    execute(team, "UPDATE alembic_version SET version_num = '9999'")
    newer = examine()["schema"]
    assert (newer["state"], newer["advice"]) == ("problem", "upgrade this Facilitator")


def test_files_that_others_can_read_or_replace_are_pointed_out(
    examine: Examine, team: Path
) -> None:
    assert examine()["permissions"]["state"] == "ok"
    team.chmod(0o644)
    assert f"`chmod 600 {team}`" in examine()["permissions"]["advice"]
    team.chmod(0o600)
    team.parent.chmod(0o777)
    assert f"`chmod o-w {team.parent}`" in examine()["permissions"]["advice"]


@pytest.mark.usefixtures("team")
def test_a_folder_that_is_copied_elsewhere_is_pointed_out(
    examine: Examine, run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    run("backup", str(folder / "team.db"))
    found = examine("--database", str(folder / "team.db"))["place"]
    assert (found["state"], "Dropbox" in found["text"]) == ("warning", True)


def test_an_old_backup_is_not_enough(examine: Examine, run: Run, team: Path) -> None:
    assert examine()["backups"]["state"] == "warning"
    backup = Path(run("backup").stdout.rstrip("\n"))
    assert examine()["backups"]["state"] == "ok"
    backup.rename(backup.with_name("2026-01-02-090000Z.db"))
    old = examine()["backups"]
    assert old["state"] == "warning"
    assert "2026-01-02" in old["text"]


@pytest.mark.parametrize(("hours", "state"), [(1, "ok"), (30, "warning")])
def test_a_meeting_that_was_left_open_is_pointed_out(
    examine: Examine, team: Path, hours: int, state: str
) -> None:
    began = datetime.now(UTC) - timedelta(hours=hours)
    store = Store.open(team, now=lambda: began)
    incident = store.incidents.get(45).result()
    meeting = store.meetings.begin(incident.id, (10, 30, 10)).result()
    event = ClockEvent(ClockKind.START, Instant(began, 1_000.0, "boot"))
    store.meetings.add_clock_event(meeting.id, event).result()
    store.close()
    found = examine()["meetings"]
    assert (found["state"], "#45" in found["text"]) == (state, True)


@pytest.mark.usefixtures("team")
def test_rescued_texts_are_listed_with_how_to_read_them(examine: Examine, tmp_path: Path) -> None:
    path = tmp_path / "temporary" / "unsaved-root-cause-12ab34cd.txt"
    path.parent.mkdir()
    path.write_text("a retry storm")
    found = examine()["rescued text"]
    assert found["state"] == "warning"
    assert str(path) in found["text"]
    assert f"less {path}" in found["advice"]


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize(
    ("text", "state", "words"),
    [
        ("no toml", "problem", "not TOML"),
        ("speed = 3", "problem", "no such setting"),
        ('team_timezone = "Mars/Base"', "problem", "not a time zone"),
        ('theme = "pink"', "warning", "not a theme"),
    ],
)
def test_what_is_wrong_with_the_settings_is_said_and_the_rest_is_checked(
    examine: Examine, tmp_path: Path, text: str, state: str, words: str
) -> None:
    file = tmp_path / "config" / "facilitator" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text)
    found = examine()
    assert found["settings"]["state"] == state
    assert words in found["settings"]["text"]
    assert found["database"]["state"] == "ok"


@pytest.mark.usefixtures("team")
def test_a_time_zone_that_nobody_knows_is_pointed_out(examine: Examine) -> None:
    assert stat_of(examine(TZ="Mars/Base"), "time zone") == ["warning"]
    assert stat_of(examine(TZ="Europe/Berlin"), "time zone") == ["ok"]
    assert stat_of(examine(TZ="CET-1CEST"), "time zone") == ["ok"]


def test_a_database_on_a_server_is_examined_too(examine: Examine, server: URL) -> None:
    for url in new_database(server, MIGRATED):
        found = examine("--database", url)
        assert "PostgreSQL" in found["database"]["text"]
        assert "pg_dump" in found["backups"]["text"]
        assert stat_of(found, "database", "schema", "meetings", "backups") == ["ok"] * 4
    for url in new_database(server, "template1"):
        assert stat_of(examine("--database", url), "schema") == ["warning"]


def test_a_server_that_can_not_be_reached_is_a_problem_without_its_password(
    examine: Examine,
) -> None:
    found = examine("--database", "postgresql://team:secret@127.0.0.1:1/team")
    assert found["database"]["state"] == "problem"
    assert "secret" not in json.dumps(found)
    assert found["settings"]["state"] == "warning"
