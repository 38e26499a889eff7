"""The command about the team's tracker of tickets: which one it is, and with which token."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer()
"""This command, which `facilitator.cli` takes among its own."""


@app.command()
def login(
    url: Annotated[
        str | None, typer.Option(metavar="URL", help="Jira's address, with its context path.")
    ] = None,
    api_url: Annotated[
        str | None, typer.Option(metavar="URL", help="The address of its API, if that is another.")
    ] = None,
    user: Annotated[
        str | None, typer.Option(metavar="NAME", help="The token's user; an e-mail for Jira Cloud.")
    ] = None,
    project: Annotated[
        str | None, typer.Option(metavar="KEY", help="The project of the tickets, such as OPS.")
    ] = None,
    issue_type: Annotated[
        str | None, typer.Option("--type", metavar="NAME", help="Their issue type, such as Task.")
    ] = None,
    board: Annotated[
        str | None,
        typer.Option(
            metavar="N", help="The number of the board whose next sprint counts, or none."
        ),
    ] = None,
    priorities: Annotated[
        str | None,
        typer.Option(metavar="A,B,C", help="What Jira calls P1, P2 and P3: Highest,High,Medium."),
    ] = None,
    incident_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="A post-mortem's web address, with {number} in it."),
    ] = None,
    ca_file: Annotated[
        str | None, typer.Option(metavar="FILE", help="Certificates of a private authority.")
    ] = None,
    token_stdin: Annotated[
        bool, typer.Option("--token-stdin", help="Read the token from standard input; ask nothing.")
    ] = False,
    forget: Annotated[
        bool, typer.Option("--forget", help="Remove the token from where it is kept.")
    ] = False,
) -> None:
    """Connect to Jira, so that action items get tickets there.

    What no option gives is asked for, one thing after another, and each answer is tested at once.
    Nothing is saved before all of it works.
    """
    from facilitator.commands import login as command
    from facilitator.commands.login_place import PlaceOptions

    if forget:
        command.forget()
        return
    command.set_up_jira(
        command.LoginOptions(
            url=url,
            api_url=api_url,
            user=user,
            ca_file=ca_file,
            incident_url=incident_url,
            token_stdin=token_stdin,
            place=PlaceOptions(project, issue_type, board, priorities),
        )
    )
