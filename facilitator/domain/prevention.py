"""What was prevented: action items that were done, and whose cause has not come back since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from uuid import UUID

from db.vocabulary import ActionKind, ActionStatus
from facilitator.domain.figure_types import PreventedRepeat, Prevention, Window
from facilitator.domain.item_figures import end_of_day
from facilitator.domain.item_history import as_it_stood
from facilitator.domain.protocols import CountedIncident
from facilitator.domain.team_day import team_day


def prevention(incidents: Sequence[CountedIncident], window: Window, zone: tzinfo) -> Prevention:
    """Return the action items done in a window whose cause has not come back by its last day.

    Only items of classified incidents can be judged, and only they count, without those that the
    team has called items to detect an incident or to mitigate it.

    Args:
        incidents: The incidents with their action items.
        window: The days on which the items were done, in the team's time zone.
        zone: The team's time zone.
    """
    end = end_of_day(window.last, zone)
    last_began = _last_beginnings(incidents, end)
    count = 0
    held = []
    for incident in incidents:
        if incident.cause is None:
            continue
        for done_at, action, slot in _done(incident, end):
            if not window.contains(team_day(done_at, zone)):
                continue
            count += 1
            if last_began.get(incident.cause.id, done_at) <= done_at:
                days = (end - done_at).days
                held.append(
                    PreventedRepeat(incident.number, slot, action, incident.cause.name, days)
                )
    ordered = sorted(held, key=lambda item: (-item.days, item.number, item.slot))
    return Prevention(len(held), count, tuple(ordered))


def _last_beginnings(incidents: Iterable[CountedIncident], end: datetime) -> dict[UUID, datetime]:
    """Return when each cause came up last by a moment."""
    began: dict[UUID, datetime] = {}
    for incident in incidents:
        if incident.cause is not None and incident.began_at <= end:
            cause = incident.cause.id
            began[cause] = max(incident.began_at, began.get(cause, incident.began_at))
    return began


def _done(incident: CountedIncident, end: datetime) -> Iterable[tuple[datetime, str, int]]:
    """Yield when each item to prevent an incident was done by a moment, its words and its slot."""
    for item in incident.action_items:
        stood = as_it_stood(item, end)
        if item.kind in (ActionKind.DETECT, ActionKind.MITIGATE):
            continue
        if item.is_open and not item.reviews:
            continue
        if stood is not None and stood.status is ActionStatus.DONE and stood.closed_at is not None:
            yield stood.closed_at, item.action, item.slot
