"""What the quarter's report says, whatever it is written in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from facilitator.domain.figure_types import QUICK, Figures, Month, Share
from facilitator.domain.periods import Period
from facilitator.domain.systemic_issues import SystemicIssue
from facilitator.domain.targets import Target
from facilitator.domain.timeline import format_duration
from facilitator.domain.verdict_words import counts_in_words, reason
from facilitator.domain.verdicts import count_verdicts
from facilitator.text import counted

MOST_ROWS = 12
"""How many repeats, issues or items are listed at most, so that the page is read in a minute."""


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a quarter, with what a team reads them against.

    Attributes:
        period: The quarter.
        figures: Its figures.
        issues: The systemic issues on its last day, the oldest first.
        repeat_target: The repeat incident rate that the team wants to reach.
        completion_target: The completion that it wants to reach.
        is_running: Whether the quarter is not over yet.
    """

    period: Period
    figures: Figures
    issues: Sequence[SystemicIssue]
    repeat_target: Target
    completion_target: Target
    is_running: bool

    @property
    def title(self) -> str:
        """What the page is called."""
        return f"Incidents of {self.period.name}"

    @property
    def days(self) -> str:
        """The days that count, such as `1 Jul to 30 Sep 2026`."""
        so_far = ", so far" if self.is_running else ""
        return f"{self.period.days_in_words}{so_far}"

    @property
    def summary(self) -> str:
        """The answer to the question of the page, in a sentence or two."""
        figures, repeat = self.figures, self.figures.repeat
        if not figures.incidents:
            return "No incident began in these days."
        began = f"{counted(figures.incidents, 'incident')} began."
        if not repeat.of:
            return f"{began} None is linked to a cause, so nobody knows whether any came back."
        classified = counted(repeat.of, "incident") + (
            " that has" if repeat.of == 1 else " that have"
        )
        share = f"{repeat.n} of the {classified} a cause came back"
        return f"{began} {share}: {percent(repeat)}, {against(repeat, self.repeat_target)}."

    @property
    def verdicts(self) -> str:
        """Why the repeats came back, counted: `of 7 repeats: 3 open, …`."""
        return counts_in_words(count_verdicts(self.figures.repeats))

    @property
    def tiles(self) -> list[Tile]:
        """The figures that stand beside each other, with what is counted."""
        figures = self.figures
        repeat, completion, coverage = figures.repeat, figures.completion, figures.coverage
        recover = figures.time_to["recover"]
        return [
            Tile("Repeat incident rate", percent(repeat), in_numbers(repeat, "incident"), [
                f"{repeat.preventable} preventable" if repeat.n else "",
                f"{repeat.unclassified} without a cause" if repeat.unclassified else "",
            ]),
            Tile("Action items done", percent(completion), in_numbers(completion, "item"), [
                against(completion, self.completion_target),
                f"{completion.dropped} dropped" if completion.dropped else "",
            ]),
            Tile("Done on time", percent(figures.on_time), in_numbers(figures.on_time, "item")),
            Tile("Incidents with a meeting", percent(coverage), in_numbers(coverage, "incident"), [
                "" if coverage.median_days is None
                else f"after {days_in_words(coverage.median_days)}, in the median",
            ]),
            Tile("Open action items", str(figures.open_actions), f"{figures.overdue} overdue", [
                "" if figures.ages.oldest is None
                else f"the oldest is {days_in_words(figures.ages.oldest)} old",
            ]),
            Tile(
                "Time to recover",
                "–" if recover.median is None else format_duration(recover.median),
                f"median of {recover.n}",
            ),
        ]  # fmt: skip

    @property
    def repeat_rows(self) -> list[RepeatRow]:
        """The repeats, the newest first: what came back, after how long, and why."""
        return [
            RepeatRow(
                f"#{repeat.number}",
                repeat.cause,
                f"#{repeat.finding.earlier}, {counted(repeat.finding.since, 'day')} before",
                reason(repeat.finding),
            )
            for repeat in reversed(self.figures.repeats[-MOST_ROWS:])
        ]

    @property
    def recurrence(self) -> str:
        """How many of the repeats came soon; empty where there are none."""
        repeats = self.figures.repeats
        if not repeats:
            return ""
        quick = sum(repeat.is_quick for repeat in repeats)
        return f"{quick} within {QUICK.days} days, {len(repeats) - quick} later"

    @property
    def prevented(self) -> str:
        """Of how many action items that were done the cause had not come back by the last day."""
        last = self.period.last
        return (
            f"By {last.day} {last:%b %Y} the causes of"
            f" {in_numbers(self.figures.prevention, 'action item')} that were done in these days"
            " had not come back."
        )

    @property
    def has_course(self) -> bool:
        """Whether there is a repeat incident rate to show in any of the quarters."""
        return any(quarter.repeat.of for quarter in self.figures.by_quarter)

    @property
    def quarters(self) -> Sequence[Month]:
        """The quarters up to this one, without those before the first incident or item."""
        known = self.figures.by_quarter
        first = next(
            (
                index
                for index, quarter in enumerate(known)
                if quarter.incidents or quarter.completion.of
            ),
            len(known) - 1,
        )
        return known[first:]


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with its name, its value, what is counted, and what else is to be said."""

    name: str
    value: str
    counts: str
    others: Sequence[str] = ()

    @property
    def notes(self) -> str:
        """What is counted and what else is to be said, on a line."""
        return " · ".join(filter(None, [self.counts, *self.others]))


@dataclass(frozen=True, slots=True)
class RepeatRow:
    """A repeat: its number, its cause, the incident that it repeats, and why it came back."""

    number: str
    cause: str
    earlier: str
    reason: str


def percent(share: Share) -> str:
    """Return a share in percent; over nothing it is a dash."""
    return "–" if share.rate is None else f"{share.rate:.0%}"


def in_numbers(share: Share, noun: str) -> str:
    """Return what a share counts, such as `2 of 12 incidents`."""
    return f"{share.n} of {counted(share.of, noun)}"


def against(share: Share, target: Target) -> str:
    """Return how a share compares with its target, in words; empty for one over nothing."""
    if share.rate is None:
        return ""
    if target.is_met(share.rate):
        return f"target {target.rate:.0%} met"
    return f"{'over' if target.is_ceiling else 'under'} the target of {target.rate:.0%}"


def days_in_words(days: float) -> str:
    """Return `1 day`, `2.5 days` or `14 days`."""
    return f"{days:g} {'day' if days == 1 else 'days'}"


def left_out(count: int) -> str:
    """Return `and 3 more` for what a list of `MOST_ROWS` rows leaves out; else an empty text."""
    return f"and {count - MOST_ROWS:,} more" if count > MOST_ROWS else ""
