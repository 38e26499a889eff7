"""How the program connects to a server, and what it says when the server refuses."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Connection, make_url, text
from sqlalchemy.exc import OperationalError

from db.engine import connect
from db.errors import Refused, StoreError, Unavailable
from db.server import connection_arguments
from db.server_refusals import BY_CODE, explain_server_failure
from db.store import Store
from tests.db.support import DAY, new_incident
from tests.proxy import Proxy

PASSWORD = "correct-horse-battery"


@pytest.fixture
def engine_name() -> str:
    """Run these tests on a server only."""
    return "postgresql"


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let nothing on this machine change how the driver connects."""
    for name in ("HOST", "HOSTADDR", "SERVICE", "SSLMODE", "OPTIONS"):
        monkeypatch.delenv(f"PG{name}", raising=False)
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))


@pytest.fixture
def role(raw: Callable[[], Connection]) -> Iterator[str]:
    """Return a role that may log in, and has no rights yet."""
    name = f"role_{secrets.token_hex(4)}"
    with raw() as connection, connection.begin():
        connection.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'"))
    yield name
    with raw() as connection, connection.begin():
        connection.execute(text(f"DROP OWNED BY {name}"))
        connection.execute(text(f"DROP ROLE {name}"))


@pytest.fixture
def grant(raw: Callable[[], Connection], role: str) -> Callable[[str], None]:
    """Return a function that gives the role rights."""

    def give(rights: str) -> None:
        with raw() as connection, connection.begin():
            connection.execute(text(f"GRANT {rights} TO {role}"))

    return give


def as_role(target: str, role: str, **parts: Any) -> str:
    """Return the URL of a database for another role, or with other parts."""
    return make_url(target).set(username=role, **parts).render_as_string(hide_password=False)


def refusal_of(url: str) -> str:
    """Return why a store can't be opened."""
    with pytest.raises(Unavailable) as refusal:
        Store.open(url)
    message = str(refusal.value)
    assert "\n" not in message
    assert PASSWORD not in message
    return message


def mode_of(url: str) -> str:
    """Return the mode of encryption that is asked for, or "" where the driver's own counts."""
    return str(connection_arguments(make_url(url), read_only=False).get("sslmode", ""))


@pytest.mark.parametrize(
    ("url", "mode"),
    [
        ("postgresql://db.example/team", "require"),
        ("postgresql://192.0.2.7/team", "require"),
        ("postgresql://localhost.example/team", "require"),
        ("postgresql://localhost,db.example/team", "require"),
        ("postgresql:///team?host=db.example", "require"),
        ("postgresql://db.example/team?sslmode=disable", ""),
        ("postgresql://db.example/team?sslmode=verify-full", ""),
        ("postgresql://localhost/team", ""),
        ("postgresql://127.0.0.9/team", ""),
        ("postgresql://[::1]/team", ""),
        ("postgresql:///team", ""),
        ("postgresql:///team?host=/var/run/postgresql", ""),
    ],
)
def test_a_connection_to_another_machine_is_encrypted_unless_the_url_says_otherwise(
    url: str, mode: str
) -> None:
    assert mode_of(url) == mode


def test_the_environment_and_the_service_file_have_their_say_about_encryption(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "services").write_text(
        "[team]\nhost=db.example\nsslmode=verify-full\n[plain]\nhost=db.example\n",
        encoding="utf-8",
    )
    assert mode_of("postgresql:///team?service=team") == ""
    assert mode_of("postgresql:///team?service=plain") == "require"
    monkeypatch.setenv("PGSERVICE", "plain")
    assert mode_of("postgresql:///team") == "require"
    monkeypatch.setenv("PGSSLMODE", "disable")
    assert mode_of("postgresql://db.example/team") == ""
    monkeypatch.delenv("PGSERVICE")
    monkeypatch.delenv("PGSSLMODE")
    monkeypatch.setenv("PGHOST", "db.example")
    assert mode_of("postgresql:///team") == "require"


def test_a_server_without_encryption_is_refused_with_the_way_to_allow_it(proxy: Proxy) -> None:
    # This address leads to this machine, but is none of those that are known to.
    elsewhere = proxy.url.replace("127.0.0.1", "0.0.0.0")
    assert "?sslmode=disable" in refusal_of(elsewhere)
    Store.open(f"{elsewhere}?sslmode=disable").close()


def test_nothing_is_waited_for_without_a_limit(proxy: Proxy) -> None:
    engine = connect(proxy.url)
    with engine.connect() as connection:
        limits = {
            name: connection.scalar(text(f"SHOW {name}"))
            for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        }
        driver_connection: Any = connection.connection.driver_connection
        network = driver_connection.info.get_parameters()
    engine.dispose()
    assert list(limits.values()) == ["5s", "3s", "10s"]
    assert network["tcp_user_timeout"] == "10000"
    assert network["keepalives_idle"] == "10"
    assert network["connect_timeout"] == "5"


def test_options_of_the_url_stay_beside_the_limits(target: str) -> None:
    engine = connect(f"{target}&options=-c%20search_path%3Dpublic,other%20-c%20lock_timeout%3D7s")
    with engine.connect() as connection:
        settings = {
            name: connection.scalar(text(f"SHOW {name}"))
            for name in ("search_path", "lock_timeout", "statement_timeout")
        }
    engine.dispose()
    assert settings == {
        "search_path": "public,other",
        "lock_timeout": "7s",
        "statement_timeout": "5s",
    }


def test_a_role_that_may_only_read_watches_and_is_told_why(
    store: Store, target: str, role: str, grant: Callable[[str], None]
) -> None:
    incident = new_incident(store)
    grant("SELECT ON ALL TABLES IN SCHEMA public")
    watching = Store.open(as_role(target, role))
    assert watching.read_only
    assert "may only read" in watching.why_read_only
    assert watching.incidents.get(1).result() == incident
    with pytest.raises(Refused, match=r"may only read this database.*the right to write"):
        watching.incidents.create("checkout", "slow", DAY).result()
    watching.close()
    grant("INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public")
    grant("USAGE ON ALL SEQUENCES IN SCHEMA public")
    writing = Store.open(as_role(target, role))
    assert (writing.read_only, writing.why_read_only) == (False, "")
    assert new_incident(writing).number == 2
    writing.close()


def test_a_role_without_rights_is_refused_with_what_to_do(target: str, role: str) -> None:
    assert "can give it the right" in refusal_of(as_role(target, role))


def test_a_role_that_may_not_create_tables_is_told_so(new_target: str, server: URL) -> None:
    engine = connect(new_target)
    name = f"role_{secrets.token_hex(4)}"
    with engine.connect() as connection, connection.begin():
        connection.execute(text(f"CREATE ROLE {name} LOGIN"))
    try:
        assert "role that owns the database" in refusal_of(as_role(new_target, name))
    finally:
        with engine.connect() as connection, connection.begin():
            connection.execute(text(f"DROP ROLE {name}"))
        engine.dispose()


def test_what_is_wrong_with_a_url_is_said_with_what_to_do(
    target: str, role: str, tmp_path: Path
) -> None:
    nowhere = f"postgresql://ana:{PASSWORD}@127.0.0.1:1/team"
    assert "check its name in the URL" in refusal_of(as_role(target, role, database="nothing"))
    assert "knows no such role" in refusal_of(as_role(target, "nobody"))
    assert "no server answers there" in refusal_of(nowhere)
    assert "no server runs on this machine" in refusal_of("postgresql:///team?host=/tmp/nothing")
    assert "no machine of that name" in refusal_of("postgresql://ana@server.invalid/team")
    assert "not in the service file" in refusal_of("postgresql:///team?service=nothing")
    (tmp_path / "services").write_text("[team]\nhost=/tmp\n", encoding="utf-8")
    assert "not in the service file" in refusal_of("postgresql:///team?service=nothing")


def test_a_server_that_takes_no_more_connections_is_said_so(
    raw: Callable[[], Connection], target: str, role: str
) -> None:
    with raw() as connection, connection.begin():
        connection.execute(text(f"ALTER ROLE {role} CONNECTION LIMIT 0"))
    assert "close windows that nobody needs" in refusal_of(as_role(target, role))


@contextmanager
def asking_for_passwords(raw: Callable[[], Connection], role: str) -> Iterator[None]:
    """Let the server ask a role for its password."""
    with raw() as connection, connection.begin():
        file = Path(str(connection.scalar(text("SHOW hba_file"))))
    before = file.read_text(encoding="utf-8")
    try:
        file.write_text(f"local all {role} scram-sha-256\n{before}", encoding="utf-8")
        _reload(raw)
        yield
    finally:
        file.write_text(before, encoding="utf-8")
        _reload(raw)


def _reload(raw: Callable[[], Connection]) -> None:
    with raw() as connection, connection.begin():
        connection.execute(text("SELECT pg_reload_conf()"))


def test_the_password_comes_from_a_file_or_the_environment(
    raw: Callable[[], Connection],
    target: str,
    role: str,
    grant: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    grant("SELECT ON ALL TABLES IN SCHEMA public")
    url, passwords = as_role(target, role, password=None), tmp_path / "pgpass"
    monkeypatch.setenv("PGPASSFILE", str(passwords))
    monkeypatch.delenv("PGPASSWORD", raising=False)
    with asking_for_passwords(raw, role):
        wait_for_question(url)
        assert "~/.pgpass" in refusal_of(url)
        assert "refused the password" in refusal_of(as_role(target, role, password="wrong"))
        monkeypatch.setenv("PGPASSWORD", PASSWORD)
        Store.open(url).close()
        monkeypatch.delenv("PGPASSWORD")
        passwords.write_text(f"*:*:*:{role}:{PASSWORD}\n", encoding="utf-8")
        passwords.chmod(0o600)
        Store.open(url).close()


def wait_for_question(url: str) -> None:
    """Wait until the server has read its new rules, and no longer lets the role in as it is."""
    for _ in range(1000):
        try:
            Store.open(url).close()
        except Unavailable:
            return
    raise AssertionError("the server never asks for a password")


@pytest.mark.parametrize("code", BY_CODE)
def test_what_a_code_of_the_server_means_is_said_with_what_to_do(code: str) -> None:
    psycopg = pytest.importorskip("psycopg")
    engine_error = psycopg.errors.lookup(code)("words of the engine")
    error = explain_server_failure(OperationalError("", {}, engine_error))
    assert str(error) == BY_CODE[code]


def test_a_statement_that_takes_too_long_is_stopped_and_said_so(store: Store) -> None:
    def take_long(session: Any) -> None:
        session.execute(text("SET LOCAL statement_timeout = '50ms'"))
        session.execute(text("SELECT pg_sleep(60)"))

    with pytest.raises(StoreError, match="try again in a moment; if it stays like this"):
        store.read(take_long).result()
    assert new_incident(store).number == 1


def test_a_server_that_accepts_and_never_answers_is_given_up(proxy: Proxy) -> None:
    proxy.freeze()
    assert "does not answer" in refusal_of(proxy.url)
