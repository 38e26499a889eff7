"""Short ways to ask a Jira, and to draft a ticket for it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from db.vocabulary import Priority
from facilitator.tracker.jira.connection import Connection, Patience
from facilitator.tracker.jira.tracker import JiraTracker, Place
from facilitator.tracker.protocol import Draft, LinkedIncident
from facilitator.tracker.token import Token
from tests.tracker.fake_cloud import TOKEN, USER

NOW = datetime(2026, 3, 16, 10, 30, tzinfo=UTC)
KEY = "pm-0f6c2a3e-5b1d-4a77-9c55-0d3c1b6f7a01"
PLACE = Place(
    site="https://ops.example/jira",
    project="OPS",
    issue_type="Task",
    board=1,
    priorities=("Highest", "High", "Medium"),
)
INCIDENT = LinkedIncident(
    id=UUID("5d1f3a52-7a53-4f0e-8a3b-3c4ad1a0f9aa"),
    number=42,
    title="[checkout] [5xx spike] on [2026-03-14]",
    address="https://wiki.example/pm/42",
)
DRAFT = Draft(
    action="Cap client retries",
    paragraphs=("From the post-mortem of #42: https://wiki.example/pm/42",),
    owner="Priya Raman",
    account="",
    priority=Priority.P1,
    due=date(2026, 3, 28),
    incident=INCIDENT,
)


def ask(
    url: str,
    *,
    user: str = USER,
    token: str = TOKEN,
    ca_file: str = "",
    patience: Patience | None = None,
    **place: Any,
) -> JiraTracker:
    """Return a tracker that asks the Jira at an address."""
    connection = Connection(url, Token(token), user, ca_file, patience)
    return JiraTracker(connection, replace(PLACE, **place))


def draft(**changes: Any) -> Draft:
    """Return the usual draft with other values."""
    return replace(DRAFT, **changes)
