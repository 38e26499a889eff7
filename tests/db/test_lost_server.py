"""A server that hangs, restarts or drops a connection loses nothing and stores nothing twice."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from time import monotonic, sleep

import pytest
from sqlalchemy import Connection, make_url, text

from db.errors import Unavailable
from db.server_silence import GIVE_UP_SECONDS, NOTICE_SECONDS
from db.store import Store
from tests.db.support import DAY, counting_clock, new_incident
from tests.db.test_change_watcher import CHANGED, PATIENCE_SECONDS, Listener
from tests.proxy import Proxy
from tests.servers import running_server

Open = Callable[[str], Store]


@pytest.fixture
def engine_name() -> str:
    """Run these tests on a server only."""
    return "postgresql"


@pytest.fixture
def open_at() -> Iterator[Open]:
    """Return a function that opens a store at a URL."""
    opened: list[Store] = []
    now = counting_clock()

    def open_store(url: str) -> Store:
        opened.append(Store.open(url, now=now, who="ana"))
        return opened[-1]

    yield open_store
    for store in opened:
        store.close(PATIENCE_SECONDS)


@pytest.fixture
def far(proxy: Proxy, open_at: Open) -> Store:
    """Return a store whose server is behind the proxy."""
    return open_at(proxy.url)


def wait_until(condition: Callable[[], object]) -> None:
    deadline = monotonic() + PATIENCE_SECONDS
    while not condition():
        assert monotonic() < deadline
        sleep(0.01)


def numbers(store: Store) -> list[int]:
    return [incident.number for incident in store.incidents.everything().result()]


def test_a_commit_whose_answer_was_lost_is_done_once(
    far: Store, proxy: Proxy, store: Store
) -> None:
    proxy.loses_commit = True
    incident = new_incident(far)
    assert proxy.lost_commits == 1
    assert numbers(store) == [incident.number]


def test_a_commit_is_looked_for_until_the_server_is_back(
    far: Store, proxy: Proxy, store: Store
) -> None:
    proxy.loses_commit = proxy.refuses = True
    pending = far.incidents.create("checkout", "5xx spike", DAY)
    wait_until(lambda: proxy.lost_commits)
    with pytest.raises(TimeoutError):
        pending.result(0.5)
    proxy.refuses = False
    assert pending.result(PATIENCE_SECONDS).number == 1
    assert numbers(store) == [1]


def test_nobody_waits_for_a_lost_commit_when_the_program_leaves(far: Store, proxy: Proxy) -> None:
    proxy.loses_commit = proxy.refuses = True
    pending = far.incidents.create("checkout", "5xx spike", DAY)
    wait_until(lambda: proxy.lost_commits)
    far.give_up()
    with pytest.raises(Unavailable, match="had to leave"):
        pending.result(PATIENCE_SECONDS)
    assert far.close(PATIENCE_SECONDS)


def test_a_text_that_was_saved_after_all_is_no_conflict_with_itself(store: Store) -> None:
    incident = new_incident(store)
    for _ in range(2):
        store.incidents.write(incident.id, "root_cause", "", "a retry storm").result()
    assert store.incidents.get(incident.number).result().root_cause == "a retry storm"


def test_a_server_that_hangs_is_reported_given_up_and_comes_back(
    far: Store, proxy: Proxy, store: Store
) -> None:
    incident = new_incident(far)
    listener = Listener()
    listener.listen_to(far)
    listener.rest()
    proxy.freeze()
    began = monotonic()
    pending = far.incidents.write(incident.id, "root_cause", "", "a retry storm")
    assert "has not answered for 3 s" in listener.next()
    assert NOTICE_SECONDS <= monotonic() - began < GIVE_UP_SECONDS
    assert far.silence.startswith("no answer for ")
    with pytest.raises(Unavailable, match="check that it runs, and the network"):
        pending.result(PATIENCE_SECONDS)
    proxy.thaw()
    assert listener.next() == CHANGED
    far.incidents.write(incident.id, "root_cause", "", "a retry storm").result(PATIENCE_SECONDS)
    assert far.silence == ""
    assert store.incidents.get(incident.number).result().root_cause == "a retry storm"


def test_a_server_that_hangs_and_then_goes_is_not_taken_for_one_that_answers(
    far: Store, proxy: Proxy
) -> None:
    new_incident(far)
    listener = Listener()
    listener.listen_to(far)
    listener.rest()
    proxy.freeze()
    pending = far.incidents.create("checkout", "slow", DAY)
    assert "has not answered for 3 s" in listener.next()
    proxy.refuses = True
    proxy.cut()
    with pytest.raises(Unavailable):
        pending.result(PATIENCE_SECONDS)
    assert listener.rest() == []
    assert far.silence == ""


def test_what_waits_in_the_queue_fails_with_the_first_that_got_no_answer(
    far: Store, proxy: Proxy, store: Store
) -> None:
    new_incident(far)
    proxy.freeze()
    pending = [far.incidents.create("checkout", "slow", DAY) for _ in range(20)]
    began = monotonic()
    for creation in pending:
        with pytest.raises(Unavailable, match="does not answer"):
            creation.result(PATIENCE_SECONDS)
    assert monotonic() - began < 2 * GIVE_UP_SECONDS
    proxy.thaw()
    assert new_incident(far).number == 2
    assert numbers(store) == [1, 2]


def test_a_save_leaves_a_stopped_process_of_the_server_behind(
    store: Store, raw: Callable[[], Connection]
) -> None:
    new_incident(store)
    with raw() as connection, connection.begin():
        query = (
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        (stopped,) = connection.execute(text(query)).scalars().all()
    os.kill(stopped, signal.SIGSTOP)
    try:
        began = monotonic()
        assert new_incident(store).number == 2
        assert monotonic() - began >= GIVE_UP_SECONDS
        assert store.silence == ""
    finally:
        os.kill(stopped, signal.SIGCONT)


def test_connections_that_the_server_ended_are_opened_again(
    store: Store, raw: Callable[[], Connection]
) -> None:
    incident = new_incident(store)
    listener = Listener()
    listener.listen_to(store)
    listener.rest()
    with raw() as connection, connection.begin():
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    store.incidents.write(incident.id, "root_cause", "", "a retry storm").result()
    assert numbers(store) == [1]
    assert "is lost" in listener.next()
    assert listener.next() == CHANGED


def test_a_cut_network_is_noticed_once_and_the_return_is_a_change(
    far: Store, proxy: Proxy, store: Store
) -> None:
    new_incident(far)
    listener = Listener()
    listener.listen_to(far)
    listener.rest()
    proxy.refuses = True
    proxy.cut()
    assert "is lost" in listener.next()
    with pytest.raises(Unavailable):
        new_incident(far)
    assert listener.rest() == []
    proxy.refuses = False
    new_incident(store)
    assert listener.next() == CHANGED
    assert numbers(far) == [1, 2]


def test_a_restart_of_the_server_is_survived(open_at: Open) -> None:
    with running_server() as running:
        url = make_url(running.get_uri()).render_as_string(hide_password=False)
        store, other = open_at(url), open_at(url)
        listener = Listener()
        listener.listen_to(store)
        listener.rest()
        running.stop()
        assert "is lost" in listener.next()
        with pytest.raises(Unavailable, match="no server runs on this machine"):
            new_incident(store)
        running.ensure_postgres_running()
        assert listener.next() == CHANGED
        new_incident(other)
        assert listener.next() == CHANGED
        assert new_incident(store).number == 2
        store.close(PATIENCE_SECONDS)
        other.close(PATIENCE_SECONDS)
