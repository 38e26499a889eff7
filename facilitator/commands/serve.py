"""The program in a browser."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import signal
import socket
import sys

from facilitator.commands.database import Failure, opened

NOTICE = "There is no log-in: whoever has the address can read and write everything.\n"
ELSEWHERE = (
    "There is no log-in and no encryption, and other machines reach this address: whoever learns"
    " it can read and write everything.\n"
)


def serve(database: str | None, host: str, port: int, *, allow_remote: bool) -> int:
    """Serve until ctrl+c; the exit status."""
    local = _is_local(host)
    if not local and not allow_remote:
        raise Failure(
            f"--host {host}: other machines could reach it, and there is no log-in: whoever learns"
            " the address could read and write everything; say --allow-remote too if you mean it"
        )
    # Made and migrated once, before tabs open it side by side.
    with opened(database) as (_, chosen):
        os.environ["FACILITATOR_DATABASE"] = chosen.database
    from facilitator.browser.server import BrowserServer

    def started(at: int) -> None:
        shown = socket.gethostname() if host in ("0.0.0.0", "::") else host
        name = f"[{shown}]" if ":" in shown else shown
        sys.stdout.write(f"http://{name}:{at}{server.path}/\n")
        sys.stdout.flush()
        sys.stderr.write(f"{NOTICE if local else ELSEWHERE}ctrl+c ends it.\n")
        sys.stderr.flush()

    server = BrowserServer(host, port, started, local=local)
    try:
        number = asyncio.run(server.run())
    except OSError as error:
        raise Failure(_refused(host, port, error)) from None
    return 0 if number == signal.SIGINT else 128 + number


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refused(host: str, port: int, error: OSError) -> str:
    import errno

    if error.errno == errno.EADDRINUSE:
        return f"--port {port}: it is taken on {host}; choose another, or 0 for any that is free"
    if error.errno == errno.EACCES:
        return f"--port {port}: not allowed to use it; choose one from 1024 on"
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"--host {host}: this machine has no such address"
    return f"--host {host} --port {port}: {(error.strerror or 'not usable').lower()}"
