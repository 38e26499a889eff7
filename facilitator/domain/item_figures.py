"""The figures of action items: how many were done, in what time, and how old the open ones are.

Each share is counted by a question about one item: True where it counts in both numbers, False
where only in the second, None where in neither. So the items behind a share can be listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from statistics import median

from db.records import ActionItem
from db.vocabulary import ActionStatus, CheckResult
from facilitator.domain.due_dates import overdue_days
from facilitator.domain.figure_types import Ages, Checks, Completion, Share, Window
from facilitator.domain.item_history import as_it_stood
from facilitator.domain.protocols import HasActionItems
from facilitator.domain.team_day import team_day


def items_as_of(incidents: Iterable[HasActionItems], as_of: date, zone: tzinfo) -> list[ActionItem]:
    """Return the action items that existed when a day of the team ended, as they stood then."""
    end = end_of_day(as_of, zone)
    stood = (as_it_stood(item, end) for incident in incidents for item in incident.action_items)
    return [item for item in stood if item is not None]


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """Return the last moment of a day in a time zone, in UTC."""
    begins = datetime.combine(day + timedelta(days=1), time(), zone)
    return begins.astimezone(UTC) - timedelta(microseconds=1)


def is_completed(item: ActionItem, window: Window, zone: tzinfo) -> bool | None:
    """Return whether an item that was created in the window is done; None for a dropped one."""
    if item.status is ActionStatus.DROPPED or not window.contains(team_day(item.created_at, zone)):
        return None
    return item.status is ActionStatus.DONE


def is_on_time(item: ActionItem, window: Window, zone: tzinfo) -> bool | None:
    """Return whether an item that was first due in the window was done by that day."""
    if item.first_due is None or not window.contains(item.first_due):
        return None
    return (
        item.status is ActionStatus.DONE
        and item.closed_at is not None
        and team_day(item.closed_at, zone) <= item.first_due
    )


def is_reviewed_in_time(item: ActionItem, window: Window, zone: tzinfo) -> bool | None:
    """Return whether the first meeting that reviewed an item, in the window, found it done."""
    first = next((review for review in item.reviews if not review.between_meetings), None)
    if first is None or not window.contains(team_day(first.at, zone)):
        return None
    return first.status is ActionStatus.DONE


def has_held(item: ActionItem, window: Window, zone: tzinfo) -> bool | None:
    """Return whether an item that was done in the window has held; None where nobody has checked.

    The last check counts that had a result; to be asked again is none.
    """
    if not is_done_in(item, window, zone):
        return None
    end = end_of_day(window.last, zone)
    results = [
        check.result
        for check in item.checks
        if check.at <= end and check.result is not CheckResult.ASK_AGAIN
    ]
    return results[-1] is CheckResult.HELD if results else None


def is_done_in(item: ActionItem, window: Window, zone: tzinfo) -> bool:
    """Return whether an item was done in the window."""
    return (
        item.status is ActionStatus.DONE
        and item.closed_at is not None
        and window.contains(team_day(item.closed_at, zone))
    )


def checks_of(items: Sequence[ActionItem], window: Window, zone: tzinfo) -> Checks:
    """Return how many of the items done in a window were checked, and how many of them held."""
    held = share_of(has_held(item, window, zone) for item in items)
    return Checks(held.n, held.of, sum(is_done_in(item, window, zone) for item in items))


def share_of(answers: Iterable[bool | None]) -> Share:
    """Return the share that the answers to such a question make."""
    counted = [answer for answer in answers if answer is not None]
    return Share(sum(counted), len(counted))


def created_on(items: Iterable[ActionItem], zone: tzinfo) -> list[tuple[date, ActionItem]]:
    """Return the items, each with the day on which it was created."""
    return [(team_day(item.created_at, zone), item) for item in items]


def completion(items: Iterable[ActionItem], window: Window, zone: tzinfo = UTC) -> Completion:
    """Return the done items among those that were created in a window and not dropped."""
    return completion_of(created_on(items, zone), window, window.last)


def completion_of(
    created: Iterable[tuple[date, ActionItem]], window: Window, as_of: date
) -> Completion:
    """Return the completion of items whose days of creation are known.

    Args:
        created: The items, each with the day on which it was created.
        window: The days of creation that count.
        as_of: The day of which an item that is due then or later is not yet due.
    """
    inside = [item for day, item in created if window.contains(day)]
    statuses = [item.status for item in inside]
    dropped = statuses.count(ActionStatus.DROPPED)
    not_due = sum(item.is_open and item.due is not None and item.due >= as_of for item in inside)
    return Completion(statuses.count(ActionStatus.DONE), len(inside) - dropped, dropped, not_due)


def count_overdue(open_items: Iterable[ActionItem], as_of: date) -> int:
    """Return how many open items were due before a day."""
    return sum(overdue_days(item, as_of) > 0 for item in open_items)


def age_in_days(item: ActionItem, as_of: date, zone: tzinfo) -> int:
    """Return how many days before a day an item was created, by the team's days."""
    return (as_of - team_day(item.created_at, zone)).days


def ages_of(open_items: Sequence[ActionItem], as_of: date, zone: tzinfo) -> Ages:
    """Return how old the open items are on a day."""
    days = [age_in_days(item, as_of, zone) for item in open_items]
    return Ages(len(days), median(days) if days else None, max(days, default=None))
