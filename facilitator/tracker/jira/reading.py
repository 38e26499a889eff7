"""What Jira says of tickets: finding the one with a label, and reading many of them at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from db.batches import batched
from db.records.tickets import Ticket
from db.vocabulary import SHORT_TEXT, SprintPlace, TicketCategory, TicketPresence
from facilitator.domain.ticket_key import is_ticket_key
from facilitator.tracker.errors import Forbidden, NotThere, ServerFailed
from facilitator.tracker.jira.connection import Connection
from facilitator.tracker.jira.edition import CLOUD, DATA_CENTER, Edition
from facilitator.tracker.jira.pages import MOST_PAGES, all_items, listed_in
from facilitator.tracker.jira.shapes import found, items, words
from facilitator.tracker.jira.ticket_sprint import FIELD_TYPE, is_in_future, ticket_sprint
from facilitator.tracker.protocol import FETCHED_AT_ONCE

CATEGORIES = {
    "new": TicketCategory.TO_DO,
    "indeterminate": TicketCategory.IN_PROGRESS,
    "done": TicketCategory.DONE,
}
"""What the keys of Jira's status categories come to; any other key is unknown."""


def find_label(connection: Connection, edition: Edition, label: str) -> str | None:
    """Return the key of the oldest ticket that has a label; None where Jira shows none.

    Raises:
        ValueError: It is no label of the program's, which would have to be quoted otherwise.
        TrackerError: Jira could not be asked.
    """
    if not re.fullmatch(r"[a-zA-Z0-9-]+", label):
        raise ValueError(f"not a label: {label!r}")
    jql = f'labels = "{label}" ORDER BY created ASC'
    if edition is CLOUD:
        listed = _searched(connection, jql)
    else:
        query = {"jql": jql, "fields": "summary"}
        listed = all_items(connection, f"{DATA_CENTER.rest}/search", ("issues",), query)
    keys = (words(issue, "key") for issue in listed)
    return next((key for key in keys if key), None)


def _searched(connection: Connection, jql: str) -> Iterator[Any]:
    """Yield the tickets that a search of Jira Cloud finds; a page may be empty before the last."""
    body: dict[str, Any] = {"jql": jql, "fields": ["summary"], "maxResults": 50}
    for _ in range(MOST_PAGES):
        answer = connection.ask(f"{CLOUD.rest}/search/jql", body)
        yield from listed_in(answer, ("issues",))
        token = found(answer, "nextPageToken")
        if not token or found(answer, "isLast") is True:
            return
        body = {**body, "nextPageToken": token}
    raise ServerFailed("Jira hands out a search that has no end")


class TicketReader:
    """Reads many tickets at once, and remembers which field holds the sprint."""

    def __init__(self, connection: Connection, edition: Edition) -> None:
        """Prepare to read tickets of one Jira."""
        self._connection = connection
        self._edition = edition
        self._sprint_field = ""

    def fetch(
        self, tickets: Sequence[str], at: datetime, next_sprint: Callable[[], int | None]
    ) -> dict[str, Ticket]:
        """Return what Jira says of tickets, by the keys that were asked for.

        Args:
            tickets: The keys, of any number. Jira is not asked for what has not the form of one.
            at: The present moment.
            next_sprint: Looks up the id of the board's next sprint. It is called once at most, and
                only where a ticket is in a future sprint.

        Raises:
            TrackerError: Jira could not be asked.
        """
        keys = [key for key in dict.fromkeys(tickets) if is_ticket_key(key)]
        issues: dict[str, Any] = {}
        presences = dict.fromkeys(tickets, TicketPresence.MISSING)
        for page in batched(keys, FETCHED_AT_ONCE):
            read, failed = self._read_page(page)
            for key in page:
                if key in failed:
                    # Jira could not say anything of it just now, so nothing is known.
                    del presences[key]
                elif key in read:
                    issues[key] = read[key]
                else:
                    presences[key], issues[key] = self._read_one(key)
        sprints = {key: found(issue, "fields", self._sprint_field) for key, issue in issues.items()}
        next_id = next_sprint() if any(map(is_in_future, sprints.values())) else None
        return {
            key: _ticket(
                key, presence, issues.get(key), ticket_sprint(sprints.get(key), next_id), at
            )
            for key, presence in presences.items()
        }

    def _read_page(self, keys: Sequence[str]) -> tuple[Mapping[str, Any], set[str]]:
        """Return the issues by their keys, and the keys of which Jira could not say anything."""
        if self._edition is CLOUD:
            answer = self._ask_cloud(keys)
            # Jira names these by their id or by their key; an id can't be told from another's.
            failed = {words(error, "id") for error in items(answer, "issueErrors")}
            listed = items(answer, "issues")
            if failed - set(keys):
                failed = set(keys) - {words(issue, "key") for issue in listed}
        else:
            listed, failed = self._search_keys(keys), set()
        return {words(issue, "key"): issue for issue in listed}, failed

    def _ask_cloud(self, keys: Sequence[str]) -> Any:
        # Only with the fields themselves Jira Cloud says which of them is the sprint.
        fields = ["status", self._sprint_field] if self._sprint_field else ["*navigable"]
        body: dict[str, Any] = {"issueIdsOrKeys": list(keys), "fields": fields}
        if not self._sprint_field:
            body["expand"] = ["schema"]
        answer = self._connection.ask(f"{CLOUD.rest}/issue/bulkfetch", body)
        for issue in items(answer, "issues"):
            self._learn(issue)
        return answer

    def _learn(self, issue: Any) -> None:
        """Remember the field of the sprint, where the issue says which one it is."""
        schema = found(issue, "schema")
        for field, kind in schema.items() if isinstance(schema, dict) else ():
            if found(kind, "custom") == FIELD_TYPE:
                self._sprint_field = field

    def _search_keys(self, keys: Sequence[str]) -> list[Any]:
        if not self._sprint_field:
            for field in items(self._connection.get(f"{DATA_CENTER.rest}/field")):
                if found(field, "schema", "custom") == FIELD_TYPE:
                    self._sprint_field = words(field, "id")
        # Without the check of the query, Jira leaves out what is not there; with it, it refuses.
        query = {
            "jql": "key in ({})".format(", ".join(f'"{key}"' for key in keys)),
            "fields": f"status,{self._sprint_field}",
            "validateQuery": "false",
        }
        path = f"{DATA_CENTER.rest}/search"
        return list(all_items(self._connection, path, ("issues",), query, FETCHED_AT_ONCE))

    def _read_one(self, key: str) -> tuple[TicketPresence, Any]:
        """Read a ticket that was not among the others: it has moved, is gone, or is hidden."""
        query = {"fields": f"status,{self._sprint_field}"}
        if not self._sprint_field:
            query = {"fields": "*navigable", "expand": "schema"}
        try:
            issue = self._connection.get(f"{self._edition.rest}/issue/{key}", query)
        except NotThere:
            return TicketPresence.MISSING, None
        except Forbidden:
            return TicketPresence.FORBIDDEN, None
        if not words(issue, "key"):
            raise ServerFailed(f"the address of Jira answered with something that is not {key}")
        self._learn(issue)
        return TicketPresence.FOUND, issue


def _ticket(
    key: str, presence: TicketPresence, issue: Any, sprint: tuple[SprintPlace, str], at: datetime
) -> Ticket:
    if issue is not None:
        presence = TicketPresence.FOUND
    place, sprint_name = sprint
    category = words(issue, "fields", "status", "statusCategory", "key")
    return Ticket(
        key=key,
        presence=presence,
        status=words(issue, "fields", "status", "name")[:SHORT_TEXT],
        category=CATEGORIES.get(category, TicketCategory.UNKNOWN),
        sprint=place,
        sprint_name=sprint_name[:SHORT_TEXT],
        read_at=at,
    )
