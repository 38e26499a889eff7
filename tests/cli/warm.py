"""A process that has the program's modules loaded, and forks for each command of a test.

It is run as a script. A request is a line of JSON on standard input: the arguments, the
environment, the working folder, and the files for the output. The answer is a line with the exit
status.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from typing import TextIO

PRELOADED = (
    "db.store",
    "facilitator.cli",
    "facilitator.commands.actions",
    "facilitator.commands.export",
    "facilitator.commands.import_documents",
    "facilitator.commands.incidents",
    "facilitator.commands.metrics",
    "facilitator.commands.new_incident",
    "facilitator.commands.similar",
)
"""The modules of the commands that the tests run most often."""


def serve(requests: TextIO, answers: TextIO) -> None:
    """Answer one request after the other until there are no more."""
    for line in requests:
        child = os.fork()
        if child == 0:
            os._exit(_run(**json.loads(line)))
        _, status = os.waitpid(child, 0)
        answers.write(f"{os.waitstatus_to_exitcode(status)}\n")
        answers.flush()


def _run(
    arguments: list[str], environment: dict[str, str], folder: str, out: str, errors: str
) -> int:
    """Run the program as if it were started with these, and return its exit status."""
    from facilitator.cli import main

    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for name, descriptor in ((os.devnull, 0), (out, 1), (errors, 2)):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT, 0o600), descriptor)
    sys.stdin, sys.stdout, sys.stderr = (
        open(descriptor, mode, encoding="utf-8")  # noqa: SIM115, PTH123 - the standard streams
        for descriptor, mode in ((0, "r"), (1, "w"), (2, "w"))
    )
    sys.argv = ["facilitator", *arguments]
    try:
        main()
    except SystemExit as exit_request:
        code = exit_request.code
        status = code if isinstance(code, int) else int(code is not None)
    else:
        status = 0
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return status


if __name__ == "__main__":
    for name in PRELOADED:
        import_module(name)
    serve(sys.stdin, os.fdopen(os.dup(1), "w"))
