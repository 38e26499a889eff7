"""A store notices what other windows commit, and a read-only store writes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic

import pytest
from sqlalchemy import Connection, text

from db import change_watcher
from db.change_watcher import POLL_SECONDS
from db.errors import Refused, Unavailable
from db.store import Store
from db.vocabulary import FactorKind
from tests.db.support import DAY, new_incident

PATIENCE_SECONDS = 20.0
"""How long to wait on a busy machine for what usually takes a tenth of a second."""
QUIET_SECONDS = 0.4
"""Long enough for several polls of the database."""
CHANGED = "changed"


class Listener:
    """The notices of a store: CHANGED, or the message of a trouble."""

    def __init__(self) -> None:
        self._notices: SimpleQueue[str] = SimpleQueue()

    def listen_to(self, store: Store) -> None:
        store.watch(lambda: self._notices.put(CHANGED), self._notices.put)

    def next(self) -> str:
        return self._notices.get(timeout=PATIENCE_SECONDS)

    def rest(self) -> list[str]:
        """Return all notices until there is none for a while."""
        notices = []
        try:
            while True:
                notices.append(self._notices.get(timeout=QUIET_SECONDS))
        except Empty:
            return notices


@pytest.fixture
def listener(store: Store) -> Listener:
    """Return a listener to the store that has no notices left from the start."""
    new_listener = Listener()
    new_listener.listen_to(store)
    new_listener.rest()
    return new_listener


@pytest.fixture
def watching(target: str) -> Iterator[Store]:
    """Return a read-only store."""
    opened = Store.open(target, read_only=True)
    yield opened
    opened.close()


def test_a_commit_of_another_window_is_noticed(
    listener: Listener, window: Callable[[], Store]
) -> None:
    new_incident(window())
    assert listener.next() == CHANGED


def test_a_commit_of_another_program_is_noticed(
    listener: Listener, raw: Callable[[], Connection], engine_name: str
) -> None:
    statements = {
        "sqlite": "INSERT INTO cause (id, name) VALUES ('a', 'b')",
        "postgresql": "SELECT pg_notify('facilitator', 'another program')",
    }
    with raw() as connection, connection.begin():
        connection.execute(text(statements[engine_name]))
    assert listener.next() == CHANGED


def test_its_own_commits_are_not_noticed(listener: Listener, store: Store) -> None:
    incident = new_incident(store)
    for number in range(20):
        store.incidents.write(
            incident.id, "root_cause", f"{number}" if number else "", f"{number + 1}"
        ).result()
    assert listener.rest() == []


def test_another_window_s_commit_between_its_own_is_noticed(
    listener: Listener, store: Store, window: Callable[[], Store]
) -> None:
    other = window()
    for _ in range(3):
        new_incident(store)
        new_incident(other)
        new_incident(store)
        assert listener.next() == CHANGED
        listener.rest()


def test_a_write_that_was_rolled_back_is_not_noticed(
    listener: Listener, window: Callable[[], Store]
) -> None:
    with pytest.raises(Refused):
        window().incidents.create("", "", DAY).result()
    assert listener.rest() == []


def test_many_commits_lead_to_few_notices_and_the_last_one_is_noticed(
    listener: Listener, store: Store, window: Callable[[], Store]
) -> None:
    other = window()
    incident = new_incident(other)
    pending = [
        other.findings.add_factor(incident.id, FactorKind.MADE_POSSIBLE, f"{number}")
        for number in range(100)
    ]
    began = monotonic()
    notices = [listener.next()]
    for write in pending:
        write.result()
    notices += listener.rest()
    assert set(notices) == {CHANGED}
    polls = (monotonic() - began) / POLL_SECONDS
    assert len(notices) <= polls + 2


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize(("pause", "notices"), [(0.05, [CHANGED]), (3600.0, [])])
def test_a_file_into_which_nobody_else_writes_is_looked_at_less_often(
    monkeypatch: pytest.MonkeyPatch,
    store: Store,
    window: Callable[[], Store],
    pause: float,
    notices: list[str],
) -> None:
    monkeypatch.setattr(change_watcher, "QUIET_AFTER_SECONDS", -1.0)
    monkeypatch.setattr(change_watcher, "QUIET_POLL_SECONDS", pause)
    listener = Listener()
    listener.listen_to(store)
    listener.rest()
    new_incident(window())
    assert listener.rest() == notices


def test_several_windows_notice_one_commit(window: Callable[[], Store]) -> None:
    listeners = [Listener() for _ in range(3)]
    for listener in listeners:
        listener.listen_to(window())
    for listener in listeners:
        listener.rest()
    new_incident(window())
    assert [listener.next() for listener in listeners] == [CHANGED] * 3


def test_closing_ends_the_notices_while_others_go_on_writing(
    store: Store, listener: Listener, window: Callable[[], Store]
) -> None:
    other = window()
    pending = [other.incidents.create("checkout", "slow", DAY, number) for number in range(1, 50)]
    assert store.close(PATIENCE_SECONDS)
    listener.rest()
    for write in pending:
        write.result()
    new_incident(other)
    assert listener.rest() == []


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_a_lost_server_is_reported_once_and_its_return_is_a_change(
    listener: Listener, raw: Callable[[], Connection], window: Callable[[], Store]
) -> None:
    with raw() as connection, connection.begin():
        ended = connection.execute(
            text(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE query LIKE 'LISTEN%'"
            )
        ).scalar_one()
    assert ended == 1
    assert "connection to the database is lost" in listener.next()
    assert listener.next() == CHANGED
    new_incident(window())
    assert listener.next() == CHANGED


def test_a_callback_that_fails_is_reported_and_blocks_no_write(
    store: Store, window: Callable[[], Store]
) -> None:
    troubles: SimpleQueue[str] = SimpleQueue()

    def fail() -> None:
        raise LookupError

    store.watch(fail, troubles.put)
    new_incident(window())
    assert "no longer appear" in troubles.get(timeout=PATIENCE_SECONDS)
    written = store.incidents.create("checkout", "5xx spike", DAY)
    assert written.result(PATIENCE_SECONDS).number == 2


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_two_callbacks_that_fail_block_no_write(store: Store, window: Callable[[], Store]) -> None:
    messages: SimpleQueue[str] = SimpleQueue()

    def fail(message: str = "") -> None:
        messages.put(message)
        raise LookupError

    store.watch(fail, fail)
    new_incident(window())
    while not messages.get(timeout=PATIENCE_SECONDS):
        pass
    written = store.incidents.create("checkout", "5xx spike", DAY)
    assert written.result(PATIENCE_SECONDS).number == 2


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_folder_that_was_replaced_by_a_file_is_reported(
    listener: Listener, store: Store, target: str
) -> None:
    folder = Path(target).parent
    moved = folder.rename(folder.with_name("moved"))
    folder.touch()
    assert "moved, deleted or replaced" in listener.next()
    with pytest.raises(Unavailable, match="moved, deleted or replaced"):
        new_incident(store)
    folder.unlink()
    moved.rename(folder)
    assert listener.next() == CHANGED


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_closing_creates_no_new_file_in_place_of_a_moved_one(
    listener: Listener, store: Store, target: str
) -> None:
    Path(target).rename(Path(target).with_name("moved.db"))
    assert "moved, deleted or replaced" in listener.next()
    assert store.close(PATIENCE_SECONDS)
    assert not Path(target).exists()


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("replaced", [False, True])
def test_a_file_that_was_moved_is_reported_and_nothing_is_saved_any_more(
    listener: Listener, store: Store, target: str, migrated_file: Path, replaced: bool
) -> None:
    path = Path(target)
    moved = path.rename(path.with_name("moved.db"))
    if replaced:
        shutil.copy(migrated_file, path)
    assert "moved, deleted or replaced" in listener.next()
    assert listener.rest() == []
    with pytest.raises(Unavailable, match="moved, deleted or replaced"):
        new_incident(store)
    assert store.incidents.everything().result() == []
    moved.rename(path)
    assert listener.next() == CHANGED
    assert new_incident(store).number == 1


def test_a_read_only_store_reads_and_notices_what_others_write(
    watching: Store, window: Callable[[], Store]
) -> None:
    listener = Listener()
    listener.listen_to(watching)
    listener.rest()
    incident = new_incident(window())
    assert listener.next() == CHANGED
    assert watching.incidents.get(incident.number).result() == incident


def test_a_read_only_store_writes_nothing(watching: Store, store: Store) -> None:
    before = new_incident(store)
    with pytest.raises(Refused, match="for reading only"):
        watching.incidents.write(before.id, "root_cause", "", "mine").result()
    with pytest.raises(Unavailable, match=r"read-?only|may not be written"):
        watching.read(
            lambda session: session.execute(text("UPDATE incident SET root_cause = 'mine'"))
        ).result()
    assert store.incidents.get(before.number).result() == before


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_read_only_store_leaves_a_file_as_it_is(target: str, watching: Store) -> None:
    before = Path(target).read_bytes()
    assert watching.incidents.everything().result() == []
    watching.close()
    assert Path(target).read_bytes() == before


def test_a_read_only_store_migrates_nothing(new_target: str, engine_name: str) -> None:
    if engine_name == "sqlite":
        with pytest.raises(Unavailable, match="there is no database yet"):
            Store.open(new_target, read_only=True)
        assert not Path(new_target).exists()
        Path(new_target).touch()
    with pytest.raises(Unavailable, match=r"at schema none.*start `facilitator` on it once"):
        Store.open(new_target, read_only=True)


def test_a_read_only_store_refuses_a_schema_that_it_does_not_know(
    target: str, raw: Callable[[], Connection]
) -> None:
    with raw() as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Unavailable, match=r"at schema 9999.*upgrade this one"):
        Store.open(target, read_only=True)
