"""What to tell people when a PostgreSQL server fails, refuses, or can't be reached."""

from sqlalchemy.exc import DBAPIError

from db.errors import ConnectionLost, Unavailable
from db.refusals import LOCKED
from db.server import STATEMENT_SECONDS

BY_CODE = {
    "57014": f"the server stopped a step that took longer than {STATEMENT_SECONDS} s: try again in"
    " a moment; if it stays like this, the server is overloaded",
    "55P03": LOCKED,
    "25P03": "the server ended a transaction that waited for too long: try again",
    "42501": "the role may not do this in the database: whoever runs the server can give it the"
    " right, or start the program as the role that owns the database",
    "25006": "the database is read-only here: the server is a copy, or the role may not write",
    "53300": "the server has no connection left: close windows that nobody needs, or let whoever"
    " runs it raise max_connections",
    "57P03": "the server is starting up or shutting down: try again in a moment",
    "53100": "the disk of the server is full: nothing can be saved until there is room",
}
"""What to tell people for a code of PostgreSQL's."""
NOT_ANSWERING = "the server does not answer: check that it runs, and the network"
UNKNOWN_SERVICE = (
    "the service that is named is not in the service file: check its name and ~/.pg_service.conf"
)
BY_TEXT = {
    'FATAL:  database "': "the server has no such database: check its name in the URL, or let"
    " whoever runs the server create it",
    'FATAL:  role "': "the server knows no such role: check the name in the URL, or let whoever"
    " runs the server create it",
    "password authentication failed": "the server refused the password or the role: check both;"
    " the password comes from ~/.pgpass or PGPASSWORD",
    "no password supplied": "the server asks for a password: put it into ~/.pgpass, or set"
    " PGPASSWORD",
    "server does not support SSL": "the server offers no encrypted connection, without which it is"
    " not used from another machine: turn TLS on there, or add ?sslmode=disable to the URL if"
    " everybody on the way may read along",
    "certificate verify failed": "the certificate of the server is not trusted: check sslrootcert"
    " and sslmode",
    "root certificate file": "the certificate of the server can't be checked: sslrootcert names a"
    " file that is not there",
    "no pg_hba.conf entry": "the server does not let this role in from this machine: whoever runs"
    " it can allow that in pg_hba.conf",
    "too many clients": BY_CODE["53300"],
    "too many connections": BY_CODE["53300"],
    "remaining connection slots": BY_CODE["53300"],
    "the database system is": BY_CODE["57P03"],
    "Connection refused": "no server answers there: check that it runs, and the host and the port"
    " in the URL",
    "No such file or directory": "no server runs on this machine: start it, or name its host in"
    " the URL",
    "could not translate host name": "no machine of that name is known: check the host in the URL",
    "failed to resolve host": "no machine of that name is known: check the host in the URL",
    "Network is unreachable": "the network does not lead to the server: check the connection",
    "No route to host": "the network does not lead to the server: check the connection",
    "definition of service": UNKNOWN_SERVICE,
    "service file": UNKNOWN_SERVICE,
    "timeout expired": NOT_ANSWERING,
    "did not answer": NOT_ANSWERING,
}
"""What to tell people for texts in errors of connecting, which carry no code.

A server that speaks another language than English has other texts: its own are shown then.
"""
LOST = "the connection to the server broke: try again in a moment"


def is_from_server(error: DBAPIError) -> bool:
    """Return whether an error comes from a server and not from a file."""
    return hasattr(error.orig, "sqlstate")


def explain_server_failure(error: DBAPIError) -> Unavailable:
    """Return the error that tells people why a server failed, and what to do."""
    engine_message = str(error.orig).strip()
    message = BY_CODE.get(getattr(error.orig, "sqlstate", None) or "")
    if message is None:
        message = _by_text(engine_message)
    if message is None and error.connection_invalidated:
        message = LOST
    if message is None:
        message = f"the database could not do it: {engine_message.splitlines()[0]}"
    return (ConnectionLost if error.connection_invalidated else Unavailable)(message)


def _by_text(engine_message: str) -> str | None:
    return next((words for text, words in BY_TEXT.items() if text in engine_message), None)
