"""Commands on a PostgreSQL server: no password is shown, and who may only read changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url, text

from db.engine import connect
from db.store import Store
from tests.cli.conftest import Run
from tests.db.support import new_incident
from tests.servers import MIGRATED, new_database

PASSWORD = "correct-horse-battery"
IN_PROCESSES = "others on this machine can read the password in the list of processes"


@pytest.fixture
def url(server: URL) -> Iterator[str]:
    """Return the URL of an empty database, with a password that the server does not ask for."""
    for empty in new_database(server, MIGRATED):
        with_password = make_url(empty).set(password=PASSWORD)
        yield with_password.render_as_string(hide_password=False)


@pytest.fixture
def reader(url: str) -> Iterator[str]:
    """Return the URL of the same database for a role that may only read it."""
    engine = connect(url)
    with engine.connect() as connection, connection.begin():
        connection.execute(text("CREATE ROLE cli_reader LOGIN"))
        connection.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO cli_reader"))
    yield without_password(url).replace("postgres@", "cli_reader@")
    with engine.connect() as connection, connection.begin():
        connection.execute(text("DROP OWNED BY cli_reader"))
        connection.execute(text("DROP ROLE cli_reader"))
    engine.dispose()


def without_password(url: str) -> str:
    return url.replace(f":{PASSWORD}@", "@")


def config_with(folder: Path, database: str, mode: int) -> Path:
    """Write a config.toml that names a database, and let these users read it."""
    file = folder / "config" / "facilitator" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(f'database = "{database}"\n', encoding="utf-8")
    file.chmod(mode)
    return file


@pytest.mark.parametrize(
    "line",
    [
        ("new", "checkout", "5xx"),
        ("incidents", "--json"),
        ("show", "1"),
        ("config",),
        ("config", "--json"),
        ("import", "nothing.md"),
    ],
)
def test_no_command_shows_a_password(run: Run, url: str, line: tuple[str, ...]) -> None:
    unreachable = f"postgresql://ana:{PASSWORD}@127.0.0.1:1/team?sslmode=disable"
    broken = f"postgresql://ana:{PASSWORD}@db.example:port/team"
    strange = f"postgresql://ana:{PASSWORD}@127.0.0.1:1/team?nonsense={PASSWORD}"
    for database in (url, unreachable, broken, strange):
        for done in (
            run("--database", database, *line),
            run(*line, FACILITATOR_DATABASE=database),
            run("copy", database, database),
        ):
            assert PASSWORD not in done.stdout.replace(f"nonsense={PASSWORD}", "")
            assert PASSWORD not in done.stderr
            assert "Traceback" not in done.stderr


def test_a_password_on_the_command_line_is_warned_of_once(run: Run, url: str) -> None:
    done = run("--database", url, "new", "checkout", "5xx")
    assert (done.returncode, done.stderr.count(IN_PROCESSES)) == (0, 1)
    assert "~/.pgpass" in done.stderr
    assert run("copy", url, "copy.db").stderr.count(IN_PROCESSES) == 1
    assert run("config", "--database", url).stderr.count(IN_PROCESSES) == 1


def test_a_password_that_nobody_else_can_read_is_not_warned_of(
    run: Run, url: str, tmp_path: Path
) -> None:
    assert run("incidents", FACILITATOR_DATABASE=url).stderr == ""
    assert run("--database", without_password(url), "incidents").stderr == ""
    config_with(tmp_path, url, 0o600)
    assert run("incidents").stderr == ""


def test_a_password_in_a_file_that_others_can_read_is_warned_of(
    run: Run, url: str, tmp_path: Path
) -> None:
    file = config_with(tmp_path, url, 0o644)
    warning = run("incidents").stderr
    assert warning.startswith(f"facilitator: {file}:1: others on this machine can read")
    assert "~/.pgpass" in warning


@pytest.mark.parametrize(
    "line", [("new", "checkout", "5xx"), ("actions", "done", "1.1"), ("import", "one.md")]
)
def test_a_command_that_writes_is_refused_to_a_role_that_may_only_read(
    run: Run,
    refused: Callable[..., str],
    url: str,
    reader: str,
    tmp_path: Path,
    line: tuple[str, ...],
) -> None:
    store = Store.open(url)
    store.actions.add(new_incident(store).id, "Cap retries", "Ana").result()
    store.close()
    exported = run("show", "1", FACILITATOR_DATABASE=reader).stdout
    (tmp_path / "one.md").write_text(exported.replace("checkout", "payments"), encoding="utf-8")
    before = run("incidents", "--json", FACILITATOR_DATABASE=reader).stdout
    assert "the role may only read this database" in refused(*line, FACILITATOR_DATABASE=reader)
    assert run("incidents", "--json", FACILITATOR_DATABASE=reader).stdout == before
