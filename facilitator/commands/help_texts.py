"""What the help of each command says beside its arguments and options."""

from __future__ import annotations

from dataclasses import dataclass

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One command's. examples: a command line and what it is for. more: sections of its own."""

    examples: Pairs = ()
    output: str = ""
    environment: Pairs = ()
    more: Pairs = ()


EXIT_STATUS: Pairs = (
    ("0", "Done."),
    ("1", "It could not: one line on standard error says what, where and what to do."),
    ("2", "The command line was not understood."),
)
DATABASE = ("FACILITATOR_DATABASE", "The database, unless --database names one.")
TIMEZONE = ("FACILITATOR_TEAM_TIMEZONE", "Where its days end, such as Europe/Berlin.")
SCREEN: Pairs = (
    ("FACILITATOR_THEME", "The colours to use, rather than those used last."),
    ("NO_COLOR", "Set to anything: no colours, and nothing is said by colour alone."),
    ("VISUAL, EDITOR", "What a long text can be opened in."),
)

PAGES = {
    "": Page(
        examples=(
            ("facilitator demo", "See what it is: a sample team's meeting."),
            ('facilitator new checkout "5xx spike"', "Write an incident down."),
            ("facilitator prep 1", "Prepare its post-mortem alone."),
            ("facilitator meet 1", "Hold its meeting; the same again goes on with it."),
            ("facilitator COMMAND --help", "Everything about one command."),
        ),
        environment=(("FACILITATOR_…", "Any setting; `facilitator config` names them."),),
        more=(
            (
                "Settings and data",
                "Settings are lines of config.toml: `facilitator config --path` says where it is,"
                " `facilitator config` what is set and where that comes from. Incidents and"
                " meetings are in one database, a file of yours unless --database names another.",
            ),
        ),
    ),
    "demo": Page(
        examples=(("facilitator demo", "Press enter to start the clock, ? for every key."),),
        output="None: it fills the terminal. What you do in it is gone when you leave.",
        environment=SCREEN,
    ),
    "meet": Page(
        examples=(
            ("facilitator meet 42", "The meeting about incident 42."),
            ("facilitator meet", "Go on after a closed terminal, on the same screen, in time."),
            (
                "facilitator --database postgresql://db.example/team meet 42",
                "On a shared database.",
            ),
        ),
        output="None: it fills the terminal. Everything typed is in the database as it is typed.",
        environment=(
            *SCREEN,
            ("FACILITATOR_AGENDA_REVIEW", "Minutes of a segment; also _INCIDENT and _PATTERNS."),
        ),
    ),
    "prep": Page(
        examples=(("facilitator prep 42", "Write incident 42's post-mortem before its meeting."),),
        output="None: it fills the terminal. Everything typed is in the database as it is typed.",
        environment=SCREEN,
    ),
    "watch": Page(
        examples=(
            ("facilitator watch", "Follow the meeting that is running, from another terminal."),
            ("facilitator watch --database postgresql://db.example/team", "From another machine."),
        ),
        output="None: it fills the terminal, and changes nothing.",
        environment=SCREEN,
    ),
    "serve": Page(
        examples=(
            ("facilitator serve", "Prints an address to open; ctrl+c ends it."),
            ("facilitator serve --port 9000", "On another port; 0 is any that is free."),
        ),
        output="The address, on standard output; what to mind, on standard error.",
        more=(
            (
                "In a browser",
                "Each tab is a window of its own on the same database; closing it saves what was"
                " typed. Files, exports too, are written on the machine that serves. Keys that a"
                " browser keeps for itself, such as ctrl+n, ctrl+t and ctrl+w, do not arrive: ?"
                " lists the others.",
            ),
        ),
    ),
    "new": Page(
        examples=(
            ('facilitator new checkout "5xx spike"', "Today's."),
            ('facilitator new checkout "5xx spike" --on 2026-03-14 --severity SEV1', "That day's."),
            ("facilitator new payments latency --on 2026-03-14 --number 117", "Under your number."),
        ),
        output="Its number and title, and how to hold its meeting.",
        environment=(TIMEZONE,),
    ),
    "incidents": Page(
        examples=(
            ("facilitator incidents", "All of them."),
            ('facilitator incidents --search "retry storm"', "Those that mention it anywhere."),
            ("facilitator incidents --json | jq '.[].number'", "Their numbers, for a script."),
        ),
        output="A table for people; with --json an array of whole post-mortems, as export writes.",
    ),
    "show": Page(
        examples=(
            ("facilitator show 42", "As Markdown in the template's form."),
            ("facilitator show 42 --json | jq .root_cause", "One part of it."),
        ),
        output="The post-mortem; with --json one object. Private notes are never in it.",
    ),
    "actions": Page(
        examples=(
            ("facilitator actions", "What is still to be done, by incident."),
            ("facilitator actions --owner Priya", "By one person; the name in full."),
            ("facilitator actions --all --json", "Closed ones too, with what meetings said."),
        ),
        output="A table for people; with --json an array, with overdue_days and how many meetings"
        " carried each.",
        environment=(TIMEZONE,),
    ),
    "metrics": Page(
        examples=(
            ("facilitator metrics", "The last six months, unless figures.months is set."),
            ("facilitator metrics --months 12 --as-of 2026-06-30", "A year that ended that day."),
            ("facilitator metrics --json | jq .repeat_incident_rate", "For a dashboard."),
        ),
        output="A table for people; with --json one object, with a rate over nothing as null.",
        environment=(("FACILITATOR_FIGURES_MONTHS", "Length of the window."), TIMEZONE),
    ),
    "import": Page(
        examples=(
            ("facilitator import --dry-run post-mortems/", "See what would go where."),
            ("facilitator import 2026-03-14.md 2026-04-02.md", "Two documents, both or neither."),
            ("facilitator import --renumber team.json", "Beside incidents that have the numbers."),
        ),
        output="For each document what was placed and what was not, by line, and how many came in.",
    ),
    "export": Page(
        examples=(
            ("facilitator export 42", "One, as Markdown in the template's form."),
            (
                "facilitator export 42 --format html -o out",
                "A page to mail, print or read by phone.",
            ),
            ("facilitator export --format csv -o out", "All action items, for a spreadsheet."),
            ("facilitator export --format json > team.json", "Everything; import reads it back."),
        ),
        output="The documents; JSON of one number is an object, else an array. With -o the path of"
        " each file instead: one an incident, named 0042-checkout-5xx-spike.md and replaced by"
        " the next export, or action-items.csv. Private notes are never in them.",
    ),
    "config": Page(
        examples=(
            ("facilitator config", "Every setting, its value, and where it comes from."),
            ("facilitator config --path", "Where config.toml is looked for."),
            ("facilitator config --keys | grep review", "The ids of keys, for [keymap]."),
        ),
        output="A table for people; with --json an array.",
    ),
}
"""By the name of the command; that of the program under no name."""
