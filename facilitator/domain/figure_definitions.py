"""What each figure means, in words that a screen, a page or a help text can show beside it."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.figure_types import QUICK


@dataclass(frozen=True, slots=True)
class FigureDefinition:
    """What a figure means.

    Attributes:
        key: Its name in `metrics --json`.
        name: What people call it.
        sentence: What is counted, and out of what.
        source: What was written down, by whom and where, from which it is counted.
    """

    key: str
    name: str
    sentence: str
    source: str


BEGINNING = (
    "An incident began when its impact did, else at its first alert, else at midnight UTC of its"
    " date; it counts on that UTC day."
)
CAUSES = f"The causes that people linked incidents to. {BEGINNING}"
ITEMS = "The action items, as they stood at the end of the window's last day in the team's zone."
TIMES = "The first time of each milestone in the timelines. A missing one is never taken to be now."
LISTED = "The incidents that began in the window."

_DEFINITIONS = (
    FigureDefinition(
        "repeat_incident_rate",
        "Repeat incident rate",
        "Of the incidents in the window that are linked to a cause, the share that has an earlier"
        " incident of the same cause, from any time before. Those without a cause are counted"
        " beside it.",
        CAUSES,
    ),
    FigureDefinition(
        "preventable",
        "Preventable repeats",
        "The repeats that began while an action item of an earlier incident of the same cause was"
        " open.",
        f"{CAUSES} The days on which action items were made and closed.",
    ),
    FigureDefinition(
        "verdicts",
        "Why they came back",
        "For each repeat, what had become of the action items of the latest earlier incident of its"
        " cause that were made by then, as they stood when the repeat began: any still open; else"
        " any done, which did not hold; else all dropped; or none made at all.",
        "The action items with their history of reviews and changes.",
    ),
    FigureDefinition(
        "recurrence",
        "Quick recurrence",
        f"A repeat is quick when it began at most {QUICK.days} days after the latest earlier"
        " incident of its cause, and late when it began after that.",
        CAUSES,
    ),
    FigureDefinition(
        "completion",
        "Action items done",
        "Of the action items that were created in the window and not dropped, the share that is"
        " done. Dropped ones are counted beside it.",
        ITEMS,
    ),
    FigureDefinition(
        "on_time",
        "Done on time",
        "Of the action items whose first due date lies in the window, the share that was done on or"
        " before that day. A later due date changes nothing.",
        ITEMS,
    ),
    FigureDefinition(
        "reviewed_in_time",
        "Done by first review",
        "Of the action items whose first review by a meeting lies in the window, the share that was"
        " done by then. What was changed between meetings is no review.",
        "What meetings said of the action items.",
    ),
    FigureDefinition(
        "open_age",
        "Age of open items",
        "The days since each action item that is open was created: the median, and the oldest.",
        ITEMS,
    ),
    FigureDefinition(
        "checks",
        "Checked, and held",
        "Of the action items that were done in the window, those that the team has checked, and of"
        " these the share that has held. Of several checks the last one counts that had a result.",
        "The checks that meetings made of action items.",
    ),
    FigureDefinition(
        "prevention",
        "Not come back",
        "Of the action items of classified incidents that were done in the window, the share whose"
        " cause has not come back by its last day. Items that detect or mitigate do not count.",
        f"{ITEMS} {CAUSES}",
    ),
    FigureDefinition(
        "coverage",
        "Incidents with a meeting",
        "Of the incidents in the window, the share that had a finished meeting by its last day, or"
        " was imported as reviewed. Beside it, the whole days from an incident to its first"
        " meeting: the median, and the number that 95 of 100 do not exceed.",
        "The finished meetings.",
    ),
    FigureDefinition(
        "detect",
        "Time to detect",
        "From when the impact began to the first alert. The median is"
        " over the incidents that have both times in their order.",
        TIMES,
    ),
    FigureDefinition(
        "acknowledge",
        "Time to acknowledge",
        "From the first alert to the moment when the on-call acknowledged it.",
        TIMES,
    ),
    FigureDefinition(
        "diagnose",
        "Time to diagnose",
        "From the acknowledgement to the moment when the root cause was identified.",
        TIMES,
    ),
    FigureDefinition(
        "fix",
        "Time to fix",
        "From the identified root cause to the deployed fix.",
        TIMES,
    ),
    FigureDefinition(
        "recover",
        "Time to recover",
        "From when the impact began, or else from the first alert, to"
        " the moment when the service had recovered.",
        TIMES,
    ),
    FigureDefinition(
        "verify",
        "Time to verify",
        "From the recovery to the all-clear.",
        TIMES,
    ),
    FigureDefinition(
        "by_severity",
        "By severity",
        "How many incidents of each severity began in the window, and"
        " how many of the classified ones among them are repeats.",
        LISTED,
    ),
    FigureDefinition(
        "by_service",
        "By service",
        "How many incidents of each service began in the window,"
        " and how many of the classified ones among them are repeats.",
        LISTED,
    ),
    FigureDefinition(
        "by_trigger",
        "By trigger",
        "What set off the incidents of the window, as far as somebody has said, and how many of the"
        " classified ones among them are repeats.",
        LISTED,
    ),
    FigureDefinition(
        "by_weekday",
        "By weekday",
        "On which weekday the incidents of the window began, in the team's time zone.",
        LISTED,
    ),
    FigureDefinition(
        "by_hour",
        "By hour",
        "In which hour the incidents of the window began, in the team's time"
        " zone. An incident of which only the date is known has no hour.",
        LISTED,
    ),
)
DEFINITIONS = {definition.key: definition for definition in _DEFINITIONS}
"""The definitions by the key of their figure in `metrics --json`, in the order of a screen."""
