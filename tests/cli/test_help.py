"""The help of every command: it has all sections, and its examples work."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup

from facilitator.cli import app
from facilitator.commands.help_texts import PAGES
from tests.cli.conftest import Run

PROGRAM = typer.main.get_command(app)
assert isinstance(PROGRAM, TyperGroup)
GROUPS = {
    name: command for name, command in PROGRAM.commands.items() if isinstance(command, TyperGroup)
}
COMMANDS = {
    **PROGRAM.commands,
    **{
        f"{group} {name}": command
        for group, commands in GROUPS.items()
        for name, command in commands.commands.items()
    },
}
PRINTING = (
    *("new", "incidents", "show", "actions", "metrics", "report", "export", "config", "tickets"),
    "similar",
    "themes",
    *(f"actions {name}" for name in GROUPS["actions"].commands),
)
SECTIONS = ["Options:", "Examples:", "Output:", "Exit status:"]


def help_of(command: Any) -> str:
    """The help of a command of Typer, whose type has no public name."""
    context = command.make_context("facilitator", [], resilient_parsing=True)
    return str(command.get_help(context))


def words_of(example: str) -> list[str]:
    """The arguments of an example, without a pipe or a redirection behind it."""
    program, *words = shlex.split(example)
    assert program == "facilitator"
    ends = (at for at, word in enumerate(words) if word in ("<", ">", "|"))
    return words[: next(ends, len(words))]


def examples() -> Iterator[tuple[str, str]]:
    for name, page in PAGES.items():
        if name not in COMMANDS and name:
            continue
        yield from ((name, command) for command, _ in page.examples)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_has_all_sections(name: str) -> None:
    command = COMMANDS[name]
    assert isinstance(command, (TyperCommand, TyperGroup))
    lines = help_of(command).splitlines()
    assert [line for line in lines if line in SECTIONS] == SECTIONS
    first = lines[lines.index("Examples:") + 1].strip()
    assert first.startswith("facilitator ")
    assert name in first
    assert max(map(len, lines)) <= 80
    for parameter in command.params:
        if isinstance(parameter, TyperArgument):
            assert parameter.help, parameter.name
    takes_database = any(parameter.name == "database" for parameter in command.params)
    assert any("FACILITATOR_DATABASE" in line for line in lines) == takes_database


def test_the_help_of_the_program_says_how_to_begin_and_where_data_is_stored() -> None:
    lines = help_of(PROGRAM).splitlines()
    headings = ["Commands:", "Examples:", "Settings and data:", "Exit status:", "Environment:"]
    assert [line for line in lines if line in headings] == headings
    assert not [line for line in lines if line.endswith("...") and "[ARGS]" not in line]
    assert "  facilitator demo" in lines


@pytest.mark.parametrize(("name", "example"), examples())
def test_the_command_line_of_an_example_is_understood(name: str, example: str) -> None:
    arguments = words_of(example)
    if "COMMAND" in arguments:
        return
    context = PROGRAM.make_context("facilitator", arguments)
    rest = [*context._protected_args, *context.args]
    assert isinstance(PROGRAM, TyperGroup)
    chosen, command, rest = PROGRAM.resolve_command(context, rest)
    assert command is not None
    assert name in ("", chosen) or name.startswith(f"{chosen} ")
    context = command.make_context(chosen, rest, parent=context)
    if isinstance(command, TyperGroup) and context._protected_args:
        chosen, command, rest = command.resolve_command(
            context, [*context._protected_args, *context.args]
        )
        assert command is not None
        command.make_context(chosen, rest, parent=context)


PRINTED = [line for name, line in examples() if name in PRINTING and "COMMAND" not in line]


@pytest.mark.parametrize("example", PRINTED)
def test_an_example_prints_something_for_the_sample_team(
    example: str,
    team: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("FACILITATOR_DATABASE", str(team))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    PROGRAM.main(words_of(example), prog_name="facilitator", standalone_mode=False)
    assert capsys.readouterr().out


def completed(run: Run, line: str, **environment: str) -> list[str]:
    """What bash completes at the end of a line."""
    words = line.split(" ")
    done = run(
        _FACILITATOR_COMPLETE="complete_bash",
        COMP_WORDS=line,
        COMP_CWORD=str(len(words) - 1),
        **environment,
    )
    assert done.stderr == ""
    return done.stdout.split()


def test_a_shell_completes_commands_and_options(run: Run) -> None:
    assert completed(run, "facilitator e") == ["export"]
    assert completed(run, "facilitator export --f") == ["--format"]
    assert completed(run, "facilitator export --format j") == ["json"]


def test_a_shell_completes_numbers_from_the_database_that_is_named(run: Run, team: Path) -> None:
    assert completed(run, "facilitator show 4") == ["45", "44", "43", "42", "41", "40"]
    assert completed(run, "facilitator export 42 3")[:2] == ["39", "38"]
    assert completed(run, f"facilitator --database {team}x show 4") == []
    assert completed(run, f"facilitator show --database {team} 45") == ["45"]
    home = {"HOME": str(team.parent), "FACILITATOR_DATABASE": f"~/{team.name}"}
    assert completed(run, "facilitator show 45", **home) == ["45"]
    assert not Path(f"{team}x").exists()


def test_a_shell_completes_no_numbers_where_the_database_can_not_be_read(
    run: Run, team: Path
) -> None:
    assert completed(run, "facilitator show x") == []
    assert completed(run, "facilitator show 4", FACILITATOR_DATABASE="postgresql://x/y") == []
    assert completed(run, "facilitator show 4", FACILITATOR_AGENDA_REVIEW="soon") == []
    team.write_bytes(b"not a database")
    assert completed(run, "facilitator show 4") == []
