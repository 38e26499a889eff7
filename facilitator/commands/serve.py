"""The command `serve`: the program in a browser."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import os
import signal
import socket
import sys

from facilitator.commands.open_store import Failure, open_store

LOCAL_NOTICE = "There is no log-in: anybody who has the address can read and write everything.\n"
REMOTE_NOTICE = (
    "There is no log-in and no encryption, and other machines reach this address: anybody who"
    " learns it can read and write everything.\n"
)


def serve(database: str | None, host: str, port: int, *, allow_remote: bool) -> int:
    """Serve the program to browsers until a signal ends it, and return the exit status.

    Args:
        database: The value of `--database`.
        host: The address to listen on.
        port: The port to listen on; 0 for any that is free.
        allow_remote: Whether other machines may reach the address.

    Raises:
        Failure: Other machines would reach the address and may not, or it can't be used.
    """
    is_local = _is_local(host)
    if not is_local and not allow_remote:
        raise Failure(
            f"--host {host}: other machines could reach it, and there is no log-in: anybody who"
            " learns the address could read and write everything; add --allow-remote if you mean it"
        )
    # The database is created and migrated here, before several tabs would do it side by side.
    with open_store(database, creates=True) as (_, settings):
        os.environ["FACILITATOR_DATABASE"] = settings.database
    from facilitator.browser.server import BrowserServer

    def write_address(bound_port: int) -> None:
        name = socket.gethostname() if host in ("0.0.0.0", "::") else host
        name = f"[{name}]" if ":" in name else name
        sys.stdout.write(f"http://{name}:{bound_port}{server.path}/\n")
        sys.stdout.flush()
        sys.stderr.write(f"{LOCAL_NOTICE if is_local else REMOTE_NOTICE}ctrl+c stops serving.\n")
        sys.stderr.flush()

    server = BrowserServer(host, port, write_address, is_local=is_local)
    try:
        signal_number = asyncio.run(server.run())
    except OSError as error:
        raise Failure(_reason(host, port, error)) from None
    # Ctrl+c is the usual end; after any other signal the status is that of a shell.
    return 0 if signal_number == signal.SIGINT else 128 + signal_number


def _is_local(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _reason(host: str, port: int, error: OSError) -> str:
    """Return why an address can't be used, and what to do."""
    if error.errno == errno.EADDRINUSE:
        return f"--port {port}: it is taken on {host}; choose another, or 0 for any that is free"
    if error.errno == errno.EACCES:
        return f"--port {port}: not allowed to use it; choose one from 1024 on"
    # From Python 3.13 on, asyncio states no number when it could bind none of the addresses.
    if isinstance(error, socket.gaierror) or error.errno in (errno.EADDRNOTAVAIL, None):
        return f"--host {host}: this machine has no such address"
    return f"--host {host} --port {port}: {(error.strerror or 'not usable').lower()}"
