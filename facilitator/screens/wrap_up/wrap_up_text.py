"""The rows and texts of the wrap-up screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from textual.content import Content

from facilitator.domain.agenda import AgendaState
from facilitator.domain.clock_text import format_minutes_seconds
from facilitator.domain.due_dates import full_day
from facilitator.domain.figure_types import RepeatRate
from facilitator.domain.labels import SEGMENT_LABELS
from facilitator.domain.meeting_changes import ChangeLine
from facilitator.domain.rules import Rule, RuleState
from facilitator.domain.targets import Target
from facilitator.domain.tickets import reading_age
from facilitator.text import counted, shortened
from facilitator.widgets.chip import chip
from facilitator.widgets.fluid_text import Draw
from facilitator.widgets.glyphs import BECOMES, ELAPSED, TO_COME
from facilitator.widgets.hanging_indent import Row
from facilitator.widgets.large_words import large_words
from facilitator.widgets.pixel_font import SMALL_HEIGHT
from facilitator.widgets.text import line

UNMET_CHARACTERS = 100
"""How many characters are shown of each thing that a rule lacks."""
SHOWN_UNMET = 3
"""How many things that a rule lacks are listed below it; its key asks for all of them."""
SHOWN_DETAILS = 3
"""How many details of a change are listed below it; the dialog of all changes lists all."""
CHIP_WIDTH = 10
"""How many cells the state of a rule takes."""
RULE_LEAD = CHIP_WIDTH + 3
NO_LEAD = " " * RULE_LEAD
"""What stands before the lines below a rule, which begin where its name does."""
NAME_WIDTH, FIGURES_WIDTH = 10, 28
"""How many cells the name of a segment takes, and all that is said of its minutes."""
IN_ALL = "all three"
RULE_STATES = {
    RuleState.MET: ("met", "success"),
    RuleState.BY_HAND: ("by hand", "warning"),
    RuleState.UNMET: ("not met", "error"),
}
"""The words of the state of a rule, and their colour."""
RULE_WAYS_ON = {1: "write one", 2: "fill in what is missing", 3: "review them"}
"""What the key of each rule does where the rule is not met, by the number of the rule."""


def rule_rows(
    rules: Sequence[Rule], key_of_rule: Callable[[int], str], now: datetime, push_key: str = ""
) -> Iterator[Row]:
    """Yield the rows of the rules: whether each is met, what it lacks, and the key to fix it.

    Args:
        rules: The rules.
        key_of_rule: Returns the key that helps to meet the rule with a number, or "" for none.
        now: The present moment, from which it is said when the tracker was asked.
        push_key: The key that has tickets made; "" where no tracker makes them.
    """
    for rule in rules:
        state = chip(*RULE_STATES[rule.state])
        remarks = [rule.note]
        if rule.read_at is not None:
            remarks.append(f"tracker read {reading_age(rule.read_at, now)}")
        note = "".join(f"  {remark}" for remark in remarks if remark)
        yield (
            Content.assemble(
                state, " " * (CHIP_WIDTH - state.cell_length), (f"{rule.number}  ", "bold")
            ),
            Content.assemble((rule.name, "bold"), (note, "$text-muted")),
        )
        for problem in rule.unmet[:SHOWN_UNMET]:
            yield NO_LEAD, line(shortened(problem, UNMET_CHARACTERS), "$text-warning")
        more = len(rule.unmet) - SHOWN_UNMET
        if more > 0:
            yield NO_LEAD, Content.styled(f"and {more} more", "$text-warning")
        for typed in rule.by_hand[:SHOWN_UNMET]:
            yield NO_LEAD, line(shortened(typed, UNMET_CHARACTERS), "$text-muted")
        if rule.unmet and key_of_rule(rule.number):
            way_on = f"press {key_of_rule(rule.number)} to {RULE_WAYS_ON[rule.number]}"
            if rule.number == 2 and push_key:
                way_on += f", {push_key} to push the tickets"
            yield f"{' ' * (RULE_LEAD - 2)}{BECOMES} ", Content.styled(way_on, "$text-accent")


def draw_minutes(state: AgendaState) -> Draw:
    """Return what draws a bar for each segment, to scale, with the minutes taken and planned."""
    longest = max(max(clock.planned, clock.actual) for clock in state.segments)

    def draw(width: int) -> Content:
        cells = max(0, width - NAME_WIDTH - FIGURES_WIDTH)
        rows = [
            Content.assemble(
                f"{SEGMENT_LABELS[clock.segment].name:<{NAME_WIDTH}}",
                _bar(clock.planned / longest, clock.actual / longest, cells),
                _figures(clock.planned, clock.actual),
            )
            for clock in state.segments
        ]
        planned = sum(clock.planned for clock in state.segments)
        rest = " " * (cells - min(cells, len(IN_ALL)))
        in_all = Content.assemble(
            f"{'Meeting':<{NAME_WIDTH}}",
            (f"{IN_ALL[:cells]}{rest}", "$text-muted"),
            _figures(planned, state.elapsed),
        )
        return Content("\n").join([*rows, in_all])

    return draw


def _bar(planned: float, actual: float, cells: int) -> Content:
    """Return the bar of a segment: what was taken, then what was left, or what was over.

    Args:
        planned: The minutes planned, as a share of the longest bar.
        actual: The minutes taken, likewise.
        cells: How long the longest bar is.
    """
    taken, plan = round(actual * cells), round(planned * cells)
    within, over, left = min(taken, plan), max(0, taken - plan), max(0, plan - taken)
    return Content.assemble(
        (ELAPSED * within, "$text-accent"),
        (ELAPSED * over, "$text-error"),
        (TO_COME * left, "$rule"),
        " " * (cells - within - over - left),
    )


def _figures(planned: float, actual: float) -> Content:
    return Content.assemble(
        (f"{format_minutes_seconds(actual):>7}", "bold"),
        (f" of {format_minutes_seconds(planned):<6}", "$text-muted"),
        _difference(actual - planned),
    )


def _difference(seconds: float) -> Content:
    if abs(seconds) < 1:
        return Content.styled("as planned", "$text-muted")
    word, style = ("over", "$text-error") if seconds > 0 else ("under", "$text-success")
    return Content.styled(f"{format_minutes_seconds(seconds)} {word}", style)


def draw_next_meeting(next_on: date | None, today: date, hint: str) -> Draw:
    """Return what draws the day of the next meeting in large letters, or what to do without one."""

    def draw(width: int) -> Content:
        if next_on is None:
            return Content.styled(hint, "$text-muted")
        days = (next_on - today).days
        near = {0: "today", 1: "tomorrow"}
        away = near.get(days, f"in {days} days" if days > 0 else "in the past")
        words = Content.assemble((full_day(next_on, today), "bold"), (f" · {away}", "$text-muted"))
        return Content("\n").join(
            [*large_words(f"{next_on.day} {next_on:%b}", width, "$foreground"), *words.wrap(width)]
        )

    return draw


def draw_repeat_rate(before: RepeatRate, now: RepeatRate, target: Target) -> Draw:
    """Return what draws the repeat incident rate before this meeting and after it.

    Args:
        before: The rate as it was with what this meeting found.
        now: The rate as it is.
        target: The target, which colours the present rate.
    """

    def draw(width: int) -> Content:
        colour = "$text-success" if target.is_met(now.rate) else "$text-warning"
        colour = "$text-muted" if now.rate is None else colour
        after = large_words(_percent(now), width, colour, height=SMALL_HEIGHT)
        explained = f"{now.n} of {counted(now.of, 'incident')}"
        if before.rate == now.rate:
            words = Content.styled(f"{explained}, as before this meeting", "$text-muted")
            return Content("\n").join([*after, *words.wrap(width)])
        earlier = large_words(_percent(before), width, "$text-muted", height=SMALL_HEIGHT)
        arrows = ["   ", f" {BECOMES} ", "   "]
        rows = [
            Content.assemble(left, arrow, right)
            for left, arrow, right in zip(earlier, arrows, after, strict=False)
        ]
        plain_words = f"{_percent(before)} {BECOMES} {_percent(now)}"
        if any(row.cell_length > width for row in rows) or len(rows) < SMALL_HEIGHT:
            rows = [Content.styled(plain_words, f"bold {colour}")]
        words = Content.styled(f"{plain_words} · {explained}", "$text-muted")
        return Content("\n").join([*rows, *words.wrap(width)])

    return draw


def _percent(rate: RepeatRate) -> str:
    return "-" if rate.rate is None else f"{rate.rate:.0%}"


def change_rows(changes: Sequence[ChangeLine], key_for_all: str = "") -> Iterator[Row]:
    """Yield a row for each change, with its details on rows below it.

    Args:
        changes: The changes to list.
        key_for_all: The key that lists all details, of which only the first are listed then, and
            all texts at their full length; without it, all of that is listed here.
    """
    if not changes:
        yield "", Content.styled("Nothing yet", "$text-muted")
    in_full = not key_for_all
    for change in changes:
        yield "", line(change.head if in_full else shortened(change.head, 120))
        details = change.details if in_full else change.details[:SHOWN_DETAILS]
        for detail in details:
            yield "   ", line(detail if in_full else shortened(detail, 100), "$text-muted")
        if len(details) < len(change.details):
            more = len(change.details) - len(details)
            yield (
                "   ",
                Content.styled(f"and {more} more ({key_for_all} lists them)", "$text-muted"),
            )
