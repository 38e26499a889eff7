"""The texts in the help of the commands that look at many incidents at once."""

from __future__ import annotations

from facilitator.commands.help_types import TIMEZONE, Page

PATTERN_PAGES = {
    "metrics": Page(
        examples=(
            ("facilitator metrics", "The last six months, or as many as figures.months says."),
            ("facilitator metrics --months 12 --as-of 2026-06-30", "The year up to that day."),
            ("facilitator metrics --quarter 2026Q3", "A calendar quarter."),
            (
                "facilitator metrics --from 2026-05-01 --as-of 2026-05-31",
                "Any two days, both of them included.",
            ),
            ("facilitator metrics --json | jq .repeat_incident_rate", "Feed a dashboard."),
            (
                "facilitator metrics --json | jq -r '.repeats[] | [.number, .verdict] | @tsv'",
                "List why the repeats came back.",
            ),
        ),
        output="A table. With --json, one object; a rate over nothing is null. A repeat's verdict"
        " says what had become of the action items of the latest earlier incident of its cause when"
        " it began: open, dropped, done or no_action. days is since the last one was done, else"
        " since that incident began. Beside the window's figures stand those of its months"
        " (by_month) and of the eight quarters up to its last day (by_quarter); verdicts and"
        " recurrence count the repeats, quick ones within 30 days; open_age and coverage are in"
        " days; checks counts the items done, checked and held, and prevention those whose cause"
        " has not come back; by_severity, by_service, by_trigger, by_weekday and by_hour count the"
        " incidents, in the team's time zone, and null there is what nobody knows.",
        environment=(("FACILITATOR_FIGURES_MONTHS", "The length of the window."), TIMEZONE),
    ),
    "causes": Page(
        examples=(
            ("facilitator causes", "The causes of most incidents first."),
            (
                "facilitator causes --json | jq -r '.[] | select(.category == null) | .cause'",
                "List the causes without a category.",
            ),
        ),
        output="A table. With --json, an array of objects with cause, category (null where it has"
        " none) and the numbers of its incidents.",
    ),
    "report": Page(
        examples=(
            ("facilitator report", "The last quarter that is over, for a wiki."),
            (
                "facilitator report --quarter 2026Q3 --format html > 2026Q3.html",
                "A page to send, print or read on a phone; it loads nothing.",
            ),
        ),
        output="The page. Every number in it is one of `facilitator metrics --quarter QUARTER"
        " --json`.",
        environment=(
            ("FACILITATOR_FIGURES_TARGET_REPEAT_RATE", "The rate that the team wants to reach."),
            TIMEZONE,
        ),
    ),
    "similar": Page(
        examples=(
            ("facilitator similar 42", "The earlier incidents that are most like incident 42."),
            (
                'facilitator similar "ingress pods restart, out of memory, since the upgrade"',
                "For whoever is on call: what have we had like this, and what is still open?",
            ),
            ("facilitator similar 42 --json | jq '.[0].number'", "Get the best one in a script."),
        ),
        output="A table of the ten best, each with what both have. Below the likely and the"
        " possible stand their causes, and which action items are open, done or dropped; the"
        " screens show only these two. With --json, an array: number, score from 0 to 1, band"
        " (likely, possible or weak), because (what both have: kinds of failure, then words), cause"
        " and open_actions.",
        more=(
            (
                "Kinds of failure",
                "The program knows some 250, such as “certificate expired”. You add your own in the"
                " table [concepts] of config.toml: a name, and the words by which it is found.",
            ),
        ),
    ),
    "themes": Page(
        examples=(
            ("facilitator themes", "What rises, and what you have named."),
            (
                "facilitator themes --json | jq '.[] | select(.kind == \"found\")'",
                "Get what rises in a script.",
            ),
        ),
        output="A table. With --json, an array: theme, incidents, recent and before (how many"
        " incidents of the last window and of the one before have it), of_recent and of_before (of"
        " how many), kind (named or found), found_as (concept, word, service, cause or factor, or"
        " null), and issue, owner and decided_on, which are null where nothing is decided.",
        environment=(("FACILITATOR_FIGURES_MONTHS", "The length of the windows."), TIMEZONE),
        more=(
            (
                "What rises",
                "Something rises where at least three recent incidents have it, and so many more"
                " than in the three windows before that of ten lists fewer than three show"
                " anything by chance alone. Hide, merge or keep it on the screen of the themes: t"
                " on home.",
            ),
        ),
    ),
}
"""Their pages by the name of the command; they are among those of `help_texts`."""
