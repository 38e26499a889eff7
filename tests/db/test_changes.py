"""What another window commits is told; and a window that only reads writes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic

import pytest
from sqlalchemy import Connection, text

from db.changes import POLL_SECONDS
from db.errors import Refused, Unavailable
from db.store import Store
from db.words import FactorKind
from tests.db.support import DAY, new_incident

PATIENCE_SECONDS = 20.0
"""For a machine that has other things to do; it is told in a tenth of a second."""
QUIET_SECONDS = 0.4
"""Several looks at the database."""
CHANGED = "changed"


class Ears:
    """What a store has told."""

    def __init__(self) -> None:
        self._told: SimpleQueue[str] = SimpleQueue()

    def listen_to(self, store: Store) -> None:
        store.watch(lambda: self._told.put(CHANGED), self._told.put)

    def next(self) -> str:
        return self._told.get(timeout=PATIENCE_SECONDS)

    def rest(self) -> list[str]:
        """All that is told until it is quiet for a while."""
        heard = []
        try:
            while True:
                heard.append(self._told.get(timeout=QUIET_SECONDS))
        except Empty:
            return heard


@pytest.fixture
def ears(store: Store) -> Ears:
    """Listens to the store, which has told what it tells at the start."""
    told = Ears()
    told.listen_to(store)
    told.rest()
    return told


@pytest.fixture
def watching(target: str) -> Iterator[Store]:
    """A window that only watches."""
    opened = Store.open(target, read_only=True)
    yield opened
    opened.close()


def test_what_another_window_commits_is_told(ears: Ears, window: Callable[[], Store]) -> None:
    new_incident(window())
    assert ears.next() == CHANGED


def test_what_another_program_commits_is_told(
    ears: Ears, raw: Callable[[], Connection], engine_name: str
) -> None:
    done = {
        "sqlite": "INSERT INTO cause (id, name, version) VALUES ('a', 'b', 1)",
        "postgresql": "SELECT pg_notify('facilitator', 'another program')",
    }
    with raw() as connection, connection.begin():
        connection.execute(text(done[engine_name]))
    assert ears.next() == CHANGED


def test_its_own_commits_are_not_told(ears: Ears, store: Store) -> None:
    incident = new_incident(store)
    for place in range(20):
        store.incidents.write(
            incident.id, "root_cause", f"{place}" if place else "", f"{place + 1}"
        ).result()
    assert ears.rest() == []


def test_another_s_commit_between_its_own_is_told(
    ears: Ears, store: Store, window: Callable[[], Store]
) -> None:
    elsewhere = window()
    for _ in range(3):
        new_incident(store)
        new_incident(elsewhere)
        new_incident(store)
        assert ears.next() == CHANGED
        ears.rest()


def test_what_was_not_committed_is_not_told(ears: Ears, window: Callable[[], Store]) -> None:
    with pytest.raises(Refused):
        window().incidents.create("", "", DAY).result()
    assert ears.rest() == []


def test_a_burst_is_told_in_few_words_and_its_end_is_seen(
    ears: Ears, store: Store, window: Callable[[], Store]
) -> None:
    elsewhere = window()
    incident = new_incident(elsewhere)
    pending = [
        elsewhere.findings.add_factor(incident.id, FactorKind.MADE_POSSIBLE, f"{each}")
        for each in range(100)
    ]
    began = monotonic()
    told = [ears.next()]
    for each in pending:
        each.result()
    told += ears.rest()
    assert set(told) == {CHANGED}
    looks = (monotonic() - began) / POLL_SECONDS
    assert len(told) <= looks + 2


def test_several_windows_are_told(window: Callable[[], Store]) -> None:
    listening = [Ears() for _ in range(3)]
    for each in listening:
        each.listen_to(window())
    for each in listening:
        each.rest()
    new_incident(window())
    assert [each.next() for each in listening] == [CHANGED] * 3


def test_closing_ends_it_while_others_go_on_writing(
    store: Store, ears: Ears, window: Callable[[], Store]
) -> None:
    elsewhere = window()
    pending = [
        elsewhere.incidents.create("checkout", "slow", DAY, number) for number in range(1, 50)
    ]
    assert store.close(PATIENCE_SECONDS)
    ears.rest()
    for each in pending:
        each.result()
    new_incident(elsewhere)
    assert ears.rest() == []


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_a_lost_server_is_told_once_and_all_is_read_again_when_it_is_back(
    ears: Ears, raw: Callable[[], Connection], window: Callable[[], Store]
) -> None:
    with raw() as connection, connection.begin():
        ended = connection.execute(
            text(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE query LIKE 'LISTEN%'"
            )
        ).scalar_one()
    assert ended == 1
    assert "connection to the database is lost" in ears.next()
    assert ears.next() == CHANGED
    new_incident(window())
    assert ears.next() == CHANGED


def test_a_listener_that_fails_is_told_so_and_holds_up_nothing(
    store: Store, window: Callable[[], Store]
) -> None:
    told: SimpleQueue[str] = SimpleQueue()

    def fail() -> None:
        raise LookupError

    store.watch(fail, told.put)
    new_incident(window())
    assert "does not show any more" in told.get(timeout=PATIENCE_SECONDS)
    written = store.incidents.create("checkout", "5xx spike", DAY)
    assert written.result(PATIENCE_SECONDS).number == 2


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_listener_that_fails_at_everything_holds_up_nothing(
    store: Store, window: Callable[[], Store]
) -> None:
    called: SimpleQueue[str] = SimpleQueue()

    def fail(words: str = "") -> None:
        called.put(words)
        raise LookupError

    store.watch(fail, fail)
    new_incident(window())
    while not called.get(timeout=PATIENCE_SECONDS):
        pass
    written = store.incidents.create("checkout", "5xx spike", DAY)
    assert written.result(PATIENCE_SECONDS).number == 2


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_folder_that_gave_way_to_a_file_is_told_in_words(
    ears: Ears, store: Store, target: str
) -> None:
    folder = Path(target).parent
    moved = folder.rename(folder.with_name("moved"))
    folder.touch()
    assert "moved, deleted or replaced" in ears.next()
    with pytest.raises(Unavailable, match="moved, deleted or replaced"):
        new_incident(store)
    folder.unlink()
    moved.rename(folder)
    assert ears.next() == CHANGED


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_closing_makes_no_new_file_where_the_old_one_was(
    ears: Ears, store: Store, target: str
) -> None:
    Path(target).rename(Path(target).with_name("moved.db"))
    assert "moved, deleted or replaced" in ears.next()
    assert store.close(PATIENCE_SECONDS)
    assert not Path(target).exists()


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("replaced", [False, True])
def test_a_file_that_went_away_is_told_and_nothing_more_counts_as_saved(
    ears: Ears, store: Store, target: str, migrated_file: Path, replaced: bool
) -> None:
    path = Path(target)
    moved = path.rename(path.with_name("moved.db"))
    if replaced:
        shutil.copy(migrated_file, path)
    assert "moved, deleted or replaced" in ears.next()
    assert ears.rest() == []
    with pytest.raises(Unavailable, match="moved, deleted or replaced"):
        new_incident(store)
    assert store.incidents.everything().result() == []
    moved.rename(path)
    assert ears.next() == CHANGED
    assert new_incident(store).number == 1


def test_a_watching_window_reads_what_others_write_and_is_told(
    watching: Store, window: Callable[[], Store]
) -> None:
    told = Ears()
    told.listen_to(watching)
    told.rest()
    incident = new_incident(window())
    assert told.next() == CHANGED
    assert watching.incidents.get(incident.number).result() == incident


def test_a_watching_window_writes_nothing(watching: Store, store: Store) -> None:
    before = new_incident(store)
    with pytest.raises(Refused, match="only watches"):
        watching.incidents.write(before.id, "root_cause", "", "mine").result()
    with pytest.raises(Unavailable, match=r"read-?only"):
        watching.read(
            lambda session: session.execute(text("UPDATE incident SET root_cause = 'mine'"))
        ).result()
    assert store.incidents.get(before.number).result() == before


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_watching_a_file_that_nobody_has_open(target: str, watching: Store) -> None:
    before = Path(target).read_bytes()
    assert watching.incidents.everything().result() == []
    watching.close()
    assert Path(target).read_bytes() == before


def test_watching_migrates_nothing(new_target: str, engine_name: str) -> None:
    if engine_name == "sqlite":
        with pytest.raises(Unavailable, match="there is no database yet"):
            Store.open(new_target, read_only=True)
        assert not Path(new_target).exists()
        Path(new_target).touch()
    with pytest.raises(Unavailable, match=r"at schema none.*start `facilitator` on it once"):
        Store.open(new_target, read_only=True)


def test_watching_refuses_a_schema_it_does_not_know(
    target: str, raw: Callable[[], Connection]
) -> None:
    with raw() as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Unavailable, match=r"at schema 9999.*upgrade this one"):
        Store.open(target, read_only=True)
