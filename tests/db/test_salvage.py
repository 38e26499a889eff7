"""What can still be read of a damaged file gets into a new one, and the damage is named."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db.errors import Unavailable
from db.file_state import damaged_parts
from db.salvage import salvage
from db.store import Store
from tests.db.support import every_table_filled, new_incident

PAGE = 4096
INCIDENTS = 120


@pytest.fixture(scope="module")
def full_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with many incidents, to copy."""
    path = tmp_path_factory.mktemp("full") / "team.db"
    store = Store.open(path)
    every_table_filled(store)
    for _ in range(INCIDENTS):
        incident = new_incident(store)
        store.incidents.write(incident.id, "root_cause", "", "retries " * 80).result()
    store.close()
    return path


@pytest.fixture
def team(full_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(full_file, tmp_path / "team.db"))


def pages_of(path: Path, table: str) -> list[int]:
    """Return the numbers of the pages that hold the rows of a table."""
    with closing(sqlite3.connect(path)) as raw:
        query = "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno"
        return [number for (number,) in raw.execute(query, (table,))]


def damage(path: Path, *pages: int) -> None:
    with path.open("r+b") as file:
        for number in pages:
            file.seek((number - 1) * PAGE)
            file.write(b"\xa5" * PAGE)


def test_the_rows_of_good_pages_are_copied(team: Path, tmp_path: Path) -> None:
    leaves = pages_of(team, "incident")
    assert len(leaves) > 6
    damage(team, leaves[2], leaves[4])
    before = team.read_bytes()
    salvaged = salvage(team, tmp_path / "new.db")
    assert "incident" in salvaged.damaged_tables
    assert team.read_bytes() == before
    assert (tmp_path / "new.db").stat().st_mode & 0o777 == 0o600
    store = Store.open(tmp_path / "new.db")
    kept = store.incidents.everything().result()
    most_on_two_pages = 2 * PAGE // 600
    assert INCIDENTS + 2 - most_on_two_pages <= len(kept) < INCIDENTS + 2
    assert new_incident(store).number > INCIDENTS
    store.close()


def test_an_undamaged_file_is_copied_whole(team: Path, tmp_path: Path) -> None:
    salvaged = salvage(team, tmp_path / "new.db")
    assert (salvaged.damaged_tables, salvaged.left_out) == ((), 0)
    old, new = Store.open(team), Store.open(tmp_path / "new.db")
    assert new.incidents.everything().result() == old.incidents.everything().result()
    old.close()
    new.close()


def test_what_belongs_to_a_lost_row_is_counted_and_left_out(team: Path, tmp_path: Path) -> None:
    damage(team, *pages_of(team, "incident"))
    salvaged = salvage(team, tmp_path / "new.db")
    assert salvaged.left_out > 0
    with closing(sqlite3.connect(tmp_path / "new.db")) as raw:
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        assert raw.execute("SELECT count(*) FROM change").fetchone()[0] > INCIDENTS


def test_a_file_of_which_nothing_can_be_read_is_refused(team: Path, tmp_path: Path) -> None:
    damage(team, 1)
    with pytest.raises(Unavailable, match="nothing can be read from it"):
        salvage(team, tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()


def test_a_file_that_exists_is_not_written_over(team: Path) -> None:
    before = team.read_bytes()
    with pytest.raises(Unavailable, match="there is a file of this name already"):
        salvage(team, team)
    assert team.read_bytes() == before


def test_reading_a_damaged_table_names_it_and_the_ways_on(team: Path) -> None:
    damage(team, pages_of(team, "incident")[2])
    store = Store.open(team)
    with pytest.raises(Unavailable, match=r"damaged \(in incident\)") as caught:
        store.incidents.everything().result()
    assert "`facilitator restore` lists its backups" in str(caught.value)
    assert "`facilitator salvage NEW-FILE`" in str(caught.value)
    store.close()


def test_a_bad_page_is_named_where_it_is_known(team: Path) -> None:
    page = pages_of(team, "incident")[2]
    with team.open("r+b") as file:
        # The offset of a page's first free block, which must lie within the page.
        file.seek((page - 1) * PAGE + 1)
        file.write(b"\xff\xff")
    assert str(page) in damaged_parts(team)


def test_a_file_that_can_not_even_be_opened_names_the_ways_on(team: Path) -> None:
    damage(team, *pages_of(team, "alembic_version"))
    with pytest.raises(Unavailable, match=r"the database file is damaged.*salvage NEW-FILE"):
        Store.open(team)
