"""The options that many commands have."""

from __future__ import annotations

from typing import Annotated

import typer

Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="PATH-OR-URL",
        help="The database to use: a file, or a URL such as postgresql://…",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON for scripts instead of a table.")]
