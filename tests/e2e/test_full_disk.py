"""While the disk is full, nothing that was typed is lost; it is saved once there is room."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.db.test_disk_failures import fill_up
from tests.e2e.terminal import Terminal, run_command
from tests.e2e.test_lost_terminal import prep

TYPED = "The retries had no budget."


def root_cause(database: Path) -> str:
    with closing(sqlite3.connect(database)) as raw:
        return str(raw.execute("SELECT root_cause FROM incident").fetchone()[0])


def test_what_was_typed_while_the_disk_was_full_is_saved_by_itself_afterwards(
    tmp_path: Path, small_disk: Path
) -> None:
    database = small_disk / "team.db"
    run_command(
        tmp_path, "--database", str(database), "new", "checkout", "5xx", "--severity", "SEV1"
    )
    terminal = prep(tmp_path, database)
    filling = small_disk / "filling"
    fill_up(filling)
    terminal.press(*TYPED)
    terminal.wait_for("not saved, next try", "the disk is full: make room")
    assert root_cause(database) == ""
    filling.unlink()
    terminal.wait_for("✓ saved", TYPED)
    assert terminal.quit() == 0
    assert root_cause(database) == TYPED


def test_a_file_that_was_written_over_is_said_on_the_screen_and_the_text_stays(
    tmp_path: Path,
) -> None:
    database, other = tmp_path / "team.db", tmp_path / "other.db"
    for path in (database, other):
        run_command(
            tmp_path, "--database", str(path), "new", "checkout", "5xx", "--severity", "SEV1"
        )
    terminal = prep(tmp_path, database)
    ours, theirs = database.read_bytes(), other.read_bytes()
    with database.open("r+b") as file:
        file.truncate()
        file.write(theirs)
    terminal.wait_for("wrote over the database file")
    terminal.press(*TYPED)
    terminal.wait_for("not saved", TYPED)
    terminal.kill()
    assert database.read_bytes() == theirs
    database.write_bytes(ours)
    again = Terminal(tmp_path, "--database", str(database))
    again.wait_for("checkout 5xx")
    assert again.quit() == 0
