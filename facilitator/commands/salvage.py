"""The command `salvage`: what can still be read of a damaged database goes into a new file."""

from __future__ import annotations

import sys
from pathlib import Path

from facilitator.commands.open_store import Failure
from facilitator.config.settings import load_settings
from facilitator.text import counted, one_line


def salvage_database(database: str | None, target: Path) -> None:
    """Copy every readable row to a new file, and say what could not be read.

    Args:
        database: The value of `--database`.
        target: The file to make.

    Raises:
        Failure: The database is no file.
    """
    from db.file_state import file_path
    from db.salvage import salvage

    source = file_path(load_settings(database).database)
    if source is None:
        raise Failure("only a database in a file can be salvaged; a server has backups of its own")
    try:
        path = target.expanduser().absolute()
    except RuntimeError:
        raise Failure(f"{target}: there is no user of that name; name a file") from None
    salvaged = salvage(source, path)
    shown = one_line(str(target))
    sys.stdout.write(f"{counted(salvaged.copied, 'row')} copied to {shown}\n")
    if salvaged.damaged_tables:
        tables = ", ".join(name.replace("_", " ") for name in salvaged.damaged_tables)
        sys.stdout.write(f"not everything could be read of: {tables}\n")
    if salvaged.left_out:
        left_out = counted(salvaged.left_out, "row")
        sys.stdout.write(f"{left_out} left out: what they belong to could not be read\n")
    sys.stdout.write(f"look at it: facilitator --database {shown}\n")
