"""Action items whose tickets are to be made, and a clock that tests move."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from db.records import ActionItem, OutboxStep
from db.store import Store
from db.vocabulary import TicketStep

NOW = datetime(2026, 3, 16, 10, 30, tzinfo=UTC)
CREATE = "POST /rest/api/3/issue"
SEARCH = "POST /rest/api/3/search/jql"
MOVE = "POST /rest/agile/1.0/sprint/8/issue"


class Time:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at

    def later(self, by: timedelta) -> None:
        self.at += by


def queued(store: Store, action: str = "Cap retries") -> ActionItem:
    """Return an action item whose ticket is to be made."""
    incident = store.incidents.create("checkout", "5xx spike", date(2026, 3, 14)).result()
    item = store.actions.add(incident.id, action, "Priya Raman", in_tracker=True).result()
    store.outbox.release([item.id], NOW).result()
    return item


def steps(store: Store, item: ActionItem) -> dict[TicketStep, OutboxStep]:
    return {step.step: step for step in store.outbox.steps([item.id]).result()[item.id]}


def creation(store: Store, item: ActionItem) -> OutboxStep:
    return steps(store, item)[TicketStep.CREATE]


def ticket_of(store: Store, item: ActionItem) -> str:
    return store.outbox.subject(item.id).result()[1].ticket
