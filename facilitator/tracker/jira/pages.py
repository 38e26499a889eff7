"""Lists that Jira hands out page by page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from facilitator.tracker.errors import ServerFailed
from facilitator.tracker.jira.connection import Connection, Query
from facilitator.tracker.jira.shapes import found, items

MOST_PAGES = 100
"""A list of more pages is taken for one without an end."""


def all_items(
    connection: Connection, path: str, names: tuple[str, ...], query: Query, page: int = 50
) -> Iterator[Any]:
    """Yield what a list holds, page by page, as far as the caller goes.

    Args:
        connection: The connection.
        path: The path of the list.
        names: The keys under which the editions of Jira keep what a page holds.
        query: What else the request asks for.
        page: How many are asked for at once; Jira may hand out fewer.

    Raises:
        TrackerError: A page could not be read.
    """
    start = 0
    for _ in range(MOST_PAGES):
        answer = connection.get(path, {**query, "startAt": start, "maxResults": page})
        listed = listed_in(answer, names)
        yield from listed
        start += len(listed)
        total = found(answer, "total")
        is_whole = isinstance(total, int) and start >= total
        if not listed or is_whole or found(answer, "isLast") is True:
            return
    raise ServerFailed(f"Jira hands out a list that has no end: {path}")


def listed_in(answer: Any, names: tuple[str, ...]) -> list[Any]:
    """Return the list that an answer holds under one of these keys.

    Raises:
        ServerFailed: It holds none, so that nothing is known: an empty list would be a statement.
    """
    lists = [items(answer, name) for name in names if isinstance(found(answer, name), list)]
    if not lists:
        raise ServerFailed("the address of Jira answered with something that is no list")
    return max(lists, key=len)
