"""Engines for PostgreSQL servers: how long to wait for one, and whether to encrypt."""

import configparser
import contextlib
import ipaddress
import os
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, text

from db.errors import Unavailable
from db.server_silence import GIVE_UP_SECONDS, Silence

CONNECT_SECONDS = 5
STATEMENT_SECONDS = 5
LOCK_SECONDS = 3
IDLE_IN_TRANSACTION_SECONDS = 10
"""How long a connection, a statement, a lock and a transaction that does nothing may take."""
NETWORK_LIMITS = {
    "connect_timeout": CONNECT_SECONDS,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": GIVE_UP_SECONDS * 1000,
}
"""When the network layer gives a connection up, in libpq's words; all but the last in seconds."""
MAY_ONLY_READ = (
    "the role may only read this database, so nothing can be changed from here: whoever runs the"
    " server can give it the right to write"
)
ENCRYPTED = "require"
"""The mode for servers elsewhere. libpq's own default falls back to plain text without a word."""
_SILENCE = "facilitator_silence"
"""The execution option of an engine that holds its `Silence`."""


def server_engine(url: URL, *, read_only: bool) -> Engine:
    """Return an engine for the URL of a server.

    Raises:
        Unavailable: It is no PostgreSQL server, or the driver is not installed.
    """
    if url.get_backend_name() != "postgresql":
        raise Unavailable(
            f"{url.get_backend_name()}: only SQLite files and postgresql:// are known"
        )
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            pool_size=2,
            max_overflow=0,
            hide_parameters=True,
            connect_args=connection_arguments(url, read_only=read_only),
        )
    except ModuleNotFoundError:
        raise Unavailable(
            "PostgreSQL needs its driver: pip install 'facilitator[postgres]'"
        ) from None
    from db.server_connection import open_connection

    silence = Silence()
    engine.update_execution_options(**{_SILENCE: silence})

    def open_watched(_dialect: Any, _record: Any, _words: Any, arguments: dict[str, Any]) -> Any:
        return open_connection(silence, arguments)

    event.listen(engine, "do_connect", open_watched)
    return engine


def silence_of(engine: Engine) -> Silence:
    """Return how long the server of an engine has not answered; a file always answers."""
    silence: Silence = engine.get_execution_options().get(_SILENCE) or Silence()
    return silence


def open_listener(engine: Engine) -> Any:
    """Return a connection of its own for notifications, outside of any transaction."""
    from db.server_connection import open_connection

    _, arguments = engine.dialect.create_connect_args(engine.url)
    limits = connection_arguments(engine.url, read_only=True)
    return open_connection(Silence(), {**arguments, **limits, "autocommit": True})


def connection_arguments(url: URL, *, read_only: bool) -> dict[str, Any]:
    """Return what libpq has to know beside the URL; what the URL says itself has precedence."""
    limits = {name: value for name, value in NETWORK_LIMITS.items() if name not in url.query}
    options = (
        f"-c statement_timeout={STATEMENT_SECONDS}s -c lock_timeout={LOCK_SECONDS}s"
        f" -c idle_in_transaction_session_timeout={IDLE_IN_TRANSACTION_SECONDS}s"
        f" {_text(url.query.get('options')) or os.environ.get('PGOPTIONS', '')}"
    )
    if read_only:
        options += " -c default_transaction_read_only=on"
    mode = _encryption(url)
    return {**limits, "options": options, **({"sslmode": mode} if mode else {})}


def role_only_reads(engine: Engine) -> bool:
    """Return whether the role of a connection, or the whole server, refuses every write.

    A database without tables refuses none, so that a first start can create them.
    """
    with engine.connect() as connection, connection.begin():
        return bool(
            connection.scalar(
                text(
                    "SELECT pg_is_in_recovery()"
                    " OR current_setting('default_transaction_read_only')::bool"
                    " OR NOT coalesce(has_table_privilege(to_regclass('incident'), 'INSERT')"
                    " AND has_table_privilege(to_regclass('change'), 'INSERT'), true)"
                )
            )
        )


def _encryption(url: URL) -> str:
    """Return the mode of encryption to ask for, or "" where libpq knows it or none is needed.

    As in libpq, the URL has precedence over the service file, and that over the environment.
    """
    service = _service(_text(url.query.get("service")) or os.environ.get("PGSERVICE", ""))
    names = ("host", "hostaddr", "sslmode")
    environment = {name: os.environ.get(f"PG{name.upper()}", "") for name in names}
    named = {name: _text(url.query.get(name)) for name in names}
    if url.host:
        named["host"] = url.host
    chosen = {name: named[name] or service.get(name, "") or environment[name] for name in names}
    if chosen["sslmode"]:
        return ""
    hosts = (chosen["hostaddr"] or chosen["host"]).split(",")
    return "" if all(_is_local(host.strip()) for host in hosts) else ENCRYPTED


def _is_local(host: str) -> bool:
    """Return whether only this machine is on the way to a host; without a name it is a socket."""
    if not host or host[0] in "/@" or host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _service(name: str) -> dict[str, str]:
    """Return what libpq's service files say of a service; nothing where they can't be read."""
    if not name:
        return {}
    own_file = os.environ.get("PGSERVICEFILE") or "~/.pg_service.conf"
    shared_file = f"{os.environ.get('PGSYSCONFDIR', '/etc')}/pg_service.conf"
    for file in (own_file, shared_file):
        parser = configparser.ConfigParser(interpolation=None, strict=False, delimiters=("=",))
        # libpq reads the file too, and says what is wrong with it.
        with contextlib.suppress(configparser.Error, OSError, RuntimeError, UnicodeDecodeError):
            parser.read(Path(file).expanduser(), encoding="utf-8")
        if parser.has_section(name):
            return dict(parser[name])
    return {}


def _text(value: str | tuple[str, ...] | None) -> str:
    """Return a value of a URL as one text, since a name may stand in it several times."""
    return ",".join(value) if isinstance(value, tuple) else value or ""
