"""The account of an owner among those whom Jira can assign a ticket to, found by the name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from facilitator.text import clean, shortened
from facilitator.tracker.errors import Forbidden, NotThere, Refused
from facilitator.tracker.jira.connection import Connection, Query
from facilitator.tracker.jira.edition import CLOUD, Edition
from facilitator.tracker.jira.shapes import found, identifier, items, words


@dataclass(frozen=True, slots=True)
class Owner:
    """The account of an owner.

    Attributes:
        account: The id of the account, or "".
        why_not: Why there is none, or "".
    """

    account: str
    why_not: str = ""


def find_owner(connection: Connection, edition: Edition, project: str, owner: str) -> Owner:
    """Look up the account of an owner among those to whom a ticket can be assigned.

    Nobody is guessed: an account is taken where its name is the owner's, or where Jira finds it
    alone.

    Raises:
        TrackerError: Jira could not be asked.
    """
    named = shortened(owner, 60)
    asked_by = "query" if edition is CLOUD else "username"
    query: Query = {"project": project, asked_by: clean(owner), "maxResults": 20}
    try:
        listed = connection.get(f"{edition.rest}/user/assignable/search", query)
    except (Forbidden, NotThere, Refused) as error:
        return Owner("", f"{named} could not be looked up ({error})")
    people = [person for person in items(listed) if found(person, "active") is not False]
    exact = [person for person in people if _is_called(person, owner)]
    chosen = exact if len(exact) == 1 else people
    if len(chosen) > 1:
        names = shortened(", ".join(words(person, "displayName") for person in chosen), 120)
        return Owner("", f"{named} may be any of {names}")
    account = identifier(chosen, 0, "accountId" if edition is CLOUD else "name")
    if not account:
        return Owner("", f"Jira finds nobody called {named} to assign it to")
    return Owner(account)


def assignee(edition: Edition, account: str) -> dict[str, str]:
    """Return the value of the field for an account."""
    return {"id" if edition is CLOUD else "name": account}


def _is_called(person: Any, owner: str) -> bool:
    address = words(person, "emailAddress")
    names = (words(person, "displayName"), words(person, "name"), address, address.split("@")[0])
    return owner.strip().casefold() in [name.casefold() for name in names if name]
