"""The texts in the help of the commands about tickets."""

from __future__ import annotations

from facilitator.commands.help_types import Page, Pairs

TOKEN: Pairs = (
    ("FACILITATOR_TRACKER_TOKEN", "The token, instead of the one that `login` has kept."),
    ("FACILITATOR_TRACKER_…", "The settings of the tracker; `facilitator config` lists them."),
)
OBJECTS = (
    "incident, slot, action, status, ticket (empty without one), address, state, text (as in the"
    " table), sprint, tracker_status and read_at (what the tracker said, and when), disagrees"
    " (whether it says something else than the team), undone (of create, schedule and link) and"
    " next_try. What is not known is null."
)
STATES = (
    "no_ticket; queued: it will be made or moved; unknown: it was sent, the answer was lost, and it"
    " is looked for; failed: a person has to push again; no_key: what stands there is no key;"
    " by_hand: a typed key that no tracker has shown; missing and forbidden: the tracker does not"
    " show it; next_sprint; not_in_next_sprint."
)

TICKET_PAGES = {
    "tickets": Page(
        examples=(
            ("facilitator tickets", "List the open items, and how far the ticket of each is."),
            (
                "facilitator tickets --json | jq '.[] | select(.state == \"missing\")'",
                "Get those whose tickets the tracker does not show.",
            ),
            ("facilitator tickets COMMAND --help", "Read about one of the commands."),
        ),
        output=f"A table. With --json, an array of objects: {OBJECTS}",
        environment=TOKEN,
        more=(("States", STATES),),
    ),
    "tickets push": Page(
        examples=(
            ("facilitator tickets push", "Make what waits: after a meeting, or once Jira is back."),
            ("facilitator tickets push 43.1 43.2", "Make the tickets of two items."),
            (
                "facilitator tickets push --all --sprint active",
                "Make all that are missing; without a next sprint, put them into the running one.",
            ),
        ),
        output="A table of the items that were pushed; beside one that is left undone stands why."
        " The exit status is 1 if one is. With --json, an object: pushed, left, from_before (open"
        " items that have no ticket and were not pushed) and items, as `facilitator tickets --json`"
        " has them. Standard error shows how far it has come, and what is waited for.",
        environment=TOKEN,
        more=(
            (
                "Without a next sprint",
                "The tickets are made, and stay where they are until you push again with --sprint:"
                " create makes a sprint on the board of the settings, active takes the running one,"
                " and leave leaves them where they are.",
            ),
        ),
    ),
    "tickets sync": Page(
        examples=(
            ("facilitator tickets sync", "Read all tickets, a hundred at once."),
            (
                "facilitator tickets sync --json | jq '.items[] | select(.disagrees)'",
                "Get those of which the tracker says something else than the team.",
            ),
        ),
        output="How many tickets were read, and a table of those that the tracker does not show, or"
        " of which it says something else than the team. The exit status is 1 if some could not be"
        " read. With --json, an object: read, unread, error (or null) and items, as `facilitator"
        " tickets --json` has them.",
        environment=TOKEN,
        more=(
            (
                "Which tickets",
                "Those of all open items; and once more that of an item that was done or dropped"
                " since it was read, as long as the tracker disagrees.",
            ),
        ),
    ),
}
"""Their pages by the name of the command; they are among those of `help_texts`."""
