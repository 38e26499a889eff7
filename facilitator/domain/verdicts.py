"""Why an incident came back: what had become of the action items of the one that it repeats.

The verdict looks at the action items of the latest earlier incident of the same cause that were
made by the time the repeat began, as they stood just then. Its four words are defined in
CONTRIBUTING.md, "The figures".
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from db.records import ActionItem
from db.vocabulary import ActionStatus
from facilitator.domain.figure_types import QUICK, Finding, Repeat, Verdict, Window
from facilitator.domain.item_history import as_it_stood
from facilitator.domain.protocols import CountedIncident
from facilitator.domain.repeats import (
    began_on,
    earlier_of_same_cause,
    without_near_misses,
)


def find_repeats(incidents: Iterable[CountedIncident], window: Window) -> tuple[Repeat, ...]:
    """Return the repeats that began in a window, those that began first first.

    Args:
        incidents: All incidents of every cause that occurs in the window, with all of their action
            items and the reviews of these.
        window: The days on which the repeats began, in UTC.
    """
    of_cause: dict[UUID, list[CountedIncident]] = defaultdict(list)
    for incident in without_near_misses(incidents):
        if incident.cause is not None:
            of_cause[incident.cause.id].append(incident)
    repeats = [
        repeat for same_cause in of_cause.values() for repeat in _repeats_of(same_cause, window)
    ]
    return tuple(sorted(repeats, key=lambda repeat: (repeat.began_at, repeat.number)))


def latest_findings(incidents: Iterable[CountedIncident]) -> dict[int, Finding]:
    """Return what had become of the items of the incident that each repeat repeats, by its number.

    Args:
        incidents: All incidents of their causes, with their action items and the reviews of these.
    """
    ever = Window(date.min, date.max)
    return {repeat.number: repeat.finding for repeat in find_repeats(incidents, ever)}


def chain_of(repeat: CountedIncident, incidents: Iterable[CountedIncident]) -> tuple[Finding, ...]:
    """Return what had become of the items of every earlier incident, the latest one first.

    Args:
        repeat: The incident that came back.
        incidents: The incidents of its cause, with their action items and the reviews of these.
    """
    return tuple(each_finding(repeat, incidents))


def each_finding(
    repeat: CountedIncident, incidents: Iterable[CountedIncident]
) -> Iterator[Finding]:
    """Yield the findings of `chain_of` one by one, for who needs only the first of a kind."""
    earlier = sorted(earlier_of_same_cause(repeat, incidents), key=_moment, reverse=True)
    for other in earlier:
        yield _find(repeat.began_at, other)


def count_verdicts(repeats: Iterable[Repeat]) -> dict[Verdict, int]:
    """Return how many repeats have each of the verdicts."""
    counts = Counter(repeat.finding.verdict for repeat in repeats)
    return {verdict: counts[verdict] for verdict in Verdict}


def _repeats_of(same_cause: Sequence[CountedIncident], window: Window) -> Iterable[Repeat]:
    ordered = sorted(same_cause, key=_moment)
    moments = [incident.began_at for incident in ordered]
    for incident in ordered:
        # Those that began at the same moment do not repeat each other.
        earlier = bisect_left(moments, incident.began_at)
        if not earlier or incident.cause is None or not window.contains(began_on(incident)):
            continue
        latest = ordered[earlier - 1]
        yield Repeat(
            number=incident.number,
            began_at=incident.began_at,
            cause=incident.cause.name,
            finding=_find(incident.began_at, latest),
            is_quick=incident.began_at - latest.began_at <= QUICK,
        )


def _find(began_at: datetime, earlier: CountedIncident) -> Finding:
    items = [_by_then(item, began_at) for item in earlier.action_items]
    made = [item for item in items if item is not None]
    deciding, verdict = _decide(made)
    since = (began_at - earlier.began_at).days
    done_at = [item.closed_at for item in deciding if item.closed_at is not None]
    days = since
    if verdict is Verdict.DONE and done_at:
        days = (began_at - max(done_at)).days
    return Finding(earlier.number, verdict, days, since, tuple(deciding))


def _decide(items: Sequence[ActionItem]) -> tuple[list[ActionItem], Verdict]:
    """Return the verdict on items as they stood, and which of them decide it."""
    still_open = [item for item in items if item.is_open]
    if still_open:
        return still_open, Verdict.OPEN
    done = [item for item in items if item.status is ActionStatus.DONE]
    if done:
        return done, Verdict.DONE
    return list(items), Verdict.DROPPED if items else Verdict.NO_ACTION


def _by_then(item: ActionItem, moment: datetime) -> ActionItem | None:
    """Return an item as it stood at a moment, with the reviews that it had by then."""
    then = as_it_stood(item, moment)
    if then is None:
        return None
    return replace(then, reviews=tuple(review for review in then.reviews if review.at <= moment))


def _moment(incident: CountedIncident) -> tuple[datetime, int]:
    """Return when an incident began; of two that began together, the higher number is later."""
    return incident.began_at, incident.number
