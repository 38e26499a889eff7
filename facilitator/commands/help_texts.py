"""The texts in the help of each command, besides those of its arguments and options."""

from __future__ import annotations

from facilitator.commands.help_types import TIMEZONE, Page, Pairs
from facilitator.commands.pattern_help import PATTERN_PAGES
from facilitator.commands.ticket_help import TICKET_PAGES

EXIT_STATUS: Pairs = (
    ("0", "Success."),
    ("1", "Failure. One line on standard error says what is wrong and what to do."),
    ("2", "The command line was not understood."),
)
DATABASE = ("FACILITATOR_DATABASE", "The database, if --database is not given.")
DATE_ORDER = ("FACILITATOR_DATE_ORDER", "day-first or month-first: what 4/12 means.")
SCREEN: Pairs = (
    ("FACILITATOR_THEME", "The colour theme, instead of the one used last."),
    ("NO_COLOR", "If set to anything, no colours are used."),
    ("VISUAL, EDITOR", "The editor in which a long text can be opened."),
)
CHANGED_ITEMS = "A table of the items as they are now. All of them are changed, or none."
FILLS_TERMINAL = "None: the program fills the terminal."
SAVED_AS_TYPED = f"{FILLS_TERMINAL} Everything is saved while you type."

PAGES = {
    "": Page(
        examples=(
            ("facilitator demo", "Try a sample team's meeting."),
            ('facilitator new checkout "5xx spike"', "Create an incident."),
            ("facilitator prep 1", "Prepare its post-mortem on your own."),
            ("facilitator meet 1", "Hold its meeting, or continue it."),
            ("facilitator COMMAND --help", "Read about one command."),
        ),
        environment=(("FACILITATOR_…", "Any setting; `facilitator config` lists them."),),
        more=(
            (
                "Settings and data",
                "Settings are lines of config.toml. `facilitator config --path` prints its path,"
                " and `facilitator config` lists the settings and where each comes from. Incidents"
                " and meetings are in one database, which is a local file unless --database names"
                " another.",
            ),
        ),
    ),
    "demo": Page(
        examples=(
            ("facilitator demo", "Press enter to start the clock, and ? for a list of keys."),
        ),
        output=f"{FILLS_TERMINAL} Nothing that you do in the demo is kept.",
        environment=SCREEN,
    ),
    "meet": Page(
        examples=(
            ("facilitator meet 42", "Hold the meeting about incident 42."),
            (
                "facilitator meet",
                "Continue a meeting after its terminal was closed: on the same screen, with the"
                " right time.",
            ),
            (
                "facilitator --database postgresql://db.example/team meet 42",
                "Use a shared database.",
            ),
        ),
        output=SAVED_AS_TYPED,
        environment=(
            *SCREEN,
            (
                "FACILITATOR_AGENDA_REVIEW",
                "The minutes of the first segment; also _INCIDENT and _PATTERNS.",
            ),
        ),
    ),
    "prep": Page(
        examples=(
            ("facilitator prep 42", "Write the post-mortem of incident 42 before its meeting."),
        ),
        output=SAVED_AS_TYPED,
        environment=SCREEN,
    ),
    "watch": Page(
        examples=(
            ("facilitator watch", "Follow the running meeting in another terminal."),
            (
                "facilitator watch --database postgresql://db.example/team",
                "Follow it on another machine.",
            ),
        ),
        output=f"{FILLS_TERMINAL} Nothing can be changed in it.",
        environment=SCREEN,
    ),
    "serve": Page(
        examples=(
            ("facilitator serve", "Print an address to open in a browser; ctrl+c stops serving."),
            ("facilitator serve --port 9000", "Use another port; 0 is any free one."),
        ),
        output="The address, on standard output. A warning about it is on standard error.",
        more=(
            (
                "In a browser",
                "Each tab is a window of its own on the same database. Closing a tab saves what was"
                " typed. Files, such as exports, are written on the machine that serves. Keys that"
                " the browser uses itself, such as ctrl+n, ctrl+t and ctrl+w, do not reach the"
                " program; press ? for a list of the other keys.",
            ),
        ),
    ),
    "new": Page(
        examples=(
            ('facilitator new checkout "5xx spike"', "An incident that happened today."),
            (
                'facilitator new checkout "5xx spike" --on yesterday --severity SEV1',
                "An incident that happened on another day, with its severity.",
            ),
            (
                'facilitator new api "quota at 97 %" --near-miss',
                "Something that nearly went wrong.",
            ),
            (
                "facilitator new payments latency --number 117 --id INC-2026-0117",
                "An incident with a number of your own, and the id that it has elsewhere.",
            ),
        ),
        output="The incident's number and title, and the commands to go on with.",
        environment=(TIMEZONE, DATE_ORDER),
    ),
    "incidents": Page(
        examples=(
            ("facilitator incidents", "List all incidents."),
            (
                'facilitator incidents --search "retry storm"',
                "List those that mention it anywhere in the post-mortem.",
            ),
            ("facilitator incidents --json | jq '.[].number'", "Get their numbers in a script."),
        ),
        output="A table. With --json, an array of whole post-mortems, as export writes it.",
    ),
    "show": Page(
        examples=(
            ("facilitator show 42", "Print it as Markdown, in the template's form."),
            ("facilitator show 42 --json | jq .root_cause", "Get one field of it in a script."),
            ("facilitator show 42 --meetings", "Read who met about it, and what came of it."),
            ("facilitator show 42 --history", "Read who changed what of it, and when."),
        ),
        output="The post-mortem as Markdown. With --json, one object. Private notes are left out."
        " With --meetings, the finished and the cancelled meetings, oldest first: when, who, the"
        " minutes planned and taken, the outcomes, what was parked and the next date."
        " With --history, a table of its changes, newest first: when, by whom, whether it was"
        " undone, and what.",
        environment=(TIMEZONE,),
    ),
    "actions": Page(
        examples=(
            ("facilitator actions", "List the open items, by incident."),
            ("facilitator actions --owner Priya", "List the open items of one person."),
            (
                "facilitator actions --all --json",
                "Get all items in a script, with the reviews of each.",
            ),
            ("facilitator actions done 42.1", "Mark an item as done today."),
            ("facilitator actions COMMAND --help", "Read about one of the commands."),
        ),
        output="A table. With --json, an array; overdue_days and carried say by how many days each"
        " item is overdue and through how many meetings it was carried.",
        environment=(TIMEZONE,),
    ),
    "actions done": Page(
        examples=(
            ("facilitator actions done 43.1", "The first item of incident 43 was done today."),
            (
                "facilitator actions done 43.1 43.2 --on yesterday",
                "Two items were done yesterday, which is the day that counts.",
            ),
        ),
        output=CHANGED_ITEMS,
        environment=(TIMEZONE, DATE_ORDER),
    ),
    "actions start": Page(
        examples=(("facilitator actions start 43.1", "Somebody starts to work on it today."),),
        output=CHANGED_ITEMS,
        environment=(TIMEZONE, DATE_ORDER),
    ),
    "actions block": Page(
        examples=(
            (
                'facilitator actions block 43.1 "the vendor"',
                "It is in progress, with the note “blocked on the vendor”.",
            ),
        ),
        output=CHANGED_ITEMS,
        environment=(TIMEZONE, DATE_ORDER),
    ),
    "actions drop": Page(
        examples=(
            (
                'facilitator actions drop 43.1 43.2 "the service is going away"',
                "Drop two items. The reason comes after the items.",
            ),
        ),
        output=CHANGED_ITEMS,
        environment=(TIMEZONE, DATE_ORDER),
    ),
    "actions reopen": Page(
        examples=(("facilitator actions reopen 42.1", "It has to be done after all."),),
        output=CHANGED_ITEMS,
        environment=(TIMEZONE, DATE_ORDER),
    ),
    "actions due": Page(
        examples=(
            ('facilitator actions due 43.1 "4 dec"', "The next 4 December."),
            ('facilitator actions due 43.1 43.2 "end of next week"', "Two items at once."),
        ),
        output=CHANGED_ITEMS,
        environment=(TIMEZONE, DATE_ORDER),
    ),
    "actions assign": Page(
        examples=(("facilitator actions assign 43.1 43.2 Mei", "Mei takes two items over."),),
        output=CHANGED_ITEMS,
        environment=(TIMEZONE, DATE_ORDER),
    ),
    "actions ticket": Page(
        examples=(
            (
                "facilitator actions ticket 43.1 ops-17",
                "Its ticket is OPS-17. With a tracker, the next sync asks whether it is there.",
            ),
            ('facilitator actions ticket 43.1 ""', "It has no ticket any more."),
        ),
        output=CHANGED_ITEMS,
        environment=(TIMEZONE, DATE_ORDER),
    ),
    "actions note": Page(
        examples=(
            ('facilitator actions note 43.1 "half of it is live"', "Say how far it has come."),
        ),
        output=CHANGED_ITEMS,
        environment=(TIMEZONE, DATE_ORDER),
    ),
    **TICKET_PAGES,
    **PATTERN_PAGES,
    "import": Page(
        examples=(
            ("facilitator import --dry-run post-mortems/", "See what would be imported."),
            (
                "facilitator import 2026-03-14.md 2026-04-02.md",
                "Import both files, or neither.",
            ),
            ("facilitator import --renumber team.json", "Import incidents under free numbers."),
            (
                "facilitator import --replace 2026-03-14.md",
                "Replace an incident with the corrected document about it.",
            ),
        ),
        output="For each document what was placed, and what was not, by line. Then how many"
        " incidents were imported.",
    ),
    "export": Page(
        examples=(
            ("facilitator export 42", "Print one incident as Markdown, in the template's form."),
            (
                "facilitator export 42 --format html -o out",
                "Write a page to send, print or read on a phone.",
            ),
            ("facilitator export --format csv -o out", "Write all action items for a spreadsheet."),
            (
                "facilitator export --format json > team.json",
                "Write all incidents, to be imported again.",
            ),
        ),
        output="The documents. JSON of one number is an object, otherwise an array. With -o, the"
        " path of each file instead: one for each incident, such as 0042-checkout-5xx-spike.md, or"
        " action-items.csv. Earlier files are replaced. Private notes are left out.",
    ),
    "login": Page(
        examples=(
            ("facilitator login", "Be asked for everything, one thing after another."),
            (
                "facilitator login --url https://ops.atlassian.net --project OPS",
                "Give some of it, and be asked for the rest.",
            ),
            (
                "facilitator login --token-stdin --url https://jira.example < token.txt",
                "Set it up in a script, which is asked nothing.",
            ),
            (
                "facilitator login --project DEV",
                "Change the project, and be asked for the rest again.",
            ),
            ("facilitator login --forget", "Forget the token."),
        ),
        output="A line for each step: what was found, or why it failed in Jira's words. Then where"
        " the settings and the token are kept.",
        more=(
            (
                "The token",
                "It is an API token of Jira Cloud, or a personal access token of Jira Data Center."
                " It is kept in the system's keyring, else in a file that you alone can read, and"
                " goes to the address of the API alone. A token of Jira Cloud with limited scopes"
                " is taken only at https://api.atlassian.com/ex/jira/ and the site's cloud id,"
                " which is found for you. What -, none or an empty value is given for is not set"
                " any more.",
            ),
        ),
        environment=(
            (
                "FACILITATOR_TRACKER_TOKEN",
                "The token. It is not kept then, and goes before one that is.",
            ),
            ("https_proxy, no_proxy", "The proxy by which Jira is reached."),
        ),
    ),
    "backup": Page(
        examples=(
            ("facilitator backup", "Make a backup now, before you try something."),
            ("facilitator backup /media/stick/team.db", "Copy the database to a file elsewhere."),
        ),
        output="The path of the backup. It is complete and checked, or it is not there; an existing"
        " file is never replaced.",
        more=(
            (
                "On a server",
                "A PostgreSQL database is backed up by whoever runs the server, with pg_dump."
                " `facilitator copy URL FILE` takes a copy of it home.",
            ),
        ),
    ),
    "restore": Page(
        examples=(
            ("facilitator restore", "List the backups, newest first."),
            ("facilitator restore --json | jq -r '.[0].file'", "Get the newest one in a script."),
            (
                "facilitator restore team.db.before-0006-20261124-140000",
                "Bring back what the database was before an upgrade.",
            ),
        ),
        output="Without a FILE, a table of the backups; with --json, an array. Otherwise the"
        " database that was restored, and where the one is that was there before.",
    ),
    "doctor": Page(
        examples=(
            ("facilitator doctor", "Find out what is wrong, and what to do about it."),
            ("facilitator --database old.db doctor", "Look at another database."),
            (
                "facilitator doctor --json | jq '.[] | select(.state != \"ok\")'",
                "Watch over a database in a script.",
            ),
        ),
        output="A line for each check: ✓ is well, ! is to be looked at, ✗ does not work. Below each"
        " that is not well stands what to do. With --json, an array; state is ok, warning or"
        " problem. The exit status is 1 if there is a problem.",
        environment=(TIMEZONE,),
    ),
    "salvage": Page(
        examples=(
            ("facilitator salvage saved.db", "Copy what can be read to saved.db."),
            (
                "facilitator --database damaged.db salvage saved.db",
                "Do the same for another database.",
            ),
        ),
        output="How many rows are in the new file, and what could not be read. The damaged file"
        " stays as it is.",
    ),
    "copy": Page(
        examples=(
            (
                "facilitator copy team.db postgresql://db.example/team",
                "Move a team from a file to a shared server.",
            ),
            (
                "facilitator copy postgresql://db.example/team team.db",
                "Take a copy of the shared database home.",
            ),
            ("facilitator copy team.db copy.db", "Copy a file while windows are open on it."),
        ),
        output="What was copied, and how to use the copy. On a terminal, standard error shows how"
        " far it has come.",
        environment=(
            ("PGPASSWORD", "The password of the server, if it is not in ~/.pgpass."),
            ("PGSERVICE, PGSSLMODE, …", "What else the driver of PostgreSQL reads."),
        ),
        more=(
            (
                "Schemas",
                "A database that an older Facilitator wrote is refused as FROM: open it once with"
                " this one, which brings it up to date.",
            ),
        ),
    ),
    "config": Page(
        examples=(
            ("facilitator config", "List every setting, its value, and where it comes from."),
            ("facilitator config --path", "Print the path of config.toml."),
            ("facilitator config --keys | grep review", "Find the ids of keys, for [keymap]."),
        ),
        output="A table. With --json, an array.",
    ),
}
"""The pages by the name of the command; the page of the whole program has no name."""
