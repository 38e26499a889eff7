"""What stands over the list: the figures in one line, and what needs attention today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from textual.content import Content

from db.records import Incident, Meeting
from facilitator.domain.age import age_in_words
from facilitator.domain.attention import Owed, Unready, unready
from facilitator.domain.due import overdue_days, short_day
from facilitator.domain.figures import Headline
from facilitator.settings import Settings
from facilitator.text import counted, one_line, shortened

DRAFTS_TOLD = 3
WITH_NAME = 96
"""Cells from which the strip says more than the figures."""


@dataclass(frozen=True, slots=True)
class Today:
    """What the lines are made of.

    planned: the day of the next meeting. drafts: the newest; older: how many there are besides.
    late, missing: the open items that are overdue, and those without a ticket.
    """

    day: date
    running: Meeting | None
    planned: date | None
    drafts: Sequence[Incident]
    older: int
    late: Sequence[Owed]
    missing: Sequence[Owed]


def strip(found: Headline, settings: Settings, width: int) -> Content:
    """`Repeats 14% (1/7) ▲ over 12%   Done 68% (13/19) ▼ under 90%   8 open`."""
    repeats, done = found.repeat.rate, found.completion.rate
    worse = repeats is not None and repeats > settings.target_repeat_rate
    behind = done is not None and done < settings.target_completion
    window = f"   last {counted(settings.months, 'month')}"
    return Content.assemble(
        ("Facilitator   " if width >= WITH_NAME else "", "bold $text-accent"),
        "Repeats ",
        _rate(repeats, "$text-warning" if worse else "$text-success"),
        f" ({found.repeat.n}/{found.repeat.of})",
        (_target(settings.target_repeat_rate, "▲ over" if worse else ""), "$text-muted"),
        "   Done ",
        _rate(done, "$text-warning" if behind else "$text-success"),
        f" ({found.completion.n}/{found.completion.of})",
        (_target(settings.target_completion, "▼ under" if behind else ""), "$text-muted"),
        f"   {found.open_actions:,} open",
        (window if width >= WITH_NAME else "", "$text-muted"),
    )


def attention(now: Today, keys: Keys) -> Content:
    """At most four lines, each with what to do about it; none where all is well."""
    return Content("\n").join(_lines(now, keys))


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys that the lines name, as they are bound here and now."""

    meet: str
    prep: str


def _lines(now: Today, keys: Keys) -> Iterator[Content]:
    if now.running is not None:
        what = f"▶ The meeting about #{now.running.number} is running"
        yield Content.assemble((what, "bold $text-accent"), f": {keys.meet} on it goes on")
    elif now.planned is not None:
        yield _planned(now.planned, now.day)
    late = now.late
    if late:
        told = ", ".join(_late(owed, now.day) for owed in late[:5])
        what = f"! {len(late):,} overdue"
        yield Content.assemble((what, "bold $text-error"), f": {told}{_more(late)}")
    yield from _drafts(now, keys)
    missing = now.missing
    if missing:
        told = ", ".join(_item(owed) for owed in missing[:5])
        what = f"○ {len(missing):,} without a ticket"
        yield Content.assemble((what, "bold $text-warning"), f": {told}{_more(missing)}")


def _drafts(now: Today, keys: Keys) -> Iterator[Content]:
    """Those that the next meetings will be about; the one that is being held is past that."""
    held = None if now.running is None else now.running.number
    found = [each for each in unready(now.drafts) if each.draft.number != held]
    if not found:
        return
    what = f"○ {counted(len(found), 'draft')} not ready"
    told = [_draft(each, now.day) for each in found[:DRAFTS_TOLD]]
    if len(found) > DRAFTS_TOLD:
        told.append(f"{len(found) - DRAFTS_TOLD} more")
    if now.older:
        told.append(f"{counted(now.older, 'older draft')}")
    one = "it" if len(found) == 1 else "one"
    yield Content.assemble(
        (what, "bold $text-warning"), f"; {keys.prep} on {one} prepares it: {', '.join(told)}"
    )


def _draft(each: Unready, today: date) -> str:
    of = each.draft
    age = age_in_words(of.date, today)
    return f"#{of.number} {shortened(of.service, 24)} ({age}, ready {each.met}/{each.of})"


def _planned(day: date, today: date) -> Content:
    days = (day - today).days
    when = {0: "is today", 1: "is tomorrow"}.get(days, f"is on {day:%A}, {short_day(day, today)}")
    if days < 0:
        when = f"was planned for {short_day(day, today)} and has not been held"
    return Content.assemble(("◷ The next meeting ", "bold"), (when, "bold"))


def _late(owed: Owed, today: date) -> str:
    owner = shortened(owed.item.owner, 20) or "no owner"
    return f"{_item(owed)} ({owner}, {overdue_days(owed.item, today)} d)"


def _item(owed: Owed) -> str:
    return f"#{owed.number} {shortened(owed.item.action, 40)}"


def _more(items: Sequence[Owed]) -> str:
    return f", and {len(items) - 5:,} more" if len(items) > 5 else ""


def _rate(rate: float | None, style: str) -> tuple[str, str]:
    return ("–", "bold") if rate is None else (f"{rate:.0%}", f"bold {style}")


def _target(target: float, missed: str) -> str:
    return one_line(f" {missed} {target:.0%}" if missed else f" target {target:.0%}")
