"""A process that has the program's modules loaded, and forks one of its own for each command.

Started as a script. A request is a line of JSON on standard input (arguments, environment, folder,
the files for the output); the answer is a line with the exit status.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from typing import TextIO

USED = ("create", "export", "show", "take_in")
"""The commands that the tests run most."""


def serve(requests: TextIO, answers: TextIO) -> None:
    """One request after the other, until there are no more."""
    for line in requests:
        child = os.fork()
        if child == 0:
            os._exit(_status(**json.loads(line)))
        _, status = os.waitpid(child, 0)
        answers.write(f"{os.waitstatus_to_exitcode(status)}\n")
        answers.flush()


def _status(
    arguments: list[str], environment: dict[str, str], folder: str, out: str, errors: str
) -> int:
    """Run the program as a fresh start with these would; its exit status."""
    from facilitator.cli import main

    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for name, place in ((os.devnull, 0), (out, 1), (errors, 2)):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT, 0o600), place)
    sys.stdin, sys.stdout, sys.stderr = (
        open(place, mode, encoding="utf-8")  # noqa: SIM115, PTH123 - the standard streams
        for place, mode in ((0, "r"), (1, "w"), (2, "w"))
    )
    sys.argv = ["facilitator", *arguments]
    try:
        main()
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    else:
        code = 0
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return code


if __name__ == "__main__":
    for name in ("db.store", "facilitator.cli", *(f"facilitator.commands.{each}" for each in USED)):
        import_module(name)
    serve(sys.stdin, os.fdopen(os.dup(1), "w"))
